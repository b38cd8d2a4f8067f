"""Compares nodes by what they mean on the wire, and joins those that mean the same.

Two nodes are equal when they differ in annotations only (titles, descriptions, examples,
extensions ...) and in the order of what has no order (`required`, `enum`, parameters).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..grammar import SCHEMA, Kind
from ..source import Document, Json, extend, is_array, is_object

_SETS = frozenset(("required", "enum", "type"))


class Absent(Enum):
    """Stands for a member that one of two nodes has and the other has not."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two nodes differ (a JSON pointer in each), and what stands there."""

    first_pointer: str
    second_pointer: str
    first: Json
    second: Json


text: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""The value as JSON on one line, keys as written: a name for exactly this spelling."""

_sorted_text: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def essence(node: Json, kind: Kind | None) -> str:
    """What the node means on the wire, as text: equal for nodes that mean the same."""
    return _sorted_text(_bare(node, kind))


def _bare(node: Json, kind: Kind | None) -> Json:
    if kind is None:
        return node
    if is_object(node):
        return {
            key: _bare_member(key, value, kind)
            for key, value in node.items()
            if not kind.annotates(key)
        }
    if is_array(node):
        items = [_bare(item, kind.each) for item in node]
        return _sorted(items) if kind.unordered else items
    return node


def _bare_member(key: str, value: Json, kind: Kind) -> Json:
    if kind is SCHEMA and key in _SETS and is_array(value):
        return _sorted(value)
    return _bare(value, kind.child(key))


def _sorted(items: list[Json]) -> list[Json]:
    return sorted(items, key=_sorted_text)


def differences(first: Json, second: Json, kind: Kind | None) -> list[Difference]:
    """Every smallest place where two nodes differ in what they mean, in the first one's order."""
    return list(_differences("", first, "", second, kind))


def _differences(
    at: str, first: Json, there: str, second: Json, kind: Kind | None
) -> Iterator[Difference]:
    if essence(first, kind) == essence(second, kind):
        return
    if kind is not None and is_object(first) and is_object(second):
        yield from _member_differences(at, first, there, second, kind)
    elif kind is not None and is_array(first) and is_array(second):
        yield from _item_differences(at, first, there, second, kind)
    else:
        yield Difference(at, there, first, second)


def _member_differences(
    at: str, first: Document, there: str, second: Document, kind: Kind
) -> Iterator[Difference]:
    for key in [*first, *(key for key in second if key not in first)]:
        if kind.annotates(key):
            continue
        here = extend(at, key)
        if key not in second:
            yield Difference(here, there, first[key], ABSENT)
        elif key not in first:
            yield Difference(at, extend(there, key), ABSENT, second[key])
        elif not _same_member(key, first[key], second[key], kind):
            child = kind.child(key)
            yield from _differences(
                here, first[key], extend(there, key), second[key], child
            )


def _same_member(key: str, first: Json, second: Json, kind: Kind) -> bool:
    # As text, because Python takes true and 1 for equal.
    bare = (_bare_member(key, value, kind) for value in (first, second))
    one, other = (_sorted_text(value) for value in bare)
    return one == other


def _item_differences(
    at: str, first: list[Json], there: str, second: list[Json], kind: Kind
) -> Iterator[Difference]:
    theirs = {_slot(kind, j, item): j for j, item in enumerate(second)}
    for i, item in enumerate(first):
        j = theirs.pop(_slot(kind, i, item), None)
        if j is None:
            yield Difference(f"{at}/{i}", there, item, ABSENT)
        else:
            yield from _differences(
                f"{at}/{i}", item, f"{there}/{j}", second[j], kind.each
            )
    for j in theirs.values():
        yield Difference(at, f"{there}/{j}", ABSENT, second[j])


def _slot(kind: Kind, index: int, item: Json) -> object:
    """What an item is compared by: its index, or where order means nothing (parameters) its name."""
    if not kind.unordered or not is_object(item):
        return index
    return (text(item.get("$ref")), text(item.get("in")), text(item.get("name")))


def combine(nodes: Sequence[Json], kind: Kind, differing: set[str]) -> Json:
    """One node of several with the same essence: at each place the longest annotation.

    Names of the annotations that were not the same everywhere are added to `differing`.
    """
    spellings = {text(node): node for node in nodes}
    base = spellings[min(spellings)]
    if len(spellings) == 1:
        return base
    if is_object(base):
        return _combine_members(base, nodes, kind, differing)
    if is_array(base) and kind.each is not None:
        return _combine_items(nodes, kind, kind.each, differing)
    return base


def _combine_members(
    base: Document, nodes: Sequence[Document], kind: Kind, differing: set[str]
) -> Document:
    extra = sorted({key for node in nodes for key in node if key not in base})
    new: Document = {}
    for key in [*base, *extra]:
        present = [node[key] for node in nodes if key in node]
        child = kind.child(key)
        if kind.annotates(key):
            new[key] = max(present, key=_telling)
            if len(present) < len(nodes) or len({text(value) for value in present}) > 1:
                differing.add(key)
        elif child is not None:
            new[key] = combine(present, child, differing)
        else:
            new[key] = base[key]
    if "examples" in new and "example" in new:
        # OAS: the two are mutually exclusive; `examples` has summaries as well.
        del new["example"]
    return new


def _telling(value: Json) -> tuple[bool, int, str]:
    """Order annotations: true before false (`deprecated`), longer before shorter, then by text."""
    written = value if isinstance(value, str) else text(value)
    return value is True, len(written), written


def _combine_items(
    nodes: Sequence[list[Json]], kind: Kind, each: Kind, differing: set[str]
) -> list[Json]:
    """Items side by side: by index, or where order means nothing, by what they are."""
    base = min(nodes, key=text)
    columns = [
        sorted(node, key=lambda item: essence(item, each)) if kind.unordered else node
        for node in [base, *nodes]
    ]
    joined = {
        id(items[0]): combine(items[1:], each, differing)
        for items in zip(*columns, strict=True)
    }
    return [joined[id(item)] for item in base]
