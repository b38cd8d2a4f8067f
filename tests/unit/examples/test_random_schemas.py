"""Examples of random schemas, against an independent validator."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.examples import conforms, variants
from tests.unit.examples.support import spec, valid

JSON_SCHEMAS = st.recursive(
    st.one_of(
        st.builds(
            lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more},
            st.integers(0, 30),
            st.integers(0, 30),
        ),
        st.builds(
            lambda low, more: {"type": "integer", "minimum": low, "maximum": low + more},
            st.integers(-1000, 1000),
            st.integers(0, 50),
        ),
        st.builds(
            lambda low, more: {"type": "number", "exclusiveMinimum": low, "maximum": low + more},
            st.integers(-1000, 1000),
            st.integers(1, 50),
        ),
        st.builds(lambda values: {"enum": values}, st.lists(st.text(), min_size=1, unique=True)),
        st.just({"type": "boolean"}),
        st.just({"type": ["string", "null"], "format": "date-time"}),
    ),
    lambda inner: st.one_of(
        st.builds(lambda item, low: {"type": "array", "items": item, "minItems": low},
                  inner, st.integers(0, 3)),
        st.builds(lambda one, other: {"anyOf": [one, other]}, inner, inner),
        st.builds(lambda one: {"anyOf": [one, {"type": "null"}]}, inner),
        st.dictionaries(st.text(max_size=8), inner, max_size=4).map(
            lambda properties: {
                "type": "object",
                "properties": properties,
                "required": sorted(properties)[:2],
                "additionalProperties": False,
            }
        ),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(JSON_SCHEMAS)
def test_every_simple_schema_has_valid_variants(schema: Any) -> None:
    made = list(variants(spec(), schema))
    assert made
    for _, value in made:
        assert valid(schema, value)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(JSON_SCHEMAS, JSON_SCHEMAS)
def test_conformance_agrees_with_jsonschema(schema: Any, other: Any) -> None:
    for _, value in variants(spec(), other):
        assert conforms(spec(), schema, value) == valid(schema, value)
