"""Examples: valid by an independent validator, readable, deterministic, never endless."""

from __future__ import annotations

from typing import Any

import pytest

from generator.examples import NoExampleError, Pick, example, variants
from tests.unit.examples.support import spec, valid

NULLABLE_STRING = {"type": ["string", "null"]}
PERSON = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "object": {"const": "person"},
        "nickname": NULLABLE_STRING,
        "role": {"enum": ["owner", "guest", "admin"], "examples": ["guest"]},
        "pet": {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
    },
    "required": ["id", "object", "nickname"],
    "additionalProperties": False,
}
PET = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
}

SCHEMAS: dict[str, Any] = {
    "anything": {},
    "true": True,
    "constant": {"const": {"a": [1]}},
    "enum with null": {"enum": [None, "a"]},
    "string": {"type": "string"},
    "short": {"type": "string", "maxLength": 3},
    "empty": {"type": "string", "maxLength": 0},
    "long": {"type": "string", "minLength": 300},
    **{
        form: {"type": "string", "format": form}
        for form in (
            "date-time",
            "date",
            "time",
            "uuid",
            "email",
            "uri",
            "ipv4",
            "ipv6",
        )
    },
    "date by pattern": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "prefixed id": {"type": "string", "pattern": "^cus_[A-Za-z0-9]{14,}$"},
    "pattern and length": {"type": "string", "pattern": "^[a-z]+$", "minLength": 20},
    "choice": {"type": "string", "pattern": r"^(GB|FR)\d{2}(-[A-Z]{3})?$"},
    "integer": {"type": "integer"},
    "bounded": {"type": "integer", "minimum": 10, "exclusiveMaximum": 12},
    "negative": {"type": "number", "maximum": -0.5},
    "open interval": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "multiple": {"type": "integer", "multipleOf": 7, "minimum": 50},
    "cents": {"type": "number", "multipleOf": 0.01, "minimum": 0.295},
    "beyond doubles": {"type": "number", "exclusiveMinimum": 10**400},
    "number or text": {"type": ["number", "string"], "minLength": 2},
    "list": {"type": "array", "items": {"type": "string"}, "minItems": 3},
    "unique texts": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 4,
        "uniqueItems": True,
    },
    "unique enum": {
        "type": "array",
        "items": {"enum": ["a", "b", "c"]},
        "minItems": 3,
        "uniqueItems": True,
    },
    "tuple": {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "string"}],
    },
    "contains": {"type": "array", "contains": {"const": 5}},
    "no items": {"type": "array", "items": False},
    "map": {"type": "object", "additionalProperties": {"type": "string"}},
    "big map": {
        "type": "object",
        "additionalProperties": {"type": "integer"},
        "minProperties": 3,
    },
    "named map": {
        "type": "object",
        "propertyNames": {"pattern": "^x-[a-z]+$"},
        "minProperties": 2,
    },
    "pattern map": {
        "type": "object",
        "patternProperties": {"^v\\d$": {"type": "boolean"}},
        "additionalProperties": False,
        "minProperties": 1,
    },
    "undeclared required": {"type": "object", "required": ["a", "b"]},
    "person": {"$ref": "#/components/schemas/Person"},
    "person or null": {
        "anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Person"}]
    },
    "all of": {
        "allOf": [
            {"$ref": "#/components/schemas/Pet"},
            {"properties": {"name": {"maxLength": 2}, "age": {"type": "integer"}}},
            {"required": ["age"]},
        ]
    },
    "one of by constant": {
        "oneOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]},
        ]
    },
    "one of overlapping": {
        "oneOf": [{"type": "integer"}, {"type": "number", "minimum": 1.5}]
    },
    "not": {"type": "string", "not": {"const": "text_1"}, "examples": ["text_1"]},
    "lying examples": {
        "type": "integer",
        "examples": ["one", None, 2.5],
        "default": "x",
    },
    "default out of bounds": {"type": "integer", "default": 0, "minimum": 1},
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_variant_is_valid(name: str) -> None:
    components = {"Person": PERSON, "Pet": PET}
    made = dict(variants(spec(**components), SCHEMAS[name]))
    assert made or name == "not"
    for label, value in made.items():
        assert valid(SCHEMAS[name], value, **components), (label, value)


def test_what_the_description_offers_comes_first() -> None:
    assert (
        example(spec(), {"type": "string", "examples": ["Alex"], "default": "x"})
        == "Alex"
    )
    assert example(spec(), {"type": "integer", "default": 20}) == 20
    assert example(spec(), {"enum": ["a", "b"], "examples": ["b"]}) == "b"
    referring = {"$ref": "#/components/schemas/Name", "examples": ["beside"]}
    assert (
        example(spec(Name={"type": "string", "examples": ["own"]}), referring)
        == "beside"
    )


