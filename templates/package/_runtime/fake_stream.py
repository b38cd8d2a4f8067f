"""Streams of the fake server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from . import json
from .unset import UNSET

_EVENT_FIELDS = ("event", "id", "retry", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeStream:
    """How an operation answers item by item."""

    media_type: str
    example: Any = UNSET
    """The only item, unless told otherwise; UNSET is none."""
    whole: bool = False
    """Whether items are events with all their fields, not the data of events."""
    end: str = ""
    """What is sent after the last item."""

    def encode(self, items: Sequence[Any] | None = None) -> bytes:
        """The body that holds the items: JSON values, models or events."""
        if items is None:
            items = () if self.example is UNSET else (self.example,)
        last = (f"data: {self.end}\n\n".encode(),) if self.end else ()
        return b"".join((*map(self._encoded, items), *last))

    def _encoded(self, item: Any) -> bytes:
        to_dict = getattr(item, "to_dict", None)
        value: Any = item if to_dict is None else to_dict()
        if self.media_type == "text/event-stream":
            fields = self._fields(value)
            return "".join([*_lines(fields), "\n"]).encode()
        start = b"\x1e" if self.media_type.endswith("json-seq") else b""
        return start + json.dumps(value) + b"\n"

    def _fields(self, value: Any) -> Mapping[str, object]:
        sent = getattr(value, "fields", None)
        if isinstance(sent, frozenset):
            names = cast("frozenset[str]", sent) | {"data"}
            return {name: getattr(value, name) for name in names}
        return value if self.whole else {"data": json.dumps(value).decode()}


def _lines(fields: Mapping[str, object]) -> Iterator[str]:
    for name in _EVENT_FIELDS:
        if name in fields:
            value = fields[name]
            text = value if isinstance(value, str) else json.dumps(value).decode()
            for line in text.split("\n"):
                yield f"{name}: {line}\n"
