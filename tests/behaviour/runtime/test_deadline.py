"""The limit on everything that a blocking attempt reads."""

from __future__ import annotations

import pytest

from templates.package._runtime.deadline import ReadLimit, limit_new_connection


class Stream:
    """A network stream that notes the timeouts it is given."""

    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Note the timeout."""
        self.timeouts.append(timeout)
        return b"x" * max_bytes


@pytest.fixture(
    params=["connection.connect_tcp", "connection.start_tls", "socks5.start_tls"]
)
def stream(request: pytest.FixtureRequest) -> Stream:
    """A stream of every sort that a client may open."""
    opened = Stream()
    limit_new_connection(f"{request.param}.started", {"request": None})
    limit_new_connection(f"{request.param}.complete", {"return_value": opened})
    return opened


def test_reads_get_no_more_time_than_is_left(stream: Stream) -> None:
    with ReadLimit(5):
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
    with ReadLimit(1e-9), pytest.raises(TimeoutError):
        stream.read(1, timeout=60)
    assert stream.timeouts == []


def test_reads_of_others_are_left_alone(stream: Stream) -> None:
    with ReadLimit(5):
        pass
    stream.read(1, timeout=60)
    assert stream.timeouts == [60]
