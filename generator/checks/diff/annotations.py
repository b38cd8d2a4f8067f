"""Annotations of the generated package, compared as sets of alternatives.

They are strings that `plan` wrote, so their grammar is small: names, subscripts, literals,
and `|` between alternatives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class NoneMeans(Enum):
    """What None says to the service when a caller passes it or reads it."""

    REFUSED = "refused"
    ABSENT = "absent"
    NULL = "null"


class Relation(Enum):
    """How the values of the new annotation relate to those of the old one."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"


# What a type checker takes where the wider one is asked for.
_WIDER = {"int": "float", "bool": "int"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """`T | None | Unset` taken apart: the alternatives, None, and Unset."""

    core: frozenset[str]
    none: bool
    unset: bool

    def none_means(self, default: str) -> NoneMeans:
        """Optional and not nullable (default None): absent; otherwise None is null."""
        if not self.none:
            return NoneMeans.REFUSED
        absent = default == "None" and not self.unset
        return NoneMeans.ABSENT if absent else NoneMeans.NULL

    def relation(self, other: Annotation) -> Relation:
        """Compare the alternatives of two annotations, None and Unset aside."""
        if self.core == other.core:
            return Relation.SAME
        if "Any" in other.core or _within(self.core, other.core):
            return Relation.WIDER
        if "Any" in self.core or _within(other.core, self.core):
            return Relation.NARROWER
        return Relation.OTHER


def _within(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    return all(part in wide or _WIDER.get(part) in wide for part in narrow)


def annotation(text: str, renames: Mapping[str, str]) -> Annotation:
    """Take an annotation apart; `renames` gives classes their names in the other version.

    `plan` writes `dt.date` or `builtins.list` where the short name is hidden: the same type.
    """
    plain = renamed(text, renames).replace("dt.", "").replace("builtins.", "")
    parts = {part for part in _alternatives(plain) if part}
    return Annotation(
        frozenset(parts - {"None", "Unset"}), "None" in parts, "Unset" in parts
    )


def renamed(text: str, renames: Mapping[str, str]) -> str:
    """Replace the class names in an annotation, outside of string literals."""
    if not renames:
        return text
    pieces: list[str] = []
    word, quote = "", ""
    for char in (*text, ""):
        if not quote and char and (char.isalnum() or char == "_"):
            word += char
            continue
        pieces.append(renames.get(word, word))
        word = ""
        pieces.append(char)
        if char and char in "'\"":
            quote = "" if char == quote else quote or char
    return "".join(pieces)


def _alternatives(text: str) -> list[str]:
    """Split at `|` outside of brackets and string literals."""
    parts: list[str] = []
    depth, quote, escaped, start = 0, "", False, 0
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote and not escaped else quote
            escaped = char == "\\" and not escaped
        elif char in "'\"":
            quote = char
        elif char in "[(":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and not depth:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]
