"""Documents that cannot be read are refused, and common faults read as meant, with a place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load import load
from generator.source import Json
from tests.unit.support import project, rendered

BEFORE = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
"""Two lines; what a case adds starts in line 3."""


def report_of(root: Path, files: dict[str, str]) -> str:
    report = Report()
    found = load(project(root, files), report)
    assert bool(found) == (not report.failed)
    return rendered(report, root)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: error[invalid-structure]: the document must be an object, not null"),
        (
            "- a",
            "1:1: error[invalid-structure]: the document must be an object, not an array",
        ),
        (
            "<!DOCTYPE html>",
            (
                "1:1: error[not-openapi]: HTML or XML, not JSON or YAML\n"
                "  help: save the description itself, or its documentation page as markdown"
            ),
        ),
        (
            "info: {}",
            (
                "1:1: error[not-openapi]: not an OpenAPI description: it has no `openapi: 3.x.y`\n"
                "  help: take the file out of the inputs, or give it its version"
            ),
        ),
        (
            "openapi: 4.0.0",
            (
                "1:1: error[unsupported-version]: openapi '4.0.0' is not supported; 2.0, 3.0, 3.1 "
                "and 3.2 are\n  help: convert the description to OpenAPI 3"
            ),
        ),
        (
            '{"openapi": "3.1.0", "x": 1e999}',
            "1:22: error[unusable-value]: the number is too large for a double (above 1.8e308)",
        ),
        (
            r'{"openapi": "3.1.0", "x": ["😀", "\ud800"]}'.replace(
                "😀", r"\ud83d\ude00"
            ),
            (
                "1:44: error[unusable-value]: half of a surrogate pair (\\ud800 to \\udfff) is not a "
                "character"
            ),
        ),
        (
            r'{"openapi": "3.1.0", "x": {"\udfff": 1}}',
            (
                "1:22: error[unusable-value]: half of a surrogate pair (\\ud800 to \\udfff) is not a "
                "character"
            ),
        ),
    ],
)
def test_what_is_not_a_supported_document_is_refused(
    tmp_path: Path, text: str, problem: str
) -> None:
    assert report_of(tmp_path, {"a.yaml": text}) == f"a.yaml:{problem}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("paths: []", "3:1: 'paths' must be an object, not an array; it is left out"),
        ("paths: {/a: x}", "3:9: '/a' must be an object, not a string; it is left out"),
        ("paths: {/a: }", "3:9: '/a' must be an object, not null; it is read as empty"),
        ("paths: {/a: {get: []}}", "3:14: 'get' must be an object, not an array; it is left out"),
        ("paths:\n  /a:\n    get:\n      tags: a", "6:7: 'tags' must be an array, not a string; it is read as an array of one"),
        ("paths: {/a: {parameters: {}}}", "3:14: 'parameters' must be an array, not an object; it is left out"),
        ("paths: {/a: {parameters: [a]}}", "3:27: '0' must be an object, not a string; it is left out"),
        ("paths: {/a: {get: {responses: {200: ok}}}}", "3:32: '200' must be an object, not a string; it is left out"),
        ("paths: {/a: {get: {deprecated: 'true'}}}", "3:20: 'deprecated' must be a boolean, not a string; it is read as true"),
        ("components: {schemas: []}", "3:14: 'schemas' must be an object, not an array; it is left out"),
        ("components: {schemas: {A: []}}", "3:24: 'A' must be an object or a boolean, not an array; it is read as a schema of any value"),
        ("components: {schemas: {A: {enum: a}}}", "3:28: 'enum' must be an array, not a string; it is read as an array of one"),
        ("components: {schemas: {A: {items: [{}]}}}", "3:28: 'items' must be an object or a boolean, not an array; it is read as `prefixItems`"),
        ("components: {schemas: {A: {$ref: {}}}}", "3:28: '$ref' must be a string, not an object; it is left out"),
        ("tags: [{name: 5}]", "3:9: 'name' must be a string, not a number; it is read as '5'"),
        ("servers: {url: x}", "3:1: 'servers' must be an array, not an object; it is read as an array of one"),
        ("security: {a: []}", "3:1: 'security' must be an array, not an object; it is read as an array of one"),
        ("security: [{a: }]", "3:13: 'a' must be an array, not null; it is read as empty"),
    ],
)  # fmt: skip
def test_what_has_a_wrong_type_is_read_as_meant_or_left_out(
    tmp_path: Path, text: str, problem: str
) -> None:
    place, message = problem.split(": ", 1)
    found = report_of(tmp_path, {"a.yaml": BEFORE + text})
    first, help, *more = found.split("\n")
    assert first == f"a.yaml:{place}: warning[invalid-structure]: {message}"
    assert help.startswith("  help: ")
    assert more == []


@pytest.mark.parametrize(
    ("before", "schemas", "after"),
    [
        ({"required": "a"}, {}, {"required": ["a"]}),
        ({"required": True, "type": "string"}, {}, {"type": "string"}),
        ({"allOf": [None, {"type": "string"}]}, {}, {"allOf": [{}, {"type": "string"}]}),
        ({"properties": {"a": None, "b": []}}, {}, {"properties": {"a": {}, "b": {}}}),
        ({"allOf": {"properties": {"a": 1}}}, {}, {"allOf": [{"properties": {"a": {}}}]}),
        ({"required": [1, None, "a"]}, {}, {"required": ["1", "a"]}),
    ],
)  # fmt: skip
def test_the_rest_of_a_schema_stays(
    tmp_path: Path, before: Json, schemas: Json, after: Json
) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": {"A": before, **schemas}},
    }
    report = Report()
    files = {"a.json": json.dumps(document)}
    (found,) = load(project(tmp_path, files), report)
    assert found.document["components"]["schemas"]["A"] == after
    assert not report.failed
    assert report.diagnostics


@pytest.mark.parametrize(
    ("text", "place", "info"),
    [
        ("openapi: 3.1.0\npaths: {}", "1:1", {"title": "API", "version": "0"}),
        ("openapi: 3.1.0\ninfo: {title: T}", "2:1", {"title": "T", "version": "0"}),
        ("openapi: 3.1.0\ninfo:", "2:1", {"title": "API", "version": "0"}),
    ],
)
def test_a_document_without_info_is_called_api(
    tmp_path: Path, text: str, place: str, info: Json
) -> None:
    report = Report()
    (found,) = load(project(tmp_path, {"a.yaml": text}), report)
    assert found.document["info"] == info
    assert rendered(report, tmp_path).startswith(f"a.yaml:{place}: warning")


def test_items_of_older_json_schema_are_read_as_prefix_items(tmp_path: Path) -> None:
    schema = """
