"""Bodies of JSON values one by one: JSON Lines, and JSON text sequences (RFC 7464)."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

from . import json
from .kinds import Kind
from .texts import plain_value
from .upload import Pieces, Sending


class Items:
    """Each item is written when it is sent, so that there may be any number of them.

    A list is sent as it is, and again where a call is repeated; an iterator is sent once.
    """

    __slots__ = ("_before", "_items", "_kind", "_taken", "content_type")

    def __init__(
        self,
        items: Iterable[Any] | AsyncIterable[Any],
        kind: Kind[Any],
        media_type: str = "application/jsonl",
    ) -> None:
        """Send `items`, which are of this kind: models, or typed dicts in their place.

        Raises:
            TypeError: these are no items.
        """
        if _is_no_list(items):
            found = type(items).__name__
            raise TypeError(f"body must be an iterable of items, not {found}")
        self._items = items
        self._kind = kind
        self._before = b"\x1e" if "json-seq" in media_type else b""
        self._taken = False
        self.content_type = media_type

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read them."""
        return not isinstance(self._items, Iterable)

    @property
    def may_repeat(self) -> bool:
        """Whether they can be read from the first one."""
        is_used_up = isinstance(self._items, Iterator | AsyncIterator)
        return not (is_used_up and self._taken)

    def begin(self) -> bytes | Sending:
        """Write the items of a list, or get ready to write others while they are sent.

        Raises:
            ValueError, TypeError: an item of the list cannot be sent.
        """
        if isinstance(self._items, list | tuple):
            return b"".join(map(self._line, self._items))
        self._taken = True
        return Sending(self._lines(), None)

    def _lines(self) -> Pieces:
        if isinstance(self._items, Iterable):
            yield from map(self._line, self._items)
        else:
            yield self._awaited(self._items)

    async def _awaited(self, items: AsyncIterable[Any]) -> AsyncIterator[bytes]:
        async for item in items:
            yield self._line(item)

    def _line(self, item: Any) -> bytes:
        plain = plain_value("an item of body", self._kind.adopt(item))
        return self._before + json.dumps(plain) + b"\n"


def _is_no_list(value: object) -> bool:
    """Whether there are no items; a text would be taken for as many as it has characters."""
    is_one = isinstance(value, str | bytes | Mapping)
    return is_one or not isinstance(value, Iterable | AsyncIterable)
