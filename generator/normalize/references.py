"""References of the document: which need a component of their own, and where they lead.

A reference may name any node (`#/components/schemas/Pet/properties/tag`). Hoisting takes nodes
away from where they stood, so a schema that such a reference names becomes a component itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..source import Document, Json, is_object

_COMPONENTS = "#/components/"
_NESTED = (dict, list)


def references(node: Json) -> Iterator[Document]:
    """Every object with a `$ref` at or below `node`."""
    waiting: list[Json] = [node]
    while waiting:
        node = waiting.pop()
        if is_object(node):
            if type(node.get("$ref")) is str:
                yield node
            waiting += [value for value in node.values() if type(value) in _NESTED]
        else:
            waiting += [item for item in node if type(item) in _NESTED]


def deep_targets(document: Document) -> frozenset[str]:
    """The pointers that references name below a component, or outside of the components."""
    return frozenset(
        reference[1:]
        for node in references(document)
        if (reference := decoded(node["$ref"])).startswith("#")
        and not (reference.startswith(_COMPONENTS) and reference.count("/") == 3)
    )


def decoded(reference: str) -> str:
    """A reference without the percent-encoding of URIs: its fragment is a JSON pointer then."""
    if "%" not in reference or not reference.startswith("#"):
        return reference
    from urllib.parse import unquote

    return unquote(reference)


def redirect(document: Document, moved: Mapping[str, str]) -> None:
    """Let references to what was moved lead to where it is."""
    for node in references(document):
        reference = decoded(node["$ref"])
        node["$ref"] = moved.get(reference, reference)
