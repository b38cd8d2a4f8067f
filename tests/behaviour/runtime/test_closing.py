"""Clients that are closed while somebody is about to use them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from templates.package._runtime.auth import Bearer
from templates.package._runtime.device import DeviceLogin, DevicePrompt
from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.grants import Endpoints
from templates.package._runtime.oauth import TokenFlow
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import GET, KEY, POST, settings
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, answer


class Closing:
    """Closes what it is to close, in another thread or task, when it is asked for a key."""

    def __init__(self) -> None:
        self.target: Any = None

    def key(self) -> str:
        with ThreadPoolExecutor(1) as other:
            other.submit(self.target.close).result()
        return KEY

    async def akey(self) -> str:
        close = getattr(self.target, "aclose", None) or self.target.close
        await asyncio.create_task(close())
        return KEY


def send(mode: str, closing: Closing, *, is_ours: bool, **changes: Any) -> None:
    """Make a call that is to be closed on the way."""

    def block() -> None:
        http = None if is_ours else httpx2.Client(trust_env=False)
        transport = SyncTransport(settings(**changes), http)
        closing.target = http or transport
        transport.send(POST)

    async def wait() -> None:
        http = None if is_ours else httpx2.AsyncClient(trust_env=False)
        transport = AsyncTransport(settings(**changes), http)
        closing.target = http or transport
        await transport.send(POST)

    if mode == "sync":
        block()
    else:
        asyncio.run(wait())


def assert_says_so(error: ConfigurationError) -> None:
    assert str(error) == "the client is closed: make a new one"
    assert error.__cause__ is None
    assert error.__context__ is None
    assert KEY not in everything_said(error)


@pytest.mark.parametrize("is_ours", [True, False], ids=["ours", "theirs"])
def test_a_client_closed_just_before_the_request_is_an_error_of_use(
    mode: str, is_ours: bool
) -> None:
    closing = Closing()
    key = Bearer(closing.key if mode == "sync" else closing.akey)
    with Hostile(answer([])) as server:
        with pytest.raises(ConfigurationError) as caught:
            send(mode, closing, is_ours=is_ours, base_url=server.url, credentials=key)
        assert server.connections == 0
    assert_says_so(caught.value)


def test_a_client_closed_while_it_gets_a_token_is_an_error_of_use() -> None:
    code = {
        "device_code": "d1",
        "user_code": "WDJB",
        "verification_uri": "https://auth.test/enter",
    }
    closing = Closing()

    def prompt(shown: DevicePrompt) -> None:
        closing.key()

    with Hostile(answer(code)) as server:
        flow = TokenFlow(
            DeviceLogin("id", prompt),
            Endpoints(f"{server.url}/token", f"{server.url}/device"),
            sleep=lambda _: None,
        )
        with pytest.raises(ConfigurationError) as caught:
            send("sync", closing, is_ours=True, base_url=server.url, credentials=flow)
        assert len(server.requests) == 1
    assert_says_so(caught.value)


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "open"])
def test_a_failure_of_the_programs_own_stays_what_it_is(
    mode: str, is_closed: bool
) -> None:
    """Its request was sent: that the client is closed says nothing of that."""
    sent: list[httpx2.Request] = []

    def fail(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        if is_closed and mode == "sync":
            client.close()
        raise RuntimeError("of the program")

    async def afail(request: httpx2.Request) -> httpx2.Response:
        if is_closed:
            await aclient.aclose()
        return fail(request)

    client = httpx2.Client(transport=httpx2.MockTransport(fail))
    aclient = httpx2.AsyncClient(transport=httpx2.MockTransport(afail))

    chosen = settings("https://api.test")

    def call() -> None:
        if mode == "sync":
            SyncTransport(chosen, client).send(GET)
        else:
            asyncio.run(AsyncTransport(chosen, aclient).send(GET))

    with pytest.raises(RuntimeError, match="of the program"):
        call()
    assert len(sent) == 1
