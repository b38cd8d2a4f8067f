"""What a component schema is declared as: an enumeration, an object with fields, or a union.

These questions look at schemas only, and follow references: they are asked before any type is
read, because a type that refers to a component must know what the component is.
"""

from __future__ import annotations

from ..examples.conform import says
from ..media_types import essence
from ..source import Document, Json, array_at, is_array, is_object, object_at, text_at
from ..spec import Spec

CHOICES = ("oneOf", "anyOf")


def is_null(schema: Json) -> bool:
    """Whether the schema allows null and nothing else."""
    if not is_object(schema):
        return False
    return (
        schema.get("type") in ("null", ["null"])
        or schema.get("enum") == [None]
        or ("const" in schema and schema["const"] is None)
    )


def is_bytes(schema: Document) -> bool:
    """Whether the schema is of bytes as they are (OAS 3.1, Working with Binary Data).

    JSON within a string is text, as is what has an encoding.
    """
    media_type = essence(text_at(schema, "contentMediaType"))
    is_json = media_type == "application/json" or media_type.endswith("+json")
    has_encoding = "contentEncoding" in schema or "contentSchema" in schema
    return bool(media_type) and not is_json and not has_encoding


def choice(schema: Json) -> tuple[str, list[Json]]:
    """The keyword that lists alternatives, and these; ("", []) when there is none."""
    for keyword in CHOICES:
        if members := array_at(schema, keyword):
            return keyword, members
    return "", []


def allows_null(schema: Json) -> bool:
    """Whether a schema says itself, beside its alternatives, that null is one of its values."""
    if not is_object(schema):
        return False
    types = schema.get("type")
    listed = is_array(types) and "null" in types and len(types) > 1
    return listed or None in array_at(schema, "enum")


def is_enum(schema: Json) -> bool:
    """Whether the schema lists two or more strings, or two or more integers, and nothing else
    but null."""
    values = [value for value in array_at(schema, "enum") if value is not None]
    if len(values) < 2:
        return False
    return any(all(type(v) is kind for v in values) for kind in (str, int))


def is_model(spec: Spec, schema: Json) -> bool:
    """Whether the schema describes an object with named properties, itself or by its `allOf`.

    Beside alternatives that all have them, properties of its own say nothing: that is a union.
    """
    if not is_object(schema) or is_enum(schema):
        return False
    own = object_at(schema, "properties")
    if own and _is_object_type(schema):
        return not _all_alternatives_have(spec, schema, set(own))
    members = array_at(schema, "allOf")
    givers = [m for m in members if gives_fields(spec, m)]
    if len(givers) == 1 and not _says_more(schema, members, givers[0]):
        return not is_choice(spec, givers[0])
    return bool(givers)


def asks_for_members(
    spec: Spec, schema: Json, known: dict[int, bool] | None = None
) -> bool:
    """Whether a request has to send members of the object that `schema` describes.

    Of alternatives all must ask for some; members that only answers have are not asked for.
    `known` are the answers so far: a part may be there often, or be a part of itself.
    """
    known = {} if known is None else known
    found = spec.resolved(schema)
    if id(found) not in known:
        known[id(found)] = False  # as a part of itself it asks for nothing more
        properties = object_at(found, "properties")
        some = [] if properties else choice(found)[1]
        known[id(found)] = (
            any(
                not says(spec, properties.get(name), "readOnly")
                for name in array_at(found, "required")
            )
            or any(asks_for_members(spec, m, known) for m in array_at(found, "allOf"))
            or (bool(some) and all(asks_for_members(spec, m, known) for m in some))
        )
    return known[id(found)]


def is_choice(spec: Spec, schema: Json) -> bool:
    """Whether the schema, references followed, is a union rather than a model."""
    found = spec.resolve(schema)
    return bool(choice(found)[1]) and not is_model(spec, found)


def is_union(spec: Spec, schema: Json) -> bool:
    """Whether the schema offers two or more alternatives besides null."""
    members = choice(schema)[1]
    if is_enum(schema) or is_model(spec, schema):
        return False
    return sum(not is_null(m) for m in members) > 1


def gives_fields(
    spec: Spec, schema: Json, known: dict[int, bool] | None = None
) -> bool:
    """Whether a member of `allOf` adds fields: properties, or alternatives that all have some.

    `known` are the answers so far: a part may be there often, or be a part of itself.
    """
    known = {} if known is None else known
    found = spec.resolved(schema)
    if id(found) not in known:
        known[id(found)] = False  # as a part of itself it gives nothing more
        some = [m for m in choice(found)[1] if not is_null(m)]
        known[id(found)] = (
            (bool(object_at(found, "properties")) and _is_object_type(found))
            or any(gives_fields(spec, m, known) for m in array_at(found, "allOf"))
            or (bool(some) and all(gives_fields(spec, m, known) for m in some))
        )
    return known[id(found)]


def _is_object_type(schema: Document) -> bool:
    types = schema.get("type", "object")
    return types == "object" or (is_array(types) and set(types) <= {"object", "null"})


def _says_more(schema: Document, members: list[Json], giver: Json) -> bool:
    """Whether anything beside the one member that gives fields changes what an object holds."""
    others = [schema, *(m for m in members if m is not giver)]
    keywords = ("required", "additionalProperties", "patternProperties", *CHOICES)
    return any(is_object(o) and any(k in o for k in keywords) for o in others)


def _all_alternatives_have(spec: Spec, schema: Document, names: set[str]) -> bool:
    if array_at(schema, "allOf"):
        return False
    some = [m for m in choice(schema)[1] if not is_null(m)]
    return len(some) > 1 and all(names <= property_names(spec, m) for m in some)


def property_names(spec: Spec, schema: Json) -> set[str]:
    """The names of the properties that a schema and its `allOf` give an object."""
    parts = spec.parts(schema)
    return {name for _, part in parts for name in object_at(part, "properties")}
