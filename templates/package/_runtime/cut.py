"""Bytes to pieces between separators, wherever a network cuts them."""

from __future__ import annotations

from collections.abc import Iterator

from .fault import BodyError, Fault


class Cutter:
    """Pieces that end with one byte; the rest waits for more."""

    __slots__ = ("_limit", "_rest", "_separator", "_size")

    def __init__(self, separator: bytes, limit: int) -> None:
        """Refuse pieces of more than `limit` bytes."""
        self._separator = separator
        self._limit = limit
        self._rest: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The pieces that end in the next bytes, without their ends.

        Raises:
            BodyError: one is too large.
        """
        *ended, rest = chunk.split(self._separator)
        for piece in ended:
            self._add(piece)
            yield self.take()
        self._add(rest)

    def waiting(self) -> bytes:
        """What has come since the last separator."""
        joined = b"".join(self._rest)
        self._rest = [joined] if joined else []
        return joined

    def take(self) -> bytes:
        """What has come since the last separator, taken away."""
        piece = self.waiting()
        self._rest.clear()
        self._size = 0
        return piece

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise too_large(self._limit)
        if piece:
            self._rest.append(piece)


def too_large(limit: int) -> BodyError:
    """What ends a stream with an item of more than `limit` bytes."""
    problem = f"the item is larger than {limit} bytes: see max_response_bytes"
    return BodyError(Fault(problem, is_transient=False))
