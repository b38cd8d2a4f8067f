"""Collects the sites of a document and gives equal schemas the same shape.

A shape is an interned number that two schemas share exactly when they accept the same values,
annotations aside. Shapes are made bottom-up in one pass, so that comparing any two schemas is
comparing two integers. The order of properties, of `required` and of the values of an
enumeration means nothing; the order of alternatives does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ..grammar import SCHEMA
from ..source import Document, Json, extend, is_array, is_object
from .sites import (
    CHOICES,
    USE_ONLY,
    Form,
    Role,
    Root,
    Shape,
    Site,
    Trail,
    allows_null,
    form_of,
    is_null,
)

_STEPS = {"items": "[]", "additionalProperties": "{}"}
_BRANCHES = frozenset(("then", "else", "dependentSchemas"))
"""What may hold of an object besides: a later stage adds its fields to those of the owner."""

_NEVER_TYPED = frozenset(
    (
        "not",
        "if",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "$defs",
        "definitions",
    )
)
"""What restricts values, or waits for a reference: no type mentions the schemas in it."""


@dataclass(slots=True)
class Scanner:
    """Visits trees of schemas; `sites` holds each site before the sites inside it.

    `targets` are the ids of the schemas that a `$ref` of the document names below a component:
    each must get a name of its own, or the reference could not survive the hoisting.
    """

    targets: frozenset[int] = frozenset()
    sites: list[Site] = field(default_factory=list[Site])
    _interned: dict[object, Shape] = field(default_factory=dict[object, Shape])
    _is_typed: bool = True

    def scan(self, holder: Json, key: str | int, pointer: str, root: Root) -> Shape:
        """Visit the tree at `holder[key]`; a component itself is no site, its inside may be."""
        node = holder[key]
        if root.role is Role.COMPONENT and is_object(node):
            return self._intern(self._key(node, pointer, root, (), core=False))
        return self._use(holder, key, pointer, root, ())

    def core(self, node: Document) -> Shape:
        """The shape of a schema outside of the document; no sites are collected."""
        quiet = Scanner(self.targets, [], self._interned)
        return quiet._intern(quiet._key(node, "", Root(), (), core=False))

    def _use(
        self,
        holder: Json,
        key: str | int,
        pointer: str,
        owner: Site | Root,
        trail: Trail,
        *,
        is_branch: bool = False,
    ) -> Shape:
        """The shape of a schema where it is used: with null, and with what its place adds."""
        node = holder[key]
        if not is_object(node):
            return self._intern(("literal", repr(node)))
        is_target = id(node) in self.targets
        is_part = is_branch or not self._is_typed or _is_text(node, owner, trail)
        form = None if is_part and not is_target else form_of(node)
        if form is None and is_target:
            form = Form.TARGET
        if form is None:
            return self._intern(self._key(node, pointer, owner, trail, core=False))
        nullable = form is not Form.TARGET and allows_null(node, form)
        site = Site(holder, key, node, form, pointer, owner, trail, nullable)
        self.sites.append(site)
        before, self._is_typed = self._is_typed, True
        site.shape = self._intern(self._key(node, pointer, site, (), core=True))
        self._is_typed = before
        use = tuple(
            (name, _frozen(node[name])) for name in sorted(USE_ONLY & node.keys())
        )
        return self._intern(("use", site.shape, nullable, use))

    def _key(
        self,
        node: Document,
        pointer: str,
        owner: Site | Root,
        trail: Trail,
        *,
        core: bool,
    ) -> tuple[object, ...]:
        """What the schema says; its `core` leaves out null and what belongs to the use."""
        parts: list[tuple[str, object]] = []
        for name, value in node.items():
            if name in SCHEMA.annotations or name.startswith("x-"):
                continue
            if core and name in USE_ONLY:
                continue
            kind = SCHEMA.fields.get(name)
            if kind is None or not (is_object(value) or is_array(value)):
                parts.append((name, _said(name, value, core=core)))
                continue
            below = f"{pointer}/{name}"
            before = self._is_typed
            self._is_typed = before and _is_typed(name, trail)
            said: object = None
            if kind is SCHEMA and is_object(value):
                step = (*trail, _STEPS.get(name, name))
                is_branch = name in _BRANCHES
                said = self._use(node, name, below, owner, step, is_branch=is_branch)
            elif is_object(value):
                said = self._named(name, value, below, owner, trail)
            elif is_array(value):
                said = self._listed(name, value, below, owner, trail)
            self._is_typed = before
            parts.append((name, said))
        parts.sort()
        return tuple(parts)

    def _named(
        self,
        keyword: str,
        members: Document,
        pointer: str,
        owner: Site | Root,
        trail: Trail,
    ) -> tuple[tuple[str, Shape], ...]:
        prefix = "." if keyword == "properties" else f".{keyword}."
        shapes: list[tuple[str, Shape]] = []
        for name in members:
            below, step = extend(pointer, name), (*trail, prefix + name)
            is_branch = keyword in _BRANCHES
            shape = self._use(members, name, below, owner, step, is_branch=is_branch)
            shapes.append((name, shape))
        return tuple(sorted(shapes))

    def _listed(
        self,
        keyword: str,
        members: list[Json],
        pointer: str,
        owner: Site | Root,
        trail: Trail,
    ) -> tuple[Shape, ...]:
        """The shapes of alternatives; one alternative beside null is no step of the trail."""
        shapes: list[Shape] = []
        alone = keyword in CHOICES and sum(not is_null(m) for m in members) == 1
        of_site = _are_variants_of(owner, keyword, members)
        flattened = 0
        for index, member in enumerate(members):
            below = f"{pointer}/{index}"
            inline = is_object(member) and "$ref" not in member
            if keyword == "allOf" and inline and id(member) not in self.targets:
                # Inline members of allOf are flattened into their owner by a later stage; the
                # mark tells properties of one name in two of them apart.
                mine = (*trail, f"&{flattened}") if flattened else trail
                flattened += 1
                shapes.append(
                    self._intern(self._key(member, below, owner, mine, core=False))
                )
            elif not (of_site and is_null(member)):
                step = trail if alone else (*trail, f"|{index}")
                shapes.append(self._use(members, index, below, owner, step))
        return tuple(shapes)

    def _intern(self, key: object) -> Shape:
        return self._interned.setdefault(key, len(self._interned))


def _is_typed(keyword: str, trail: Trail) -> bool:
    """Whether types mention what a keyword holds; the JSON in a text only where it is an event's."""
    if keyword == "contentSchema":
        return not trail or trail[-1] == ".data"
    return keyword not in _NEVER_TYPED


