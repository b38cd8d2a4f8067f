"""Gives a property that `allOf` describes as several objects one schema of its own.

`allOf: [{properties: {size: {properties: {w}}}}, {properties: {size: {properties: {h}}}}]` asks for
a `size` with both members, and no schema says so in one place. The last description of it becomes
`allOf` of all of them, or the schema gets one: later stages meet nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..grammar import SCHEMA
from ..source import (
    Document,
    Json,
    array_at,
    extend,
    is_array,
    is_object,
    object_at,
    text_at,
)
from ..spec import Spec
from .sites import CHOICES, is_aside, is_null, schema_roots

_DEEPEST = 16
"""How far `allOf` is followed: members may refer to each other in a circle."""

_OTHERS = frozenset((*CHOICES, "enum", "const", "items", "not", "if"))
"""What is said of more than the members of one object."""

_MOST_LEVELS = 4
"""How far properties of properties are united: objects of several parts may hold themselves."""


@dataclass(slots=True)
class _Members:
    """Which members an object may have, with their schemas, and which it must."""

    schemas: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    required: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class _Part:
    """One description of a property: `holder[name]`, without null, which `is_nullable` says.

    `is_own` are those that stand in the schema with the `allOf` itself.
    """

    holder: Document
    schema: Document
    pointer: str
    is_nullable: bool
    is_own: bool

    @property
    def reference(self) -> Document:
        """A schema that says the same."""
        target = text_at(self.schema, "$ref")
        if not target and not {"properties", "allOf"} & self.schema.keys():
            required = array_at(self.schema, "required")
            return {"type": "object", "required": required}
        return {"$ref": target or f"#{self.pointer}"}


def unite_properties(spec: Spec) -> None:
    """Unite, in place, what the parts of schemas with `allOf` say of one property."""
    run = _Run(spec)
    roots = [(holder[key], at) for holder, key, at, _ in schema_roots(spec.document)]
    for root, pointer in roots:
        for schema, place in list(_composed(root, pointer)):
            run.unite(schema, place)


def _composed(node: Json, pointer: str) -> Iterator[tuple[Document, str]]:
    """Every schema with `allOf` at and below a schema, the innermost first, and its pointer."""
    if not is_object(node):
        return
    for name, value in node.items():
        kind = SCHEMA.fields.get(name)
        if kind is SCHEMA and is_object(value):
            yield from _composed(value, f"{pointer}/{name}")
        elif kind is not None and is_object(value):
            for key, member in value.items():
                yield from _composed(member, extend(pointer, name, key))
        elif kind is not None and is_array(value):
            for index, member in enumerate(value):
                yield from _composed(member, f"{pointer}/{name}/{index}")
    if is_array(node.get("allOf")):
        yield node, pointer


class _Run:
    """One run over one document."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._done: set[int] = set()
        self._made: dict[frozenset[str], str] = {}

    def unite(self, schema: Document, pointer: str, level: int = 0) -> None:
        """Give a schema the properties that only several parts of it describe together."""
        if id(schema) in self._done:
            return
        self._done.add(id(schema))
        targets = frozenset(text_at(m, "$ref") for m in array_at(schema, "allOf"))
        if "" not in targets and "properties" not in schema:
            self._made.setdefault(targets, f"#{pointer}")
        parts: dict[str, list[_Part]] = {}
        self._gather(parts, schema, pointer, True, 0)
        for name, found in parts.items():
            if len(found) > 1 and self._is_split(found):
                place, united = self._united(schema, pointer, name, found)
                if level < _MOST_LEVELS and "allOf" in united:
                    self.unite(united, place, level + 1)

    def _gather(
        self,
        parts: dict[str, list[_Part]],
        node: Json,
        pointer: str,
        is_own: bool,
        depth: int,
    ) -> None:
        """Add the properties that a schema and the members of its `allOf` give an object."""
        if depth > _DEEPEST:
            return
        is_own = is_own and is_object(node) and "$ref" not in node
        pointer, schema = self._spec.located(pointer, node)
        for index, member in enumerate(array_at(schema, "allOf")):
            below = extend(pointer, "allOf", index)
            self._gather(parts, member, below, is_own, depth + 1)
        properties = object_at(schema, "properties")
        for name, described in properties.items():
            if is_object(described) and not all(map(is_aside, described)):
                place = extend(pointer, "properties", name)
                part = _part(properties, described, place, is_own)
                parts.setdefault(name, []).append(part)

    def _is_split(self, parts: list[_Part]) -> bool:
        """Whether all are objects and none of them says what all say."""
        schemas = [part.schema for part in parts]
        found = [self._members(schema) for schema in schemas]
        said = [members for members in found if members is not None]
        if len(said) < len(found) or not any(members.schemas for members in said):
            return False
        return not any(all(self._covers(a, b, 0) for b in schemas) for a in schemas)

    def _covers(self, one: Json, other: Json, depth: int) -> bool:
        """Whether an object schema has all members that another has or requires."""
        if one is other or text_at(one, "$ref") == text_at(other, "$ref") != "":
            return True
        own, wanted = self._members(one), self._members(other)
        if own is None or wanted is None or depth > _MOST_LEVELS:
            return True
        if not wanted.required <= own.required:
            return False
        return all(
            name in own.schemas
            and all(
                any(self._covers(mine, schema, depth + 1) for mine in own.schemas[name])
                for schema in schemas
            )
            for name, schemas in wanted.schemas.items()
        )

    def _members(self, node: Json, depth: int = 0) -> _Members | None:
        """The members of an object schema; None when it is of anything else."""
        schema = self._spec.resolved(node)
        types = schema.get("type", "object")
        named = set(types) if is_array(types) else {types}
        other = not named <= {"object", "null"} or not _OTHERS.isdisjoint(schema)
        if other or depth > _DEEPEST:
            return None
        said = _Members()
        for name, described in object_at(schema, "properties").items():
            said.schemas[name] = [described]
        said.required |= {n for n in array_at(schema, "required") if isinstance(n, str)}
        for member in array_at(schema, "allOf"):
            inner = self._members(member, depth + 1)
            if inner is None:
                return None
            for name, described in inner.schemas.items():
                said.schemas.setdefault(name, []).extend(described)
            said.required |= inner.required
        return said

    def _united(
        self, schema: Document, pointer: str, name: str, parts: list[_Part]
    ) -> tuple[str, Document]:
        """Write what all parts say in one place; what is own moves there. The place, and it."""
        own = [part for part in parts if part.is_own]
        holder = own[-1].holder if own else schema.setdefault("properties", {})
        last = holder.get(name, {})
        aside = {key: last.pop(key) for key in list(last) if is_aside(key)}
        listed = [part.schema if part.is_own else part.reference for part in parts]
        members = list({str(member): member for member in listed}.values())
        targets = frozenset(text_at(member, "$ref") for member in members)
        known = "" if "" in targets else self._made.get(targets)
        united: Document = {"$ref": known} if known else {"allOf": members}
        place = own[-1].pointer if own else extend(pointer, "properties", name)
        for part in own[:-1]:
            part.holder[name] = {"$ref": f"#{place}"}
        if all(part.is_nullable for part in parts):
            holder[name] = {**aside, "anyOf": [united, {"type": "null"}]}
            return f"{place}/anyOf/0", united
        holder[name] = united = {**aside, **united}
        return place, united


def _part(holder: Document, schema: Document, pointer: str, is_own: bool) -> _Part:
    """A description of a property, taken out of a choice between it and null."""
    for keyword in CHOICES:
        members = array_at(schema, keyword)
        others = [index for index, member in enumerate(members) if not is_null(member)]
        if len(others) == 1 and len(members) == 2 and is_object(members[others[0]]):
            place = extend(pointer, keyword, others[0])
            return _Part(holder, members[others[0]], place, True, is_own)
    types = schema.get("type")
    return _Part(holder, schema, pointer, is_array(types) and "null" in types, is_own)
