"""Swagger 2.0 is read as OpenAPI 3.0 that means the same, and leads back to its own lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.diagnostics import Report
from generator.load import load
from generator.source import Fragment, Json
from tests.unit.support import project, rendered


def loaded(root: Path, document: Json, **files: Json) -> tuple[Fragment, str]:
    whole = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, **document}
    report = Report()
    written = {"api.yaml": yaml.safe_dump(whole, sort_keys=False)}
    written |= {f"{name}.yaml": yaml.safe_dump(one) for name, one in files.items()}
    (found,) = load(project(root, written, "api.yaml"), report)
    return found, rendered(report, root)


def operation(root: Path, document: Json, **more: Json) -> Json:
    found, said = loaded(root, {"paths": {"/a": {"post": document}}, **more})
    assert said == ""
    return found.document["paths"]["/a"]["post"]


@pytest.mark.parametrize(
    ("root", "urls"),
    [
        ({"host": "x.example", "basePath": "/v1/"}, ["https://x.example/v1"]),
        ({"host": "x.example", "schemes": ["http", "https", "ws"]},
         ["https://x.example", "http://x.example"]),
        ({"host": "x.example:8080", "schemes": ["http"]}, ["http://x.example:8080"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({"basePath": "/"}, []),
    ],
)  # fmt: skip
def test_servers(tmp_path: Path, root: Json, urls: list[str]) -> None:
    found, _ = loaded(tmp_path, root)
    servers = found.document.get("servers", [])
    assert [server["url"] for server in servers] == urls


@pytest.mark.parametrize(
    ("format", "place", "expected"),
    [
        (None, "query", {"style": "form", "explode": False}),
        ("csv", "path", {"style": "simple", "explode": False}),
        ("csv", "header", {"style": "simple", "explode": False}),
        ("ssv", "query", {"style": "spaceDelimited", "explode": False}),
        ("pipes", "query", {"style": "pipeDelimited", "explode": False}),
        ("multi", "query", {"style": "form", "explode": True}),
    ],
)
def test_the_format_of_collections_becomes_a_style(
    tmp_path: Path, format: str | None, place: str, expected: Json
) -> None:
    parameter = {
        "name": "p",
        "in": place,
        "type": "array",
        "items": {"type": "integer"},
    }
    if format:
        parameter["collectionFormat"] = format
    (found,) = operation(tmp_path, {"parameters": [parameter]})["parameters"]
    schema = {"type": "array", "items": {"type": "integer"}}
    assert found == {"name": "p", "in": place, **expected, "schema": schema}


def test_values_separated_by_tabs_are_a_warning(tmp_path: Path) -> None:
    parameter = {"name": "p", "in": "query", "type": "array", "collectionFormat": "tsv"}
    _, said = loaded(tmp_path, {"paths": {"/a": {"get": {"parameters": [parameter]}}}})
    assert said.startswith("api.yaml:9:9: warning[left-out]: OpenAPI 3 has no values")


def test_a_parameter_keeps_its_own_fields_and_its_schema_the_rest(
    tmp_path: Path,
) -> None:
    parameter = {"name": "p", "in": "query", "description": "d", "required": True, "x-a": 1,
                 "type": "integer", "default": 3, "maximum": 9}  # fmt: skip
    (found,) = operation(tmp_path, {"parameters": [parameter]})["parameters"]
    assert found == {
        "name": "p",
        "in": "query",
        "description": "d",
        "required": True,
        "x-a": 1,
        "schema": {"type": "integer", "default": 3, "maximum": 9},
    }


def test_a_body_has_the_media_types_that_are_consumed(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "required": True, "schema": {"type": "string"}}
    document = {"parameters": [body], "consumes": ["text/plain", "application/json"]}
    assert operation(tmp_path, document) == {
        "requestBody": {
            "required": True,
            "content": {
                "text/plain": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "string"}},
            },
        }
    }


def test_a_shared_body_is_each_operations_own(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}}
    found, said = loaded(
        tmp_path,
        {
            "parameters": {"Body": body},
            "definitions": {"A": {"type": "object"}},
            "paths": {"/a": {"parameters": [{"$ref": "#/parameters/Body"}], "put": {}}},
        },
    )
    assert said == ""
    assert found.document["paths"]["/a"]["put"]["requestBody"] == {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    }
    assert "parameters" not in found.document["components"]


def test_form_fields_become_an_object(tmp_path: Path) -> None:
    fields = [
        {
            "name": "f",
            "in": "formData",
            "type": "file",
            "required": True,
            "description": "d",
        },
        {"name": "l", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]
    assert operation(tmp_path, {"parameters": fields})["requestBody"] == {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "f": {"type": "string", "format": "binary", "description": "d"},
                        "l": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["f"],
                },
                "encoding": {"l": {"style": "form", "explode": False}},
            }
        },
    }
    plain = [{"name": "a", "in": "formData", "type": "string"}]
    body = operation(tmp_path, {"parameters": plain})["requestBody"]
    assert list(body["content"]) == ["application/x-www-form-urlencoded"]


def test_responses_have_the_media_types_that_are_produced(tmp_path: Path) -> None:
    responses = {
        "200": {
            "description": "ok",
            "schema": {"$ref": "#/definitions/A"},
            "headers": {"X-N": {"type": "integer", "description": "n"}},
            "examples": {"application/xml": "<a/>"},
        },
        "204": {"description": "none"},
        "206": {"description": "file", "schema": {"type": "file"}},
        "404": {"$ref": "#/responses/Gone"},
    }
    found = operation(
        tmp_path,
        {"responses": responses},
        produces=["application/xml"],
        definitions={"A": {"type": "object"}},
        responses={"Gone": {"description": "gone"}},
    )["responses"]
    assert found["200"] == {
        "description": "ok",
        "headers": {"X-N": {"description": "n", "schema": {"type": "integer"}}},
        "content": {
            "application/xml": {
                "schema": {"$ref": "#/components/schemas/A"},
                "example": "<a/>",
            }
        },
    }
    assert found["204"] == {"description": "none"}
    assert list(found["206"]["content"]) == ["application/octet-stream"]
    assert found["404"] == {"$ref": "#/components/responses/Gone"}


def test_schemas_and_security_have_the_words_of_3(tmp_path: Path) -> None:
    oauth = {"type": "oauth2", "flow": "application", "tokenUrl": "https://t.example"}
    found, _ = loaded(
        tmp_path,
        {
            "definitions": {
                "A": {"discriminator": "kind", "properties": {"discriminator": {"x-nullable": True}}}
            },
            "securityDefinitions": {"b": {"type": "basic"}, "o": oauth},
        },
    )  # fmt: skip
    flow = {"tokenUrl": "https://t.example", "scopes": {}}
    assert found.document["components"] == {
        "schemas": {
            "A": {
                "discriminator": {"propertyName": "kind"},
                "properties": {"discriminator": {"nullable": True}},
            }
        },
        "securitySchemes": {
            "b": {"type": "http", "scheme": "basic"},
            "o": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        },
    }


def test_places_are_those_of_the_document_as_it_was_written(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "schema": {"type": "object"}}
    response = {"description": "", "schema": {"$ref": "part.yaml#/Part"}}
    post = {"parameters": [body], "responses": {"200": response}}
    document = {
        "paths": {"/a": {"post": post}},
        "definitions": {"A": {"type": "object"}},
    }
    found, said = loaded(tmp_path, document, part={"Part": {"type": "string"}})
    assert said == ""
    content = "content/application~1json/schema"
    for pointer, place in {
        "/components/schemas/A/type": "api.yaml:20:5",
        "/components/schemas/Part/type": "part.yaml:2:3",
        "/paths/~1a/post/requestBody": "api.yaml:9:9",
        f"/paths/~1a/post/responses/200/{content}": "api.yaml:16:11",
    }.items():
        assert str(found.place(pointer).location) == place, pointer


def test_other_versions_are_refused(tmp_path: Path) -> None:
    report = Report()
    files = {"api.yaml": "swagger: '1.2'\ninfo: {}\n"}
    assert load(project(tmp_path, files), report) == ()
    assert "error[unsupported-version]: swagger '1.2'" in rendered(report, tmp_path)
