"""What OpenAPI 3.2 added, and paths that are odd: what the package sends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl

import httpx2
import pytest

from tests.support.packages import Built, build_text, install, load_package, reformatted
from tests.support.shop import Shop

API = """
openapi: 3.2.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test, name: live}]
paths:
  /search:
    get:
      operationId: search
      parameters:
        - name: filter
          in: querystring
          required: true
          content:
            application/x-www-form-urlencoded:
              schema: {$ref: '#/components/schemas/Filter'}
      responses: {'204': {description: ok}}
  /select:
    get:
      operationId: select
      parameters:
        - {name: by, in: querystring, content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: ok}}
  /jsonpath:
    get:
      operationId: jsonpath
      parameters:
        - {name: path, in: querystring, content: {application/jsonpath: {schema: {type: string}}}}
      responses: {'204': {description: ok}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    query:
      operationId: queryThings
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
      responses: {'204': {description: ok}}
    additionalOperations:
      COPY:
        operationId: copyThing
        parameters: [{name: Destination, in: header, required: true, schema: {type: string}}]
        responses: {'204': {description: ok}}
      purge: {operationId: purgeThing, responses: {'204': {description: ok}}}
      GET: {operationId: getThing, responses: {'204': {description: ok}}}
      BAD METHOD: {operationId: badThing, responses: {'204': {description: ok}}}
  /parts:
    post:
      operationId: sendParts
      requestBody:
        required: true
        content:
          multipart/mixed:
            schema:
              type: array
              prefixItems: [{$ref: '#/components/schemas/Filter'}, {contentMediaType: image/png}]
            prefixEncoding: [{contentType: application/json}, {contentType: image/png}]
            itemEncoding: {contentType: text/csv}
      responses: {'204': {description: ok}}
    put:
      operationId: replaceParts
      requestBody:
        required: true
        content:
          multipart/related:
            itemSchema: {$ref: '#/components/schemas/Filter'}
      responses: {'204': {description: ok}}
  /list?version=2&of={what}#second:
    get:
      operationId: listSecond
      parameters:
        - {name: what, in: path, required: true, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      responses: {'200': {description: ok, content: {text/plain: {}}}}
  .evil.test/a b/{:
    get: {x-sdk-name: odd, responses: {'204': {description: ok}}}
components:
  schemas:
    Filter:
      type: object
      required: [name]
      properties:
        name: {type: string}
        ids: {type: array, items: {type: integer}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


def shop_of(shop: ModuleType) -> Shop:
    return Shop(shop, base_url="https://shop.test")


def test_the_output_is_formatted(built: Built) -> None:
    assert reformatted(built.files) == []


def test_only_what_cannot_be_sent_is_left_out(built: Built) -> None:
    assert built.said.count("warning") == 3
    assert "'BAD METHOD' is no HTTP method" in built.said
    assert "'GET' is a method that a path has a field for" in built.said
    assert "does not begin with a slash" in built.said


def test_a_query_may_be_one_object(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.search.search(filter={"name": "a b", "ids": [1, 2]})
    assert parse_qsl(api.sent.url.query.decode()) == [
        ("name", "a b"),
        ("ids", "1"),
        ("ids", "2"),
    ]


def test_a_query_may_be_json_text_or_nothing(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.select.select(by={"a": [1]})
    api.client.select.select()
    api.client.jsonpath.jsonpath(path="$.a[?@.b]")
    assert [request.url.query for request in api.requests] == [
        b"%7B%22a%22%3A%5B1%5D%7D",
        b"",
        b"%24.a%5B%3F%40.b%5D",
    ]


def test_methods_of_any_name_are_sent(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.things.query("1", x="y")
    api.client.things.copy("1", destination="/2")
    api.client.things.purge("1")
    # httpx2 writes every method in capitals.
    assert [r.method for r in api.requests] == ["QUERY", "COPY", "PURGE"]
    assert not hasattr(api.client.things, "get")


def test_parts_are_sent_by_position(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.parts.send(body=[{"name": "n"}, b"png", b"a,b"])
    kind, _, boundary = api.sent.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    assert api.sent.content.decode().split(f"--{boundary}")[1:] == [
        '\r\nContent-Type: application/json\r\n\r\n{"name":"n"}\r\n',
        "\r\nContent-Type: image/png\r\n\r\npng\r\n",
        "\r\nContent-Type: text/csv\r\n\r\na,b\r\n",
        "--\r\n",
    ]


def test_a_sequence_of_parts_has_its_own_media_type(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.parts.replace(body=[{"name": "n"}, shop.models.Filter(name="m")])
    assert api.sent.headers["content-type"].startswith("multipart/related; boundary=")
    assert api.sent.content.count(b"Content-Type: application/json") == 2


def test_a_query_in_the_path_goes_before_the_arguments(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.list_.second("a&b", page=2)
    assert api.sent.url.raw_path == b"/list?version=2&of=a%26b&page=2"


def test_models_may_be_called_as_the_runtime_calls_its_own(tmp_path: Path) -> None:
    names = ("Form", "FileInput", "Multipart", "Parts", "Text", "Upload", "JsonText")
    schemas = {name: {"type": "object", "properties": {"a": {}}} for name in names}
    bodies = {
        "form": ("application/x-www-form-urlencoded", "Form"),
        "upload": ("multipart/form-data", "Upload"),
        "parts": ("multipart/mixed", "Parts"),
        "text": ("text/plain", "Text"),
        "file": ("application/octet-stream", "FileInput"),
    }
    paths = {}
    for name, (media_type, model) in bodies.items():
        answer = {"schema": {"$ref": f"#/components/schemas/{model}"}}
        sent = {"schema": {"type": "array", "items": {}}} if name == "parts" else answer
        paths[f"/{name}"] = {
            "post": {
                "x-sdk-name": "make",
                "requestBody": {"required": True, "content": {media_type: sent}},
                "responses": {"200": {"content": {"application/json": answer}}},
            }
        }
    document = {
        "openapi": "3.2.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    made = build_text(tmp_path, json.dumps(document))
    api = shop_of(load_package(install(made.output, tmp_path)))
    api.answer = httpx2.Response(200, json={"a": 1})
    found = [
        api.client.form.make(a=1),
        api.client.upload.make(a=1),
        api.client.parts.make(body=["x"]),
        api.client.text.make(body="x"),
        api.client.file.make(body=b"x"),
    ]
    assert [type(one).__name__ for one in found] == [m for _, m in bodies.values()]


def test_the_fake_api_knows_such_a_path(shop: ModuleType) -> None:
    api = shop.testing.FakeAPI()
    assert isinstance(api.client().list_.second("x", page=2), str)
    assert api.requests[-1].path == {"what": "x"}


def test_operations_are_listed_with_the_paths_of_the_description(
    built: Built, tmp_path: Path
) -> None:
    folder = install(built.output, tmp_path)
    listed = subprocess.run(
        [sys.executable, "-m", folder.name, "operations"],
        cwd=folder.parent,
        capture_output=True,
        check=True,
    )
    paths = [one["path"] for one in json.loads(listed.stdout)]
    assert "/list?version=2&of={what}#second" in paths


def test_a_path_never_becomes_a_part_of_the_host(shop: ModuleType) -> None:
    api = shop_of(shop)
    api.client.evil_test.odd()
    assert str(api.sent.url) == "https://shop.test/.evil.test/a%20b/%7B"
