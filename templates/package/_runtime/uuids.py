"""UUIDs in JSON strings."""

from __future__ import annotations

import uuid

from .kinds import Kind, Scalar


def parse_uuid(value: str) -> uuid.UUID:
    """Read a UUID in its canonical form of 36 characters; upper case is kept."""
    if len(value) == 36 and value[8] == value[13] == value[18] == value[23] == "-":
        try:
            return uuid.UUID(value) if value == value.lower() else _SpelledUUID(value)
        except ValueError:
            pass
    raise ValueError("not a UUID")


class _SpelledUUID(uuid.UUID):
    """A UUID that is written as it came: a server may tell identifiers apart by their case."""

    __slots__ = ("_text",)

    _text: str

    def __init__(self, text: str) -> None:
        super().__init__(text)
        object.__setattr__(self, "_text", text)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"UUID({self._text!r})"

    def __reduce__(self) -> tuple[type[uuid.UUID], tuple[str]]:
        return _SpelledUUID, (self._text,)


UUID: Kind[uuid.UUID] = Scalar("a UUID", parse_uuid)
