"""Reads descriptions that are really JSON: `{"example": "Alex"}`.

Schema libraries with a single text per field are used to smuggle keywords through it. Only an
object made of nothing but these keywords is taken as that; other prose that looks like JSON is
prose.
"""

from __future__ import annotations

import json

from ..source import Document, Json, is_array, is_object

_KEYWORDS = frozenset(("example", "examples", "default", "deprecated"))


def described_values(description: Json) -> Document:
    """The keywords that a description consists of; empty when it is ordinary text."""
    if not isinstance(description, str) or not description.lstrip().startswith("{"):
        return {}
    try:
        found = json.loads(description)
    except ValueError:
        return {}
    well_formed = (
        is_object(found)
        and _KEYWORDS.issuperset(found)
        and is_array(found.get("examples", []))
        and isinstance(found.get("deprecated", False), bool)
    )
    return found if well_formed else {}


def lift_into_schema(schema: Document, lifted: Document) -> Document:
    """The schema with these keywords in place of its description; its own keywords win."""
    new: Document = {}
    for key, value in schema.items():
        if key == "description":
            new |= _schema_keywords(schema, lifted)
        else:
            new[key] = value
    return new


def _schema_keywords(schema: Document, lifted: Document) -> Document:
    found: Document = {}
    examples = _examples(lifted)
    if examples and "example" not in schema and "examples" not in schema:
        found["examples"] = examples
    for key in ("default", "deprecated"):
        if key in lifted and key not in schema:
            found[key] = lifted[key]
    return found


def _examples(lifted: Document) -> list[Json]:
    """The single example first, then the others."""
    first = [lifted["example"]] if "example" in lifted else []
    return first + [value for value in lifted.get("examples", []) if value not in first]


def lift_into_parameter(parameter: Document, lifted: Document) -> Document:
    """The same for a Parameter or Header Object: values of a schema's keyword go to its schema."""
    new = {key: value for key, value in parameter.items() if key != "description"}
    if "deprecated" in lifted:
        new.setdefault("deprecated", lifted["deprecated"])
    schema = new.get("schema")
    if not is_object(schema):
        return new
    has_example = "example" in new or "examples" in new
    values = {
        key: value
        for key, value in lifted.items()
        if key == "default" or (key in ("example", "examples") and not has_example)
    }
    new["schema"] = schema | _schema_keywords(schema, values)
    return new