def test_names_make_values_readable() -> None:
    schema = {
        "type": "object",
        "properties": {
            key: {"type": "string"}
            for key in ("id", "customer_id", "first_name", "created_at", "url")
        },
    }
    assert example(spec(Order=schema), {"$ref": "#/components/schemas/Order"}) == {
        "id": "order_1",
        "customer_id": "customer_1",
        "first_name": "Alex",
        "created_at": "2026-06-10T10:00:00Z",
        "url": "https://example.com/url",
    }


def test_variants_show_absent_keys_nulls_and_every_enum_value() -> None:
    made = dict(
        variants(spec(Person=PERSON, Pet=PET), {"$ref": "#/components/schemas/Person"})
    )
    assert made["full"]["nickname"] is not None
    assert set(made["minimal"]) == {"id", "object", "nickname"}
    assert made["nulls"]["nickname"] is None
    assert made["nulls"]["pet"] is None
    assert {value.get("role") for value in made.values()} == {
        "owner",
        "guest",
        "admin",
        None,
    }


def test_every_branch_of_a_union_comes_up_with_every_alternative_inside_it() -> None:
    union = {
        "oneOf": [
            {
                "type": "object",
                "properties": {"a": {"enum": [1, 2]}},
                "required": ["a"],
            },
            {
                "type": "object",
                "properties": {"b": {"enum": [3, 4]}},
                "required": ["b"],
            },
        ]
    }
    values = [value for _, value in variants(spec(), union)]
    for expected in ({"a": 1}, {"a": 2}, {"b": 3}, {"b": 4}):
        assert expected in values


def test_variants_of_a_schema_with_endless_alternatives_end() -> None:
    choice = {"enum": list(range(1_000))}
    union = {"oneOf": [{"type": "array", "items": choice}] * 1_000}
    wide = {
        "type": "object",
        "properties": {f"p{n}": {"anyOf": [choice, union]} for n in range(15)},
    }
    assert 3 < sum(1 for _ in variants(spec(), wide)) < 1_000


def test_a_discriminated_union_says_which_variant_it_is() -> None:
    animal = {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "required": ["kind"],
    }
    union = {
        "anyOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"tom": "#/components/schemas/Cat"},
        },
    }
    assert example(spec(Cat=animal), union) == {"kind": "tom"}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"$ref": "#/components/schemas/Node"}, {}),
        (
            {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]},
            {"next": None},
        ),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
            {"next": []},
        ),
        (
            {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/Node"},
            },
            {"next": {}},
        ),
    ],
)
def test_recursion_ends_where_the_schema_lets_it(link: Any, expected: Any) -> None:
    node = {"type": "object", "properties": {"next": link}}
    assert example(spec(Node=node), {"$ref": "#/components/schemas/Node"}) == expected


NODE = {"$ref": "#/components/schemas/Node"}


@pytest.mark.parametrize(
    "node",
    [
        {"type": "object", "properties": {"next": NODE}, "required": ["next"]},
        NODE,
        {"allOf": [NODE]},
        {"anyOf": [NODE]},
        {"not": {}},
        False,
        {"type": "string", "minLength": 10, "maxLength": 1},
        {"type": "string", "minLength": 10**9},
        {"type": "array", "items": {}, "minItems": 10**9},
        {"type": "integer", "minimum": 2, "maximum": 1},
        {
            "type": "array",
            "items": {"type": "boolean"},
            "uniqueItems": True,
            "minItems": 4,
        },
        {"enum": []},
    ],
)
def test_no_value_is_better_than_a_wrong_one(node: Any) -> None:
    with pytest.raises(NoExampleError):
        example(spec(Node=node), NODE)


def test_a_schema_that_doubles_at_every_level_stops_early() -> None:
    levels = {
        f"L{level}": {
            "type": "object",
            "properties": {
                key: {"$ref": f"#/components/schemas/L{level + 1}"} for key in "ab"
            },
            "required": ["a", "b"],
        }
        for level in range(40)
    }
    with pytest.raises(NoExampleError, match="too large"):
        example(spec(**levels, L40={}), {"$ref": "#/components/schemas/L0"})


def test_a_thousand_references_in_a_row_do_not_overflow() -> None:
    chain: dict[str, Any] = {
        f"L{level}": {
            "type": "object",
            "properties": {"next": {"$ref": f"#/components/schemas/L{level + 1}"}},
        }
        for level in range(1_000)
    }
    value = example(spec(**chain, L1000={}), {"$ref": "#/components/schemas/L0"})
    assert value["next"]["next"]


def test_examples_do_not_depend_on_chance() -> None:
    reference = {"$ref": "#/components/schemas/Person"}
    first, second = (
        list(variants(spec(Person=PERSON, Pet=PET), reference)) for _ in range(2)
    )
    assert first == second
    assert (
        example(spec(Person=PERSON, Pet=PET), reference, pick=Pick(turn=1))["role"]
        == "owner"
    )
