"""Gives a property that `allOf` describes as several objects one schema of its own.

`allOf: [{properties: {size: {properties: {w}}}}, {properties: {size: {properties: {h}}}}]` asks for
a `size` with both members, and no schema says so in one place. The last description of it becomes
`allOf` of all of them, or the schema gets one: later stages meet nothing new.
"""

from __future__ import annotations

from collections import Counter
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

    `place` is where that stands, `pointer` where the schema without null does. `is_own` are those that stand in the schema with the `allOf` itself.
    """

    holder: Document
    place: str
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
        self._references: list[Document] = []
        self._known: dict[int, _Members | None] = {}

    def unite(self, schema: Document, pointer: str, level: int = 0) -> None:
        """Give a schema the properties that only several parts of it describe together."""
        if id(schema) in self._done:
            return
        self._done.add(id(schema))
        targets = frozenset(text_at(m, "$ref") for m in array_at(schema, "allOf"))
        if "" not in targets and "properties" not in schema:
            self._made.setdefault(targets, f"#{pointer}")
        for name, found in self._described(schema, pointer).items():
            if len(found) > 1 and self._is_split(found):
                place, united = self._united(schema, pointer, name, found)
                if level < _MOST_LEVELS and "allOf" in united:
                    self.unite(united, place, level + 1)

    def _described(self, schema: Document, pointer: str) -> dict[str, list[_Part]]:
        """The properties that several parts of a schema with `allOf` describe, and how."""
        found: dict[str, list[_Part]] = {}
        parts = self._spec.parts(schema, pointer)
        times = Counter(n for _, part in parts for n in object_at(part, "properties"))
        for at, part in parts:
            is_own = at == pointer or at.startswith(f"{pointer}/allOf/")
            properties = object_at(part, "properties")
            for name, said in properties.items():
                says = is_object(said) and not all(map(is_aside, said))
                if times[name] > 1 and says:
                    place = extend(at, "properties", name)
                    one = _part(properties, said, place, is_own)
                    found.setdefault(name, []).append(one)
        return found

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

    def _members(self, node: Json) -> _Members | None:
        """The members of an object schema; None when it is of anything else."""
        if id(node) not in self._known:
            self._known[id(node)] = self._read(node)
        return self._known[id(node)]

    def _read(self, node: Json) -> _Members | None:
        said = _Members()
        for _, schema in self._spec.parts(node):
            types = schema.get("type", "object")
            named = set(types) if is_array(types) else {types}
            if not named <= {"object", "null"} or not _OTHERS.isdisjoint(schema):
                return None
            for name, described in object_at(schema, "properties").items():
                said.schemas.setdefault(name, []).append(described)
            required = array_at(schema, "required")
            said.required |= {name for name in required if isinstance(name, str)}
        return said

    def _united(
        self, schema: Document, pointer: str, name: str, parts: list[_Part]
    ) -> tuple[str, Document]:
        """Write what all parts say in one place; what is own moves there. The place, and it."""
        self._known.clear()
        own = [part for part in parts if part.is_own]
        holder = own[-1].holder if own else schema.setdefault("properties", {})
        place = own[-1].place if own else extend(pointer, "properties", name)
        last = holder.get(name, {})
        aside = {key: last.pop(key) for key in list(last) if is_aside(key)}
        listed = [part.schema if part.is_own else part.reference for part in parts]
        members = {str(member): member for member in listed}
        targets = frozenset(text_at(member, "$ref") for member in members.values())
        known = "" if "" in targets else self._made.get(targets)
        united: Document = {"$ref": known} if known else {"allOf": [*members.values()]}
        is_nullable = all(part.is_nullable for part in parts)
        inner = f"{place}/anyOf/0" if is_nullable else place
        order = list(members)
        moves = [(part.pointer, order.index(str(part.schema))) for part in own]
        for left, index in reversed(moves):  # the last moves into itself
            self._move(left, f"{inner}/allOf/{index}")
        if is_nullable:
            holder[name] = {**aside, "anyOf": [united, {"type": "null"}]}
        else:
            holder[name] = united = {**aside, **united}
        for part in own[:-1]:
            part.holder[name] = {"$ref": f"#{place}"}
        written = [united, *members.values(), *(part.holder[name] for part in own[:-1])]
        self._references += [node for node in written if "$ref" in node]
        return inner, united

    def _move(self, pointer: str, place: str) -> None:
        """Let what refers to the schema at `pointer`, or into it, refer to where it is now."""
        start = f"#{pointer}"

        def moved(reference: str) -> str:
            rest = reference.removeprefix(start)
            is_there = reference.startswith(start) and rest[:1] in ("", "/")
            return f"#{place}{rest}" if is_there else reference

        for node in self._references:
            node["$ref"] = moved(node["$ref"])
        self._made = {targets: moved(made) for targets, made in self._made.items()}


def _part(holder: Document, schema: Document, place: str, is_own: bool) -> _Part:
    """A description of a property, taken out of a choice between it and null."""
    for keyword in CHOICES:
        members = array_at(schema, keyword)
        others = [index for index, member in enumerate(members) if not is_null(member)]
        if len(others) == 1 and len(members) == 2 and is_object(members[others[0]]):
            inner, pointer = members[others[0]], extend(place, keyword, others[0])
            return _Part(holder, place, inner, pointer, True, is_own)
    types = schema.get("type")
    is_nullable = is_array(types) and "null" in types
    return _Part(holder, place, schema, place, is_nullable, is_own)
