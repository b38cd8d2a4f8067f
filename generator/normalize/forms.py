"""Says alike what can be said in several ways, so that later stages meet one form of each.

- `allOf` around a single `$ref` is that `$ref`: OpenAPI 3.0 had no other way to put a
  description beside it.
- `oneOf` of one schema and null is `anyOf`.
- An object with properties that may be of another type as well is a choice of these.
- A choice of nothing but constants is an enumeration of these.
- A component never allows null: null is a matter of each use, so it moves to the references.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..grammar import SCHEMA
from ..source import Document, Json, is_array, is_object
from ..spec import SCHEMAS
from .sites import CHOICES, is_aside, is_enumeration, is_null

_NULL = {"type": "null"}
_COMBINING = ("allOf", "anyOf", "oneOf")
_WHOLE = frozenset((*_COMBINING, "$ref", "enum", "const", "not", "if"))
"""Keywords that speak of values of any type."""

_OF_OBJECTS = frozenset(
    (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "dependentSchemas",
    )
)


def simplify(
    components: Document, roots: list[Json], kept: frozenset[int] = frozenset()
) -> None:
    """Bring every schema at and below `roots` to the one form, in place.

    `components` are the component schemas by name; they are among the roots. `kept` are the
    ids of the schemas that must stay schemas of their own, because references name them.
    """
    schemas = list(_schemas(roots))
    for schema, _ in schemas:
        _unwrap_reference(schema, kept)
        _choose_any_of(schema)
        _take_types_apart(schema)
    nullable = _take_null_out(components, kept)
    for schema, _ in schemas:
        _list_constants(schema)
    if not nullable:
        return
    named = {id(schema) for schema in components.values()}
    for schema, keyword in schemas:
        _gather_null(schema, nullable)
        inside = keyword in _COMBINING or id(schema) in named
        if not inside and schema.get("$ref") in nullable:
            reference = schema.pop("$ref")
            schema["anyOf"] = [{"$ref": reference}, dict(_NULL)]


def _schemas(roots: list[Json]) -> Iterator[tuple[Document, str]]:
    """Every schema object at and below `roots`, with the keyword that holds it."""
    waiting: list[tuple[Json, str]] = [(root, "") for root in roots]
    while waiting:
        schema, keyword = waiting.pop()
        if not is_object(schema):
            continue
        yield schema, keyword
        for name, value in schema.items():
            kind = SCHEMA.fields.get(name)
            if kind is None:
                continue
            if is_array(value):
                waiting += [(member, name) for member in value]
            elif kind is SCHEMA:
                waiting.append((value, name))
            elif is_object(value):
                waiting += [(member, name) for member in value.values()]


def _unwrap_reference(schema: Document, kept: frozenset[int]) -> None:
    members = schema.get("allOf")
    if not is_array(members) or not members or not all(map(is_object, members)):
        return
    if any(id(member) in kept for member in members):
        return
    references = [member for member in members if "$ref" in member]
    others = [key for member in members for key in member if key != "$ref"]
    alone = all(is_aside(key) for key in [*others, *schema] if key != "allOf")
    if len(references) == 1 and alone:
        del schema["allOf"]
        for member in members:
            for key, value in member.items():
                schema.setdefault(key, value)


def _choose_any_of(schema: Document) -> None:
    members = schema.get("oneOf")
    if is_array(members) and "anyOf" not in schema and "discriminator" not in schema:
        nulls = [member for member in members if is_null(member)]
        if len(nulls) == 1 and len(members) == 2:
            del schema["oneOf"]
            schema["anyOf"] = [*(m for m in members if not is_null(m)), *nulls]


def _take_types_apart(schema: Document) -> None:
    """`type: [object, string]` with properties: these are of the objects alone."""
    types = schema.get("type")
    if not is_array(types) or "object" not in types or not schema.get("properties"):
        return
    others = [t for t in types if t not in ("object", "null")]
    if not others or not _WHOLE.isdisjoint(schema):
        return
    parts: list[Document] = [{"type": "object"}, {"type": others}]
    if len(others) == 1:
        parts[1]["type"] = others[0]
    for key in [key for key in schema if not is_aside(key)]:
        value = schema.pop(key)
        if key != "type":
            parts[key not in _OF_OBJECTS][key] = value
    schema["anyOf"] = [*parts, dict(_NULL)] if "null" in types else parts


def _list_constants(schema: Document) -> None:
    """`oneOf` of constants, each with a title: `enum` says as much, beside what they are called."""
    keywords = [k for k in CHOICES if is_array(schema.get(k))]
    if len(keywords) != 1 or "enum" in schema:
        return
    members = schema[keywords[0]]
    values = [_constant(member) for member in members if not is_null(member)]
    if _NO_VALUE in values or not is_enumeration(values):
        return
    if any(map(is_null, members)):
        values.append(None)
    schema["enum"] = values


_NO_VALUE = object()


def _constant(schema: Json) -> Json:
    """The value of a schema that says of one nothing but what it is."""
    if not is_object(schema):
        return _NO_VALUE
    said = {key for key in schema if not is_aside(key)}
    values = schema.get("enum")
    if said <= {"type", "enum"} and is_array(values) and len(values) == 1:
        return values[0]
    return (
        schema["const"] if said <= {"type", "const"} and "const" in said else _NO_VALUE
    )


def _take_null_out(components: Document, kept: frozenset[int]) -> frozenset[str]:
    """Make the components refuse null; the references to those that allowed it."""
    nullable: set[str] = set()
    for name, schema in components.items():
        if is_object(schema) and _without_null(schema, kept):
            nullable.add(SCHEMAS + name)
    found = bool(nullable)
    while found:
        aliases = {
            SCHEMAS + name
            for name, schema in components.items()
            if is_object(schema) and schema.get("$ref") in nullable
        }
        found = not aliases <= nullable
        nullable |= aliases
    return frozenset(nullable)


def _without_null(schema: Document, kept: frozenset[int]) -> bool:
    """Take null out of a schema; say whether it was in."""
    types = schema.get("type")
    if is_array(types) and "null" in types and len(types) > 1:
        rest = [t for t in types if t != "null"]
        schema["type"] = rest[0] if len(rest) == 1 else rest
        if is_array(schema.get("enum")):
            schema["enum"] = [value for value in schema["enum"] if value is not None]
        return True
    for keyword in ("anyOf", "oneOf"):
        members = schema.get(keyword)
        if not is_array(members) or not any(map(is_null, members)) or "type" in schema:
            continue
        rest = [member for member in members if not is_null(member)]
        if len(rest) > 1 or (rest and id(rest[0]) in kept):
            schema[keyword] = rest
            return True
        if (
            rest
            and is_object(rest[0])
            and all(is_aside(k) for k in schema if k != keyword)
        ):
            del schema[keyword]
            for key, value in rest[0].items():
                schema.setdefault(key, value)
            return True
    return False


def _gather_null(schema: Document, nullable: frozenset[str]) -> None:
    """Give a choice with a variant that allowed null a null variant of its own."""
    for keyword in ("anyOf", "oneOf"):
        members = schema.get(keyword)
        if not is_array(members) or any(map(is_null, members)):
            continue
        if any(is_object(m) and m.get("$ref") in nullable for m in members):
            schema[keyword] = [*members, dict(_NULL)]
