"""Generated methods that take and return files: in one piece, or piece by piece."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.packages import Built, build_text, install, load_package, reformatted

API = """
openapi: 3.1.0
info: {title: Drive, version: '1'}
servers: [{url: https://drive.test}]
paths:
  /files/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    get:
      operationId: downloadFile
      tags: [Files]
      responses: {'200': {description: ok, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
    put:
      operationId: replaceFile
      tags: [Files]
      requestBody: {required: true, content: {application/zip: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
  /files/{name}/export-of-everything-that-was-ever-in-it:
    parameters:
      - {name: name, in: path, required: true, schema: {type: string}}
      - {name: first-day-of-the-export, in: query, schema: {type: string}}
      - {name: last-day-of-the-export, in: query, schema: {type: string}}
    get:
      operationId: exportEverythingOfFile
      x-sdk-name: export_everything
      tags: [Files]
      responses: {'200': {description: ok, content: {text/csv: {}}}}
  /notes:
    get:
      operationId: listNotes
      tags: [Notes]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def drive(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


def test_the_simple_way_returns_the_bytes(drive: ModuleType) -> None:
    api = drive.testing.FakeAPI()
    api.answer("downloadFile", content=b"\x00\x01")
    assert api.client().files.download("a") == b"\x00\x01"


def test_a_download_is_saved(drive: ModuleType, tmp_path: Path) -> None:
    api = drive.testing.FakeAPI()
    api.answer("downloadFile", content=b"\x00\x01")
    files = api.client().files.with_streaming_response
    seen: list[tuple[int, int | None]] = []
    size = files.download("a").save_to(
        tmp_path / "a", on_progress=lambda *told: seen.append(told)
    )
    assert (size, (tmp_path / "a").read_bytes()) == (2, b"\x00\x01")
    assert seen == [(2, 2)]


def test_a_download_is_saved_by_a_task(drive: ModuleType, tmp_path: Path) -> None:
    async def run() -> int:
        api = drive.testing.FakeAPI()
        api.answer("downloadFile", content=b"\x00\x01")
        async with api.async_client() as client:
            files = client.files.with_streaming_response
            size: int = await files.download("a").save_to(tmp_path / "a")
            return size

    assert asyncio.run(run()) == 2
    assert (tmp_path / "a").read_bytes() == b"\x00\x01"


def test_a_download_that_breaks_off_leaves_nothing(
    drive: ModuleType, tmp_path: Path
) -> None:
    api = drive.testing.FakeAPI()
    api.answer("downloadFile", content=b"half", error=httpx2.ReadError)
    files = api.client().files.with_streaming_response
    with pytest.raises(drive.errors.APIConnectionError):
        files.download("a").save_to(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_text_is_read_line_by_line(drive: ModuleType) -> None:
    api = drive.testing.FakeAPI()
    api.answer("exportEverythingOfFile", content="a,b\r\n\u00fc,d".encode())
    files = api.client().files.with_streaming_response
    with files.export_everything("a", last_day_of_the_export="x") as response:
        assert response.status_code == 200
        assert list(response.iter_lines()) == ["a,b", "\u00fc,d"]
    (sent,) = api.requests
    assert sent.query == {"last-day-of-the-export": ["x"]}


def test_only_what_may_be_large_is_read_piece_by_piece(drive: ModuleType) -> None:
    client = drive.testing.FakeAPI().client()
    assert not hasattr(client.notes, "with_streaming_response")
    assert not hasattr(client.files.with_streaming_response, "replace")


def test_an_upload_comes_from_an_iterator(drive: ModuleType) -> None:
    api = drive.testing.FakeAPI()
    seen: list[int] = []
    file = drive.UploadFile(
        content=iter([b"ab", b"c"]), on_progress=lambda sent, size: seen.append(sent)
    )
    api.client().files.replace("a", body=file)
    (sent,) = api.requests
    assert (sent.content, sent.headers["content-type"]) == (b"abc", "application/zip")
    assert seen == [2, 3]


def test_the_signatures_are_those_of_the_simple_way(drive: ModuleType) -> None:
    client: Any = drive.testing.FakeAPI().client()
    simple = inspect.signature(client.files.export_everything)
    streamed = inspect.signature(client.files.with_streaming_response.export_everything)
    assert simple.parameters == streamed.parameters
    assert streamed.return_annotation == "StreamedResponse[str]"


def test_the_documents_tell_of_files(built: Built) -> None:
    readme, reference = built.files["README.md"], built.files["reference.md"]
    save = (
        'client.files.with_streaming_response.download("Example name").save_to("file")'
    )
    assert save in readme
    assert "UploadFile(" in readme
    assert "## Streams" not in readme
    assert "`.with_streaming_response` reads or saves" in reference
    assert "AsyncStream" not in reference


def test_what_is_rendered_is_formatted(built: Built) -> None:
    assert reformatted(built.files) == []
