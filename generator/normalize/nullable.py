"""Says in JSON Schema's words what OpenAPI 3.0 says with `nullable: true`.

One inline form: null stands in the `type` array, and in `enum` where there is one. A schema that
is composed or a reference becomes `anyOf: [the schema, {type: null}]`, because null must pass
beside all of it; its annotations stay outside, on the node that had them.
"""

from __future__ import annotations

from ..grammar import SCHEMA
from ..source import Document, Json, is_array, is_object

_COMPOSED = ("$ref", "$dynamicRef", "allOf", "oneOf")
_OBJECT_KEYWORDS = (
    "properties",
    "additionalProperties",
    "patternProperties",
    "required",
)
_OUTSIDE = SCHEMA.annotations | {"default", "readOnly", "writeOnly"}


def allow_null(schema: Document) -> Document:
    """The schema without its boolean `nullable`; when that was true, with null allowed."""
    nullable = schema["nullable"]
    new = {key: value for key, value in schema.items() if key != "nullable"}
    if not nullable:
        return new
    if is_composed(new):
        return _beside_null(new)
    if is_array(new.get("anyOf")):
        return _with_null_variant(new)
    return _with_null_type(new)


def is_composed(schema: Document) -> bool:
    """Whether null cannot be said within the schema itself."""
    return any(key in schema for key in _COMPOSED)


def is_inside(keyword: str) -> bool:
    """Whether what a keyword says of a composed schema stands in `anyOf/0` once null is allowed."""
    return keyword not in _OUTSIDE and not keyword.startswith("x-")


def is_null_beside_choices(schema: Document) -> bool:
    """Whether a schema is of null alone and has alternatives: converters write so for `nullable`."""
    return schema.get("type") in ("null", ["null"]) and any(
        key in schema for key in (*_COMPOSED, "anyOf")
    )


def with_null(schema: Document) -> Document:
    """Such a schema with null as one of its alternatives."""
    rest = {key: value for key, value in schema.items() if key != "type"}
    return allow_null({**rest, "nullable": True})


def _beside_null(schema: Document) -> Document:
    outside: Document = {}
    inside: Document = {}
    for key, value in schema.items():
        (inside if is_inside(key) else outside)[key] = value
    return {**outside, "anyOf": [inside, {"type": "null"}]}


def _with_null_variant(schema: Document) -> Document:
    """An `anyOf` already is a choice; a `type` or `enum` beside it must let null pass as well."""
    variants = schema["anyOf"]
    if not any(_is_null(variant) for variant in variants):
        schema["anyOf"] = [*variants, {"type": "null"}]
    return _with_null_type(schema) if "type" in schema or "enum" in schema else schema


def _is_null(schema: Json) -> bool:
    return is_object(schema) and schema.get("type") == "null"


def _with_null_type(schema: Document) -> Document:
    """A schema without any `type` that names no keyword of one type allows null already."""
    declared = schema.get("type") or _implied_type(schema)
    types = declared if is_array(declared) else [declared] if declared else []
    if types and "null" not in types:
        types = [*types, "null"]
    new: Document = {}
    if types and "type" not in schema:
        new["type"] = types
    for key, value in schema.items():
        if key == "type":
            new[key] = types
        elif key == "enum" and is_array(value) and None not in value:
            new[key] = [*value, None]
        elif key == "const" and value is not None:
            new["enum"] = [value, None]
        else:
            new[key] = value
    return new


def _implied_type(schema: Document) -> str:
    if any(key in schema for key in _OBJECT_KEYWORDS):
        return "object"
    return "array" if "items" in schema else ""
