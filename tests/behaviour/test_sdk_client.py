"""The worked example's clients: keys, environments, options, errors, drift, silence about patients."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.calling import Caller, everything_said, ok

Data = dict[str, Any]
ID = "apt_7777"
SECRET = "Zebulon"


def get(client: Any) -> Any:
    return client.appointments.get(ID)


def confirm(client: Any) -> Any:
    patient = {"first_name": SECRET, "last_name": "Q", "email": f"{SECRET}@m.example"}
    return client.appointments.confirm(
        ID, external_payment_reference=SECRET, patient=patient
    )


# Keys and environments


def test_the_key_decides_the_environment(caller: Caller, sdk: ModuleType) -> None:
    answer = ok(sdk.testing.make_appointment().to_dict())
    for key in ("sk_live_a", "sk_sandbox_a"):
        caller.requests.clear()
        caller.call(get, answer, api_key=key, environment=None)
        assert caller.sent.url.host == "localhost"
        assert caller.sent.url.path == f"/v1/connected/appointments/{ID}"
        assert caller.sent.headers["authorization"] == f"Bearer {key}"


@pytest.mark.parametrize(
    ("key", "environment"), [("sk_live_a", "sandbox"), ("sk_sandbox_a", "live")]
)
def test_a_key_of_another_environment_is_refused_before_anything_is_sent(
    caller: Caller, sdk: ModuleType, key: str, environment: str
) -> None:
    with pytest.raises(
        sdk.errors.ConfigurationError, match="nothing was sent"
    ) as error:
        caller.call(get, ok(), api_key=key, environment=environment)
    assert key not in everything_said(error.value)
    for made in (lambda: key, lambda: key):
        with pytest.raises(sdk.errors.ConfigurationError, match="nothing was sent"):
            caller.call(get, ok(), api_key=made, environment=environment)
    assert caller.requests == []


def test_a_key_of_no_environment_needs_to_be_told(
    caller: Caller, sdk: ModuleType
) -> None:
    with pytest.raises(
        sdk.errors.ConfigurationError, match="pass environment=, one of"
    ):
        caller.call(get, ok(), api_key="other", environment=None)
    with pytest.raises(sdk.errors.ConfigurationError, match="'live', 'sandbox'"):
        caller.call(get, ok(), api_key="other", environment="Live")


def test_the_key_may_come_from_the_environment_variable(
    caller: Caller, sdk: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRONLINE_API_KEY", raising=False)
    with pytest.raises(sdk.errors.ConfigurationError, match="set DRONLINE_API_KEY"):
        caller.client(api_key=None)
    monkeypatch.setenv("DRONLINE_API_KEY", "sk_live_variable")
    caller.call(get, ok(sdk.testing.make_appointment().to_dict()), api_key=None)
    assert caller.sent.headers["authorization"] == "Bearer sk_live_variable"


@pytest.mark.parametrize("key", ["", "sk_live_a\n", " sk_live_a", "sk_live_é", "a b"])
def test_a_key_that_cannot_be_one_is_refused_unseen(
    caller: Caller, sdk: ModuleType, key: str
) -> None:
    with pytest.raises(sdk.errors.ConfigurationError) as error:
        caller.client(api_key=key)
    assert "sk_live" not in everything_said(error.value)


def test_a_key_may_change_between_calls(caller: Caller, sdk: ModuleType) -> None:
    keys = iter(["sk_live_1", "sk_live_2"])
    caller.answers = [ok(sdk.testing.make_appointment().to_dict())]
    client = caller.client(api_key=lambda: next(keys))
    for _ in range(2):
        caller.finish(lambda: get(client))
    sent = [request.headers["authorization"] for request in caller.requests]
    assert sent == ["Bearer sk_live_1", "Bearer sk_live_2"]


@pytest.mark.parametrize(
    "url", ["http://api.example.com", "ftp://a", "api.example.com", "https://u:p@a"]
)
def test_an_address_that_the_key_must_not_go_to_is_refused(
    caller: Caller, sdk: ModuleType, url: str
) -> None:
    with pytest.raises(sdk.errors.ConfigurationError):
        caller.client(base_url=url)


def test_plain_http_is_for_this_machine_or_by_leave(
    caller: Caller, sdk: ModuleType
) -> None:
    answer = ok(sdk.testing.make_appointment().to_dict())
    caller.call(get, answer, base_url="http://127.0.0.1:9/v1")
    caller.call(get, answer, base_url="http://api.example.com", allow_http=True)
    assert len(caller.requests) == 2


# Options


def test_an_answer_may_be_as_large_as_the_client_is_told(
    caller: Caller, sdk: ModuleType
) -> None:
    answer = ok(sdk.testing.make_appointment().to_dict())
    size = len(answer.content)
    assert caller.call(get, answer, max_response_bytes=size).id
    with pytest.raises(sdk.errors.ResponseDecodeError) as error:
        caller.call(get, answer, max_response_bytes=size - 1)
    larger = f"larger than {size - 1} bytes: see max_response_bytes"
    assert larger in str(error.value)


@pytest.mark.parametrize(
    ("size", "kind"),
    [(0, "ValueError"), (-1, "ValueError"), (1e6, "TypeError"), (True, "TypeError")],
)
def test_a_size_that_makes_no_sense_is_refused(
    caller: Caller, size: object, kind: str
) -> None:
    with pytest.raises((ValueError, TypeError)) as error:
        caller.client(max_response_bytes=size)
    assert type(error.value).__name__ == kind
    assert str(error.value).startswith("max_response_bytes must be ")


def test_a_get_is_tried_again_and_a_confirm_is_not(
    caller: Caller, sdk: ModuleType
) -> None:
    lost = httpx2.ReadTimeout("")
    found = ok(sdk.testing.make_appointment().to_dict())
    # `Retry-After: 0` so that the test does not wait.
    caller.call(get, ok({}, status=503, retry_after="0"), found, max_retries=1)
    assert len(caller.requests) == 2
    caller.requests.clear()
    with pytest.raises(sdk.errors.APITimeoutError) as error:
        caller.call(confirm, lost, max_retries=5)
    assert len(caller.requests) == 1
    assert error.value.may_have_been_processed


# Errors


def test_a_traceback_shows_the_public_place_of_an_error(dronline_folder: Path) -> None:
    program = """if True:
        from dronline_connected.testing import FakeAPI
        api = FakeAPI()
        api.answer("partnerV1GetAppointment", status=404)
        api.client().appointments.get("a")
    """
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=dronline_folder.parent,
        capture_output=True,
        text=True,
    )
    said = ran.stderr.splitlines()[-1]
    assert said.startswith("dronline_connected.errors.NotFoundError: ")


def test_an_answer_that_is_not_documented_says_where(
    caller: Caller, sdk: ModuleType
) -> None:
    page = {"object": "list", "url": "/", "has_more": False}
    wrong = {**sdk.testing.make_appointment().to_dict(), "start": SECRET}
    with pytest.raises(sdk.errors.ResponseDecodeError) as raised:
        caller.call(
            lambda c: c.appointments.list().first_page(), ok({**page, "data": [wrong]})
        )
    error = raised.value
    assert error.path == "$.data[0].start"
    assert error.response.status_code == 200
    assert SECRET.encode() in error.response.content
    assert SECRET not in everything_said(error)


# The fake API


def test_a_fake_api_lets_nobody_wait(sdk: ModuleType) -> None:
    busy: Data = {"status": 503, "headers": {"Retry-After": "20"}, "delay": 5}
    api = sdk.testing.FakeAPI()
    for _ in range(2):
        for answered in (busy, busy, {"status": 404}):
            api.answer("partnerV1GetAppointment", **answered)
        with pytest.raises(sdk.errors.NotFoundError):
            get(api.client(max_retries=2))
        with pytest.raises(sdk.errors.NotFoundError):
            asyncio.run(get(api.async_client(max_retries=2)))
        assert api.waits == [20, 20]
        api.reset()


def test_waits_and_delays_of_a_fake_api_count_for_deadlines(sdk: ModuleType) -> None:
    api = sdk.testing.FakeAPI()
    busy: Data = {"status": 503, "headers": {"Retry-After": "20"}}
    api.answer("partnerV1GetAppointment", **busy, delay=5)
    with pytest.raises(sdk.errors.InternalServerError) as caught:
        get(api.client(max_retries=5).with_options(deadline=60))
    assert api.waits == [20, 20]
    assert caught.value.response.elapsed >= 5
