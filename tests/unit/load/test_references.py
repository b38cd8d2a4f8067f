"""A `$ref` names something that was loaded, on whichever page it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load import load
from generator.source import Json
from tests.unit.support import project, rendered


def document(schemas: Json, **more: Json) -> str:
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            **more,
            "components": {"schemas": schemas},
        },
        indent=1,
    )


def report_of(root: Path, *documents: str) -> str:
    report = Report()
    load(project(root, {f"{i}.json": text for i, text in enumerate(documents)}), report)
    return rendered(report, root)


def ref(target: str) -> Json:
    return {"$ref": target}


@pytest.mark.parametrize(
    "target",
    [
        "#/components/schemas/A",
        "#/components/schemas/A/properties/a%20b",
        "#/x-schemas/C",
        "#/components/schemas/A/allOf/0",
        "#anchor",
    ],
)
def test_references_within_a_document(tmp_path: Path, target: str) -> None:
    schema = {"properties": {"a b": True}, "allOf": [{"$anchor": "anchor"}]}
    more: Json = {"x-schemas": {"C": {"type": "string"}}}
    text = document({"A": schema, "B": ref(target)}, **more)
    assert report_of(tmp_path, text) == ""


@pytest.mark.parametrize(
    "target",
    [
        "#",
        "",
        "#/info",
        "#/paths/~1a~1%7Bb%7D/get",
        "#/components/schemas/A/properties",
    ],
)
def test_what_a_schema_refers_to_must_be_a_schema(tmp_path: Path, target: str) -> None:
    schemas = {
        "A": {"properties": {}},
        "B": ref(target),
        "C": ref("#/components/schemas/A"),
    }
    text = document(schemas, paths={"/a/{b}": {"get": {}}})
    report = Report()
    (fragment,) = load(project(tmp_path, {"api.json": text}), report)
    found = fragment.document["components"]["schemas"]
    assert (found["B"], found["C"]) == ({}, ref("#/components/schemas/A"))
    (one,) = report
    assert one.rule == "unresolved-ref"
    assert "leads to something of another kind" in one.message


def test_a_component_may_stand_in_another_fragment(tmp_path: Path) -> None:
    assert (
        report_of(
            tmp_path,
            document({"A": ref("#/components/schemas/B")}),
            document({"B": {}}),
        )
        == ""
    )


@pytest.mark.parametrize(
    "target",
    [
        "#/components/schemas/X",
        "#/components/schemas/A/x",
        "#x",
        "#/paths/~1a",
        "#/info/0",
    ],
)
def test_a_reference_that_leads_nowhere_is_reported_once(
    tmp_path: Path, target: str
) -> None:
    text = document({"A": {"items": ref(target)}, "B": ref(target)})
    remedy = "correct the reference; it names a place in this document"
    if target.startswith("#/components"):
        remedy = (
            "correct the name, or add the page or file that defines it to the inputs"
        )
    assert report_of(tmp_path, text) == (
        f"0.json:11:6: warning[unresolved-ref]: the reference '{target}' leads nowhere; "
        f"what it stands for is left out\n"
        f"  help: {remedy}"
    )


def test_what_leads_to_a_reference_that_leads_nowhere_is_left_out_too(
    tmp_path: Path,
) -> None:
    gone = ref("#/components/parameters/Gone")
    text = json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"parameters": [ref("#/components/parameters/A")]}},
            "components": {"parameters": {"A": gone}},
        }
    )
    report = Report()
    (fragment,) = load(project(tmp_path, {"api.json": text}), report)
    assert fragment.document["paths"] == {"/a": {"parameters": []}}
    assert [one.rule for one in report] == ["unresolved-ref"]


def test_what_leads_to_something_of_another_kind_is_left_out_too(
    tmp_path: Path,
) -> None:
    schema = ref("#/components/schemas/S")
    parameters = [ref("#/components/parameters/A"), ref("#/paths/~1a/parameters/0")]
    text = document(
        {"S": {"type": "string"}, "T": ref("#/paths/~1a/parameters/0")},
        paths={"/a": {"parameters": [schema]}, "/b": {"parameters": parameters}},
    )
    value = json.loads(text)
    value["components"]["parameters"] = {"A": schema}
    report = Report()
    files = {"api.json": json.dumps(value)}
    (fragment,) = load(project(tmp_path, files), report)
    assert fragment.document["paths"] == {
        "/a": {"parameters": []},
        "/b": {"parameters": []},
    }
    assert fragment.document["components"]["schemas"]["T"] == {}
    assert {one.rule for one in report} == {"unresolved-ref"}


def test_paths_of_another_fragment_are_not_looked_up(tmp_path: Path) -> None:
    other = document({}, paths={"/a": {}})
    assert "unresolved-ref" in report_of(
        tmp_path, document({"A": ref("#/paths/~1a")}), other
    )


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"example": ref("#/x"), "default": ref("#/x"), "enum": [ref("#/x")]}},
        {"A": {"examples": [ref("#/x")], "const": ref("#/x"), "x-y": ref("#/x")}},
        {"A": {"properties": {"$ref": {"type": "string"}}}},
    ],
)
def test_what_looks_like_a_reference_in_data_is_none(
    tmp_path: Path, schemas: Json
) -> None:
    assert report_of(tmp_path, document(schemas)) == ""


@pytest.mark.parametrize(
    "media",
    [
        {"examples": {"a": {"value": ref("#/x"), "dataValue": ref("#/x")}}},
        {"example": ref("#/x")},
    ],
)
def test_example_values_are_data(tmp_path: Path, media: Json) -> None:
    response = {"description": "", "content": {"application/json": media}}
    paths = {"/a": {"get": {"responses": {"default": response}}}}
    assert report_of(tmp_path, document({}, paths=paths)) == ""


@pytest.mark.parametrize(
    "operation",
    [
        {"parameters": [ref("#/x")]},
        {"requestBody": ref("#/x")},
        {"responses": {"200": ref("#/x")}},
        {"responses": {"default": {"headers": {"H": ref("#/x")}}}},
        {"responses": {"default": {"links": {"L": ref("#/x")}}}},
        {
            "responses": {
                "default": {"content": {"a/b": {"examples": {"e": ref("#/x")}}}}
            }
        },
        {"responses": {"default": {"content": {"a/b": {"itemSchema": ref("#/x")}}}}},
        {"callbacks": {"c": ref("#/x")}},
        {"callbacks": {"example": {"default": ref("#/x")}}},
        {
            "callbacks": {
                "c": {"{$request.body#/url}": {"post": {"requestBody": ref("#/x")}}}
            }
        },
    ],
)
def test_references_are_seen_wherever_openapi_has_them(
    tmp_path: Path, operation: Json
) -> None:
    text = document({}, paths={"/a": {"additionalOperations": {"LINK": operation}}})
    assert "warning[unresolved-ref]" in report_of(tmp_path, text)


@pytest.mark.parametrize(
    "keyword",
    ["not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
     "unevaluatedItems", "unevaluatedProperties", "contentSchema"],
)  # fmt: skip
def test_references_are_seen_in_every_schema_keyword(
    tmp_path: Path, keyword: str
) -> None:
    schema = {
        "allOf": [{"$defs": {"d": {"properties": {"enum": {keyword: ref("#/x")}}}}}]
    }
    assert "warning[unresolved-ref]" in report_of(tmp_path, document({"A": schema}))
