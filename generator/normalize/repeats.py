"""How often a reader that follows every reference meets the schemas of a document.

A schema that is made of another three times, and that of a third three times, is read nine times.
What is written in a few lines can so take for ever to read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..source import Document, Json, array_at, is_array, is_object, object_at
from ..spec import lookup

_MANY = ("allOf", "anyOf", "oneOf")
_ONE = ("items", "not", "if", "then", "else")


def repeats(document: Document, most: int) -> bool:
    """Whether a reader meets more schemas than `most`, or what is a part of itself in `allOf`.

    It starts at every component and at every member of an `allOf`, and follows references and the
    keywords that speak of the same value or of its items.
    """
    count = _Count(document, most)
    components = object_at(object_at(document, "components"), "schemas")
    met = sum(map(count.times, components.values()))
    for member in _members(document):
        met += count.times(member)
        if met > most or id(member) in count.endless:
            return True
    return met > most


class _Count:
    """How many schemas are met from one on; `endless` are those that lead back to themselves."""

    def __init__(self, document: Document, most: int) -> None:
        self.endless: set[int] = set()
        self._document = document
        self._most = most
        self._times: dict[int, int] = {}

    def times(self, root: Json) -> int:
        """How many schemas are met from this one on, itself among them."""
        waiting: list[tuple[Json, list[Json] | None]] = [(root, None)]
        open_: set[int] = set()
        while waiting:
            schema, parts = waiting.pop()
            if parts is not None:
                open_.discard(id(schema))
                times = 1 + sum(self._times.get(id(part), 1) for part in parts)
                self._times[id(schema)] = min(times, self._most + 1)
                if not self.endless.isdisjoint(map(id, parts)):
                    self.endless.add(id(schema))
            elif id(schema) in open_:
                self.endless.add(id(schema))
            elif is_object(schema) and id(schema) not in self._times:
                open_.add(id(schema))
                parts = list(self._parts(schema))
                waiting.append((schema, parts))
                waiting += [(part, None) for part in parts]
        return self._times.get(id(root), 1)

    def _parts(self, schema: Document) -> Iterator[Json]:
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            try:
                yield lookup(self._document, reference[1:])
            except KeyError:
                return
        for keyword in _MANY:
            yield from array_at(schema, keyword)
        for keyword in _ONE:
            yield schema.get(keyword)


def _members(document: Document) -> Iterator[Json]:
    """Every member of an `allOf`, anywhere."""
    waiting: list[Json] = [document]
    while waiting:
        node = waiting.pop()
        if is_object(node):
            yield from array_at(node, "allOf")
            waiting += node.values()
        elif is_array(node):
            waiting += node
