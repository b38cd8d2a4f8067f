"""Reaches the members of nodes that may not be what the grammar asks for.

A fault in the shape of a document is reported by validation; until then a member of the wrong
type counts as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..source import Document, Json, is_array, is_object
from ..spec import METHODS


def mapping(node: Document, key: str) -> Document:
    """The member as an object, empty when it is none."""
    found = node.get(key)
    return found if is_object(found) else {}


def array(node: Document, key: str) -> list[Json]:
    """The member as an array, empty when it is none."""
    found = node.get(key)
    return found if is_array(found) else []


def operations(item: Document) -> Iterator[tuple[tuple[str, ...], Document]]:
    """The operations of a Path Item Object, with the keys that lead to each."""
    for method in METHODS:
        if is_object(item.get(method)):
            yield (method,), item[method]
    for method, operation in sorted(mapping(item, "additionalOperations").items()):
        if is_object(operation):
            yield ("additionalOperations", method), operation


def with_operations(item: Document, change: Callable[[Document], Document]) -> Document:
    """A copy of a Path Item Object with every operation changed."""
    new = dict(item)
    for keys, operation in operations(item):
        if len(keys) == 1:
            new[keys[0]] = change(operation)
        else:
            new[keys[0]] = {**new[keys[0]], keys[1]: change(operation)}
    return new
