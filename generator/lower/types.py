"""Schema Objects to type expressions.

A component that is an object with properties, an enumeration or a choice becomes a declaration
and is used by reference, as does one that refers to itself; every other component is another
spelling of a type and is read through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ..expressions import (
    Anything,
    Binary,
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
from ..source import Document, Json, array_at, extend, is_array, is_object, object_at
from ..spec import SCHEMAS, Spec
from .forms import allows_null, choice, is_bytes, is_enum, is_model, is_union

STRING_FORMATS: Mapping[str, Scalar] = MappingProxyType(
    {
        "date-time": Scalar.DATE_TIME,
        "date": Scalar.DATE,
        "time": Scalar.TIME,
        "duration": Scalar.DURATION,
        "uuid": Scalar.UUID,
        "decimal": Scalar.DECIMAL,
        "byte": Scalar.BASE64,
    }
)
PLAIN = MappingProxyType(
    {
        "string": Primitive(Scalar.STRING),
        "integer": Primitive(Scalar.INTEGER),
        "number": Primitive(Scalar.NUMBER),
        "boolean": Primitive(Scalar.BOOLEAN),
    }
)
NULL = Constant(None)
VAGUE = (Scalar.STRING, Scalar.INTEGER, Scalar.BOOLEAN)


class TypeReader:
    """Reads the type of any schema of one canonical document.

    `declared` are the components that get a declaration, `unions` those of them that are
    unions, or types that refer to themselves or are too long to be spelled wherever they are used.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._open: list[str] = []
        self._aliases: set[str] = set()
        self._known: dict[str, TypeExpr] = {}
        schemas = spec.schemas.items()
        self.unions = {name for name, schema in schemas if is_union(spec, schema)}
        self.declared = self.unions | {
            name
            for name, schema in schemas
            if is_enum(schema) or is_model(spec, schema)
        }
        self._nullable = {n for n in self.declared if allows_null(spec.schemas[n])}
        self._settle()

    def read(self, schema: Json, pointer: str) -> TypeExpr:
        """The type of the schema at `pointer`; what says nothing of a type is `Anything`."""
        if not is_object(schema):
            return Anything()
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        keyword, members = choice(schema)
        if members and not self._restricts_only(schema, members):
            found = either(self._alternatives(members, extend(pointer, keyword)))
            return nullable(found) if allows_null(schema) else found
        if "const" in schema or array_at(schema, "enum"):
            return _enumerated(schema)
        return self._typed(schema, pointer)

    def component(self, name: str) -> tuple[list[TypeExpr], bool]:
        """The variants of a component that is a union, and whether null is one of its values."""
        schema = self._spec.schemas[name]
        keyword, members = choice(schema)
        pointer = extend("/components/schemas", name)
        if not members:
            return distinct([self.read(schema, pointer)])
        return distinct(self._alternatives(members, extend(pointer, keyword)))

    def _alternatives(self, members: list[Json], pointer: str) -> Iterator[TypeExpr]:
        """The types of alternatives; one that no value fits is none."""
        for i, member in enumerate(members):
            if member is not False:
                yield self.read(member, extend(pointer, i))

    def _settle(self) -> None:
        """Find the unions that are none after all, and the types that refer to themselves.

        Both depend on each other: a union of two spellings of one type is that type.
        """
        settled: set[str] = set()
        changed = True
        while changed:
            before = (frozenset(self.declared), frozenset(self._nullable))
            for name in sorted(set(self._spec.schemas) - self.declared):
                self._reference(SCHEMAS + name)
            for name in sorted(self.unions - self._aliases):
                found, null = self.component(name)
                others = [v for v in found if v != Ref(name)]
                if null and name not in self._nullable:
                    self._nullable.add(name)
                    self._known.clear()
                is_choice = len(others) > 1 and Anything() not in others
                if not is_choice and name not in settled:
                    settled.add(name)
                    self.unions.discard(name)
                    self.declared.discard(name)
                    self._known.clear()
            for name in self._aliases - self._nullable:
                if self.component(name)[1]:
                    self._nullable.add(name)
                    self._known.clear()
            changed = before != (frozenset(self.declared), frozenset(self._nullable))

    def _reference(self, ref: str) -> TypeExpr:
        name = ref.removeprefix(SCHEMAS)
        if name in self.declared:
            return nullable(Ref(name)) if name in self._nullable else Ref(name)
        if ref in self._open:
            self._declare(name)
            return Ref(name)
        if ref not in self._known:
            self._open.append(ref)
            try:
                found = self.read(self._spec.schemas.get(name), ref[1:])
            finally:
                self._open.pop()
            if _length(found, _LONGEST) > _LONGEST:
                self._declare(name)
                return self._reference(ref)
            self._known[ref] = found
        return self._known[ref]

    def _declare(self, name: str) -> None:
        """Give a name to what is neither an object nor a choice."""
        self._aliases.add(name)
        self.unions.add(name)
        self.declared.add(name)
        self._known.clear()

    def _restricts_only(self, schema: Document, members: list[Json]) -> bool:
        """Whether alternatives restrict a type that the schema names itself.

        `type: string` beside `anyOf` of patterns is a string.
        """
        if "type" not in schema and "allOf" not in schema:
            return False
        return all(is_object(m) and not (_TYPING & m.keys()) for m in members)

    def _typed(self, schema: Document, pointer: str) -> TypeExpr:
        types = schema.get("type")
        if is_array(types):
            return either(self.read({**schema, "type": t}, pointer) for t in types)
        if types == "null":
            return NULL
        if members := array_at(schema, "allOf"):
            return self._all_of(schema, members, pointer)
        if isinstance(types, str) and types in PLAIN:
            return _scalar(schema, types)
        if types == "array" or (types is None and not _LISTING.isdisjoint(schema)):
            return self._array(schema, pointer)
        if types == "object" or "additionalProperties" in schema:
            return MapOf(self.rest(schema, pointer) or Anything())
        if "patternProperties" in schema:
            return MapOf(self.rest(schema, pointer) or Anything())
        return Binary() if types is None and is_bytes(schema) else Anything()

    def _all_of(self, schema: Document, members: list[Json], pointer: str) -> TypeExpr:
        own = {key: value for key, value in schema.items() if key != "allOf"}
        found = [
            self.read(m, extend(pointer, "allOf", i)) for i, m in enumerate(members)
        ]
        return narrowest([*found, self.read(own, pointer)])

    def _array(self, schema: Document, pointer: str) -> TypeExpr:
        """A list, or a tuple where the first items are described one by one."""
        prefix = array_at(schema, "prefixItems")
        most = _size(schema.get("maxItems"), len(prefix) + 1)
        items = tuple(
            self.read(item, extend(pointer, "prefixItems", i))
            for i, item in enumerate(prefix[:most])
        )
        rest = None
        if not prefix or (most > len(prefix) and schema.get("items") is not False):
            rest = self.read(schema.get("items"), extend(pointer, "items"))
        if not items:
            return ListOf(rest or Anything())
        least = min(_size(schema.get("minItems"), 0), len(items))
        return TupleOf(items, rest, least)

    def rest(self, schema: Document, pointer: str) -> TypeExpr | None:
        """The type of members that are no named property, None when nothing is said of them."""
        said = [
            (values, extend(pointer, "patternProperties", pattern))
            for pattern, values in object_at(schema, "patternProperties").items()
        ]
        others = [key for key in _OTHER_MEMBERS if key in schema]
        said += [
            (schema[keyword], extend(pointer, keyword))
            for keyword in others
            if schema[keyword] is not False
        ]
        if said and not others and not _MATCH_ALL & schema["patternProperties"].keys():
            said.append((True, pointer))  # what matches no pattern may be anything
        return either(self.read(*one) for one in said) if said else None


