"""What went wrong on the network, in words that hold nothing of the request.

httpx2's exceptions carry the request: its URL with ids and names, its headers with the
key. They are turned into a `Fault` here, and never chained to what a caller sees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2


@dataclass(slots=True, eq=False, repr=False)
class Fault:
    """Why an attempt gave no complete answer."""

    problem: str
    is_timeout: bool = False
    was_sent: bool = True
    """False when the server cannot have seen any of the request."""
    is_transient: bool = True
    """False when another attempt would end the same way."""

    @property
    def kind(self) -> str:
        """The fault in one word, of which there are few."""
        if self.is_timeout:
            return "timeout"
        return "connection" if self.is_transient else "_OTHER"


class BodyError(Exception):
    """Raised while a body is collected, to stop reading it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.problem)
        self.fault = fault


NETWORK_ERRORS = (httpx2.HTTPError, TimeoutError, BodyError)
"""What `describe` can describe."""


class Body:
    """The bytes of an answer, collected within limits of size and time.

    The bytes are counted after decompression, where a small answer may become a huge
    one.
    """

    __slots__ = ("_chunks", "_clock", "_expires", "_limit", "_size")

    def __init__(self, limit: int, expires: float, clock: Callable[[], float]) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        self._limit = limit
        self._expires = expires
        self._clock = clock

    def add(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            BodyError: that was too much, or too late.
        """
        self._size += len(chunk)
        if self._size > self._limit:
            problem = (
                f"the body is larger than {self._limit} bytes: see max_response_bytes"
            )
            raise BodyError(Fault(problem, is_transient=False))
        if self._clock() > self._expires:
            raise BodyError(_late())
        self._chunks.append(chunk)

    @property
    def content(self) -> bytes:
        """What has arrived."""
        return b"".join(self._chunks)


def describe(error: Exception) -> Fault:
    """The fault behind one of `NETWORK_ERRORS`."""
    match error:
        case BodyError():
            return error.fault
        case httpx2.PoolTimeout():
            return Fault("no free connection in time", is_timeout=True, was_sent=False)
        case httpx2.ConnectTimeout():
            return Fault("could not connect in time", is_timeout=True, was_sent=False)
        case httpx2.ConnectError():
            # What the system or TLS said: it knows the host, and nothing of the request.
            return Fault(f"could not connect: {_plain(str(error))}", was_sent=False)
        case httpx2.TimeoutException() | TimeoutError():
            return _late()
        case httpx2.DecodingError():
            return Fault("the body cannot be decompressed", is_transient=False)
        case httpx2.NetworkError() | httpx2.RemoteProtocolError() | httpx2.ProxyError():
            return Fault(f"the connection was lost ({type(error).__name__})")
        case _:
            problem = f"the request failed ({type(error).__name__})"
            return Fault(problem, is_transient=False)


def _late() -> Fault:
    return Fault("no complete answer in time", is_timeout=True)


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:200]
