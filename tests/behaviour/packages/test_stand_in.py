"""`testing` of any package: the API in the process, and factories of models."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import Any

import httpx2
import pytest

from tests.behaviour.packages.caller import finished
from tests.behaviour.packages.subject import Operation, Subject


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    mode: str = request.param
    return mode


def call(api: Any, mode: str, operation: Operation, **settings: Any) -> Any:
    """The result of a call that the stand-in answers."""
    client = (api.client if mode == "sync" else api.async_client)(**settings)
    return asyncio.run(finished_of(operation, client))


async def finished_of(operation: Operation, client: Any) -> Any:
    return await finished(operation(client))


def test_it_answers_with_examples_and_records_calls(
    subject: Subject, api: Any, mode: str
) -> None:
    post = subject.post
    assert call(api, mode, post) == post.value
    sent = api.only_call(post.id)
    assert (sent.operation, bool(sent.content)) == (post.id, True)
    assert call(api, mode, subject.get) == subject.get.value
    assert [request.operation for request in api.requests] == [post.id, subject.get.id]
    assert sent.headers.get("authorization", "***") == "***"
    api.reset()
    assert api.requests == []
    with pytest.raises(AssertionError, match="called 0 times"):
        api.only_call(post.id)


def test_answers_come_in_the_order_they_were_given(
    subject: Subject, api: Any, mode: str
) -> None:
    get = subject.get
    api.answer(get.id, status=404, json={"code": 1})
    api.fail(get.id, httpx2.ReadTimeout)
    api.answer(get.id, json=get.example)
    with pytest.raises(subject.errors.NotFoundError) as caught:
        call(api, mode, get)
    assert caught.value.json == {"code": 1}
    with pytest.raises(subject.errors.APITimeoutError):
        call(api, mode, get)
    assert call(api, mode, get) == call(api, mode, get) == get.value


def test_retries_and_delays_cost_no_time_and_are_told(
    subject: Subject, api: Any, mode: str
) -> None:
    get = subject.get
    api.answer(get.id, status=503, headers={"Retry-After": "20"}, delay=5)
    api.answer(get.id, json=get.example)
    assert call(api, mode, get, max_retries=2) == get.value
    assert api.waits == [20]
    assert len(api.calls(get.id)) == 2


def test_what_is_no_operation_is_named(subject: Subject, api: Any) -> None:
    for use in (api.answer, api.fail, api.calls):
        with pytest.raises(ValueError, match="no operation 'nothing'; known: "):
            use("nothing")


def test_drift_can_be_provoked(subject: Subject, api: Any, mode: str) -> None:
    events: list[Any] = []
    api.answer(subject.get.id, json={})
    with pytest.raises(subject.errors.ResponseDecodeError):
        call(api, mode, subject.get, on_drift=events.append)
    assert {str(event.kind) for event in events} == {"missing-field"}


@pytest.mark.needs("stream")
def test_a_stream_of_chosen_items_can_be_answered(
    subject: Subject, api: Any, mode: str
) -> None:
    stream = subject.stream
    items = stream.value[:1] * 3
    api.answer(stream.id, items=items)
    assert call(api, mode, stream) == items


def test_a_factory_makes_what_the_api_would_send(subject: Subject, api: Any) -> None:
    value = subject.get.value
    make = subject.factory(value)
    assert type(make()) is type(value)
    for seed in range(5):
        made = make(seed)
        assert made == make(seed)
        api.answer(subject.get.id, json=made.to_dict())
        assert call(api, "sync", subject.get) == made
        api.reset()
    name = fields(value)[0].name
    chosen = getattr(value, name)
    assert getattr(make(1, **{name: chosen}), name) == chosen
    with pytest.raises(TypeError, match="nothing"):
        make(nothing=1)