_LONGEST = 100
"""Of how many types the type of a component may be put together without getting a name."""

_LISTING = frozenset(["items", "prefixItems"])
"""Keywords that speak of an array; beside another type they say nothing."""

_OTHER_MEMBERS = ("additionalProperties", "unevaluatedProperties")
_MATCH_ALL = frozenset(("", ".", ".*", ".+", "^.*$", "^.+$", "^.*", "^.+"))
"""Patterns that every name matches, or every name that is not empty."""

_TYPING = frozenset(
    ["$ref", "type", "const", "enum", "items", "properties", "allOf", "anyOf", "oneOf"]
)
"""Keywords by which a schema says what type its values have."""


def _size(value: Json, otherwise: int) -> int:
    """A count of items, which JSON may write as 2.0."""
    return int(value) if isinstance(value, int | float) and value >= 0 else otherwise


def _length(type_: TypeExpr, most: int) -> int:
    """Of how many types a type is put together; when it is more than `most`, any number above."""
    length, waiting = 0, [type_]
    while waiting and length <= most:
        length += 1
        match waiting.pop():
            case Nullable(inner) | ListOf(inner) | MapOf(inner):
                waiting.append(inner)
            case TupleOf() as row:
                waiting += row.each
            case OneOf(variants):
                waiting += variants
            case _:
                pass
    return length


