"""Generated methods that return streams: what they send, and what their items are."""

from __future__ import annotations

import asyncio
import inspect
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from generator.mock import Mock
from tests.support.packages import (
    Built,
    build_text,
    install,
    load_package,
    reformatted,
)

API = """
openapi: 3.2.0
info: {title: Chat, version: '1'}
servers: [{url: https://chat.test}]
paths:
  /feed:
    get:
      operationId: watchFeed
      tags: [Feed]
      responses:
        '200':
          description: What happens.
          content:
            text/event-stream:
              itemSchema:
                type: object
                properties: {event: {type: string}, data: {type: string}, id: {type: string}}
                required: [data]
                oneOf:
                - properties: {event: {const: addString}}
                - properties:
                    event: {const: addNumber}
                    data: {contentMediaType: application/json, contentSchema: {type: integer}}
                - properties:
                    event: {const: addJson}
                    data:
                      contentMediaType: application/json
                      contentSchema: {type: object, required: [foo], properties: {foo: {type: integer}}}
  /plain:
    get:
      operationId: watchPlain
      tags: [Feed]
      responses: {'200': {description: ok, content: {text/event-stream: {schema: {type: string}}}}}
  /wrapped:
    get:
      operationId: watchWrapped
      tags: [Feed]
      responses: {'200': {description: ok, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Wrapped'}}}}}
  /lines:
    get:
      operationId: listLines
      tags: [Feed]
      x-sdk-name: lines
      responses: {'200': {description: ok, content: {application/x-ndjson: {itemSchema: {$ref: '#/components/schemas/Chunk'}}}}}
  /array:
    get:
      operationId: listRecords
      tags: [Feed]
      x-sdk-name: records
      responses: {'200': {description: ok, content: {application/json-seq: {schema: {type: array, items: {$ref: '#/components/schemas/Chunk'}}}}}}
  /completions:
    post:
      operationId: createCompletion
      tags: [Completions]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [prompt]
              properties:
                prompt: {type: string}
                stream: {type: [boolean, 'null'], default: false}
      responses:
        '200':
          description: OK
          content:
            application/json: {schema: {$ref: '#/components/schemas/Completion'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Chunk'}}
        '400': {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /generate:
    post:
      operationId: generate
      tags: [Completions]
      x-stream: {end: 'END', switch: flow}
      parameters: [{name: flow, in: query, schema: {type: boolean, default: true}}]
      requestBody:
        required: true
        content: {multipart/form-data: {schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}}}
      responses:
        '200':
          description: OK
          content:
            application/json: {schema: {$ref: '#/components/schemas/Completion'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Chunk'}}
  /whole:
    get:
      operationId: getWhole
      tags: [Completions]
      x-stream: false
      responses: {'200': {description: ok, content: {text/event-stream: {schema: {type: string}}}}}
components:
  schemas:
    Completion: {type: object, required: [text], properties: {text: {type: string}}}
    Chunk: {type: object, required: [delta], properties: {delta: {type: string}}}
    Problem: {type: object, required: [code], properties: {code: {type: string}}}
    Stream: {type: object, required: [on], properties: {on: {type: boolean}}}
    Wrapped:
      oneOf:
      - {type: object, required: [event, data], properties: {event: {const: chunk}, data: {$ref: '#/components/schemas/Chunk'}}}
      - {type: object, required: [event, data], properties: {event: {const: done}, data: {type: object, required: [stream], properties: {stream: {$ref: '#/components/schemas/Stream'}}}}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def chat(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


@pytest.fixture(params=["sync", "async"])
def network(chat: ModuleType, request: pytest.FixtureRequest) -> Network:
    return Network(chat, request.param)


class Network:
    """A client whose requests end here, and the fake API behind it."""

    def __init__(self, chat: ModuleType, colour: str) -> None:
        self.api: Any = chat.testing.FakeAPI()
        self._colour = colour

    def items(self, path: str, /, *arguments: Any, **named: Any) -> list[Any]:
        """All items of the stream that a method returns."""
        if self._colour == "sync":
            client = self.api.client()
            with client, _method(client, path)(*arguments, **named) as stream:
                return list(stream)
        return asyncio.run(self._items(path, *arguments, **named))

    async def _items(self, path: str, /, *arguments: Any, **named: Any) -> list[Any]:
        client = self.api.async_client()
        async with client, _method(client, path)(*arguments, **named) as stream:
            return [item async for item in stream]

    def value(self, path: str, **named: Any) -> Any:
        """What a method returns that is no stream."""

        async def run() -> Any:
            async with self.api.async_client() as client:
                return await _method(client, path)(**named)

        if self._colour == "async":
            return asyncio.run(run())
        with self.api.client() as client:
            return _method(client, path)(**named)

    @property
    def sent(self) -> Any:
        """The last request."""
        return self.api.requests[-1]


def _method(client: Any, path: str) -> Any:
    resource, _, name = path.partition(".")
    return getattr(getattr(client, resource), name)


def test_events_are_typed_by_their_names(network: Network, chat: ModuleType) -> None:
    body = (
        b"event: addString\ndata: 12\n\n"
        b"event: addNumber\nid: 7\ndata: 12\n\n"
        b'event: addJson\ndata: {"foo":\ndata: 1}\n\n'
    )
    network.api.answer("watchFeed", content=body)
    models = chat.models
    assert network.items("feed.watch") == [
        models.AddStringEvent(data="12"),
        models.AddNumberEvent(data=12, id="7"),
        models.AddJsonEvent(data=models.AddJsonEventData(foo=1)),
    ]
    assert network.sent.headers["accept"] == "text/event-stream"


def test_a_place_in_an_event_is_named_without_its_value(
    network: Network, chat: ModuleType
) -> None:
    body = b'event: addNumber\ndata: 1\n\nevent: addJson\ndata: {"foo": "s3cret"}\n\n'
    network.api.answer("watchFeed", content=body)
    with pytest.raises(chat.errors.ResponseDecodeError) as caught:
        network.items("feed.watch")
    assert caught.value.path == "$[1].data.foo"
    assert "s3cret" not in str(caught.value)


def test_events_that_nothing_describes_come_as_they_are(
    network: Network, chat: ModuleType
) -> None:
    network.api.answer("watchPlain", content=b"event: a\nid: 1\ndata: [DONE]\n\n")
    (event,) = network.items("feed.watch_plain")
    assert isinstance(event, chat.ServerSentEvent)
    assert (event.event, event.id, event.data) == ("a", "1", "[DONE]")


def test_a_schema_of_nothing_but_the_fields_of_events_is_of_events(
    network: Network, chat: ModuleType
) -> None:
    network.api.answer(
        "watchWrapped",
        items=[
            {"event": "chunk", "data": {"delta": "a"}},
            {"event": "done", "data": {"stream": {"on": False}}},
        ],
    )
    first, last = network.items("feed.watch_wrapped")
    assert first.data == chat.models.Chunk(delta="a")
    assert last.data.stream == chat.models.Stream(on=False)


@pytest.mark.parametrize(
    ("operation", "path"),
    [("listLines", "feed.lines"), ("listRecords", "feed.records")],
)
def test_json_lines_and_sequences(
    network: Network, chat: ModuleType, operation: str, path: str
) -> None:
    chunk = chat.models.Chunk
    network.api.answer(operation, items=[{"delta": "a"}, chunk(delta="b\n")])
    assert network.items(path) == [chunk(delta="a"), chunk(delta="b\n")]


def test_one_operation_has_a_method_for_each_way_to_answer(
    network: Network, chat: ModuleType
) -> None:
    completion = network.value("completions.create", prompt="Hi")
    assert completion == chat.models.Completion(text="text_1")
    assert network.sent.json == {"prompt": "Hi"}
    assert network.sent.headers["accept"] == "application/json"
    network.api.answer("createCompletion", content=_events("a", "b"), headers=_SSE)
    items = network.items("completions.create_stream", prompt="Hi")
    assert [item.delta for item in items] == ["a", "b"]
    assert network.sent.json == {"prompt": "Hi", "stream": True}
    assert network.sent.headers["accept"] == "text/event-stream"


_SSE = {"content-type": "text/event-stream; charset=utf-8"}


def _events(*deltas: str, end: str = "[DONE]") -> bytes:
    found = [json.dumps({"delta": delta}) for delta in deltas]
    return "".join(f"data: {data}\n\n" for data in [*found, end]).encode()


def test_a_switch_that_is_on_by_default_is_turned_off(network: Network) -> None:
    network.value("completions.generate", file=b"x")
    assert network.sent.query == {"flow": ["false"]}
    network.api.answer("generate", content=_events("a", end="END") + b"rest")
    items = network.items("completions.generate_stream", file=b"x")
    assert [item.delta for item in items] == ["a"]
    assert network.sent.query == {"flow": ["true"]}


def test_an_answer_may_be_taken_as_a_whole(network: Network) -> None:
    network.api.answer("getWhole", content=b"data: 1\n\n")
    assert network.value("completions.get_whole") == "data: 1\n\n"


def test_an_error_is_raised_before_the_first_item(
    network: Network, chat: ModuleType
) -> None:
    network.api.answer("createCompletion", status=400, json={"code": "c"})
    with pytest.raises(chat.errors.BadRequestError) as caught:
        network.items("completions.create_stream", prompt="Hi")
    assert caught.value.parsed == chat.models.Problem(code="c")


def test_the_fake_api_breaks_a_stream_off(network: Network, chat: ModuleType) -> None:
    network.api.answer(
        "createCompletion", items=[{"delta": "a"}], error=httpx2.ReadError
    )
    with pytest.raises(chat.errors.APIConnectionError):
        network.items("completions.create_stream", prompt="Hi")
    with pytest.raises(ValueError, match="item by item"):
        network.api.answer("getWhole", items=[])


def test_every_stream_of_the_fake_api_has_an_example(network: Network) -> None:
    for path in ("watch", "watch_plain", "watch_wrapped", "lines", "records"):
        assert len(network.items(f"feed.{path}")) == 1
    assert len(network.items("completions.create_stream", prompt="Hi")) == 1


def test_every_stream_can_be_read_from_the_mock_server(
    built: Built, chat: ModuleType
) -> None:
    with Mock(built.spec) as mock, httpx2.Client(trust_env=False) as http:
        client = chat.Chat(base_url=mock.url, http_client=http)
        for name in ("watch", "watch_plain", "watch_wrapped", "lines", "records"):
            with getattr(client.feed, name)() as stream:
                assert len(list(stream)) == 1, name
        with client.completions.create_stream(prompt="Hi") as stream:
            assert len(list(stream)) == 1


def test_the_switch_is_no_argument(chat: ModuleType) -> None:
    completions = chat.testing.FakeAPI().client().completions
    for name in ("create", "create_stream"):
        assert list(inspect.signature(getattr(completions, name)).parameters) == [
            "prompt"
        ]


def test_streams_have_no_raw_response(chat: ModuleType) -> None:
    feed = chat.testing.FakeAPI().client().feed
    assert not hasattr(feed.with_raw_response, "watch")


def test_the_package_exports_what_callers_annotate_with(built: Built) -> None:
    assert {"Stream", "AsyncStream", "ServerSentEvent"} <= {*built.model.public_names}


def test_the_documents_tell_of_streams(built: Built) -> None:
    readme, reference = built.files["README.md"], built.files["reference.md"]
    assert ") as items:\n    for item in items:\n" in readme
    assert "client.completions.create_stream(" in reference
    assert "-> Stream[Chunk]" in reference
    assert "it has no raw response" in reference


def test_what_is_rendered_is_formatted(built: Built) -> None:
    assert reformatted(built.files) == []


def test_what_is_wrong_with_the_extension_is_said(tmp_path: Path) -> None:
    text = API.replace("x-stream: false", "x-stream: {ends: x}")
    said = build_text(tmp_path, text).said
    assert "invalid-stream" in said
    assert "an object of `end` and `switch`" in said
