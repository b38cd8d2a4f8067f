"""The bytes of requests: read until a moment, and bodies in chunks (RFC 9112, section 7.1)."""

from __future__ import annotations

import re
import socket
import time
from io import RawIOBase
from typing import Any, Protocol

_MOST_OF_A_LINE = 1_024
_MOST_TRAILERS = 100
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")


class Deadline(RawIOBase):
    """Reads from a socket until a moment, not for a time: one byte a second does not extend it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.until = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        remaining = self.until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._connection.settimeout(remaining)
        return self._connection.recv_into(buffer)


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, fewer only at the end."""
        ...

    def readline(self, size: int, /) -> bytes:
        """A line with its end, so many bytes at most."""
        ...


class MalformedError(ValueError):
    """The bytes are no chunks, or end too early."""


class TooLargeError(ValueError):
    """The chunks are more than may be read."""


def read_chunks(stream: Stream, most: int) -> bytes:
    """The body, its trailer fields passed over.

    Raises:
        MalformedError: it cannot be told where the body ends.
        TooLargeError: it has more than `most` bytes.
    """
    body = bytearray()
    while size := _size(stream):
        if len(body) + size > most:
            raise TooLargeError
        body += stream.read(size)
        if stream.read(2) != b"\r\n":
            raise MalformedError
    for _ in range(_MOST_TRAILERS):
        line = stream.readline(_MOST_OF_A_LINE)
        if line == b"\r\n":
            return bytes(body)
        if not line.endswith(b"\r\n"):
            break
    raise MalformedError


def _size(stream: Stream) -> int:
    """The size of the next chunk; extensions say nothing to us."""
    found = _SIZE.fullmatch(stream.readline(_MOST_OF_A_LINE))
    if found is None:
        raise MalformedError
    return int(found[1], 16)
