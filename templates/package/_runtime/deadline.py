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


def limit_reads(seconds: float | None) -> float | None:
    """Make reads of this thread raise TimeoutError in `seconds`; None is no limit.

    Returns the limit that was there, for `restore_reads`: a body that is read while it is
    sent may make calls of its own.
    """
    before: float | None = getattr(_attempt, "ends", None)
    _attempt.ends = None if seconds is None else monotonic() + seconds
    return before


def restore_reads(ends: float | None) -> None:
    """Set the limit that `limit_reads` returned."""
    _attempt.ends = ends


def limit_new_connection(event: str, info: Mapping[str, Any]) -> None:
    """A `trace` extension for httpx2 requests, which is told of new connections."""
    if event.endswith(_OPENED):
        stream = info["return_value"]
        stream.read = _limited(stream.read)


def limit_first_connection(event: str, info: Mapping[str, Any]) -> None:
    """`limit_new_connection` for a request that is sent over one connection.

    There are many events, and none of a new connection once the request is being sent.
    """
    limit_new_connection(event, info)
    if event == "http11.send_request_headers.started":
        request = info["request"]
        if request.method != b"CONNECT":  # to a proxy, for the request itself
            request.extensions.pop("trace", None)


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
