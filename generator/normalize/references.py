"""References of the document: which need a component of their own, and where they lead.

A reference may name any node (`#/components/schemas/Pet/properties/tag`). Hoisting takes nodes
away from where they stood, so a schema that such a reference names becomes a component itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..source import Document, Json, is_object
from ..spec import MOST_HOPS, lookup
from .sites import is_aside, is_null

_COMPONENTS = "#/components/"
_NESTED = (dict, list)
_BOOLEANS: dict[Json, Document] = {True: {}, False: {"not": {}}}
"""Boolean schemas as objects (JSON Schema core, section 4.3.2)."""


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


def deep_targets(document: Document) -> dict[str, Document]:
    """The nodes that references name below a component, or outside of the components.

    By JSON pointer. What only leads on to another node is passed over: the references to it
    are changed, in place, to lead there at once.
    """
    targets: dict[str, Document] = {}
    for node in references(document):
        for _ in range(MOST_HOPS):
            reference = decoded(node["$ref"])
            if not _is_deep(reference):
                break
            target = _found(document, reference[1:])
            if isinstance(target, bool) or is_null(target):
                del node["$ref"]
                node |= target if is_object(target) else _BOOLEANS[target]
                break
            if not is_object(target):
                break
            if not _leads_on(target) or target is node:
                targets[reference[1:]] = target
                break
            node["$ref"] = target["$ref"]
    return targets


def _is_deep(reference: str) -> bool:
    is_component = reference.startswith(_COMPONENTS) and reference.count("/") == 3
    return reference.startswith("#") and not is_component


def _leads_on(node: Document) -> bool:
    return isinstance(node.get("$ref"), str) and all(
        key == "$ref" or is_aside(key) for key in node
    )


def _found(document: Document, pointer: str) -> Json:
    try:
        return lookup(document, pointer)
    except KeyError:
        return None


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