components:
  schemas:
    A: {items: [{type: string}, {items: [5, {$ref: '#/components/schemas/B'}]}], additionalItems: false}
    B: {type: integer}
"""
    report = Report()
    (found,) = load(project(tmp_path, {"a.yaml": BEFORE + schema}), report)
    inner = {"prefixItems": [{}, {"$ref": "#/components/schemas/B"}]}
    assert found.document["components"]["schemas"]["A"] == {
        "prefixItems": [{"type": "string"}, inner],
        "items": False,
    }
    assert rendered(report, tmp_path).count("warning[invalid-structure]") == 3


@pytest.mark.parametrize(
    "version", ["3.0.0", "3.0.4", "3.1", "3.1.2", "3.2.0", "3.2.0-rc1"]
)
def test_supported_versions(tmp_path: Path, version: str) -> None:
    text = json.dumps({"openapi": version, "info": {"title": "T", "version": "1"}})
    assert report_of(tmp_path, {"a.json": text}) == ""


DATA: Json = {"$ref": 5, "properties": [], "type": {}}


@pytest.mark.parametrize(
    "schema",
    [
        {"example": DATA},
        {"examples": [DATA]},
        {"default": DATA},
        {"enum": [DATA]},
        {"const": DATA},
        {"x-anything": DATA},
        {"properties": {"$ref": {"type": "string"}, "example": {"type": "string"}}},
        {"properties": {"x-y": True, "default": {"properties": {"properties": {}}}}},
        {"additionalProperties": False, "items": True},
    ],
)
def test_examples_defaults_and_extensions_are_data(
    tmp_path: Path, schema: Json
) -> None:
    media = {"schema": schema, "example": DATA, "examples": {"a": {"value": DATA}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1", "x-a": DATA},
        "paths": {
            "x-a": [],
            "/a": {
                "x-a": 1,
                "post": {
                    "requestBody": {"content": {"application/json": media}},
                    "responses": {"default": {"description": ""}, "x-a": 1},
                    "security": [{"a": [], "x-apidog": {"required": True}}],
                },
            },
        },
    }
    assert report_of(tmp_path, {"a.json": json.dumps(document)}) == ""
