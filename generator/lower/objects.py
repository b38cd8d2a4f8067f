"""Object schemas to fields: `allOf` flattened, alternatives laid over each other.

Where several members of `allOf` have a property, its type is the one that says most, the last
of equals. An object that also has alternatives (`anyOf`, `oneOf`, `if`) gets the properties of
all of them: each is required when every alternative requires it, and takes what any of them
takes. That loses the connection between fields, and no value.
"""

from __future__ import annotations

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
from .forms import CHOICES, DEEPEST_ALL_OF, is_null, property_names
from .types import TypeReader, either, narrowest, nullable, unspoken

CONDITIONS = ("then", "else")


@dataclass(slots=True)
class _Said:
    """What one schema says about the members of an object."""

    properties: dict[str, list[tuple[Json, str]]] = field(
        default_factory=dict[str, list[tuple[Json, str]]]
    )
    types: dict[str, list[TypeExpr]] = field(default_factory=dict[str, list[TypeExpr]])
    required: set[str] = field(default_factory=set[str])
    needed: set[str] = field(default_factory=set[str])
    """What must be there beside other members."""
    extra: list[TypeExpr] = field(default_factory=list["TypeExpr"])


class ObjectReader:
    """Reads the fields of object schemas."""

    def __init__(self, spec: Spec, types: TypeReader) -> None:
        self._spec = spec
        self._types = types

    def read(
        self, schema: Json, pointer: str
    ) -> tuple[tuple[Field, ...], TypeExpr | None]:
        """The fields, and the type of members without one (None when there are none)."""
        said = _Said()
        self._gather(said, schema, pointer, 0)
        extra = narrowest(said.extra) if said.extra else None
        for name in sorted(said.required - said.properties.keys()):
            _add(said, name, True, pointer, extra or Anything())
        for name in sorted(said.needed - said.properties.keys()) if not extra else ():
            _add(said, name, True, pointer, Anything())
        fields = tuple(
            self._field(name, places, said) for name, places in said.properties.items()
        )
        return fields, extra

    def _gather(self, said: _Said, schema: Json, pointer: str, depth: int) -> None:
        if not is_object(schema) or depth > DEEPEST_ALL_OF:
            return
        if "$ref" in schema:
            target = text_at(schema, "$ref")[1:]
            self._gather(said, self._spec.resolve(schema), target, depth + 1)
        for i, member in enumerate(array_at(schema, "allOf")):
            self._gather(said, member, extend(pointer, "allOf", i), depth + 1)
        for keyword in CHOICES:
            members = array_at(schema, keyword)
            self._lay_over(said, members, extend(pointer, keyword), depth + 1)
        self._conditions(said, schema, pointer, depth + 1)
        for name, prop in object_at(schema, "properties").items():
            where = extend(pointer, "properties", name)
            _add(said, name, prop, where, self._types.read(prop, where))
        said.required.update(
            name for name in array_at(schema, "required") if isinstance(name, str)
        )
        for others in object_at(schema, "dependentRequired").values():
            if is_array(others):
                said.needed.update(name for name in others if isinstance(name, str))
        extra = self._types.rest(schema, pointer)
        if extra is not None:
            said.extra.append(extra)

    def _lay_over(
        self, said: _Said, members: list[Json], pointer: str, depth: int
    ) -> None:
        """Add the properties of alternatives, one of which an object is."""
        each: list[_Said] = []
        for i, member in enumerate(members):
            if not is_null(member):
                each.append(_Said())
                self._gather(each[-1], member, extend(pointer, i), depth)
        _unite(said, each)

    def _conditions(
        self, said: _Said, schema: Document, pointer: str, depth: int
    ) -> None:
        branches = [(schema[k], extend(pointer, k)) for k in CONDITIONS if k in schema]
        for name, dependent in object_at(schema, "dependentSchemas").items():
            branches.append((dependent, extend(pointer, "dependentSchemas", name)))
        each = [_Said()]  # none of them may apply
        for branch, where in branches:
            each.append(_Said())
            self._gather(each[-1], branch, where, depth)
        if branches:
            _unite(said, each)

    def _field(self, name: str, places: list[tuple[Json, str]], said: _Said) -> Field:
        types = self._possible(said.types[name])
        type_ = self._narrowest(types)
        # Of several places the one that says what the type is.
        chosen = [i for i, one in enumerate(types) if one == type_] or [-1]
        pointer = places[chosen[-1] if len(types) == len(places) else -1][1]
        keywords: Document = {}
        for written, _ in places:
            keywords |= written if is_object(written) else {}
        resolved = [self._spec.resolved(written) for written, _ in places]
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


def _add(said: _Said, name: str, prop: Json, where: str, type_: TypeExpr) -> None:
    said.properties.setdefault(name, []).append((prop, where))
    said.types.setdefault(name, []).append(type_)


def _unite(said: _Said, each: list[_Said]) -> None:
    """Add to `said` what holds of an object of which any one of `each` is said."""
    named = dict.fromkeys(name for one in each for name in one.properties)
    for name in named:
        having = [one for one in each if name in one.properties]
        for one in having:
            said.properties.setdefault(name, []).extend(one.properties[name])
        type_ = either(narrowest(one.types[name]) for one in having)
        said.types.setdefault(name, []).append(type_)
    said.needed.update(name for one in each for name in one.needed)
    if each:
        first, *others = (one.required for one in each)
        said.required |= first.intersection(*others)
    extra = [narrowest(one.extra) for one in each if one.extra]
    if extra:
        said.extra.append(either(extra))


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
