"""No message, log, repr or pickle of any package shows a key, or what a server sent."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any

import httpx2
import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import KEY, SECRET, Subject
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, Step, answer, hang_up, truncated

FAULTS = {
    "422": answer({"detail": SECRET}, status=422),
    "500": answer({"detail": SECRET}, status=500),
    "another value": answer({SECRET: SECRET}),
    "no JSON": answer(body=SECRET.encode()),
    "no answer": hang_up(),
    "half an answer": truncated(f'{{"{SECRET}": "{SECRET}'.encode()),
}


@pytest.fixture(params=list(FAULTS))
def fault(request: pytest.FixtureRequest) -> Step:
    return FAULTS[request.param]


def raised(caller: Caller, fault: Step) -> Any:
    """What a POST raises whose server does this."""
    subject = caller.subject
    with Hostile(fault) as server, pytest.raises(subject.errors.SDKError) as caught:
        caller.run(server.url, subject.post)
    return caught.value


def test_neither_error_nor_log_shows_a_secret(
    caller: Caller, fault: Step, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    error = raised(caller, fault)
    said = everything_said(error) + caplog.text
    said += "".join(repr(record.__dict__) for record in caplog.records)
    for attribute in vars(error).values():
        said += f"{attribute!r} {attribute}"
    assert KEY not in said
    assert SECRET not in said


def test_an_error_survives_pickle_without_the_key(caller: Caller, fault: Step) -> None:
    error = raised(caller, fault)
    pickled = pickle.dumps(error)
    assert KEY.encode() not in pickled
    again = pickle.loads(pickled)
    assert type(again) is type(error)
    assert everything_said(again) == everything_said(error)
    shown = {n: repr(v) for n, v in vars(error).items()}
    assert {n: repr(v) for n, v in vars(again).items()} == shown


def test_the_log_names_operation_and_route(
    caller: Caller, subject: Subject, caplog: pytest.LogCaptureFixture
) -> None:
    get, name = subject.get, subject.package.__name__
    caplog.set_level(logging.DEBUG)
    with Hostile(get.ok) as server:
        caller.run(server.url, get)
    (own,) = [r.getMessage() for r in caplog.records if r.name == name]
    assert own.startswith(f"{get.id}: GET {get.method.path}, attempt 1")


def test_nothing_of_a_client_shows_a_key_and_no_client_is_pickled(
    caller: Caller, subject: Subject
) -> None:
    http: Any = httpx2.Client() if caller.mode == "sync" else httpx2.AsyncClient()
    client = caller.client("http://127.0.0.1", http, headers={"x-team": SECRET})
    view = client.with_options(query={"q": SECRET}, idempotency_key=SECRET)
    transport = view._transport
    resource = subject.get.bound(client).__self__
    shown = [client, view, resource, transport, transport._settings, resource]
    shown += [transport._settings.credentials, transport._settings.options]
    if subject.get.method.raw_sync:
        shown.append(resource.with_raw_response)
    text = " ".join(f"{each!r} {each}" for each in shown)
    assert KEY not in text
    assert SECRET not in text
    assert repr(client) == f"<{type(client).__name__}>"
    for each in (client, view, resource):
        with pytest.raises((TypeError, AttributeError)) as refused:
            pickle.dumps(each)
        assert KEY not in everything_said(refused.value)


def test_models_survive_pickle_and_copy(subject: Subject) -> None:
    value = subject.get.value
    for again in (
        pickle.loads(pickle.dumps(value)),
        copy.copy(value),
        copy.deepcopy(value),
    ):
        assert again == value
        assert again.to_dict() == value.to_dict()


def test_a_raw_response_survives_pickle(caller: Caller, subject: Subject) -> None:
    with Hostile(subject.get.ok) as server:
        raw = caller.run(server.url, subject.get.raw, on_drift=lambda event: None)
    pickled = pickle.dumps(raw)
    assert KEY.encode() not in pickled
    again = pickle.loads(pickled)
    assert (again.content, again.parse()) == (raw.content, subject.get.value)
