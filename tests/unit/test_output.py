"""What is written of the merged document: references that others can follow."""

from __future__ import annotations

import json

from generator.output import spec_text
from generator.source import Document


def test_references_are_written_as_uris() -> None:
    schemas: Document = {
        "50%": {"type": "string"},
        "a b": {"type": "integer"},
        "größe": {"type": "number"},
        "a~1b": {},
    }
    uses: Document = {
        name: {"$ref": f"#/components/schemas/{name}"} for name in schemas
    }
    components = {"schemas": {**schemas, "Uses": {"properties": uses}}}
    text = spec_text({"openapi": "3.2.0", "components": components})
    written = json.loads(text)["components"]["schemas"]["Uses"]["properties"]
    assert {name: use["$ref"] for name, use in written.items()} == {
        "50%": "#/components/schemas/50%25",
        "a b": "#/components/schemas/a%20b",
        "größe": "#/components/schemas/gr%C3%B6%C3%9Fe",
        "a~1b": "#/components/schemas/a~1b",
    }


def test_a_value_called_ref_is_no_reference() -> None:
    components = {"schemas": {"50%": {"default": {"$ref": "50%"}}}}
    assert '"$ref": "50%"' in spec_text({"components": components})
