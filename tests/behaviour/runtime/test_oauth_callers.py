"""Tokens that many calls wait for: who asks, what the others learn, and how long it takes."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.grants import ClientCredentials, Endpoints
from templates.package._runtime.oauth import TokenFlow
from tests.support.hostile import Hostile, drip_head

TOKEN = "https://auth.test/token"


class Slow:
    """A token endpoint that takes its time and then says the same to everybody."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked = 0
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        self.is_asked.set()
        assert self.may_answer.wait(20)
        return httpx2.Response(self.status)


def outcome(flow: TokenFlow, client: httpx2.Client, patience: float | None) -> str:
    try:
        fault = flow.fetch(client, 20, patience)
    except ConfigurationError as error:
        return str(error)
    return "" if fault is None else fault.problem


@pytest.mark.parametrize("status", [401, 503])
def test_those_who_waited_for_a_token_do_not_ask_in_turn(status: int) -> None:
    slow, flow = Slow(status), TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
    with (
        httpx2.Client(transport=httpx2.MockTransport(slow)) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        first = pool.submit(outcome, flow, client, None)
        assert slow.is_asked.wait(20)
        others = [pool.submit(outcome, flow, client, None) for _ in range(7)]
        while any(not other.running() for other in others):
            time.sleep(0.01)
        time.sleep(0.1)  # until they wait
        slow.may_answer.set()
        found = {one.result() for one in (first, *others)}
    assert found == {f"no token: its endpoint answered with status {status}"}
    assert slow.asked == 1


def test_tasks_that_waited_for_a_token_do_not_ask_in_turn() -> None:
    asked: list[httpx2.Request] = []

    async def refuse(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        await asyncio.sleep(0.05)
        return httpx2.Response(503)

    async def run() -> list[Any]:
        flow = TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as client:
            return await asyncio.gather(*(flow.afetch(client, 20) for _ in range(9)))

    found = asyncio.run(run())
    assert len(found) == 9
    assert None not in found
    assert len(asked) == 1


def test_a_deadline_holds_while_another_call_fetches_the_token() -> None:
    slow, flow = Slow(401), TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
    with (
        httpx2.Client(transport=httpx2.MockTransport(slow)) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(outcome, flow, client, None)
        assert slow.is_asked.wait(20)
        assert outcome(flow, client, 0.05) == "no token in time"
        slow.may_answer.set()
        first.result()

    async def run() -> Any:
        async def never(request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(20)
            return httpx2.Response(401)

        flow = TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(never)) as client:
            asking = asyncio.create_task(flow.afetch(client, 20))
            await asyncio.sleep(0)
            found = await flow.afetch(client, 20, 0.05)
            asking.cancel()
            return found

    assert asyncio.run(run()).problem == "no token in time"


def test_an_endpoint_that_drips_does_not_hold_a_thread() -> None:
    with Hostile(drip_head()) as server, httpx2.Client(trust_env=False) as client:
        grant = ClientCredentials("id", "s")
        flow = TokenFlow(grant, Endpoints(f"{server.url}/token"))
        fault = flow.fetch(client, 0.3)
    assert fault is not None
    assert fault.is_timeout
