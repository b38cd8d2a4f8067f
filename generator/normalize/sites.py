"""Finds the inline schemas that deserve a name, and gives equal ones the same shape.

A `Site` is one place where such a schema was written out; a `Shape` is an interned number that
two schemas share exactly when they accept the same values, annotations aside. Shapes are made
bottom-up in one pass, so that comparing any two schemas is comparing two integers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from ..grammar import (
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
from ..source import Document, Json, extend

Shape: TypeAlias = int

USE_ONLY = frozenset({"default", "readOnly", "writeOnly"})
"""Keywords that say something of a use of a schema, and do change what callers meet."""


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
    of the parameter or header, and `location` the parameter's `in`.
    """

    role: Role = Role.COMPONENT
    path: str = ""
    method: str = ""
    operation_id: str = ""
    status: str = ""
    media: str = ""
    component: str = ""
    name: str = ""
    location: str = ""

    @property
    def is_error(self) -> bool:
        return self.role is Role.RESPONSE and self.status[:1] in ("4", "5", "d")


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
    trail: tuple[str, ...]
    nullable: bool
    shape: Shape = -1
    component: str = ""

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
    if isinstance(node, dict):
        if "$ref" in node and kind.values is None:
            return
        members = iter(node.items())
    elif isinstance(node, list) and kind.each is not None:
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
            yield node, key, below, root
        else:
            yield from _roots(value, child, below, root)


