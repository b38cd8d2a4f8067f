"""JSON Lines, and JSON text sequences (RFC 7464)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import json
from .cut import Cutter
from .response import Loads
from .stream import Parser

_BLANK = b" \t\r\n"
_MOST_TRIES = 100


@dataclass(slots=True, eq=False, repr=False)
class _Text:
    """One JSON text."""

    content: bytes

    def read(self, loads: Loads) -> object:
        """Its value."""
        return loads(self.content)


class _LinesParser(Parser):
    """Lines, the last one perhaps without its end; empty ones are none."""

    def __init__(self, limit: int) -> None:
        self._lines = Cutter(b"\n", limit)

    def feed(self, chunk: bytes) -> Iterator[_Text]:
        return _texts(self._lines.feed(chunk))

    def end(self) -> Iterator[_Text]:
        return _texts(iter((self._lines.take(),)))


class _SequenceParser(Parser):
    """Texts that begin with a record separator and end with a line feed.

    A text is given as soon as a line completes it: the next separator may be a long
    time coming. That is not tried for ever, as each try reads the text anew.
    """

    def __init__(self, limit: int) -> None:
        self._records = Cutter(b"\x1e", limit)
        self._tries = 0

    def feed(self, chunk: bytes) -> Iterator[_Text]:
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            yield from self._cut(line + b"\n")
            if self._tries < _MOST_TRIES:
                self._tries += 1
                if _is_complete(self._records.waiting()):
                    yield from self.end()
        yield from self._cut(rest)

    def end(self) -> Iterator[_Text]:
        self._tries = 0
        return _texts(iter((self._records.take(),)))

    def _cut(self, line: bytes) -> Iterator[_Text]:
        for text in _texts(self._records.feed(line)):
            self._tries = 0
            yield text


def _texts(pieces: Iterator[bytes]) -> Iterator[_Text]:
    return (_Text(text) for piece in pieces if (text := piece.strip(_BLANK)))


def _is_complete(text: bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON text a line: `application/jsonl`, `application/x-ndjson` and the like."""

    media_types: Sequence[str] = (
        "application/jsonl",
        "application/x-ndjson",
        "application/ndjson",
        "application/x-jsonlines",
        "application/jsonlines",
        "application/stream+json",
        "application/x-json-stream",
    )

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of lines."""
        return _LinesParser(limit)


@dataclass(frozen=True, slots=True)
class JsonSequence:
    """`application/json-seq`."""

    media_types: Sequence[str] = ("application/json-seq",)

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of records."""
        return _SequenceParser(limit)
