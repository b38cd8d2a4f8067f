"""Calls of a generated package, answered by its fake API and by the mock server.

What a package sends, the mock must find right by the description, and what both answer, the
package must read. The same is asked of real descriptions by `make calls`.
"""

from __future__ import annotations

import json
from base64 import b64decode
from io import StringIO
from pathlib import Path

import pytest

from generator.mock.styles import from_pairs, from_path, pairs
from tests.corpus.calls import Caller
from tests.support.packages import build_text, install

STYLES = (
    ("path", "simple", False),
    ("path", "simple", True),
    ("path", "label", False),
    ("path", "label", True),
    ("path", "matrix", False),
    ("path", "matrix", True),
    ("query", "form", False),
    ("query", "form", True),
    ("query", "spaceDelimited", False),
    ("query", "pipeDelimited", False),
    ("query", "deepObject", True),
    ("header", "simple", False),
    ("header", "simple", True),
    ("cookie", "form", False),
)
OBJECT = "{type: object, required: [r, g], properties: {r: {type: integer}, g: {type: string}}}"
LIST = "{type: array, minItems: 2, items: {type: string, enum: [a-b, c]}}"
HEAD = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example/v1}]
"""

OTHERS = """
paths:
  /bytes/{key}:
    get:
      parameters:
        - {name: key, in: path, required: true, schema: {type: string, format: byte}}
      responses: {'200': {description: Fine, content: {'*/*': {schema: {$ref: '#/components/schemas/Thing'}}}}}
  /found?key={key}:
    get:
      parameters: [{name: key, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
  /jobs/{name}:
    get:
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Fine}}
  /jobs/{job}:
    delete:
      parameters: [{name: job, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Fine}}
  /jobs/{name}:cancel:
    post:
      responses: {'204': {description: The path parameter is not declared}}
  /search:
    get:
      parameters:
        - {name: Authorization, in: header, required: true, schema: {type: string}}
        - {name: X-Tags, in: header, explode: true, schema: {type: array, items: {type: string}}}
        - name: created
          in: query
          style: deepObject
          explode: true
          schema:
            anyOf:
              - {type: object, properties: {gt: {type: integer}, lt: {type: integer}}}
              - {type: integer}
        - name: expand
          in: query
          style: deepObject
          explode: true
          schema: {type: array, items: {type: string}}
        - name: lines
          in: query
          style: deepObject
          explode: true
          schema: {type: array, items: {type: object, properties: {count: {type: integer}}}}
        - name: page
          in: query
          schema: {type: object, properties: {size: {type: integer}, sort: {type: array, items: {type: string}}}}
        - name: rules
          in: query
          schema: {type: array, items: {type: array, items: {type: string}}}
        - name: tag
          in: query
          schema: {anyOf: [{type: string, maxLength: 3}, {type: array, items: {type: string, minLength: 4}}]}
      responses: {'204': {description: Fine}}
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {ids: {type: array, items: {type: [integer, 'null']}}}}
      responses: {'204': {description: Fine}}
  /unnamed:
    post:
      requestBody:
        required: true
        content: {application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}}
      responses: {'204': {description: Fine}}
    put:
      requestBody:
        required: true
        content: {multipart/form-data: {schema: {type: string, format: binary}}}
      responses: {'204': {description: Fine}}
  /one-of:
    put:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: {name: {type: string}}
              additionalProperties: {type: string}
              oneOf:
                - {required: [left], properties: {left: {type: string}}}
                - {required: [right], properties: {right: {type: string}}}
      responses: {'204': {description: Fine}}
  /things:
    post:
      requestBody: {$ref: '#/components/requestBodies/First'}
      responses: {'200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Either'}}}}}
    patch:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'204': {description: Fine}}
components:
  requestBodies:
    First: {$ref: '#/components/requestBodies/Second'}
    Second:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
  schemas:
    Thing:
      type: object
      required: [id, name, secret]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        name: {type: string}
        secret: {type: string, writeOnly: true}
        days: {type: object, additionalProperties: {type: string, format: date}}
    Either:
      oneOf:
        - {type: object, properties: {a: {type: string}}}
        - {type: object, properties: {b: {type: string}}}
