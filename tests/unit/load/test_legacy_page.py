"""Operations in the older form of a documentation platform are read as OpenAPI."""

from __future__ import annotations

from pathlib import Path

from generator.diagnostics import Report
from generator.load import load
from generator.source import Fragment
from tests.unit.support import project

PAGE = """\
## OpenAPI

````yaml openapi.yaml post /things/{id}
paths:
  path: /things/{id}
  method: post
  servers: [{url: https://x.example}]
  request:
    security:
      - title: key & token
        parameters:
          query: {}
          header:
            X-Key: {type: apiKey, description: The key}
            Authorization: {type: http, scheme: bearer}
          cookie: {}
    parameters:
      path: {id: {schema: [{type: string, required: true, description: The id}]}}
      query: {n: {schema: [{type: integer}, {type: string}], explode: false}}
      header: {}
      cookie: {}
    body:
      application/json:
        schemaArray:
          - type: object
            required: true
            refIdentifier: '#/components/schemas/New'
            requiredProperties: [name]
            properties:
              name: {allOf: [&name {type: string}]}
              kind: {allOf: [{type: enum<string>, enum: [a, b]}]}
              any: {allOf: [{type: any}]}
              part: {allOf: [{$ref: '#/components/schemas/Part'}]}
  response:
    '200':
      application/json:
        schemaArray:
          - type: array
            items: {allOf: [*name]}
        description: Done
    '404':
      _mintlify/placeholder:
        schemaArray: [{type: any}]
        description: Gone
  deprecated: true
  type: path
components:
  schemas:
    Part: {type: object}
````
"""


def loaded(root: Path, page: str) -> Fragment:
    report = Report()
    (found,) = load(project(root, {"a.md": page}), report)
    assert not report.failed
    return found


def test_an_operation_is_converted(tmp_path: Path) -> None:
    document = loaded(tmp_path, PAGE).document
    assert document["servers"] == [{"url": "https://x.example"}]
    operation = document["paths"]["/things/{id}"]["post"]
    assert operation == {
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "description": "The id"},
            },
            {
                "name": "n",
                "in": "query",
                "explode": False,
                "schema": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
            },
        ],
        "responses": {
            "200": {
                "description": "Done",
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"type": "string"}}
                    }
                },
            },
            "404": {"description": "Gone"},
        },
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/New"}}
            },
        },
        "security": [{"X-Key": [], "Authorization": []}],
        "deprecated": True,
    }


def test_names_of_schemas_and_schemes_are_kept(tmp_path: Path) -> None:
    components = loaded(tmp_path, PAGE).document["components"]
    assert components["schemas"] == {
        "Part": {"type": "object"},
        "New": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "any": {},
                "part": {"$ref": "#/components/schemas/Part"},
            },
            "required": ["name"],
        },
    }
    assert components["securitySchemes"] == {
        "X-Key": {
            "type": "apiKey",
            "in": "header",
            "name": "X-Key",
            "description": "The key",
        },
        "Authorization": {"type": "http", "scheme": "bearer"},
    }


def test_places_are_those_of_the_page(tmp_path: Path) -> None:
    found = loaded(tmp_path, PAGE)
    above = "/paths/~1things~1{id}/post"
    assert found.place(above).location.line == 4
    assert found.place(f"{above}/requestBody").location.line == 22
    assert found.place(f"{above}/responses/404").location.line == 41


def test_a_webhook_is_one(tmp_path: Path) -> None:
    page = PAGE.replace("type: path\n", "type: webhook\n").replace(
        "/things/{id}", "made"
    )
    assert list(loaded(tmp_path, page).document["webhooks"]) == ["made"]