def distinct(types: Iterable[TypeExpr]) -> tuple[list[TypeExpr], bool]:
    """Each type once, choices taken apart: (types, whether null was among them)."""
    found: dict[TypeExpr, None] = {}
    null = False
    for type_ in types:
        if isinstance(type_, Nullable):
            null, type_ = True, type_.inner
        if type_ == NULL:
            null = True
        elif isinstance(type_, OneOf):
            found.update(dict.fromkeys(type_.variants))
        else:
            found[type_] = None
    if PLAIN["number"] in found:  # every integer is a number
        found.pop(PLAIN["integer"], None)
    if PLAIN["string"] in found:  # nobody needs to be told of the empty text
        found.pop(Constant(""), None)
    return list(found), null


def either(types: Iterable[TypeExpr]) -> TypeExpr:
    """The type of a value that is of any of the types."""
    variants, null = distinct(types)
    if Anything() in variants or not (variants or null):
        return Anything()
    if not variants:
        return NULL
    inner = variants[0] if len(variants) == 1 else OneOf(tuple(variants))
    return nullable(inner) if null else inner


def nullable(inner: TypeExpr) -> TypeExpr:
    """The type or null, null said once."""
    has_null = isinstance(inner, Nullable | Anything) or inner == NULL
    return inner if has_null else Nullable(inner)


def narrowest(types: list[TypeExpr]) -> TypeExpr:
    """What a value is that is all of these: the type that says most, the last of equals.

    It can be null only where all of them can.
    """
    known = [t for t in types if not isinstance(t, Anything)]
    if not known:
        return Anything()
    inner = [t.inner if isinstance(t, Nullable) else t for t in known]
    best = _narrowest(inner)
    every = all(isinstance(t, Nullable) or t == NULL for t in known)
    return nullable(best) if every else best


def _narrowest(types: list[TypeExpr]) -> TypeExpr:
    lists = [t.item for t in types if isinstance(t, ListOf)]
    if len(lists) == len(types):
        return ListOf(narrowest(lists))
    maps = [t.value for t in types if isinstance(t, MapOf)]
    if len(maps) == len(types):
        return MapOf(narrowest(maps))
    return types[max(range(len(types)), key=lambda i: (_rank(types[i]), i))]


def _rank(type_: TypeExpr) -> int:
    match type_:
        case Anything():
            return 0
        case Primitive(Scalar.NUMBER) | MapOf(Anything()) | ListOf(Anything()):
            return 1
        case Primitive(scalar) if scalar in VAGUE:
            return 2
        case MapOf():  # beside a model, which names its members
            return 2
        case Constant() | TupleOf():
            return 4
        case _:
            return 3


def _enumerated(schema: Document) -> TypeExpr:
    """The type of listed values: a constant, or several, or the JSON types that they have.

    Objects, arrays and fractions are no literals in Python; true and false are a boolean.
    """
    values = [schema["const"]] if "const" in schema else array_at(schema, "enum")
    types: set[type] = {type(value) for value in values}
    vague = {float, int} if float in types else set[type]()
    if sum(isinstance(value, bool) for value in values) > 1:
        vague.add(bool)
    return either(
        (
            Constant(value)
            if isinstance(value, str | int | bool | None) and type(value) not in vague
            else _type_of(value)
        )
        for value in values
    )


def unspoken(schema: Json) -> tuple[Json, ...]:
    """The values that an enumeration lists and its type does not: fractions, objects, arrays."""
    if not is_object(schema) or choice(schema)[1] or "$ref" in schema:
        return ()
    values = [schema["const"]] if "const" in schema else array_at(schema, "enum")
    return tuple(values) if any(map(_is_unspoken, values)) else ()


def _is_unspoken(value: Json) -> bool:
    return isinstance(value, float | list | dict)


def _type_of(value: Json) -> TypeExpr:
    match value:
        case None:
            return NULL
        case bool():
            return PLAIN["boolean"]
        case int():
            return PLAIN["integer"]
        case float():
            return PLAIN["number"]
        case str():
            return PLAIN["string"]
        case list():
            return ListOf(Anything())
        case _:
            return MapOf(Anything())


def _scalar(schema: Document, name: str) -> TypeExpr:
    if name != "string":  # a decimal number in JSON is a float before anyone can ask
        return PLAIN[name]
    if schema.get("contentEncoding") == "base64":
        return Primitive(Scalar.BASE64)
    if is_bytes(schema):
        return Binary()
    return Primitive(STRING_FORMATS.get(str(schema.get("format")), Scalar.STRING))
