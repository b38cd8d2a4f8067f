"""Object schemas to fields: `allOf` flattened, alternatives laid over each other.

Where several members of `allOf` have a property, its type is the one that says most, the last
of equals. An object that also has alternatives (`anyOf`, `oneOf`, `if`) gets the properties of
all of them: each is required when every alternative requires it, and takes what any of them
takes. That loses the connection between fields, and no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..expressions import (
    Anything,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    Scalar,
    TupleOf,
    TypeExpr,
)
from ..ir import Field
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
from ..spec import Spec, is_sensitive
from .docs import doc
from .forms import CHOICES, is_null, property_names
from .types import TypeReader, either, narrowest, nullable, unspoken

_VARYING = frozenset((*CHOICES, "then", "else", "dependentSchemas"))


@dataclass(slots=True)
class _Said:
    """What one schema says about the members of an object.

    Of each property the places that describe it and its types, both by where they stand: what is
    there several times is said once.
    """

    places: dict[str, dict[str, Json]] = field(
        default_factory=dict[str, dict[str, Json]]
    )
    types: dict[str, dict[str, TypeExpr]] = field(
        default_factory=dict[str, dict[str, TypeExpr]]
    )
    required: set[str] = field(default_factory=set[str])
    needed: set[str] = field(default_factory=set[str])
    """What must be there beside other members."""
    extra: list[TypeExpr] = field(default_factory=list["TypeExpr"])

    def add(self, name: str, written: Json, where: str, type_: TypeExpr) -> None:
        """Add what one place says of a property."""
        self.places.setdefault(name, {})[where] = written
        self.types.setdefault(name, {})[where] = type_

    def take(self, other: _Said) -> None:
        """Add all that another one says."""
        for name, places in other.places.items():
            self.places.setdefault(name, {}).update(places)
            self.types.setdefault(name, {}).update(other.types[name])
        self.required |= other.required
        self.needed |= other.needed
        self.extra += other.extra

    def unite(self, each: list[_Said], where: str) -> None:
        """Add what holds of an object of which any one of `each`, which stand at `where`, is said."""
        for name in dict.fromkeys(name for one in each for name in one.places):
            having = [one for one in each if name in one.places]
            for one in having:
                self.places.setdefault(name, {}).update(one.places[name])
            types = [narrowest([*one.types[name].values()]) for one in having]
            self.types.setdefault(name, {})[where] = either(types)
        self.needed.update(name for one in each for name in one.needed)
        first, *others = (one.required for one in each)
        self.required |= first.intersection(*others)
        extra = [narrowest(one.extra) for one in each if one.extra]
        if extra:
            self.extra.append(either(extra))


class ObjectReader:
    """Reads the fields of object schemas."""

    def __init__(self, spec: Spec, types: TypeReader) -> None:
        self._spec = spec
        self._types = types

    def read(
        self, schema: Json, pointer: str
    ) -> tuple[tuple[Field, ...], TypeExpr | None]:
        """The fields, and the type of members without one (None when there are none)."""
        said = self._said(schema, pointer, {})
        extra = narrowest(said.extra) if said.extra else None
        for name in sorted(said.required - said.places.keys()):
            said.add(name, True, pointer, extra or Anything())
        for name in sorted(said.needed - said.places.keys()) if not extra else ():
            said.add(name, True, pointer, Anything())
        fields = tuple(self._field(name, said) for name in said.places)
        return fields, extra

    def _said(self, schema: Json, pointer: str, known: dict[int, _Said]) -> _Said:
        """What a schema says; `known` is what the choices in its parts said, by the part's `id`."""
        said = _Said()
        for at, part in self._spec.parts(schema, pointer):
            if not _VARYING.isdisjoint(part):
                if id(part) not in known:
                    known[id(part)] = (
                        _Said()
                    )  # as a part of itself it says nothing more
                    known[id(part)] = self._varying(part, at, known)
                said.take(known[id(part)])
            self._own(said, part, at)
        return said

    def _varying(
        self, schema: Document, pointer: str, known: dict[int, _Said]
    ) -> _Said:
        """What the alternatives and conditions of a schema say of an object together."""
        said = _Said()
        for keyword in CHOICES:
            members = enumerate(array_at(schema, keyword))
            where = extend(pointer, keyword)
            some = [(m, extend(where, i)) for i, m in members if not is_null(m)]
            if some:
                said.unite([self._said(*one, known) for one in some], where)
        if some := list(_conditions(schema, pointer)):
            each = [self._said(*one, known) for one in some]
            said.unite([_Said(), *each], pointer)  # none of them may apply
        return said

    def _own(self, said: _Said, schema: Document, pointer: str) -> None:
        """Add what a schema says itself."""
        for name, written in object_at(schema, "properties").items():
            where = extend(pointer, "properties", name)
            said.add(name, written, where, self._types.read(written, where))
        said.required.update(
            name for name in array_at(schema, "required") if isinstance(name, str)
        )
        for others in object_at(schema, "dependentRequired").values():
            if is_array(others):
                said.needed.update(name for name in others if isinstance(name, str))
        extra = self._types.rest(schema, pointer)
        if extra is not None:
            said.extra.append(extra)

    def _field(self, name: str, said: _Said) -> Field:
        places = said.places[name]
        types = self._possible([*said.types[name].values()])
        type_ = self._narrowest(types)
        # Of several places the one that says what the type is.
        chosen = [i for i, one in enumerate(types) if one == type_] or [-1]
        pointer = list(places)[chosen[-1] if len(types) == len(places) else -1]
        keywords: Document = {}
        for written in places.values():
            keywords |= written if is_object(written) else {}
        resolved = [self._spec.resolved(written) for written in places.values()]
        return Field(
            wire_name=name,
            type=type_,
            required=name in said.required,
            origin=pointer,
            sdk_name=text_at(keywords, "x-sdk-name"),
            read_only=keywords.get("readOnly") is True,
            write_only=keywords.get("writeOnly") is True,
            sensitive=any(is_sensitive(node) for node in (keywords, *resolved)),
            default=keywords.get("default"),
            has_default="default" in keywords,
            doc=replace(doc(keywords), listed=_listed(resolved)),
        )

    def _narrowest(self, types: list[TypeExpr]) -> TypeExpr:
        """The narrowest of possible types; a model with some of the fields of another says less than it."""
        if len(types) == 1:
            return types[0]
        names = [self._property_names(t) for t in types]
        said = [
            t
            for t, own in zip(types, names, strict=True)
            if not own or not any(own < other for other in names)
        ]
        return narrowest(said)

    def _possible(self, types: list[TypeExpr]) -> list[TypeExpr]:
        """The types, choices without the alternatives that another type rules out."""
        kinds = {kind for t in types if (kind := self._json_type(t))}
        if len(kinds) != 1:
            return types
        return [self._only(t, kinds) for t in types]

    def _only(self, type_: TypeExpr, kinds: set[str]) -> TypeExpr:
        """A choice of the alternatives that are of one of the JSON types."""
        inner = type_.inner if isinstance(type_, Nullable) else type_
        if isinstance(inner, OneOf):
            variants = list(inner.variants)
        elif isinstance(inner, Ref) and inner.target in self._types.unions:
            variants = self._types.component(inner.target)[0]
        else:
            return type_
        kept = [v for v in variants if self._json_type(v) in kinds]
        if not kept or len(kept) == len(variants):
            return type_
        return nullable(either(kept)) if inner is not type_ else either(kept)

    def _json_type(self, type_: TypeExpr) -> str:
        """The JSON type of a value; "" when it may be of several."""
        match type_.inner if isinstance(type_, Nullable) else type_:
            case Primitive(Scalar.INTEGER | Scalar.NUMBER):
                return "number"
            case Primitive(Scalar.BOOLEAN):
                return "boolean"
            case Primitive():
                return "string"
            case ListOf() | TupleOf():
                return "array"
            case MapOf():
                return "object"
            case Ref(target) if target not in self._types.unions:
                listed = array_at(self._spec.schemas[target], "enum")
                kinds = {_json_type(value) for value in listed if value is not None}
                return kinds.pop() if len(kinds) == 1 else "" if listed else "object"
            case Constant(value):
                return _json_type(value)
            case _:
                return ""

    def _property_names(self, type_: TypeExpr) -> set[str]:
        inner = type_.inner if isinstance(type_, Nullable) else type_
        if not isinstance(inner, Ref) or inner.target in self._types.unions:
            return set()
        return property_names(self._spec, self._spec.schemas[inner.target])


def _conditions(schema: Document, pointer: str) -> Iterator[tuple[Json, str]]:
    """What may hold of an object besides, and where it stands."""
    for keyword in ("then", "else"):
        if keyword in schema:
            yield schema[keyword], extend(pointer, keyword)
    for name, dependent in object_at(schema, "dependentSchemas").items():
        yield dependent, extend(pointer, "dependentSchemas", name)


def _json_type(value: Json) -> str:
    """The JSON type of a constant; "" for those that no type tells from others."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "number"
        case str():
            return "string"
        case _:
            return ""


def _listed(places: list[Document]) -> tuple[Json, ...]:
    """What the last place that lists values lists, where the type does not say them."""
    return next((found for place in reversed(places) if (found := unspoken(place))), ())
