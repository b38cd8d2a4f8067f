"""What a description itself offers as values, and how it tells the branches of a union apart."""

from __future__ import annotations

from ..source import Document, Json, is_array, is_object
from ..spec import SCHEMAS


def enumerated(flat: Document, turn: int) -> list[Json]:
    """The values of an enum; both booleans once the example has had its turn."""
    if "enum" in flat:
        return [value for value in flat["enum"] if value is not None]
    return [True, False] if flat.get("type") == "boolean" and turn else []


def listed(examples: Json) -> list[Json]:
    """The `examples`, when they are a list."""
    return examples if is_array(examples) else []


def telling_default(flat: Document) -> list[Json]:
    """The default, when it says anything: `{}`, `[]` and null only say "nothing"."""
    default = flat.get("default")
    return [] if default in (None, {}, []) or default == "" else [default]


def is_null(schema: Json) -> bool:
    """Whether null is all that the schema takes."""
    return is_object(schema) and (
        schema.get("type") == "null"
        or schema.get("enum") == [None]
        or ("const" in schema and schema["const"] is None)
    )


def discriminated(value: Json, branch: Json, discriminator: Json) -> Json:
    """`value` with the discriminating property set to what names its branch."""
    if not (is_object(value) and is_object(branch) and is_object(discriminator)):
        return value
    target, name = branch.get("$ref", ""), discriminator.get("propertyName", "")
    mapping = discriminator.get("mapping", {})
    short = target.removeprefix(SCHEMAS)
    chosen = next((key for key, to in mapping.items() if to in (target, short)), short)
    return value | {name: chosen} if name and chosen else value


def conditional(flat: Document) -> tuple[Document, list[Json]]:
    """A schema without its conditions, and what may hold beside it, one of which does.

    `if` holds with `then`, or `else` does; what `dependentSchemas` says of members holds of
    objects with all of these.
    """
    base = {key: value for key, value in flat.items() if key not in _CONDITIONS}
    beside: list[Json] = []
    if "if" in flat:
        beside = [
            {"allOf": [flat["if"], flat.get("then", True)]},
            flat.get("else", True),
        ]
    if dependent := list(flat.get("dependentSchemas", {}).values()):
        beside = [{"allOf": [one, *dependent]} for one in beside or [True]] + beside
    return base, beside


_CONDITIONS = ("if", "then", "else", "dependentSchemas")
