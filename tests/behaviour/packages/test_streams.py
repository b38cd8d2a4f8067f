"""Answers of any package that arrive item by item."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import KEY, SECRET, Operation, Subject
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, Step, answer, leave, pieces, silent, stall

pytestmark = pytest.mark.needs("stream")


def encoded(subject: Subject) -> bytes:
    """The example of the stream as bytes."""
    stream = subject.testing.FakeAPI()._operations[subject.stream.id].stream
    body: bytes = stream.encode()
    return body


def served(subject: Subject, *chunks: bytes, **how: Any) -> Step:
    stream = subject.testing.FakeAPI()._operations[subject.stream.id].stream
    return pieces(*chunks, content_type=stream.media_type, **how)


def taken(caller: Caller, stream: Operation, seen: list[Any]) -> Any:
    """What walks a stream into `seen`."""

    async def walk(client: Any) -> None:
        async with stream(client) as items:
            async for item in items:
                seen.append(item)  # noqa: PERF401

    def blocking(client: Any) -> None:
        with stream(client) as items:
            seen.extend(items)

    return walk if caller.mode == "async" else blocking


def test_items_are_the_same_wherever_their_bytes_are_cut(
    caller: Caller, subject: Subject
) -> None:
    body = encoded(subject)
    single = [body[at : at + 1] for at in range(len(body))]
    for chunks in ([body], single):
        with Hostile(served(subject, *chunks)) as server:
            assert caller.run(server.url, subject.stream) == subject.stream.value
            assert len(server.requests) == 1


def test_an_item_is_there_before_the_next_has_come(
    caller: Caller, subject: Subject
) -> None:
    """The server sends no more until the caller has gone, so nobody may wait for it."""
    first: list[Any] = []

    def one(client: Any) -> Any:
        if caller.mode == "sync":
            with subject.stream(client) as stream:
                return first.append(next(stream))
        return _one(subject.stream(client), first)

    with Hostile(served(subject, encoded(subject), then=stall)) as server:
        caller.run(server.url, one)
    assert first == subject.stream.value[:1]


async def _one(made: Any, first: list[Any]) -> None:
    async with made as stream:
        first.append(await anext(stream))


def test_a_stream_that_breaks_off_is_an_error_after_its_items(
    caller: Caller, subject: Subject
) -> None:
    seen: list[Any] = []
    with (
        Hostile(served(subject, encoded(subject), then=leave)) as server,
        pytest.raises(subject.errors.APIConnectionError) as caught,
    ):
        caller.run(server.url, taken(caller, subject.stream, seen), max_retries=0)
    assert seen == subject.stream.value
    assert KEY not in everything_said(caught.value)
    assert caught.value.__context__ is None


def test_an_item_that_is_none_says_where_and_not_what(
    caller: Caller, subject: Subject
) -> None:
    body = encoded(subject)
    broken = body.replace(b"{", f'{{"{SECRET}" '.encode(), 1)
    if broken == body:
        pytest.skip("the items are no objects")
    with (
        Hostile(served(subject, broken)) as server,
        pytest.raises(subject.errors.ResponseDecodeError) as caught,
    ):
        caller.run(server.url, subject.stream)
    assert caught.value.path.startswith("$[0]")
    assert SECRET not in everything_said(caught.value)


def test_an_error_comes_before_the_first_item(caller: Caller, subject: Subject) -> None:
    seen: list[Any] = []
    with (
        Hostile(answer({"detail": SECRET}, status=404)) as server,
        pytest.raises(subject.errors.NotFoundError) as caught,
    ):
        caller.run(server.url, taken(caller, subject.stream, seen))
    assert seen == []
    assert SECRET not in everything_said(caught.value)


def test_what_is_no_stream_is_refused(caller: Caller, subject: Subject) -> None:
    html = answer(body=f"<p>{SECRET}".encode(), content_type="text/html")
    with (
        Hostile(html) as server,
        pytest.raises(subject.errors.ResponseDecodeError) as caught,
    ):
        caller.run(server.url, subject.stream)
    assert SECRET not in everything_said(caught.value)


def test_a_cancelled_stream_gives_its_connection_back(subject: Subject) -> None:
    caller, stream = Caller(subject, "async"), subject.stream

    async def run(server: Hostile) -> None:
        limits = httpx2.Limits(max_connections=1)
        async with (
            httpx2.AsyncClient(limits=limits, trust_env=False) as http,
            caller.client(server.url, http) as client,
        ):
            task = asyncio.ensure_future(_one(stream(client), []))
            while not server.requests:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert [item async for item in stream(client)] == stream.value

    with Hostile(silent(), served(subject, encoded(subject))) as server:
        asyncio.run(run(server))
        assert len(server.requests) == 2


def test_a_stream_says_whose_it_is(caller: Caller, subject: Subject) -> None:
    with Hostile(served(subject, encoded(subject))) as server:
        text = caller.run(server.url, lambda c: repr(subject.stream(c)))
        assert server.requests == []
    assert text.endswith(f"Stream of {subject.stream.id}>")