"""


def _style(number: int, where: str, style: str, explode: bool, schema: str) -> str:
    path = f"/call{number}/{{value}}" if where == "path" else f"/call{number}"
    parameter = (
        f"{{name: value, in: {where}, required: true, style: {style},"
        f" explode: {str(explode).lower()}, schema: {schema}}}"
    )
    answer = "responses: {'204': {description: Fine}}"
    return f"  {path}: {{get: {{parameters: [{parameter}], {answer}}}}}"


def _styles() -> str:
    some = [
        (where, style, explode, schema)
        for where, style, explode in STYLES
        for schema in (LIST, OBJECT)
        if not (schema is LIST and style == "deepObject")
        and not (schema is OBJECT and style.endswith("Delimited"))
    ]
    return "paths:\n" + "\n".join(_style(n, *each) for n, each in enumerate(some))


@pytest.mark.parametrize("paths", [_styles(), OTHERS], ids=["styles", "others"])
def test_requests_are_what_the_description_asks_for_and_answers_are_read(
    paths: str, tmp_path: Path
) -> None:
    built = build_text(tmp_path, HEAD + paths)
    caller = Caller(built, install(built.output, tmp_path), None)
    caller.call_all()
    assert caller.found.faults == []
    assert caller.found.unanswerable == []
    assert caller.found.operations > 3


def test_delimiters_in_values_are_no_delimiters() -> None:
    given = pairs("x=a%2Cb,c&y=1&o=r%2C,1,g,%26")
    assert from_pairs(given, "x", "form", False, (), {"array"}) == ["a,b", "c"]
    assert from_pairs(given, "o", "form", False, (), {"object"}) == {
        "r,": "1",
        "g": "&",
    }
    assert from_pairs(given, "y", "form", True, (), {"integer"}) == "1"
    assert from_pairs(given, "z", "form", True, (), {"integer"}) is None


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("v[a]=1&v[b][c]=2", {"a": "1", "b": {"c": "2"}}),
        ("v[a][]=1&v[a][]=2", {"a": ["1", "2"]}),
        ("v[a]=1&v[a][b]=2", {"a": "1"}),
        ("w[a]=1&v=3", None),
    ],
)
def test_deep_objects(query: str, value: object) -> None:
    assert from_pairs(pairs(query), "v", "deepObject", True, (), {"object"}) == value


@pytest.mark.parametrize(
    ("text", "style", "explode", "value"),
    [
        ("a,b", "simple", False, ["a", "b"]),
        (".a.b", "label", True, ["a", "b"]),
        (".a,b", "label", False, ["a", "b"]),
        (";v=a,b", "matrix", False, ["a", "b"]),
        (";v=a;v=b", "matrix", True, ["a", "b"]),
    ],
)
def test_lists_in_paths(text: str, style: str, explode: bool, value: object) -> None:
    assert from_path(text, "v", style, explode, {"array"}) == value


FILES = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Document'}}
          multipart/form-data: {schema: {$ref: '#/components/schemas/Document'}}
      responses: {'200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Document'}}}}}
    put:
      operationId: replace
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Document'}}}
      responses: {'204': {description: Fine}}
components:
  schemas:
    Document:
      type: object
      required: [file]
      properties: {file: {type: string, format: binary}}
"""


def test_a_file_goes_into_a_form_where_the_api_takes_one(tmp_path: Path) -> None:
    built = build_text(tmp_path, FILES)
    requests = StringIO()
    caller = Caller(built, install(built.output, tmp_path), requests)
    caller.call_all()
    assert caller.found.faults == []
    records = map(json.loads, requests.getvalue().splitlines())
    sent = {record["method"]: record for record in records}
    media_type = sent["POST"]["headers"]["content-type"]
    assert media_type.startswith("multipart/form-data")
    # In JSON there is text alone.
    assert json.loads(b64decode(sent["PUT"]["body"])) == {"file": "file_1"}
    assert "file: str" in built.source("models/document.py")
