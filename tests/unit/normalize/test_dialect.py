"""Every dialect of OpenAPI 3 says the same in 3.2 words, and data stays data."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from generator.diagnostics import Diagnostic, Report
from generator.normalize.dialect import upgrade
from generator.source import Fragment


def fragment(document: dict[str, Any]) -> Fragment:
    return Fragment(document, "api.json", "0" * 64, lambda pointer: (1, 1))


def upgraded(document: dict[str, Any], report: Report | None = None) -> dict[str, Any]:
    return upgrade(fragment(document), report or Report()).document


def upgraded_schema(schema: Any, version: str = "3.0.3") -> Any:
    document = {"openapi": version, "components": {"schemas": {"X": schema}}}
    return upgraded(document)["components"]["schemas"]["X"]


def upgraded_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    document = {"openapi": "3.1.0", "components": {"parameters": {"p": parameter}}}
    found: dict[str, Any] = upgraded(document)["components"]["parameters"]["p"]
    return found


REF = {"$ref": "#/components/schemas/Y"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "null", "oneOf": [{"type": "string"}, {"type": "integer"}]},
            {
                "anyOf": [
                    {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                    {"type": "null"},
                ]
            },
        ),
        (
            {"type": ["null"], "anyOf": [{"type": "string"}]},
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
        ),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"type": "string", "enum": ["a", None], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"enum": ["a"], "nullable": True}, {"enum": ["a", None]}),
        (
            {"const": "a", "type": "string", "nullable": True},
            {"enum": ["a", None], "type": ["string", "null"]},
        ),
        ({"nullable": True}, {}),
        (
            {"properties": {"a": {}}, "nullable": True},
            {"type": ["object", "null"], "properties": {"a": {}}},
        ),
        ({"items": {}, "nullable": True}, {"type": ["array", "null"], "items": {}}),
        ({**REF, "nullable": True}, {"anyOf": [REF, NULL]}),
        (
            {"description": "A y.", **REF, "nullable": True, "x-a": 1},
            {"description": "A y.", "x-a": 1, "anyOf": [REF, NULL]},
        ),
        (
            {"type": "object", "allOf": [REF], "nullable": True},
            {"anyOf": [{"type": "object", "allOf": [REF]}, NULL]},
        ),
        ({"oneOf": [REF], "nullable": True}, {"anyOf": [{"oneOf": [REF]}, NULL]}),
        ({"anyOf": [REF], "nullable": True}, {"anyOf": [REF, NULL]}),
        ({"anyOf": [REF, NULL], "nullable": True}, {"anyOf": [REF, NULL]}),
        (
            {"type": "string", "anyOf": [{"minLength": 1}], "nullable": True},
            {"type": ["string", "null"], "anyOf": [{"minLength": 1}, NULL]},
        ),
        ({"type": "string", "nullable": "yes"}, {"type": "string", "nullable": "yes"}),
    ],
)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_nullable_allows_null(written: Any, expected: Any, version: str) -> None:
    assert upgraded_schema(written, version) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"exclusiveMaximum": True}, {}),
        ({"maximum": 9, "exclusiveMaximum": True}, {"exclusiveMaximum": 9}),
        ({"minimum": 1, "exclusiveMinimum": 0}, {"minimum": 1, "exclusiveMinimum": 0}),
        ({"example": 1}, {"examples": [1]}),
        ({"example": None}, {"examples": [None]}),
        ({"example": 1, "examples": [2, 1]}, {"examples": [1, 2]}),
        (
            {"type": "string", "format": "binary"},
            {"type": "string", "contentMediaType": "application/octet-stream"},
        ),
        (
            {"format": "binary", "contentMediaType": "image/png"},
            {"contentMediaType": "image/png"},
        ),
        (
            {"type": "string", "format": "byte"},
            {"type": "string", "contentEncoding": "base64"},
        ),
        ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}),
        (
            {**REF, "format": "byte", "minimum": 1, "nullable": True},
            {"anyOf": [{**REF, "contentEncoding": "base64", "minimum": 1}, NULL]},
        ),
    ],
)
def test_keywords_of_3_0_become_json_schema(written: Any, expected: Any) -> None:
    assert upgraded_schema(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"description": '{"example":"Alex"}'}, {"examples": ["Alex"]}),
        ({"description": ' {"example": false}\n'}, {"examples": [False]}),
        ({"description": '{"examples":[1,2],"example":1}'}, {"examples": [1, 2]}),
        (
            {"description": '{"default":3,"deprecated":true}', "type": "integer"},
            {"default": 3, "deprecated": True, "type": "integer"},
        ),
        ({"description": '{"example":"Alex"}', "example": "Bo"}, {"examples": ["Bo"]}),
        ({"description": '{"default":3}', "default": 4}, {"default": 4}),
    ],
)
def test_keywords_smuggled_through_a_description_are_lifted(
    written: Any, expected: Any
) -> None:
    assert upgraded_schema(written, "3.2.0") == expected


@pytest.mark.parametrize(
    "prose",
    [
        '{"example": "Alex"} is how it looks',
        '{"example": "Alex", "note": "x"}',
        "{}",
        "{broken",
        '["example"]',
        '{"deprecated": "soon"}',
        '{"examples": "Alex"}',
    ],
)
def test_other_descriptions_that_look_like_json_are_prose(prose: str) -> None:
    assert upgraded_schema({"description": prose}) == {"description": prose}


def test_a_parameter_s_description_is_lifted_into_its_schema() -> None:
    lifted = upgraded_parameter(
        {
            "name": "p",
            "in": "query",
            "schema": {"type": "string"},
            "description": '{"example":"a","default":"b","deprecated":true}',
        }
    )
    assert lifted == {
        "name": "p",
        "in": "query",
        "deprecated": True,
        "schema": {"type": "string", "examples": ["a"], "default": "b"},
    }


def test_a_real_example_of_a_parameter_wins() -> None:
    lifted = upgraded_parameter(
        {"schema": {}, "example": "real", "description": '{"example":"a"}'}
    )
    assert lifted == {"schema": {}, "example": "real"}


def test_data_is_never_rewritten() -> None:
    legacy = {"nullable": True, "example": 1, "format": "byte", "type": "string"}
    schema = {
        "default": legacy,
        "enum": [legacy],
        "x-thing": legacy,
        "examples": [legacy],
        "properties": {
            "nullable": {"const": legacy},
            "example": {"type": "string"},
            "x-thing": {"type": "string", "nullable": True},
        },
    }
    new = upgraded_schema(schema)
    assert new["properties"].pop("x-thing") == {"type": ["string", "null"]}
    assert new == {
        **schema,
        "properties": {"nullable": {"const": legacy}, "example": {"type": "string"}},
    }


def test_schemas_are_found_in_every_position() -> None:
    old, new = {"type": "string", "nullable": True}, {"type": ["string", "null"]}

    def document(schema: Any, version: str) -> dict[str, Any]:
        media = {"application/json": {"schema": schema, "example": {"nullable": True}}}
        operation: dict[str, Any] = {
            "parameters": [{"schema": schema}, {"content": media}],
            "requestBody": {"content": media},
            "responses": {
                "200": {"content": media, "headers": {"H": {"schema": schema}}},
                "x-note": old,
            },
            "callbacks": {"done": {"{$url}": {"post": {"responses": {}}}}},
        }
        nested = {
            "oneOf": [schema, {"not": schema}],
            "additionalProperties": schema,
            "$defs": {"a": schema},
            "prefixItems": [{"items": schema}],
        }
        return {
            "openapi": version,
            "paths": {
                "/a": {"parameters": [{"schema": schema}], "get": operation},
                "x-note": old,
            },
            "webhooks": {"w": {"additionalOperations": {"COPY": operation}}},
            "components": {"schemas": {"N": nested}, "mediaTypes": media},
        }

    assert upgraded(document(old, "3.0.0")) == document(new, "3.2.0")


def test_the_given_fragment_is_left_as_it_is_and_keys_keep_their_order() -> None:
    document = {
        "paths": {},
        "openapi": "3.0.0",
        "components": {
            "schemas": {"X": {"nullable": True, "description": "d", "type": "string"}}
        },
    }
    before = copy.deepcopy(document)
    new = upgraded(document)
    assert document == before
    assert list(new) == ["paths", "openapi", "components"]
    schema = json.dumps(new["components"]["schemas"]["X"])
    assert schema == '{"description": "d", "type": ["string", "null"]}'


def test_nullable_after_3_0_is_one_warning_with_the_first_place() -> None:
    report = Report()
    leaf = {"type": "string", "nullable": True}
    schemas = {"X": {"properties": {"a": leaf, "b": dict(leaf)}}, "Y": dict(leaf)}
    upgraded({"openapi": "3.1.0", "components": {"schemas": schemas}}, report)
    found: list[Diagnostic] = list(report)
    assert [(d.rule, d.location.pointer) for d in found] == [
        ("nullable-keyword", "/components/schemas/X/properties/a/nullable")
    ]
    assert "used 3 times, first here" in found[0].message


def test_nullable_in_3_0_is_not_worth_a_word() -> None:
    report = Report()
    schemas = {"X": {"type": "string", "nullable": True}}
    upgraded({"openapi": "3.0.3", "components": {"schemas": schemas}}, report)
    assert not list(report)


def test_deep_schemas_do_not_exhaust_the_stack() -> None:
    schema: dict[str, Any] = {"nullable": True, "type": "string"}
    for _ in range(95):
        schema = {"allOf": [schema]}
    upgraded_schema(schema)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("X/allOf/0", "X/anyOf/0/allOf/0"),
        ("X/allOf/0/items", "X/anyOf/0/allOf/0/items"),
        ("X/allOf/1/items/oneOf/0", "X/anyOf/0/allOf/1/items/anyOf/0/oneOf/0"),
        ("X/x-part", "X/x-part"),
        ("X", "X"),
        ("Plain/properties/a%20b", "Plain/properties/a%20b"),
        ("Nowhere/allOf/0", "Nowhere/allOf/0"),
    ],
)
def test_references_lead_into_what_null_is_allowed_beside(
    written: str, expected: str
) -> None:
    inner = {"nullable": True, "oneOf": [{"type": "string"}, {"type": "integer"}]}
    parts = [{"items": {"type": "string"}}, {"items": inner}]
    schemas = {
        "X": {"nullable": True, "allOf": parts, "x-part": {"type": "string"}},
        "Plain": {"properties": {"a b": {"type": "string", "nullable": True}}},
        "Y": {"$ref": f"#/components/schemas/{written}"},
    }
    document = {"openapi": "3.0.3", "components": {"schemas": schemas}}
    found = upgraded(document)["components"]["schemas"]["Y"]
    assert found == {"$ref": f"#/components/schemas/{expected}"}