def _is_text(node: Document, owner: Site | Root, trail: Trail) -> bool:
    """Whether a header is written in style `simple`, whose objects nobody can tell from text."""
    if not isinstance(owner, Root) or owner.role is not Role.HEADER or owner.media:
        return False
    return form_of(node) is not Form.ENUM or not set(trail) <= {_STEPS["items"]}


def _are_variants_of(owner: Site | Root, keyword: str, members: list[Json]) -> bool:
    """Say whether these are the variants of a union whose null is told by `Site.nullable`."""
    if not isinstance(owner, Site) or owner.form is not Form.UNION:
        return False
    return owner.node.get(keyword) is members


def _said(name: str, value: Json, *, core: bool) -> object:
    """The value of a keyword that holds no schema, so that equal meanings are equal."""
    if type(value) is str:
        return f"={value}"
    if is_array(value):
        if name == "type":
            types = sorted(f"={t}" for t in value if not (core and t == "null"))
            return types[0] if len(types) == 1 else tuple(types)
        if name == "enum":
            known = (v for v in value if not (core and v is None))
            return tuple(
                sorted(f"={v}" if type(v) is str else _frozen(v) for v in known)
            )
        if name == "required":
            return tuple(sorted(map(str, value)))
    return _frozen(value)


def _frozen(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
