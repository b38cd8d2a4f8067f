"""Server-sent events (WHATWG HTML, section 9.2): `text/event-stream`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import json
from .cut import too_large
from .kinds import Kind, mismatch
from .response import Loads
from .stream import Parser

DONE = "[DONE]"
"""What many servers end a stream of JSON with; it is not JSON itself."""

_BOM = b"\xef\xbb\xbf"
_MEDIA_TYPES = ("text/event-stream",)
_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """An event as it came. Its repr leaves out the data, which may be personal."""

    event: str = "message"
    data: str = field(default="", repr=False)
    id: str = ""
    """The id of this event, else the last one before it."""
    retry: int | None = None
    """Milliseconds to wait before connecting again, where this event says so."""
    fields: frozenset[str] = field(default=frozenset(), repr=False)
    """The names of the fields that this event has."""

    def json(self) -> Any:
        """The data as JSON.

        Raises:
            ValueError: it is not JSON.
        """
        return json.loads(self.data.encode())


class _Lines:
    """Lines that end with CR, LF or both, in whatever pieces they come."""

    __slots__ = ("_after_cr", "_limit", "_rest", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest: list[bytes] = []
        self._size = 0
        self._after_cr = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The lines that end in the next bytes.

        Raises:
            BodyError: one is too large.
        """
        if self._after_cr and chunk:
            chunk = chunk.removeprefix(b"\n")
            self._after_cr = False
        self._after_cr = self._after_cr or chunk.endswith(b"\r")
        for piece in chunk.splitlines(keepends=True):
            line = piece.rstrip(b"\r\n")
            self._size += len(line)
            if self._size > self._limit:
                raise too_large(self._limit)
            self._rest.append(line)
            if len(line) < len(piece):
                yield b"".join(self._rest)
                self._rest.clear()
                self._size = 0


class _Raw:
    """An event as the item."""

    __slots__ = ("event",)

    def __init__(self, event: ServerSentEvent) -> None:
        self.event = event

    @property
    def content(self) -> bytes:
        return self.event.data.encode()

    def read(self, loads: Loads) -> object:
        return self.event


class _Data(_Raw):
    """The data of an event as the item, in JSON."""

    __slots__ = ()

    def read(self, loads: Loads) -> object:
        return loads(self.content)


class _Whole(_Raw):
    """An event as an object (OAS 3.2, "Sequential Media Types"), its data as JSON."""

    __slots__ = ()

    def read(self, loads: Loads) -> object:
        return {**_members(self.event), "data": loads(self.content)}


class _Text(_Raw):
    """An event as an object, its data as text."""

    __slots__ = ()

    def read(self, loads: Loads) -> object:
        return _members(self.event)


def _members(event: ServerSentEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.fields}


class EventParser(Parser):
    """Bytes to events. An event that the stream breaks off in is none."""

    def __init__(
        self,
        limit: int,
        last_id: str,
        part: Callable[[ServerSentEvent], _Raw],
        end: str,
    ) -> None:
        self.last_id = self._id = last_id
        self._lines = _Lines(limit)
        self._limit = limit
        self._part = part
        self._end = end
        self._is_first = True
        self._clear()

    def _clear(self) -> None:
        self._event = ""
        self._data: list[str] = []
        self._size = 0
        self._retry: int | None = None
        self._fields: set[str] = set()

    def feed(self, chunk: bytes) -> Iterator[_Raw]:
        for line in self._lines.feed(chunk):
            if self._is_first:
                line, self._is_first = line.removeprefix(_BOM), False
            if line:
                self._take(line)
                continue
            self.last_id = self._id
            if self._data:
                event = self._dispatched()
                if self._end and event.data.strip() == self._end:
                    self.is_over = True
                    return
                yield self._part(event)
            self._clear()

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._size += len(value) + 1
                if self._size > self._limit:
                    raise too_large(self._limit)
                self._data.append(value.decode(errors="replace"))
            case b"event":
                self._event = value.decode(errors="replace")
            case b"id" if b"\0" not in value:
                self._id = value.decode(errors="replace")
            case b"retry" if value.isdigit() and len(value) < _MOST_DIGITS:
                self._retry = int(value)
                self.retry = self._retry / 1000
            case _:
                return  # a comment, or a field that is none
        self._fields.add(name.decode())

    def _dispatched(self) -> ServerSentEvent:
        return ServerSentEvent(
            event=self._event or "message",
            data="\n".join(self._data),
            id=self._id,
            retry=self._retry,
            fields=frozenset(self._fields),
        )


@dataclass(frozen=True, slots=True)
class RawEvents:
    """Events whose data the API does not describe."""

    end: str = ""
    """Data that says that nothing follows."""
    media_types: Sequence[str] = _MEDIA_TYPES

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of events."""
        return EventParser(limit, last_id, _Raw, self.end)


@dataclass(frozen=True, slots=True)
class DataEvents:
    """Events of which the API describes the data, as JSON."""

    end: str = DONE
    media_types: Sequence[str] = _MEDIA_TYPES

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of events."""
        return EventParser(limit, last_id, _Data, self.end)


@dataclass(frozen=True, slots=True)
class WholeEvents:
    """Events that the API describes as objects of their fields."""

    text: bool | tuple[str, ...] = False
    """Whether the data is text and not JSON: always, never, or of events of these names."""
    end: str = DONE
    media_types: Sequence[str] = _MEDIA_TYPES

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of events."""
        return EventParser(limit, last_id, self._part, self.end)

    def _part(self, event: ServerSentEvent) -> _Raw:
        text = self.text
        is_text = text if isinstance(text, bool) else event.event in text
        return _Text(event) if is_text else _Whole(event)


class _Event(Kind[ServerSentEvent]):
    """An event as it came."""

    __slots__ = ()

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset()

    def decode(self, value: object, path: str) -> ServerSentEvent:
        if isinstance(value, ServerSentEvent):
            return value
        raise mismatch(path, "an event", value)


EVENT: Kind[ServerSentEvent] = _Event()
