"""Sites: the inline schemas that deserve a name, and where in the document they stand.

A `Root` is the place where a tree of schemas hangs (a body, a parameter, a component); a `Site`
is an inline schema of one of the forms that later stages want to reach by `$ref`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from ..grammar import (
    CALLBACK,
    DOCUMENT,
    HEADER,
    MEDIA_TYPE,
    OPERATION,
    PARAMETER,
    PATH_ITEM,
    REQUEST_BODY,
    RESPONSE,
    SCHEMA,
    Kind,
)
from ..source import Document, Json, extend, is_array, is_object, object_at

Shape: TypeAlias = int
"""A number that two schemas share when they accept the same values (see `shapes`)."""

Trail: TypeAlias = tuple[str, ...]
"""Steps from a schema into it: `.name`, `[]`, `{}` (a map's values), `|0` (an alternative),
`&1` (an inline member of `allOf` after the first)."""

CHOICES = ("anyOf", "oneOf")
"""Keywords that say that a value matches one of several schemas."""

_OF_MEMBERS = frozenset(("required", "additionalProperties", "patternProperties"))
"""Keywords by which a schema says more of an object than the one that it refers to."""

USE_ONLY = frozenset({"default", "readOnly", "writeOnly"})
"""Keywords that say something of a use of a schema, and do change what callers meet."""

_ASIDE = SCHEMA.annotations | USE_ONLY


_SCALARS = ("string", "integer", "number", "boolean")
_NOT_PLAIN = frozenset(
    ("$ref", "anyOf", "oneOf", "allOf", "prefixItems", "const", "enum")
)


class Role(Enum):
    """What a schema that no other schema contains is the schema of."""

    REQUEST = "request"
    RESPONSE = "response"
    PARAMETER = "parameter"
    HEADER = "header"
    COMPONENT = "component"


class Form(Enum):
    """Why an inline schema deserves a name."""

    OBJECT = "object"
    ENUM = "enum"
    UNION = "union"
    COMPOSITE = "allOf"
    TARGET = "target of a reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """Where a tree of schemas hangs in the document.

    `path` is the wire path, the webhook's name or the callback's expression; `component` is the
    name of the reusable object (any section of `components`) that holds the schema; `name` that
    of the parameter or header, `callback` of the one that the operation is in, and `location` the parameter's `in`. `succeeds` says that the
    operation documents an answer of success beside `default`, `is_item` that the schema is of one
    item of a body.
    """

    role: Role = Role.COMPONENT
    path: str = ""
    method: str = ""
    operation_id: str = ""
    status: str = ""
    media: str = ""
    component: str = ""
    callback: str = ""
    name: str = ""
    location: str = ""
    succeeds: bool = False
    is_item: bool = False

    @property
    def is_error(self) -> bool:
        if self.role is not Role.RESPONSE:
            return False
        # OAS, Responses Object: alone, `default` is the answer of success as well.
        is_rest = self.status == "default" and self.succeeds
        return is_rest or self.status[:1] in ("4", "5")


@dataclass(slots=True, eq=False)
class Site:
    """An inline schema: `holder[key]` is the node, `trail` the steps from its owner to it.

    The owner is the nearest schema around it that has a name or will get one: a `Site`, or a
    `Root` when there is none. `nullable` says that null is allowed beside what `shape` says.
    """

    holder: Json
    key: str | int
    node: Document
    form: Form
    pointer: str
    owner: Site | Root
    trail: Trail
    nullable: bool
    shape: Shape = -1

    @property
    def root(self) -> Root:
        owner = self.owner
        while isinstance(owner, Site):
            owner = owner.owner
        return owner


def schema_roots(document: Document) -> Iterator[tuple[Json, str | int, str, Root]]:
    """Every schema that no other schema contains: (holder, key, JSON pointer, root)."""
    return _roots(document, DOCUMENT, "", Root())


def _roots(
    node: Json, kind: Kind, pointer: str, above: Root
) -> Iterator[tuple[Json, str | int, str, Root]]:
    members: Iterator[tuple[str | int, Json]] | enumerate[Json]
    if is_object(node):
        if "$ref" in node and kind.values is None:
            return
        members = iter(node.items())
    elif is_array(node) and kind.each is not None:
        members = enumerate(node)
    else:
        return
    for key, value in members:
        child = kind.each if isinstance(key, int) else kind.child(key)
        if child is None:
            continue
        below = extend(pointer, key)
        root = _enter(child, str(key), value, above)
        if child is SCHEMA:
            if key == "itemSchema":
                root = replace(root, is_item=True)
            yield node, key, below, root
        else:
            yield from _roots(value, child, below, root)


def _enter(kind: Kind, key: str, node: Json, above: Root) -> Root:
    """What is known at a node of this kind, added to what was known above it."""
    fixed: Document = node if is_object(node) else {}
    if kind is PATH_ITEM:
        return replace(above, path=key)
    if kind is CALLBACK:
        # What a server asks of its caller belongs to the operation that arranges it.
        words = [above.operation_id, key] if above.operation_id else [key]
        return replace(above, callback="_".join(words))
    if kind is OPERATION:
        identifier = str(fixed.get("operationId", "")) or above.callback
        succeeds = any(str(s)[:1] == "2" for s in object_at(fixed, "responses"))
        return replace(
            above, method=key.upper(), operation_id=identifier, succeeds=succeeds
        )
    if kind is PARAMETER:
        name, location = str(fixed.get("name", "")), str(fixed.get("in", ""))
        component = key if not above.path else ""
        return replace(
            above,
            role=Role.PARAMETER,
            name=name,
            location=location,
            component=component,
        )
    if kind is MEDIA_TYPE:
        return replace(above, media=key)
    named = key if not above.path else ""
    if kind is REQUEST_BODY:
        return replace(above, role=Role.REQUEST, component=named)
    if kind is RESPONSE:
        status = key if not named else ""
        return replace(above, role=Role.RESPONSE, component=named, status=status)
    if kind is HEADER:
        return replace(above, role=Role.HEADER, name=key, component=named)
    if kind is SCHEMA and above.role is Role.COMPONENT:
        return replace(above, component=key)
    return above


def is_null(schema: Json) -> bool:
    """Say whether a schema accepts null and nothing else."""
    return is_object(schema) and schema.get("type") in ("null", ["null"])


def is_aside(keyword: str) -> bool:
    """Say whether a keyword leaves the values that a schema accepts as they are."""
    return keyword in _ASIDE or keyword.startswith("x-")


def form_of(node: Document) -> Form | None:
    """Why this schema deserves a name; None when it is good where it stands."""
    values = node.get("enum")
    if is_array(values) and is_enumeration(values):
        return Form.ENUM
    if isinstance(properties := node.get("properties"), dict) and properties:
        return Form.OBJECT
    if "$ref" in node:
        return None
    for keyword in CHOICES:
        members = node.get(keyword)
        if not is_array(members):
            continue
        known = [member for member in members if not is_null(member)]
        if len(known) > 1 and not all(map(_is_plain, known)):
            return Form.UNION
    members = node.get("allOf")
    if is_array(members) and members:
        is_more = len(members) > 1 or not _OF_MEMBERS.isdisjoint(node)
        if is_more or not _is_reference(members):
            return Form.COMPOSITE
    return None


def _is_plain(schema: Json) -> bool:
    """Say whether values are texts, numbers, booleans or arrays of these, which need no names.

    `str | list[str]` says more than any name for it.
    """
    if not is_object(schema) or form_of(schema) or not _NOT_PLAIN.isdisjoint(schema):
        return False
    if schema.get("type") == "array":
        return _is_plain(schema.get("items"))
    return schema.get("type") in _SCALARS


def _is_reference(members: list[Json]) -> bool:
    return not members or not is_object(members[0]) or "$ref" in members[0]


def is_enumeration(values: list[Json]) -> bool:
    """Say whether there are two or more values besides null, all strings or all integers."""
    known: list[Json] = [value for value in values if value is not None]
    kinds: set[type] = {type(value) for value in known}
    return len(known) > 1 and (kinds == {str} or kinds == {int})


def allows_null(node: Document, form: Form) -> bool:
    """Say whether null is one of the values, as opposed to the rest of the schema."""
    if form is Form.UNION:
        return any(is_null(m) for keyword in CHOICES for m in node.get(keyword, ()))
    types = node.get("type")
    if form is Form.ENUM and (types is None or None not in node["enum"]):
        return None in node["enum"]
    return is_array(types) and "null" in types and len(types) > 1
