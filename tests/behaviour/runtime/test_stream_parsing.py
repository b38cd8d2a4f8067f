"""Bytes to items: the rules of each media type, and no chunking that changes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.package._runtime.fault import BodyError
from templates.package._runtime.json_lines import JsonLines, JsonSequence
from templates.package._runtime.sse import (
    DataEvents,
    RawEvents,
    ServerSentEvent,
    WholeEvents,
)
from templates.package._runtime.stream import Framing, Parser

LIMIT = 1000


def read(framing: Framing, *chunks: bytes, limit: int = LIMIT) -> list[object]:
    """What the chunks come to; None stands for an item that is not JSON."""
    return list(values(framing.parser(limit), chunks))


def values(parser: Parser, chunks: Sequence[bytes]) -> Iterator[object]:
    parts = [part for chunk in chunks for part in parser.feed(chunk)]
    for part in [*parts, *parser.end()]:
        try:
            yield part.read(json.loads)
        except ValueError:
            yield None


def events(*chunks: bytes) -> list[ServerSentEvent]:
    return [e for e in read(RawEvents(), *chunks) if isinstance(e, ServerSentEvent)]


def told(*chunks: bytes) -> list[tuple[str, str, str]]:
    return [(event.event, event.data, event.id) for event in events(*chunks)]


# The examples of WHATWG HTML, section 9.2.6, and its rules one by one.
EVENTS = [
    (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [
            ("message", "first event", "1"),
            ("message", "second event", ""),
            ("message", " third event", ""),
        ],
    ),
    (b"data\n\ndata\ndata\n\ndata:", [("message", "", ""), ("message", "\n", "")]),
    (b"data:test\n\ndata: test\n\n", [("message", "test", ""), ("message", "test", "")]),
    (b"event: add\ndata: 73857293\n\n", [("add", "73857293", "")]),
    (b"event: add\n\ndata: x\n\n", [("message", "x", "")]),
    (b"event: add\nevent:\ndata: x\n\n", [("message", "x", "")]),
    (b"id: 1\n\ndata: x\n\n", [("message", "x", "1")]),
    (b"id: 1\ndata: x\nid: 2\0\n\n", [("message", "x", "1")]),
    (b"id: 1\ndata: x\n\ndata: y\n\n", [("message", "x", "1"), ("message", "y", "1")]),
    (b"\xef\xbb\xbfdata: x\n\n", [("message", "x", "")]),
    (b"data: x\n\n\xef\xbb\xbfdata: y\n\n", [("message", "x", "")]),
    (b"data: x\r\rdata: y\r\n\r\n", [("message", "x", ""), ("message", "y", "")]),
    (b"data: a:b: c\n\n", [("message", "a:b: c", "")]),
    (b"Data: x\nunknown: y\n data: z\n\n", []),
    (b"data: \xff\n\n", [("message", "\ufffd", "")]),
    (b"data: x\n", []),
    (b"\n\n\n", []),
    (b"", []),
]  # fmt: skip


@pytest.mark.parametrize(("stream", "expected"), EVENTS)
def test_events(stream: bytes, expected: list[tuple[str, str, str]]) -> None:
    assert told(stream) == expected


@pytest.mark.parametrize(("stream", "expected"), EVENTS)
def test_events_byte_by_byte(
    stream: bytes, expected: list[tuple[str, str, str]]
) -> None:
    assert told(*(bytes([byte]) for byte in stream)) == expected


def test_an_event_is_given_as_soon_as_its_empty_line_ends() -> None:
    parser = RawEvents().parser(LIMIT)
    assert [len(list(parser.feed(c))) for c in (b"data: x\r", b"\n", b"\r", b"\n")] == [
        0,
        0,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("value", "seconds"), [(b"1500", 1.5), (b"+1", None), (b"1.5", None), (b"", None), (b"9" * 5000, None)]
)  # fmt: skip
def test_retry_is_digits_only(value: bytes, seconds: float | None) -> None:
    parser = RawEvents().parser(LIMIT * 10)
    list(parser.feed(b"retry: " + value + b"\ndata: x\n\n"))
    assert parser.retry == seconds


def test_the_id_counts_from_the_end_of_its_event() -> None:
    parser = RawEvents().parser(LIMIT, "0")
    seen = [parser.last_id]
    for chunk in (b"id: 1\n", b"data: x\n", b"\n", b"data: y\n\n", b"id\n\n"):
        list(parser.feed(chunk))
        seen.append(parser.last_id)
    assert seen == ["0", "0", "0", "1", "1", ""]


def test_fields_says_what_an_event_has() -> None:
    (event,) = events(b"id: 1\ndata: x\nretry: 5\nodd: 1\n\n")
    assert event.fields == {"id", "data", "retry"}
    assert (event.retry, event.event) == (5, "message")


def test_the_repr_of_an_event_hides_its_data() -> None:
    (event,) = events(b"data: secret\n\n")
    assert "secret" not in repr(event)


def test_data_is_json_up_to_the_marker() -> None:
    stream = b'data: {"a":\ndata: 1}\n\ndata: [DONE]\n\ndata: 2\n\n'
    assert read(DataEvents(), stream) == [{"a": 1}]
    assert read(DataEvents("END"), stream) == [{"a": 1}, None, 2]
    assert read(DataEvents(""), b"data: [DONE]\n\n") == [None]


def test_whole_events_have_the_fields_that_were_sent() -> None:
    stream = b'event: a\ndata: {"x": 1}\n\nevent: b\ndata: 1\nid: 7\n\ndata: 2\n\ndata: [DONE]\n\n'
    assert read(WholeEvents(("b",)), stream) == [
        {"event": "a", "data": {"x": 1}},
        {"event": "b", "data": "1", "id": "7"},
        {"data": 2},
    ]
    assert read(WholeEvents(True), b"data: 1\n\n") == [{"data": "1"}]


LINES = [
    (b'{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
    (b'{"a": 1}\r\n\r\n \n2', [{"a": 1}, 2]),
    (b'{"a":\r1}\n', [{"a": 1}]),
    (b"1\nnope\n3\n", [1, None, 3]),
    (b"null\n", [None]),
    (b"", []),
]


@pytest.mark.parametrize(("stream", "expected"), LINES)
def test_json_lines(stream: bytes, expected: list[object]) -> None:
    assert read(JsonLines(), stream) == expected
    assert read(JsonLines(), *(bytes([byte]) for byte in stream)) == expected


SEQUENCES = [
    (b'\x1e{"a": 1}\n\x1e{"a": 2}\n', [{"a": 1}, {"a": 2}]),
    (b'\x1e{\n"a":\n[1\n,\n2\n]\n}\n\x1e"x"\n', [{"a": [1, 2]}, "x"]),
    (b"\x1e\x1e\n\x1e1\n", [1]),
    (b'\x1e{"cut": \x1e1\n', [None, 1]),
    (b"\x1e1\n2\n", [1, 2]),
    (b"\x1e[1\n" + b",1\n" * 200 + b"]\n", [[1] * 201]),
    (b"", []),
]


@pytest.mark.parametrize(("stream", "expected"), SEQUENCES)
def test_json_sequences(stream: bytes, expected: list[object]) -> None:
    assert read(JsonSequence(), stream) == expected
    assert read(JsonSequence(), *(bytes([byte]) for byte in stream)) == expected


def test_a_record_is_given_before_the_next_one_begins() -> None:
    parser = JsonSequence().parser(LIMIT)
    assert [part.content for part in parser.feed(b'\x1e{"a": 1}\n')] == [b'{"a": 1}']


@pytest.mark.parametrize(
    ("framing", "stream"),
    [
        (RawEvents(), b"data: 1\n\ndata: " + b"x" * 50),
        (RawEvents(), b"data: 1\n\n" + b"data: 123456789\n" * 6 + b"\n"),
        (RawEvents(), b"data: 1\n\n: " + b"x" * 60),
        (JsonLines(), b"1\n" + b" " * 60),
        (JsonSequence(), b"\x1e1\n\x1e" + b"[" * 60),
    ],
)
def test_an_item_that_is_too_large_ends_the_stream_after_those_before_it(
    framing: Framing, stream: bytes
) -> None:
    for chunks in ([stream], [bytes([byte]) for byte in stream]):
        parser = framing.parser(50)
        parts = chain.from_iterable(map(parser.feed, chunks))
        next(parts)
        with pytest.raises(BodyError, match="larger than 50 bytes"):
            next(parts)


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    at = sorted({place % (len(stream) + 1) for place in places})
    return [stream[a:b] for a, b in zip([0, *at], [*at, len(stream)], strict=True)]


PIECES = st.lists(
    st.sampled_from(
        [b"data", b"event", b"id", b"retry", b":", b" ", b"\r", b"\n", b"\r\n", b"\n\n",
         b"\xef\xbb\xbf", b"\0", b"12", b"x", b"\xc3", b"\xbc", b"[DONE]", b"\x1e", b"{}", b"[1,\n2]"]
    ),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize(
    "framing", [RawEvents(), RawEvents("x"), JsonLines(), JsonSequence()], ids=repr
)
@given(pieces=PIECES, places=st.lists(st.integers(0, 10_000), max_size=10))
def test_chunks_mean_nothing(
    framing: Framing, pieces: list[bytes], places: list[int]
) -> None:
    stream = b"".join(pieces)
    assert read(framing, *cut(stream, places)) == read(framing, stream)


def by_the_book(stream: str) -> list[tuple[str, str, str]]:
    """The algorithm of WHATWG HTML, section 9.2.6, word for word."""
    text = stream.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found: list[tuple[str, str, str]] = []
    data, event, last_id = "", "", ""
    *lines, _ = text.split("\n")
    for line in lines:
        if line == "":
            if data != "":
                found.append((event or "message", data.removesuffix("\n"), last_id))
            data, event = "", ""
        elif line.startswith(":"):
            continue
        else:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "event":
                event = value
            elif name == "data":
                data += value + "\n"
            elif name == "id" and "\0" not in value:
                last_id = value
    return found


@given(pieces=PIECES)
def test_events_are_as_the_standard_says(pieces: list[bytes]) -> None:
    stream = b"".join(pieces)
    assert told(stream) == by_the_book(stream.decode(errors="replace"))
