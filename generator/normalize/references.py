"""References of the document: which need a component of their own, and where they lead.

A reference may name any node (`#/components/schemas/Pet/properties/tag`). Hoisting takes nodes
away from where they stood, so a schema that such a reference names becomes a component itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..source import Document, Json, is_array, is_object

_COMPONENTS = "#/components/"


def references(node: Json) -> Iterator[Document]:
    """Every object with a `$ref` at or below `node`."""
    waiting: list[Json] = [node]
    while waiting:
        node = waiting.pop()
        if is_object(node):
            if isinstance(node.get("$ref"), str):
                yield node
            waiting += [value for value in node.values() if isinstance(value, (dict, list))]
        elif is_array(node):
            waiting += [value for value in node if isinstance(value, (dict, list))]


def deep_targets(document: Document) -> frozenset[str]:
    """The pointers that references name below a component, or outside of the components."""
    return frozenset(
        reference[1:]
        for node in references(document)
        if (reference := node["$ref"]).startswith("#")
        and not (reference.startswith(_COMPONENTS) and reference.count("/") == 3)
    )


def redirect(document: Document, target: Callable[[str], str | None]) -> None:
    """Let every reference lead to what `target` says; None leaves it alone."""
    for node in references(document):
        elsewhere = target(node["$ref"])
        if elsewhere is not None:
            node["$ref"] = elsewhere
