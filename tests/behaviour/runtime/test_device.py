"""Tokens for programs without a browser: somebody enters a code elsewhere."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from templates.package._runtime import device
from templates.package._runtime.device import DeviceLogin, DevicePrompt
from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.grants import Endpoints
from templates.package._runtime.oauth import TokenFlow
from tests.behaviour.runtime.provider import Answer, Provider, fetched, token
from tests.support.hostile import Hostile, answer, hang_up

CODE = {
    "device_code": "d1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://auth.test/enter",
    "expires_in": 60,
    "interval": 2,
}
PENDING = (400, {"error": "authorization_pending"})


def login(shown: list[DevicePrompt], **more: Any) -> DeviceLogin:
    return DeviceLogin("id", shown.append, **more)


def test_a_person_enters_the_code_that_is_shown(mode: str) -> None:
    shown: list[DevicePrompt] = []
    slow = (400, {"error": "slow_down"})
    provider = Provider((200, CODE), PENDING, slow, PENDING, token("t1"))
    flow = provider.flow(login(shown, scope="a"))
    assert provider.fetch(flow, mode) == "Bearer t1"
    assert shown == [
        DevicePrompt("WDJB-MJHT", "https://auth.test/enter", None, 60.0),
    ]
    assert provider.waits == [2, 2, 7, 7]
    assert provider.asked[0] == ("/device", {"client_id": "id", "scope": "a"})
    assert provider.asked[1] == (
        "/token",
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": "d1",
            "client_id": "id",
        },
    )


def test_nobody_is_asked_again_while_there_is_a_refresh_token(mode: str) -> None:
    shown: list[DevicePrompt] = []
    now = [0.0]
    provider = Provider((200, CODE), token("t1", refresh_token="r1"), token("t2"))
    flow = provider.flow(login(shown), clock=lambda: now[0])
    provider.fetch(flow, mode)
    now[0] = 90
    assert provider.fetch(flow, mode) == "Bearer t2"
    assert len(shown) == 1
    assert provider.asked[-1][1]["refresh_token"] == "r1"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([(200, CODE), (400, {"error": "access_denied"})], "declined"),
        ([(200, CODE), (400, {"error": "expired_token"})], "in time"),
        ([(200, {**CODE, "expires_in": 4}), PENDING, PENDING], "in time"),
        ([(200, CODE), (400, {"error": "invalid_client"})], "status 400"),
        ([(400, {"error": "invalid_client"})], "no code for this device"),
        ([(200, {"user_code": "A"})], "no code for this device"),
        ([(200, [])], "no code for this device"),
    ],
)
def test_a_login_that_comes_to_nothing_says_why(
    mode: str, answers: list[Answer], problem: str
) -> None:
    provider = Provider(*answers)
    with pytest.raises(ConfigurationError, match=problem):
        provider.fetch(provider.flow(login([])), mode)
    assert provider.answers == []


def test_a_server_that_is_busy_is_a_fault_to_try_again_after(mode: str) -> None:
    provider = Provider((503, {}))
    assert "status 503" in provider.fetch(provider.flow(login([])), mode)


def test_a_login_needs_an_endpoint_for_devices(mode: str) -> None:
    provider = Provider()
    with pytest.raises(ConfigurationError, match="device_url"):
        provider.fetch(provider.flow(login([]), device=None), mode)


def test_polling_outlives_a_server_that_is_busy(mode: str) -> None:
    prompts: list[DevicePrompt] = []
    busy = (503, None)
    provider = Provider((200, CODE), busy, (429, None), token("t1"))
    grant = DeviceLogin("id", prompts.append)
    assert provider.fetch(provider.flow(grant), mode) == "Bearer t1"
    assert len(prompts) == 1


@pytest.mark.parametrize(
    "lost", [httpx2.ConnectError, httpx2.ReadTimeout, httpx2.ReadError]
)
def test_polling_outlives_a_network_that_is_down(
    mode: str, lost: type[httpx2.RequestError]
) -> None:
    shown: list[DevicePrompt] = []
    code = {**CODE, "expires_in": 900}
    provider = Provider((200, code), PENDING, *[lost] * 6, PENDING, lost, token("t1"))
    assert provider.fetch(provider.flow(login(shown)), mode) == "Bearer t1"
    assert len(shown) == 1
    # RFC 8628, 3.5: the pauses double while nothing answers.
    assert provider.waits == pytest.approx([2, 2, 4, 8, 16, 32, 60, 60, 2, 4])


def test_a_server_that_wants_long_pauses_gets_them_while_it_is_down(mode: str) -> None:
    code = {**CODE, "expires_in": 900, "interval": 90}
    provider = Provider((200, code), *[httpx2.ConnectTimeout] * 2, token("t1"))
    assert provider.fetch(provider.flow(login([])), mode) == "Bearer t1"
    assert provider.waits == [90, 90, 90]


def test_a_code_that_ran_out_while_the_network_was_down_is_not_asked_for_anew(
    mode: str,
) -> None:
    shown: list[DevicePrompt] = []
    provider = Provider((200, {**CODE, "expires_in": 6}), *[httpx2.ConnectError] * 2)
    flow = provider.flow(login(shown))
    fault = fetched(flow, mode, transport=httpx2.MockTransport(provider))
    assert fault is not None
    assert fault.problem == "no token: could not connect: injected"
    assert not fault.is_transient
    assert not fault.was_sent
    assert len(shown) == 1
    assert provider.answers == []


def test_the_time_that_polls_take_is_of_the_codes_life(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(0, 1000, 29))
    monkeypatch.setattr(device, "monotonic", lambda: next(moments))
    provider = Provider((200, CODE), PENDING, httpx2.ReadTimeout, token("late"))
    assert "no complete answer" in provider.fetch(provider.flow(login([])), mode)
    assert provider.waits == [2, 2]


def test_an_answer_that_cannot_be_read_ends_the_polling(mode: str) -> None:
    shown: list[DevicePrompt] = []
    provider = Provider((200, CODE), httpx2.DecodingError)
    said = provider.fetch(provider.flow(login(shown)), mode)
    assert said == "no token: the body cannot be decompressed"
    assert len(shown) == 1


def test_a_device_goes_on_with_its_code_after_connections_that_are_lost(
    mode: str,
) -> None:
    shown: list[DevicePrompt] = []
    granted = answer({"access_token": "t1"})
    with Hostile(answer(CODE), hang_up(), hang_up(), granted) as server:
        flow = TokenFlow(
            login(shown),
            Endpoints(f"{server.url}/token", f"{server.url}/device"),
            sleep=lambda _: None,
            asleep=lambda _: asyncio.sleep(0),
        )
        assert fetched(flow, mode, trust_env=False) is None
        targets = [request.target for request in server.requests]
    assert flow.sign().headers["authorization"] == "Bearer t1"
    assert targets == ["/device", "/token", "/token", "/token"]
    assert len(shown) == 1


def test_a_prompt_that_fails_is_the_callers(mode: str) -> None:
    def fail(prompt: DevicePrompt) -> None:
        raise TimeoutError("the display")

    provider = Provider((200, CODE))
    with pytest.raises(TimeoutError, match="the display"):
        provider.fetch(provider.flow(DeviceLogin("id", fail)), mode)


def test_nobody_waits_longer_than_a_code_is_good_for(mode: str) -> None:
    code = {**CODE, "expires_in": 60, "interval": 1e9}
    provider = Provider((200, code), (400, {"error": "authorization_pending"}))
    grant = DeviceLogin("id", lambda _: None)
    with pytest.raises(ConfigurationError, match="nobody entered"):
        provider.fetch(provider.flow(grant), mode)
    assert provider.waits == [60]
