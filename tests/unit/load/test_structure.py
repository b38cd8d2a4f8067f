"""Documents whose structure later stages could not work with are refused with their place."""

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
            "# c\nswagger: '2.0'",
            (
                "2:1: error[unsupported-version]: swagger '2.0' is not supported; 3.0, 3.1 and 3.2 "
                "are\n  help: convert the description to OpenAPI 3"
            ),
        ),
        (
            "openapi: 4.0.0",
            (
                "1:1: error[unsupported-version]: openapi '4.0.0' is not supported; 3.0, 3.1 and "
                "3.2 are\n  help: convert the description to OpenAPI 3"
            ),
        ),
        (
            '{"openapi": 3.1}',
            (
                "1:2: error[invalid-structure]: 'openapi' must be a string, not a number\n"
                "  help: put the value in quotes"
            ),
        ),
        (
            "openapi: 3.1.0\npaths: {}",
            (
                "1:1: error[invalid-structure]: the document has no 'info'\n"
                "  help: add `info` with `title` and `version`"
            ),
        ),
        (
            "openapi: 3.1.0\ninfo: {description: d}",
            (
                "2:1: error[invalid-structure]: 'info' has no 'title' and 'version'\n"
                "  help: add `info` with `title` and `version`"
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
        ("paths: []", "3:1: 'paths' must be an object, not an array"),
        ("paths: {/a: x}", "3:9: '/a' must be an object, not a string"),
        ("paths: {/a: {get: []}}", "3:14: 'get' must be an object, not an array"),
        ("paths:\n  /a:\n    get:\n      tags: a", "6:7: 'tags' must be an array, not a string"),
        ("paths: {/a: {parameters: {}}}", "3:14: 'parameters' must be an array, not an object"),
        ("paths: {/a: {parameters: [a]}}", "3:27: '0' must be an object, not a string"),
        ("paths: {/a: {get: {responses: []}}}", "3:20: 'responses' must be an object, not an array"),
        ("paths: {/a: {get: {responses: {200: ok}}}}", "3:32: '200' must be an object, not a string"),
        ("paths: {/a: {get: {requestBody: true}}}", "3:20: 'requestBody' must be an object, not a boolean"),
        ("components: []", "3:1: 'components' must be an object, not an array"),
        ("components: {schemas: []}", "3:14: 'schemas' must be an object, not an array"),
        ("components: {schemas: {A: []}}", "3:24: 'A' must be an object or a boolean, not an array"),
        ("components: {schemas: {A: {type: {}}}}",
         "3:28: 'type' must be a string or an array, not an object"),
        ("components: {schemas: {A: {properties: [a]}}}", "3:28: 'properties' must be an object, not an array"),
        ("components: {schemas: {A: {allOf: {}}}}", "3:28: 'allOf' must be an array, not an object"),
        ("components: {schemas: {A: {items: [a]}}}", "3:28: 'items' must be an object or a boolean, not an array"),
        ("components: {schemas: {A: {$ref: {}}}}", "3:28: '$ref' must be a string, not an object"),
        ("components: {securitySchemes: {A: 1}}", "3:32: 'A' must be an object, not a number"),
        ("tags: [a]", "3:8: '0' must be an object, not a string"),
        ("servers: {url: x}", "3:1: 'servers' must be an array, not an object"),
        ("security: {a: []}", "3:1: 'security' must be an array, not an object"),
        ("webhooks: 1", "3:1: 'webhooks' must be an object, not a number"),
    ],
)  # fmt: skip
def test_values_have_the_json_types_of_openapi(
    tmp_path: Path, text: str, problem: str
) -> None:
    place, message = problem.split(": ", 1)
    assert report_of(tmp_path, {"a.yaml": BEFORE + text}) == (
        f"a.yaml:{place}: error[invalid-structure]: {message}"
    )


def test_a_remedy_is_named_where_there_is_one(tmp_path: Path) -> None:
    text = BEFORE + "paths:\ntags: [{name: 5}]\n"
    assert report_of(tmp_path, {"a.yaml": text}) == (
        "a.yaml:3:1: error[invalid-structure]: 'paths' must be an object, not null\n"
        "  help: remove it, or give it a value\n"
        "a.yaml:4:9: error[invalid-structure]: 'name' must be a string, not a number\n"
        "  help: put the value in quotes"
    )


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
