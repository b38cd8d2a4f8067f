"""Bodies in chunks (RFC 9112, section 7.1), read without trust."""

from __future__ import annotations

import re
from typing import Protocol

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_LONGEST_LINE = 1_024
_MOST_TRAILERS = 20


class Reader(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes: ...
    def readline(self, limit: int, /) -> bytes: ...


class TooLargeError(Exception):
    """The body is larger than it may be."""


def read_chunks(reader: Reader, most: int) -> bytes:
    """The body that follows, of at most so many bytes; fields behind it are dropped.

    Raises:
        ValueError: these are no chunks, or they break off.
        TooLargeError: there are more bytes.
    """
    body = bytearray()
    while size := _size(reader.readline(_LONGEST_LINE)):
        if len(body) + size > most:
            raise TooLargeError
        chunk = reader.read(size)
        if len(chunk) != size or reader.read(2) != b"\r\n":
            raise ValueError("a chunk does not end where its size says")
        body += chunk
    for _ in range(_MOST_TRAILERS):
        line = reader.readline(_LONGEST_LINE)
        if line == b"\r\n":
            return bytes(body)
        if not line.endswith(b"\r\n"):
            break
    raise ValueError("the chunks have no end")


def _size(line: bytes) -> int:
    found = _SIZE.fullmatch(line)
    if found is None:
        raise ValueError("the size of a chunk is malformed")
    return int(found[1], 16)
