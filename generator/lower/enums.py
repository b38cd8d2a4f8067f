"""Enumerations, and what a description calls their values.

JSON Schema annotates a value as an alternative of its own, with a `const` and a title; before
that, tools agreed on extensions with a list of names beside the values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..ir import EnumDecl, Usage
from ..naming import constant
from ..source import Document, Json, array_at, is_object, text_at
from .docs import doc
from .forms import choice

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names")
_NOTES = ("x-enum-descriptions", "x-enumDescriptions")
_IDENTIFIER = re.compile(r"[A-Za-z]\w*")
_LONGEST = 40


def enumeration(name: str, schema: Document, pointer: str, used: Usage) -> EnumDecl:
    """The declaration of a component that lists values."""
    values = tuple(dict.fromkeys(v for v in schema["enum"] if v is not None))
    told = [_told(schema, value) for value in values]
    return EnumDecl(
        id=name,
        values=values,
        names=_names(values, [text_at(one, "title") for one in told])
        or _names(values, _beside(schema, _NAMES)),
        notes=(
            tuple(doc(one).description for one in told)
            if any("description" in one for one in told)
            else tuple(_beside(schema, _NOTES))
        ),
        origin=pointer,
        usage=used,
        sdk_name=text_at(schema, "x-sdk-name"),
        doc=doc(schema),
    )


def _told(schema: Document, value: str | int) -> Document:
    """The alternative that is nothing but this value."""
    for member in choice(schema)[1]:
        if is_object(member):
            only = array_at(member, "enum") or [member.get("const")]
            if only == [value]:
                return member
    return {}


def _beside(schema: Document, extensions: Sequence[str]) -> list[str]:
    """A list of texts as long as that of the values, in an extension; else none."""
    listed = array_at(schema, "enum")
    for extension in extensions:
        found: list[Json] = array_at(schema, extension)
        if len(found) == len(listed) and all(isinstance(one, str) for one in found):
            pairs = zip(listed, found, strict=True)
            by_value = {value: one for value, one in pairs if value is not None}
            return list(by_value.values())
    return []


def _names(values: Sequence[str | int], found: Sequence[str]) -> tuple[str, ...]:
    """The names of values: all different, and words rather than sentences.

    A text says itself what it is: only another identifier is better.
    """
    if len(found) != len(values) or not all(
        0 < len(name) <= _LONGEST for name in found
    ):
        return ()
    if len({constant(name) for name in found}) < len(values):
        return ()
    is_text = isinstance(values[0], str)
    if is_text and not all(_IDENTIFIER.fullmatch(name) for name in found):
        return ()
    return tuple(found)
