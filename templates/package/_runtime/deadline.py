"""A time limit for everything an attempt reads, on connections that only block.

httpx2 limits each read from the socket. A server that sends a byte of its headers now
and then stays within that limit for as long as it likes, and a blocked thread cannot
be interrupted. So every connection opened by an attempt gets a `read` that knows when
the attempt must end. Coroutines need none of this: they can be cancelled.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

_OPENED = (".connect_tcp.complete", ".start_tls.complete")

_attempt = threading.local()


class ReadLimit:
    """While this is entered, reads of its thread raise TimeoutError once it is over."""

    __slots__ = ("_seconds",)

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        _attempt.ends = monotonic() + self._seconds

    def __exit__(self, *exc_info: object) -> None:
        _attempt.ends = None


def limit_new_connection(event: str, info: Mapping[str, Any]) -> None:
    """A `trace` extension for httpx2 requests, which is told of new connections."""
    if event.endswith(_OPENED):
        stream = info["return_value"]
        stream.read = _limited(stream.read)


def _limited(read: Callable[..., bytes]) -> Callable[..., bytes]:
    def read_in_time(max_bytes: int, timeout: float | None = None) -> bytes:
        ends: float | None = getattr(_attempt, "ends", None)
        if ends is not None:
            left = ends - monotonic()
            if left <= 0:
                raise TimeoutError
            timeout = left if timeout is None else min(timeout, left)
        return read(max_bytes, timeout)

    return read_in_time
