"""Common faults of structure, read as what was meant: one item for a list of one, no value for
an empty one.

What cannot be read at all is left out in the smallest piece. Everything that is done here is a
warning with its place, because the result is not what the document says.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..diagnostics import Report
from ..source import Document, Json, Place, is_array, is_object
from .document import article, kind
from .shapes import BOOLEAN, NUMBER, SCHEMA, STRING, STRINGS, Shape
from .structure import Survey, Wrong, is_tuple
from .text import quoted


class _Change(Enum):
    NOTHING = "nothing"
    TUPLE = "tuple"


NOTHING: Final = _Change.NOTHING
"""Stands for a node that is left out."""

TUPLE: Final = _Change.TUPLE
"""Stands for `items` that become `prefixItems`."""


_EMPTY: dict[type, type] = {dict: dict, list: list}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class _Repair:
    """What stands in a node's place from now on, and how to say so."""

    value: Json | _Change
    reading: str
    help: str


def repaired(survey: Survey, report: Report) -> Document:
    """The document with every node of a wrong type replaced or left out; the old one is kept."""
    changes: list[tuple[tuple[str | int, ...], Json | _Change]] = []
    for wrong in survey.wrong:
        keys = survey.keys(wrong.link)
        repair = _repair(wrong)
        _report(survey.place(wrong.link), keys[-1], wrong, repair, report)
        changes.append((keys, repair.value))
    document: Document = dict(survey.fragment.document)
    copies: dict[tuple[str | int, ...], Json] = {(): document}
    # From the back, so that what is left out of an array moves nothing that is still to come.
    for keys, value in reversed(changes):
        holder = _holder(keys[:-1], copies)
        if value is TUPLE:
            continue
        if value is NOTHING:
            del holder[keys[-1]]
        else:
            holder[keys[-1]] = value
    # Last, and the innermost first, so that the keys above still lead to what is within them.
    for keys, value in changes:
        if value is TUPLE:
            _make_tuple(_holder(keys[:-1], copies))
    return document


def _make_tuple(schema: Document) -> None:
    """JSON Schema 2020-12, section 10.3.1: `items` and `additionalItems` as they were before."""
    schema["prefixItems"] = schema.pop("items")
    if "additionalItems" in schema:
        schema["items"] = schema.pop("additionalItems")


def _holder(
    keys: tuple[str | int, ...], copies: dict[tuple[str | int, ...], Json]
) -> Json:
    """The container at `keys`, copied the first time that it is asked for."""
    if keys not in copies:
        above = _holder(keys[:-1], copies)
        own = above[keys[-1]]
        copy: Json = dict(own) if is_object(own) else list(own)
        above[keys[-1]] = copies[keys] = copy
    return copies[keys]


def _repair(wrong: Wrong) -> _Repair:
    shape, value = wrong.shape, wrong.value
    if is_tuple(value, shape, wrong.link):
        help = "write `prefixItems`, and `items` for the items after them"
        return _Repair(TUPLE, "it is read as `prefixItems`", help)
    if shape is SCHEMA:
        return _Repair({}, "it is read as a schema of any value", "write a schema")
    if shape is STRING and isinstance(value, (bool, int, float)):
        text = json.dumps(value)
        return _Repair(text, f"it is read as {quoted(text)}", "put the value in quotes")
    if shape is BOOLEAN and value in ("true", "false"):
        return _Repair(value == "true", f"it is read as {value}", "remove the quotes")
    if shape is NUMBER and isinstance(value, str) and _NUMBER.fullmatch(value):
        return _Repair(json.loads(value), f"it is read as {value}", "remove the quotes")
    if list in shape.types and _is_item(value, shape):
        return _Repair([value], "it is read as an array of one", "write an array")
    container = _EMPTY.get(shape.types[0])
    if wrong.named and container and value in (None, [], {}, ""):
        empty = container()
        return _Repair(empty, "it is read as empty", f"write {shape.words}")
    help = "remove it, or give it a value" if value is None else f"write {shape.words}"
    if shape is STRINGS and isinstance(value, bool):
        help = "list the names of the required properties beside `properties`"
    return _Repair(NOTHING, "it is left out", help)


def _is_item(value: Json, shape: Shape) -> bool:
    """Whether a value can be the only item of the array that belongs here."""
    items = shape.items
    if value is None or is_array(value):
        return False
    if items is None:
        return not is_object(value)
    if not isinstance(value, items.types):
        return False
    if not is_object(value):
        return True
    return bool(value) and (
        items.others is not None or not items.fields.keys().isdisjoint(value)
    )


def _report(
    place: Place, name: str | int, wrong: Wrong, repair: _Repair, report: Report
) -> None:
    found = article(kind(wrong.value))
    message = f"{quoted(str(name))} must be {wrong.shape.words}, not {found}"
    report.warning(
        "invalid-structure", place, f"{message}; {repair.reading}", help=repair.help
    )
