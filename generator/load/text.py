"""The text of one document and where it stands in its file.

A document in a markdown page starts at the fence's own line, and a fence in a list or a
quote loses its indentation. `Text` keeps both, so every line and column that is reported
is the file's, never the fence's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from ..diagnostics import At, Location, Note, Report
from ..source import Json, is_array, is_object

MAX_DEPTH = 200
"""Documents nested deeper than this are refused, so that later stages may recurse."""

Positions: TypeAlias = Callable[[str], int]
"""From a JSON pointer to the offset in the text of the deepest node there."""


@dataclass(slots=True, eq=False)
class Text:
    """A document's text with `\\n` line ends; `line` is the file's line of its first one.

    `margins` says how many characters of each line the fence's container took away; empty
    when it took none.
    """

    file: str
    body: str
    line: int = 1
    margins: tuple[int, ...] = ()
    _breaks: list[int] | None = field(default=None, init=False, repr=False)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both from 1."""
        if self._breaks is None:
            self._breaks = [found.start() for found in re.finditer("\n", self.body)]
        row = bisect_left(self._breaks, offset)
        start = self._breaks[row - 1] + 1 if row else 0
        margin = self.margins[row] if row < len(self.margins) else 0
        return self.line + row, offset - start + margin + 1

    def at(self, offset: int) -> At:
        return At(Location(self.file, *self.position(offset)))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not a document: an offset instead of a place, until it is reported."""

    rule: str
    offset: int
    message: str
    help: str = ""
    notes: tuple[tuple[str, int], ...] = ()
    cut: bool = False
    """True when the text ends before the document is complete."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value, or why there is none, and how to find the value's nodes in the text."""

    value: Json = None
    faults: tuple[Fault, ...] = ()
    positions: Positions = field(default=lambda _: 0)


def describe(fault: Fault, text: Text, report: Report) -> None:
    """Report a fault at its place in the file."""
    notes = [Note(message, text.at(offset)) for message, offset in fault.notes]
    where = text.at(fault.offset)
    report.error(fault.rule, where, fault.message, *notes, help=fault.help)


def too_deep(offset: int) -> Fault:
    """The fault of the container at `offset`, the first beyond the limit."""
    return Fault(
        "too-deep",
        offset,
        f"the document is nested deeper than {MAX_DEPTH} levels here",
        help="move the inner parts to components and point at them with $ref",
    )


def duplicate_key(key: str, first: int, second: int) -> Fault:
    """The fault of a name that stands at two offsets of one object."""
    return Fault(
        "duplicate-key",
        second,
        f"{quoted(key)} stands twice in one object",
        help="remove one of them, or rename it",
        notes=((f"the first {quoted(key)} is here", first),),
    )


def quoted(text: str, limit: int = 60) -> str:
    """Text of the input as a message shows it: quoted, one line, not longer than `limit`."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def deeper_than(value: Json, limit: int) -> bool:
    """Whether containers are nested more than `limit` levels; goes level by level."""
    level: list[Json] = [value]
    for _ in range(limit + 1):
        below: list[Json] = []
        found = False
        for node in level:
            if is_object(node):
                below.extend(node.values())
            elif is_array(node):
                below.extend(node)
            else:
                continue
            found = True
        if not found:
            return False
        level = below
    return True