def _enter(kind: Kind, key: str, node: Json, above: Root) -> Root:
    """What is known at a node of this kind, added to what was known above it."""
    fixed: Document = node if isinstance(node, dict) else {}
    if kind is PATH_ITEM:
        return replace(above, path=key)
    if kind is OPERATION:
        identifier = str(fixed.get("operationId", ""))
        return replace(above, method=key.upper(), operation_id=identifier)
    if kind is PARAMETER:
        name, location = str(fixed.get("name", "")), str(fixed.get("in", ""))
        component = key if not above.path else ""
        return replace(
            above, role=Role.PARAMETER, name=name, location=location, component=component
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


@dataclass(slots=True)
class Scanner:
    """Collects the sites of a document, each before the sites inside it, and their shapes.

    `targets` are pointers that a `$ref` of the document names below a component: what stands
    there must get a name of its own, or the reference could not survive the hoisting.
    """

    targets: frozenset[str] = frozenset()
    sites: list[Site] = field(default_factory=list[Site])
    keys: list[tuple[object, ...]] = field(default_factory=list[tuple[object, ...]])
    _interned: dict[tuple[object, ...], Shape] = field(
        default_factory=dict[tuple[object, ...], Shape]
    )

    def scan(self, holder: Json, key: str | int, pointer: str, root: Root) -> Shape:
        """Visit one tree of schemas; a component schema itself is no site, its inside may be."""
        node = holder[key]
        if root.role is Role.COMPONENT and isinstance(node, dict):
            return self._intern(self._key(node, pointer, root, (), core=False))
        return self._use(holder, key, pointer, root, ())

    def core(self, node: Document) -> Shape:
        """The shape of a component schema, sites inside it not collected."""
        quiet = Scanner(self.targets, [], self.keys, self._interned)
        return quiet._intern(quiet._key(node, "", Root(), (), core=False))

    def _use(
        self,
        holder: Json,
        key: str | int,
        pointer: str,
        owner: Site | Root,
        trail: tuple[str, ...],
    ) -> Shape:
        node = holder[key]
        if not isinstance(node, dict):
            return self._intern(("literal", repr(node)))
        form = form_of(node)
        if form is None and pointer in self.targets and "$ref" not in node:
            form = Form.TARGET
        if form is None:
            return self._intern(self._key(node, pointer, owner, trail, core=False))
        nullable = form is not Form.TARGET and allows_null(node, form)
        site = Site(holder, key, node, form, pointer, owner, trail, nullable)
        self.sites.append(site)
        site.shape = self._intern(self._key(node, pointer, site, (), core=True))
        use = tuple(
            (name, _frozen(node[name])) for name in sorted(USE_ONLY & node.keys())
        )
        return self._intern(("use", site.shape, nullable, *use))

    def _key(
        self,
        node: Document,
        pointer: str,
        owner: Site | Root,
        trail: tuple[str, ...],
        *,
        core: bool,
    ) -> tuple[object, ...]:
        """What the schema says; its `core` leaves out null and what belongs to the use."""
        parts: list[tuple[str, object]] = []
        fields = SCHEMA.fields
        for name, value in node.items():
            if name in SCHEMA.annotations or name.startswith("x-"):
                continue
            if core and name in USE_ONLY:
                continue
            kind = fields.get(name)
            if kind is not None and isinstance(value, (dict, list)):
                below = f"{pointer}/{name}"
                if kind is SCHEMA and isinstance(value, dict):
                    step = (*trail, _STEPS.get(name, name))
                    parts.append((name, self._use(node, name, below, owner, step)))
                elif isinstance(value, dict):
                    parts.append((name, self._named(name, value, below, owner, trail)))
                else:
                    parts.append((name, self._listed(name, value, below, owner, trail)))
            elif name == "type" and isinstance(value, list):
                types = sorted(str(t) for t in value if not (core and t == "null"))
                parts.append(
                    (name, f"={types[0]}" if len(types) == 1 else tuple(types))
                )
            elif name == "enum" and isinstance(value, list):
                values = [v for v in value if not (core and v is None)]
                parts.append((name, tuple(sorted(map(_frozen, values)))))
            elif name == "required" and isinstance(value, list):
                parts.append((name, tuple(sorted(map(str, value)))))
            elif type(value) is str:
                parts.append((name, f"={value}"))
            else:
                parts.append((name, _frozen(value)))
        parts.sort()
        return tuple(parts)

    def _named(
        self,
        keyword: str,
        members: Document,
        pointer: str,
        owner: Site | Root,
        trail: tuple[str, ...],
    ) -> tuple[tuple[str, Shape], ...]:
        prefix = "" if keyword == "properties" else f"{keyword}."
        return tuple(
            sorted(
                (
                    name,
                    self._use(
                        members,
                        name,
                        extend(pointer, name),
                        owner,
                        (*trail, f".{prefix}{name}"),
                    ),
                )
                for name in members
            )
        )

    def _listed(
        self,
        keyword: str,
        members: list[Json],
        pointer: str,
        owner: Site | Root,
        trail: tuple[str, ...],
    ) -> tuple[Shape, ...]:
        shapes: list[Shape] = []
        choice = (
            [m for m in members if not is_null(m)] if keyword in _CHOICES else members
        )
        for index, member in enumerate(members):
            below = f"{pointer}/{index}"
            if keyword == "allOf" and isinstance(member, dict) and "$ref" not in member:
                shapes.append(
                    self._intern(self._key(member, below, owner, trail, core=False))
                )
                continue
            only = keyword in _CHOICES and len(choice) == 1
            step = trail if only else (*trail, f"|{index}")
            if is_null(member) and _is_variant_of_site(owner, keyword, members):
                continue
            shapes.append(self._use(members, index, below, owner, step))
        return tuple(shapes)

    def _intern(self, key: tuple[object, ...]) -> Shape:
        shape = self._interned.setdefault(key, len(self.keys))
        if shape == len(self.keys):
            self.keys.append(key)
        return shape


_CHOICES = ("anyOf", "oneOf")
_STEPS = {"items": "[]", "additionalProperties": "{}"}


def _is_variant_of_site(owner: Site | Root, keyword: str, members: list[Json]) -> bool:
    """Say whether these are the variants of a union whose null is told by `Site.nullable`."""
    return (
        isinstance(owner, Site)
        and owner.form is Form.UNION
        and owner.node.get(keyword) is members
    )


def _frozen(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def is_null(schema: Json) -> bool:
    """Say whether a schema accepts null and nothing else."""
    return isinstance(schema, dict) and schema.get("type") in ("null", ["null"])


def form_of(node: Document) -> Form | None:
    """Why this schema deserves a name; None when it is good where it stands."""
    values = node.get("enum")
    if isinstance(values, list) and is_enumeration(values):
        return Form.ENUM
    if isinstance(properties := node.get("properties"), dict) and properties:
        return Form.OBJECT
    if "$ref" in node:
        return None
    for keyword in _CHOICES:
        members = node.get(keyword)
        if isinstance(members, list) and sum(not is_null(m) for m in members) > 1:
            return Form.UNION
    members = node.get("allOf")
    if isinstance(members, list) and (
        len(members) > 1 or "$ref" not in (members or [{}])[0]
    ):
        return Form.COMPOSITE
    return None


def is_enumeration(values: list[Json]) -> bool:
    """Say whether there are two or more values besides null, all strings or all integers."""
    known = [value for value in values if value is not None]
    kinds = {type(value) for value in known}
    return len(known) > 1 and (kinds == {str} or kinds == {int})


def allows_null(node: Document, form: Form) -> bool:
    """Say whether null is one of the values, as opposed to the rest of the schema."""
    if form is Form.UNION:
        return any(is_null(m) for keyword in _CHOICES for m in node.get(keyword, ()))
    types = node.get("type")
    if form is Form.ENUM and (types is None or None not in node["enum"]):
        return None in node["enum"]
    return isinstance(types, list) and "null" in types and len(types) > 1
