"""Examples of what a schema says of values together: conditions, and several choices at once."""

from __future__ import annotations

from typing import Any

import pytest

from generator.examples import conforms, variants
from tests.unit.examples.support import spec, valid

SPEC = spec()
SCHEMAS: dict[str, Any] = {
    "two choices": {
        "allOf": [
            {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"oneOf": [{"required": ["c"]}, {"required": ["d"]}]},
            {"type": "object"},
        ]
    },
    "if": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["a", "b"]}, "n": {"type": "integer"}},
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"required": ["n"]},
        "else": {"required": ["m"], "properties": {"m": {"const": 1}}},
    },
    "dependent members": {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "dependentRequired": {"a": ["b"]},
        "dependentSchemas": {"b": {"required": ["c"]}},
    },
    "anything but text": {"not": {"type": "string"}},
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_variant_is_valid(name: str) -> None:
    found = [value for _, value in variants(SPEC, SCHEMAS[name])]
    assert len(found) > 1
    for value in found:
        assert valid(SCHEMAS[name], value)
        assert conforms(SPEC, SCHEMAS[name], value)


def test_what_breaks_a_condition_does_not_conform() -> None:
    assert not conforms(SPEC, SCHEMAS["if"], {"kind": "a"})
    assert not conforms(SPEC, SCHEMAS["dependent members"], {"a": "x", "b": "y"})
