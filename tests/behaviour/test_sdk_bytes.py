"""Strings of bytes: a file where a body is made of parts, text within JSON."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import httpx2
import pytest

from tests.support.packages import build_text, install, load_package

API = """
openapi: 3.0.3
info: {title: Drive, version: '1'}
servers: [{url: https://drive.test}]
paths:
  /pictures:
    post:
      operationId: addPictures
      tags: [Pictures]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [files]
              properties:
                files: {oneOf: [{$ref: '#/components/schemas/Bytes'}, {type: array, items: {$ref: '#/components/schemas/Bytes'}}]}
                about: {$ref: '#/components/schemas/Picture'}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Picture'}}}}}
    put:
      operationId: replacePicture
      tags: [Pictures]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Picture'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Bytes'}}}}}}
    patch:
      operationId: patchPicture
      tags: [Pictures]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Bytes'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Bytes'}}}}}
components:
  schemas:
    Bytes: {type: string, format: binary}
    Picture:
      type: object
      required: [thumbnail]
      properties:
        thumbnail: {type: string, format: binary}
        layers: {type: array, items: {type: string, format: binary}}
"""


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    built = build_text(tmp_path_factory.mktemp("api"), API)
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


def client(drive: ModuleType, answer: object, sent: list[httpx2.Request]) -> Any:
    def handler(request: httpx2.Request) -> httpx2.Response:
        request.read()
        sent.append(request)
        return httpx2.Response(200, json=answer)

    transport = httpx2.MockTransport(handler)
    return drive.Drive(http_client=httpx2.Client(transport=transport))


def test_within_json_it_is_text(drive: ModuleType) -> None:
    picture = drive.models.Picture
    assert get_type_hints(picture)["thumbnail"] is str
    assert picture.from_dict({"thumbnail": "a"}).layers is None
    with pytest.raises(drive.errors.DecodeError, match=r"layers\[0\]"):
        picture.from_dict({"thumbnail": "a", "layers": [1]})
    sent: list[httpx2.Request] = []
    pictures = client(drive, ["b"], sent).pictures
    assert pictures.replace(thumbnail="a") == ["b"]
    assert sent[0].content == b'{"thumbnail":"a"}'


def test_in_a_part_it_is_a_file_or_several(drive: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(b"of b")
    sent: list[httpx2.Request] = []
    pictures = client(drive, {"thumbnail": "t"}, sent).pictures
    named = ("a.png", b"of a", "image/png")
    pictures.add(files=named, about={"thumbnail": "t"})
    pictures.add(files=[named, tmp_path / "b.png"])
    first, second = (request.content for request in sent)
    assert b'filename="a.png"\r\nContent-Type: image/png\r\n\r\nof a' in first
    assert b'Content-Type: application/json\r\n\r\n{"thumbnail":"t"}' in first
    assert second.count(b'name="files"; filename=') == 2


def test_a_json_body_of_nothing_but_bytes_is_these_bytes(drive: ModuleType) -> None:
    sent: list[httpx2.Request] = []
    pictures = client(drive, {"a": 1}, sent).pictures
    assert pictures.patch(body=b"{}") == b'{"a":1}'
    assert sent[0].content == b"{}"
    assert sent[0].headers["content-type"] == "application/json"
