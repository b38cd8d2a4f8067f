"""Streams of which a read is cancelled: what the next read finds."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from templates.package._runtime.call import Call
from templates.package._runtime.errors import SDKError
from templates.package._runtime.stream import AsyncStream
from templates.package._runtime.transport import AsyncTransport
from tests.behaviour.runtime.driver import settings
from tests.behaviour.runtime.test_stream import EVENTS, GET, events
from tests.support.hostile import Hostile, pieces, silent, stall


def broken_off(url: str, call: Call[Any] = GET) -> list[Any]:
    """What a stream gives of which one read is cancelled, and how it goes on."""

    async def asleep(seconds: float) -> None:
        pass

    async def run() -> list[Any]:
        found: list[Any] = []
        transport = AsyncTransport(settings(url), sleep=asleep)
        async with AsyncStream(transport, call, EVENTS) as stream:
            found.append(await anext(stream))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await anext(stream)
            try:
                found += [item async for item in stream]
            except SDKError as error:
                found.append(str(error))
        await transport.close()
        return found

    return asyncio.run(run())


def test_a_read_that_was_cancelled_does_not_look_like_the_end() -> None:
    with Hostile(pieces(*events("1"), then=stall)) as server:
        found = broken_off(server.url)
    assert found == [1, "watchThings: the reading was broken off"]


def test_a_read_that_was_cancelled_is_made_good_where_that_is_possible() -> None:
    steps = (
        pieces(*events("1", ids=True), then=stall),
        pieces(b"id: 2\ndata: 2\n\n"),
    )
    with Hostile(*steps) as server:
        assert broken_off(server.url) == [1, 2]
    assert server.requests[1].headers["last-event-id"] == "1"


def test_a_stream_whose_opening_was_cancelled_is_opened_again() -> None:
    async def run(url: str) -> list[Any]:
        transport = AsyncTransport(settings(url))
        stream = AsyncStream(transport, GET, EVENTS)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await anext(stream)
        found = [item async for item in stream]
        await transport.close()
        return found

    with Hostile(silent(), pieces(*events("1"))) as server:
        assert asyncio.run(run(server.url)) == [1]
