"""What stands where in an OpenAPI document: the grammar of OAS 3.2 as a graph of kinds.

A key means nothing without its position: `example` is a keyword in a schema, a property's name
below `properties`, and plain data inside an example. Whoever rewrites or compares documents walks
them by this grammar and leaves data alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .source import Document, Json, extend, is_array, is_object, tokens
from .spec import METHODS

ANNOTATIONS = frozenset(
    (
        "title",
        "summary",
        "description",
        "deprecated",
        "example",
        "examples",
        "externalDocs",
        "$comment",
    )
)
"""Fixed fields that explain a node to people and do not change what goes over the wire."""


@dataclass(slots=True, eq=False)
class Kind:
    """A kind of node, by the specification's name for it, and what its members are.

    `fields` are the fixed fields that hold further nodes; `each` is the kind of the items when the
    node is an array, `values` of the members when it is a map from free names. What is in none of
    them is data. `extensible` maps have `x-` members that are extensions, not names; the order of
    an `unordered` array means nothing.
    """

    name: str
    fields: dict[str, Kind] = field(default_factory=dict[str, "Kind"], repr=False)
    each: Kind | None = None
    values: Kind | None = None
    extensible: bool = False
    unordered: bool = False
    annotations: frozenset[str] = ANNOTATIONS

    def child(self, key: str) -> Kind | None:
        """The kind of the member `key`, or None when it is data."""
        if self.values is None:
            return self.fields.get(key)
        return None if self.extensible and key.startswith("x-") else self.values

    def annotates(self, key: str) -> bool:
        """Say whether the member `key` is an annotation (extensions are)."""
        if self.values is not None:
            return self.extensible and key.startswith("x-")
        return key in self.annotations or key.startswith("x-")


def _map(kind: Kind, name: str = "", *, extensible: bool = False) -> Kind:
    return Kind(name or f"map of {kind.name}", values=kind, extensible=extensible)


def _list(kind: Kind, *, unordered: bool = False) -> Kind:
    return Kind(f"array of {kind.name}", each=kind, unordered=unordered)


SCHEMA = Kind("Schema Object")
PARAMETER = Kind("Parameter Object")
HEADER = Kind("Header Object")
MEDIA_TYPE = Kind("Media Type Object")
ENCODING = Kind("Encoding Object")
EXAMPLE = Kind(
    "Example Object",
    annotations=ANNOTATIONS
    | {"value", "dataValue", "serializedValue", "externalValue"},
)
SERVER = Kind("Server Object")
LINK = Kind("Link Object", fields={"server": SERVER})
RESPONSE = Kind("Response Object")
REQUEST_BODY = Kind("Request Body Object")
OPERATION = Kind("Operation Object")
PATH_ITEM = Kind("Path Item Object")
SECURITY_SCHEME = Kind("Security Scheme Object")
TAG = Kind("Tag Object")
PATHS = _map(PATH_ITEM, "Paths Object", extensible=True)
CALLBACK = _map(PATH_ITEM, "Callback Object", extensible=True)
RESPONSES = _map(RESPONSE, "Responses Object", extensible=True)
COMPONENTS = Kind(
    "Components Object",
    fields={
        "schemas": _map(SCHEMA),
        "responses": _map(RESPONSE),
        "parameters": _map(PARAMETER),
        "examples": _map(EXAMPLE),
        "requestBodies": _map(REQUEST_BODY),
        "headers": _map(HEADER),
        "securitySchemes": _map(SECURITY_SCHEME),
        "links": _map(LINK),
        "callbacks": _map(CALLBACK),
        "pathItems": _map(PATH_ITEM),
        "mediaTypes": _map(MEDIA_TYPE),
    },
)
DOCUMENT = Kind(
    "OpenAPI Object",
    fields={
        "servers": _list(SERVER),
        "paths": PATHS,
        "webhooks": _map(PATH_ITEM),
        "components": COMPONENTS,
        "tags": _list(TAG),
    },
)

# JSON Schema 2020-12: the keywords that hold schemas. Before 2020-12 `items` could be an array.
SCHEMA.each = SCHEMA
for _key in (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
):
    SCHEMA.fields[_key] = SCHEMA
for _key in ("allOf", "anyOf", "oneOf", "prefixItems"):
    SCHEMA.fields[_key] = _list(SCHEMA)
for _key in (
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
):
    SCHEMA.fields[_key] = _map(SCHEMA)

MEDIA_TYPE.fields |= {
    "schema": SCHEMA,
    "itemSchema": SCHEMA,
    "examples": _map(EXAMPLE),
    "encoding": _map(ENCODING),
    "prefixEncoding": _list(ENCODING),
    "itemEncoding": ENCODING,
}
ENCODING.fields |= {
    "headers": _map(HEADER),
    "encoding": _map(ENCODING),
    "prefixEncoding": _list(ENCODING),
    "itemEncoding": ENCODING,
}
for _kind in (PARAMETER, HEADER):
    _kind.fields |= {
        "schema": SCHEMA,
        "content": _map(MEDIA_TYPE),
        "examples": _map(EXAMPLE),
    }
RESPONSE.fields |= {
    "headers": _map(HEADER),
    "content": _map(MEDIA_TYPE),
    "links": _map(LINK),
}
REQUEST_BODY.fields |= {"content": _map(MEDIA_TYPE)}
OPERATION.fields |= {
    "parameters": _list(PARAMETER, unordered=True),
    "requestBody": REQUEST_BODY,
    "responses": RESPONSES,
    "callbacks": _map(CALLBACK),
    "servers": _list(SERVER),
}
PATH_ITEM.fields |= {
    "parameters": _list(PARAMETER, unordered=True),
    "servers": _list(SERVER),
    "additionalOperations": _map(OPERATION),
}
for _key in METHODS:
    PATH_ITEM.fields[_key] = OPERATION


def kind_at(document: Json, pointer: str, root: Kind = DOCUMENT) -> Kind | None:
    """The kind of the node at a JSON pointer; None where data is, or nothing."""
    node, kind = document, root
    for token in tokens(pointer):
        child: Kind | None = None
        if is_object(node) and token in node:
            node, child = node[token], kind.child(token)
        elif is_array(node) and token.isdecimal() and int(token) < len(node):
            node, child = node[int(token)], kind.each
        if child is None:
            return None
        kind = child
    return kind


def walk(node: Json, kind: Kind) -> Iterator[tuple[str, Document, Kind]]:
    """Every object at and below `node` that the grammar knows: (JSON pointer, object, kind).

    Parents come before children, in document order; data is not entered.
    """
    waiting: list[tuple[str, Json, Kind]] = [("", node, kind)]
    while waiting:
        pointer, node, kind = waiting.pop()
        members: list[tuple[str, Json, Kind]] = []
        if is_object(node):
            yield pointer, node, kind
            for key, value in node.items():
                child = kind.child(key)
                if child is not None:
                    members.append((extend(pointer, key), value, child))
        elif is_array(node) and kind.each is not None:
            for index, item in enumerate(node):
                members.append((f"{pointer}/{index}", item, kind.each))
        waiting.extend(reversed(members))
