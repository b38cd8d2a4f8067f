"""Generated methods whose body is sent item by item, and bodies that are not what their form needs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import httpx2
import pytest

from generator.mock import Mock
from tests.support.packages import Built, build_text, install, load_package, reformatted

API = """
openapi: 3.2.0
info: {title: Log, version: '1'}
servers: [{url: https://log.test}]
paths:
  /records:
    post:
      operationId: sendRecords
      tags: [Records]
      requestBody:
        required: true
        content: {application/x-ndjson: {itemSchema: {$ref: '#/components/schemas/Record'}}}
      responses: {'204': {description: ok}}
  /sequence:
    post:
      operationId: sendSequence
      tags: [Records]
      requestBody:
        required: true
        content: {application/json-seq: {schema: {type: array, items: {$ref: '#/components/schemas/Record'}}}}
      responses: {'204': {description: ok}}
  /numbers:
    post:
      operationId: sendNumbers
      tags: [Records]
      requestBody: {content: {application/jsonl: {itemSchema: {type: number}}}}
      responses: {'204': {description: ok}}
  /either:
    post:
      operationId: sendEither
      tags: [Records]
      requestBody:
        required: true
        content:
          application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Record'}}}
          application/jsonl: {itemSchema: {$ref: '#/components/schemas/Record'}}
      responses: {'204': {description: ok}}
  /text:
    post:
      operationId: sendText
      tags: [Records]
      requestBody: {required: true, content: {application/x-ndjson: {schema: {type: string}}}}
      responses: {'204': {description: ok}}
  /listed-form:
    post:
      operationId: sendListedForm
      tags: [Forms]
      requestBody:
        required: true
        content: {application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}}
      responses: {'204': {description: ok}}
  /text-form:
    post:
      operationId: sendTextForm
      tags: [Forms]
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: string}}}}
      responses: {'204': {description: ok}}
  /text-parts:
    post:
      operationId: sendTextParts
      tags: [Forms]
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: string}}}}
      responses: {'204': {description: ok}}
  /file-parts:
    post:
      operationId: sendFileParts
      tags: [Forms]
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Record:
      type: object
      required: [at, message]
      properties:
        at: {type: string, format: date-time}
        message: {type: string}
