"""Streams over real sockets: what is given, when it is asked for again, and what is left open."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import pytest

from templates.package._runtime import codec
from templates.package._runtime.call import Call
from templates.package._runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigurationError,
    InternalServerError,
    ResponseDecodeError,
    SDKError,
)
from templates.package._runtime.events import DriftEvent
from templates.package._runtime.json_lines import JsonLines
from templates.package._runtime.sse import DataEvents
from templates.package._runtime.stream import AsyncStream, Framing, Stream
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import (
    IMPATIENT,
    Driver,
    options,
    settings,
)
from tests.behaviour.runtime.sample import Owner
from tests.support.calling import everything_said
from tests.support.hostile import (
    Hostile,
    Step,
    answer,
    drip_head,
    hang_up,
    leave,
    pieces,
    refusing_url,
    silent,
    stall,
)

GET: Call[Any] = Call(
    "watchThings",
    "GET",
    "/things",
    codec.ANYTHING,
    accept="text/event-stream",
)
POST: Call[Any] = replace(GET, method="POST", body={"stream": True})
OWNERS: Call[Owner] = replace(GET, response=codec.ModelOf(Owner))
EVENTS = DataEvents()
SECRET = "Noor 1990-01-01"


@dataclass
class Reader:
    """Reads a stream with either client; `items` is what came before an error."""

    mode: str
    items: list[Any] = field(default_factory=list[Any])
    waits: list[float] = field(default_factory=list[float])
    response: Any = None

    def read(
        self,
        call: Call[Any],
        url: str,
        framing: Framing = EVENTS,
        *,
        most: int | None = None,
        **changes: Any,
    ) -> list[Any]:
        """All items, or the first `most`; the block is left either way."""
        chosen = settings(url, **changes)
        if self.mode == "sync":
            transport = SyncTransport(chosen, sleep=self.waits.append)
            try:
                with Stream(transport, call, framing) as stream:
                    self.response = stream.response
                    for item in stream:
                        self.items.append(item)
                        if len(self.items) == most:
                            break
            finally:
                transport.close()
        else:
            asyncio.run(self._read(chosen, call, framing, most))
        return self.items

    async def _read(
        self, chosen: Any, call: Call[Any], framing: Framing, most: int | None
    ) -> None:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        transport = AsyncTransport(chosen, sleep=sleep)
        try:
            async with AsyncStream(transport, call, framing) as stream:
                self.response = stream.response
                async for item in stream:
                    self.items.append(item)
                    if len(self.items) == most:
                        break
        finally:
            await transport.close()


@pytest.fixture
def reader(driver: Driver) -> Reader:
    return Reader(driver.mode)


def events(*data: str, ids: bool = False) -> list[bytes]:
    return [
        (f"id: {i + 1}\n" if ids else "").encode() + f"data: {d}\n\n".encode()
        for i, d in enumerate(data)
    ]


def test_items_come_in_order_and_the_connection_is_used_again(reader: Reader) -> None:
    with Hostile(pieces(*events("1", '{"a": 2}', "null"))) as server:
        assert reader.read(GET, server.url) == [1, {"a": 2}, None]
    assert server.requests[0].headers["accept"] == "text/event-stream"
    assert reader.response.status_code == 200
    assert reader.response.content == b""


def test_wherever_the_network_cuts(reader: Reader) -> None:
    stream = b"".join(events('{"a": "\u00fc"}', "2")).replace(b"\n", b"\r\n")
    cut = [bytes([byte]) for byte in stream]
    with Hostile(pieces(*cut)) as server:
        assert reader.read(GET, server.url) == [{"a": "\u00fc"}, 2]


def test_an_item_is_given_before_the_next_one_is_sent(reader: Reader) -> None:
    with Hostile(pieces(*events("1"), then=stall)) as server:
        assert reader.read(GET, server.url, most=1) == [1]


def test_the_marker_ends_a_stream_that_stays_open(reader: Reader) -> None:
    with Hostile(pieces(*events("1", "[DONE]"), then=stall)) as server:
        assert reader.read(GET, server.url) == [1]


def test_no_content_is_an_empty_stream(reader: Reader) -> None:
    with Hostile(answer(status=204, body=b"")) as server:
        assert reader.read(GET, server.url) == []


def test_json_lines(reader: Reader) -> None:
    step = pieces(b'{"name": "A', b'da"}\n', content_type="application/x-ndjson")
    with Hostile(step) as server:
        assert reader.read(OWNERS, server.url, JsonLines()) == [Owner(name="Ada")]


@dataclass(frozen=True)
class Row:
    """A server that always does `step`, and what a stream comes to."""

    name: str
    step: Step
    error: type[SDKError]
    gets: int | None
    """Requests that reach the server for a GET, None where one would go on for ever."""
    posts: int
    """And for a POST."""
    items: int = 0
    """Items that are given to a POST before the error."""


ROWS = [
    Row("401", answer({}, status=401), AuthenticationError, 1, 1),
    Row("500", answer({}, status=500), InternalServerError, 3, 1),
    Row("no headers", silent(), APITimeoutError, 3, 1),
    Row("headers drip", drip_head(), APITimeoutError, 3, 1),
    Row("hang up", hang_up(), APIConnectionError, 3, 1),
    Row("JSON", answer({"error": SECRET}), ResponseDecodeError, 1, 1),
    Row("no first item", pieces(then=stall), APITimeoutError, 3, 1),
    Row("cut before the first", pieces(b"data: 1\n", then=leave), APIConnectionError, 3, 1),
    Row("cut after the first", pieces(*events("1"), then=leave), APIConnectionError, 1, 1, 1),
    Row("cut after a post's id", pieces(*events("1", ids=True), then=leave), APIConnectionError, None, 1, 1),
    Row("silent after the first", pieces(*events("1"), then=stall), APITimeoutError, 1, 1, 1),
    Row("not JSON", pieces(*events("1", SECRET)), ResponseDecodeError, 1, 1, 1),
    Row("too large", pieces(*events("1"), b"data: " + b"x" * 5000), ResponseDecodeError, 1, 1, 1),
]  # fmt: skip


CASES = [
    pytest.param(row, call, wanted, id=f"{call.method} {row.name}")
    for row in ROWS
    for call, wanted in ((GET, row.gets), (POST, row.posts))
    if wanted is not None
]


@pytest.mark.parametrize(("row", "call", "wanted"), CASES)
def test_faults(reader: Reader, row: Row, call: Call[Any], wanted: int) -> None:
    opts = options(timeout=IMPATIENT)
    with Hostile(row.step) as server:
        with pytest.raises(row.error) as caught:
            reader.read(call, server.url, options=opts, max_response_bytes=1000)
        assert len(server.requests) == wanted
    assert len(reader.items) == row.items
    assert SECRET not in everything_said(caught.value)


def test_the_read_limit_holds_for_each_item_and_not_for_all(reader: Reader) -> None:
    """The limit of an attempt is over with the headers."""
    opts = options(timeout=replace(IMPATIENT, read=20.0, attempt=20.0))
    ticks = iter(range(10_000))
    with Hostile(pieces(*events(*"123456"))) as server:
        # A clock that runs an hour with each look at it: only reads are limited.
        found = reader.read(
            GET, server.url, options=opts, clock=lambda: next(ticks) * 3600.0
        )
    assert found == [1, 2, 3, 4, 5, 6]


def test_the_deadline_holds_for_the_whole_stream(reader: Reader) -> None:
    opts = options(deadline=0.2, max_retries=0)
    server = Hostile(pieces(*events("1"), then=stall))
    with server, pytest.raises(APITimeoutError):
        reader.read(GET, server.url, options=opts)
    assert reader.items == [1]


def test_nobody_listens(reader: Reader) -> None:
    with pytest.raises(APIConnectionError, match="could not connect"):
        reader.read(POST, refusing_url())
    assert len(reader.waits) == 2


def test_a_get_continues_after_the_last_id(reader: Reader) -> None:
    first = pieces(*events("1", "2", ids=True), b"id: 3\ndata: 3", then=leave)
    with Hostile(first, pieces(b"id: 3\ndata: 3\n\n")) as server:
        assert reader.read(GET, server.url) == [1, 2, 3]
    sent = [request.headers.get("last-event-id") for request in server.requests]
    assert sent == [None, "2"]


def test_retries_are_counted_from_the_last_item(reader: Reader) -> None:
    steps = [pieces(f"id: {i}\ndata: {i}\n\n".encode(), then=leave) for i in range(6)]
    with Hostile(*steps, pieces(b"data: 6\n\n")) as server:
        assert reader.read(GET, server.url) == list(range(7))
    assert len(server.requests) == 7


def test_the_server_says_how_long_to_wait(reader: Reader) -> None:
    first = pieces(b"retry: 1500\nid: 1\ndata: 1\n\n", then=leave)
    with Hostile(first, pieces(b"data: 2\n\n")) as server:
        assert reader.read(GET, server.url) == [1, 2]
    assert reader.waits == [1.5]


def test_an_id_that_no_header_can_hold_is_not_continued_after(reader: Reader) -> None:
    with Hostile(pieces(b"id: \x1b\ndata: 1\n\n", then=leave)) as server:
        with pytest.raises(APIConnectionError):
            reader.read(GET, server.url)
        assert len(server.requests) == 1


def test_an_id_is_sent_back_in_utf_8(reader: Reader) -> None:
    first = pieces("id: \u00fc\u2713\ndata: 1\n\n".encode(), then=leave)
    with Hostile(first, pieces(b"data: 2\n\n")) as server:
        assert reader.read(GET, server.url) == [1, 2]
    sent = server.requests[1].headers["last-event-id"]
    assert sent.encode("latin-1").decode() == "\u00fc\u2713"


def test_an_item_that_does_not_fit_says_where_and_not_what(reader: Reader) -> None:
    stream = pieces(*events('{"name": "Ada"}', f'{{"name": ["{SECRET}"]}}'))
    with Hostile(stream) as server, pytest.raises(ResponseDecodeError) as caught:
        reader.read(OWNERS, server.url)
    assert caught.value.path == "$[1].name"
    assert SECRET not in everything_said(caught.value)
    assert SECRET.encode() in caught.value.response.content


def test_after_an_item_that_does_not_fit_the_stream_goes_on() -> None:
    with Hostile(pieces(*events("1", "nope", "3"))) as server:
        stream = Stream(SyncTransport(settings(server.url)), GET, EVENTS)
        assert next(stream) == 1
        with pytest.raises(ResponseDecodeError, match="not JSON at character 0"):
            next(stream)
        assert list(stream) == [3]


def test_drift_is_reported_with_the_place_in_the_stream(reader: Reader) -> None:
    seen: list[DriftEvent] = []
    with Hostile(pieces(*events('{"name": "Ada"}', '{"name": "A", "x": 1}'))) as server:
        reader.read(OWNERS, server.url, on_drift=seen.append)
    assert [(e.kind.value, e.path) for e in seen] == [("unknown-field", "$[1].x")]


def test_errors_before_the_first_item_are_raised_on_entering() -> None:
    with Hostile(answer({}, status=401)) as server:
        stream = Stream(SyncTransport(settings(server.url)), GET, EVENTS)
        with pytest.raises(AuthenticationError):
            stream.__enter__()
        assert list(stream) == []
        assert len(server.requests) == 1


def test_nothing_is_sent_for_a_stream_that_nobody_reads() -> None:
    with Hostile(answer({})) as server:
        stream = Stream(SyncTransport(settings(server.url)), GET, EVENTS)
        with pytest.raises(ConfigurationError, match="not open yet"):
            assert stream.response
        stream.close()
        assert list(stream) == []
        assert server.requests == []


class Pool:
    """A client of one connection, which a second call waits for."""

    limits = httpx2.Limits(max_connections=1)


def test_leaving_early_releases_the_connection() -> None:
    http = httpx2.Client(limits=Pool.limits)
    with Hostile(pieces(*events("1"), then=stall), answer({"a": 1})) as server, http:
        transport = SyncTransport(settings(server.url), http)
        with Stream(transport, GET, EVENTS) as stream:
            assert next(stream) == 1
        assert transport.send(replace(GET, accept="application/json")) == {"a": 1}


def test_leaving_early_releases_the_connection_of_a_task() -> None:
    async def run(url: str) -> object:
        async with httpx2.AsyncClient(limits=Pool.limits) as http:
            transport = AsyncTransport(settings(url), http)
            async with AsyncStream(transport, GET, EVENTS) as stream:
                assert await anext(stream) == 1
            return await transport.send(replace(GET, accept="application/json"))

    with Hostile(pieces(*events("1"), then=stall), answer({"a": 1})) as server:
        assert asyncio.run(run(server.url)) == {"a": 1}


def test_a_cancelled_task_releases_the_connection() -> None:
    async def run(url: str) -> object:
        async with httpx2.AsyncClient(limits=Pool.limits) as http:
            transport = AsyncTransport(settings(url), http)
            reading = asyncio.Event()

            async def read() -> None:
                async with AsyncStream(transport, GET, EVENTS) as stream:
                    async for _ in stream:
                        reading.set()

            task = asyncio.create_task(read())
            await reading.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await transport.send(replace(GET, accept="application/json"))

    with Hostile(pieces(*events("1"), then=stall), answer({"a": 1})) as server:
        assert asyncio.run(run(server.url)) == {"a": 1}


def test_a_stream_that_is_forgotten_is_closed_with_a_warning() -> None:
    http = httpx2.Client(limits=Pool.limits)
    with Hostile(pieces(*events("1"), then=stall), answer({"a": 1})) as server, http:
        transport = SyncTransport(settings(server.url), http)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            stream = Stream(transport, GET, EVENTS)
            assert next(stream) == 1
            del stream
            gc.collect()
        said = [str(warning.message) for warning in caught]
        assert "the answer of watchThings was not closed: use `with`" in said
        assert transport.send(replace(GET, accept="application/json")) == {"a": 1}


@pytest.mark.parametrize("make", [repr, str], ids=["repr", "str"])
def test_a_stream_says_whose_it_is(make: Callable[[object], str]) -> None:
    transport = SyncTransport(settings("http://127.0.0.1:1"))
    assert make(Stream(transport, GET, EVENTS)) == "<Stream of watchThings>"
    transport.close()


# Reading that is broken off


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
