"""The limit on everything that a blocking attempt reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from templates.package._runtime.deadline import (
    limit_first_connection,
    limit_new_connection,
    limit_reads,
    restore_reads,
)

Trace = Callable[[str, Mapping[str, Any]], None]


class Stream:
    """A network stream that notes the timeouts it is given."""

    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Note the timeout."""
        self.timeouts.append(timeout)
        return b"x" * max_bytes


@pytest.fixture(params=[limit_new_connection, limit_first_connection])
def trace(request: pytest.FixtureRequest) -> Trace:
    """What is told of the connections of a request, of any client or of our own."""
    found: Trace = request.param
    return found


@pytest.fixture(
    params=["connection.connect_tcp", "connection.start_tls", "socks5.start_tls"]
)
def stream(request: pytest.FixtureRequest, trace: Trace) -> Iterator[Stream]:
    """A stream of every sort that a client may open."""
    opened = Stream()
    trace(f"{request.param}.started", {"request": None})
    trace(f"{request.param}.complete", {"return_value": opened})
    yield opened
    limit_reads(None)


def test_reads_get_no_more_time_than_is_left(stream: Stream) -> None:
    limit_reads(5)
    assert stream.read(1, timeout=60) == b"x"
    assert stream.read(1, timeout=1) == b"x"
    assert stream.read(1) == b"x"
    first, second, third = stream.timeouts
    assert first is not None
    assert third is not None
    assert 0 < first <= 5
    assert second == 1
    assert 0 < third <= 5


def test_reads_end_even_where_bytes_keep_coming(stream: Stream) -> None:
    limit_reads(1e-9)
    with pytest.raises(TimeoutError):
        stream.read(1, timeout=60)
    assert stream.timeouts == []


def test_reads_of_others_are_left_alone(stream: Stream) -> None:
    limit_reads(5)
    limit_reads(None)
    stream.read(1, timeout=60)
    assert stream.timeouts == [60]


@pytest.mark.parametrize(
    ("method", "is_told_more"), [(b"GET", False), (b"CONNECT", True)]
)
def test_a_request_that_is_being_sent_opens_no_connection(
    method: bytes, is_told_more: bool
) -> None:
    extensions = {"trace": limit_first_connection, "timeout": {}}
    request = SimpleNamespace(method=method, extensions=extensions)
    limit_first_connection("http11.send_request_headers.started", {"request": request})
    assert ("trace" in extensions) == is_told_more
    assert "timeout" in extensions


def test_a_limit_within_a_limit_leaves_the_outer_one(stream: Stream) -> None:
    outer = limit_reads(10)
    inner = limit_reads(5)
    restore_reads(inner)
    stream.read(1)
    restore_reads(outer)
    stream.read(1)
    first, second = stream.timeouts
    assert first is not None
    assert 5 < first <= 10
    assert second is None