"""
AT = datetime(2026, 6, 10, 10, tzinfo=UTC)
LINE = b'{"at":"2026-06-10T10:00:00Z","message":"%s"}\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def log(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


def records(log: ModuleType, *messages: str) -> Iterator[Any]:
    return (log.models.Record(at=AT, message=each) for each in messages)


def sent(api: Any) -> tuple[str, bytes]:
    """Media type and body of the only request."""
    (request,) = api.requests
    return request.headers["content-type"], request.content


def test_items_come_from_a_list_or_an_iterator_as_models_or_dicts(
    log: ModuleType,
) -> None:
    lines = LINE % b"a" + LINE % b"b"
    dicts = [{"at": AT, "message": message} for message in "ab"]
    for given in (records(log, "a", "b"), list(records(log, "a", "b")), dicts):
        api = log.testing.FakeAPI()
        api.client().records.records(body=given)
        assert sent(api) == ("application/x-ndjson", lines)


def test_items_of_a_task_come_from_either_sort_of_iterable(log: ModuleType) -> None:
    async def later() -> AsyncIterator[Any]:
        for record in records(log, "a", "b"):
            await asyncio.sleep(0)
            yield record

    async def run(body: Any) -> tuple[str, bytes]:
        api = log.testing.FakeAPI()
        async with api.async_client() as client:
            await client.records.records(body=body)
        return sent(api)

    for body in (later(), records(log, "a", "b"), list(records(log, "a", "b"))):
        assert asyncio.run(run(body))[1] == LINE % b"a" + LINE % b"b"


def test_texts_of_a_sequence_begin_with_a_separator(log: ModuleType) -> None:
    api = log.testing.FakeAPI()
    api.client().records.sequence(body=records(log, "a", "b"))
    record = b"\x1e" + LINE
    assert sent(api) == ("application/json-seq", record % b"a" + record % b"b")


def test_items_may_be_scalars_and_may_be_left_out(log: ModuleType) -> None:
    api = log.testing.FakeAPI()
    api.client().records.numbers(body=[1, 2.5])
    assert sent(api) == ("application/jsonl", b"1\n2.5\n")
    api.reset()
    api.client().records.numbers()
    assert api.requests[0].content == b""
    api.reset()
    api.client().records.numbers(body=[])
    assert sent(api) == ("application/jsonl", b"")


def test_an_item_is_sent_before_the_next_is_made(log: ModuleType) -> None:
    """A body of any size: what was sent may be forgotten."""
    made: list[int] = []
    seen: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    class Transport(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            stream: Any = request.stream
            seen.extend(len(made) for _ in stream)
            return httpx2.Response(204)

    with httpx2.Client(transport=Transport()) as http:
        client = log.Log(base_url="https://log.test", http_client=http)
        client.records.numbers(body=numbers())
    assert seen == [1, 2, 3]


def test_a_list_is_sent_again_and_an_iterator_is_not(log: ModuleType) -> None:
    for body, attempts in (([1], 2), (iter([1]), 1)):
        api = log.testing.FakeAPI()
        api.answer("sendNumbers", status=429, headers={"Retry-After": "0"})
        with pytest.raises(log.errors.RateLimitError):
            api.client(max_retries=1).records.numbers(body=body)
        assert [request.content for request in api.requests] == [b"1\n"] * attempts


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("text", "body must be an iterable of items, not str"),
        ({"at": 1}, "body must be an iterable of items, not dict"),
        (7, "body must be an iterable of items, not int"),
        ([object()], "an item of body cannot be a object"),
        ([float("nan")], "Out of range"),
    ],
    ids=["text", "mapping", "number", "object", "nan"],
)
def test_what_cannot_be_sent_is_refused(
    log: ModuleType, body: Any, problem: str
) -> None:
    api = log.testing.FakeAPI()
    with pytest.raises((TypeError, ValueError), match=problem):
        api.client().records.numbers(body=body)
    assert api.requests == []


def test_async_items_are_for_the_asynchronous_client(log: ModuleType) -> None:
    async def later() -> AsyncIterator[int]:
        yield 1

    api = log.testing.FakeAPI()
    with pytest.raises(TypeError, match="for the asynchronous client"):
        api.client().records.numbers(body=later())
    assert api.requests == []


def test_json_goes_before_lines_and_text_stays_text(log: ModuleType) -> None:
    api = log.testing.FakeAPI()
    api.client().records.either(body=list(records(log, "a")))
    assert sent(api)[0] == "application/json"
    api.reset()
    api.client().records.text(body='{"a": 1}\n')
    assert api.requests[0].content == b'{"a": 1}\n'


def test_a_form_without_names_takes_them_from_the_caller(log: ModuleType) -> None:
    api = log.testing.FakeAPI()
    forms = api.client().forms
    forms.listed(body={"a": ["1", "2"]})
    forms.text(body={"b": "x y"})
    forms.text()
    forms.text_parts(body={"name": "n"})
    forms.file_parts(body={"file": b"\x00"})
    bodies = [request.content for request in api.requests]
    assert bodies[:3] == [b"a=1&a=2", b"b=x+y", b""]
    assert b'name="name"\r\n\r\nn\r\n' in bodies[3]
    assert b'name="file"; filename="file"' in bodies[4]
    with pytest.raises(TypeError, match="body must be a mapping of fields, not list"):
        forms.listed(body=["a"])
    with pytest.raises(TypeError, match="body must be a mapping of fields, not str"):
        forms.text_parts(body="a")


def test_the_mock_server_reads_items_one_by_one(log: ModuleType, built: Built) -> None:
    with Mock(built.spec) as server:
        client = log.Log(base_url=server.url)
        client.records.records(body=list(records(log, "a", "b")))
        client.records.sequence(body=list(records(log, "a")))
        client.records.numbers(body=[1, 2.5])
        with pytest.raises(log.errors.UnprocessableEntityError) as caught:
            client.records.numbers(body=[1, "two"])
        client.close()
    assert [each["pointer"] for each in caught.value.json["errors"]] == ["/1"]
    assert "two" not in json.dumps(caught.value.json)


def test_what_is_rendered_is_formatted(built: Built) -> None:
    assert reformatted(built.files) == []
