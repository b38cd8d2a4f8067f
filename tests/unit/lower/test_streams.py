"""A media type and what describes its items -> how a stream is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.diagnostics import Report
from generator.expressions import Anything, ListOf, Primitive, Ref, Scalar, TypeExpr
from generator.ir import Framing, Stream, UnionDecl
from tests.unit.support import project

INTEGER = Primitive(Scalar.INTEGER)
CHUNK = "$ref: '#/components/schemas/Chunk'"


def stream(root: Path, content: str, more: str = "") -> Stream | None:
    """The stream of an operation with this content; `more` are members of the operation."""
    text = f"""
openapi: 3.2.0
info: {{title: Shop, version: '1'}}
paths:
  /things:
    get:
      operationId: watchThings
      {more}
      responses: {{'200': {{description: '', content: {content}}}}}
components:
  schemas:
    Chunk: {{type: object, required: [id], properties: {{id: {{type: integer}}}}}}
    Chunks: {{type: array, items: {{{CHUNK}}}}}
"""
    config, report = project(root, {"api.yaml": text}), Report()
    spec = pipeline.spec(config, report, validate="off")
    (resource,) = pipeline.api(spec, config, report).resources
    (operation,) = resource.operations
    return operation.stream


FRAMINGS: list[tuple[str, Framing | None]] = [
    ("text/event-stream", Framing.EVENTS),
    ("Text/Event-Stream; charset=utf-8", Framing.EVENTS),
    ("application/jsonl", Framing.LINES),
    ("application/x-ndjson", Framing.LINES),
    ("application/stream+json", Framing.LINES),
    ("application/json-seq", Framing.SEQUENCE),
    ("application/geo+json-seq", Framing.SEQUENCE),
    ("application/json", None),
    ("text/plain", None),
]


@pytest.mark.parametrize(("media_type", "framing"), FRAMINGS)
def test_framings(tmp_path: Path, media_type: str, framing: Framing | None) -> None:
    found = stream(tmp_path, f"{{'{media_type}': {{schema: {{{CHUNK}}}}}}}")
    assert (found.framing if found else None) is framing


ITEMS: list[tuple[str, str, TypeExpr | None]] = [
    ("text/event-stream", "{}", None),
    ("text/event-stream", "{schema: {type: string}}", None),
    ("text/event-stream", f"{{schema: {{{CHUNK}}}}}", Ref("Chunk")),
    ("text/event-stream", "{schema: {type: array, items: {type: integer}}}", INTEGER),
    ("text/event-stream", "{itemSchema: {type: integer}}", INTEGER),
    ("application/jsonl", "{}", Anything()),
    ("application/jsonl", f"{{itemSchema: {{{CHUNK}}}}}", Ref("Chunk")),
    ("application/jsonl", f"{{schema: {{{CHUNK}}}}}", Ref("Chunk")),
    ("application/jsonl", "{schema: {$ref: '#/components/schemas/Chunks'}}", Ref("Chunk")),
    (
        "application/jsonl",
        "{itemSchema: {$ref: '#/components/schemas/Chunks'}}",
        ListOf(Ref("Chunk")),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("media_type", "media", "item"), ITEMS)
def test_items(
    tmp_path: Path, media_type: str, media: str, item: TypeExpr | None
) -> None:
    found = stream(tmp_path, f"{{'{media_type}': {media}}}")
    assert found is not None
    assert (found.item, found.whole) == (item, False)


JSON = "contentMediaType: application/json"
THREE = [
    "{properties: {event: {const: b}, data: {type: string}}}",
    "{properties: {event: {enum: [a]}, data: {type: string}}}",
    "{properties: {event: {const: c}, data: {type: integer}}}",
]
EVENTS: list[tuple[str, bool, bool | tuple[str, ...]]] = [
    # A schema of an event, whether it is taken for one, and where its data is text.
    ("itemSchema: {type: object, properties: {data: {type: string}}}", True, True),
    ("itemSchema: {type: object, properties: {data: {type: integer}}}", True, False),
    (f"itemSchema: {{type: object, properties: {{data: {{type: string, {JSON}}}}}}}", True, False),
    ("itemSchema: {type: object, properties: {id: {type: string}}}", False, False),
    ("schema: {type: object, properties: {event: {type: string}, data: {type: string}}}", True, True),
    ("schema: {type: object, properties: {event: {type: string}, data: {}, more: {}}}", False, False),
    ("schema: {type: object, properties: {id: {type: string}, data: {type: object}}}", False, False),
    (f"itemSchema: {{oneOf: [{', '.join(THREE)}]}}", True, ("a", "b")),
]  # fmt: skip


@pytest.mark.parametrize(("media", "whole", "text"), EVENTS)
def test_events(
    tmp_path: Path, media: str, whole: bool, text: bool | tuple[str, ...]
) -> None:
    found = stream(tmp_path, f"{{text/event-stream: {{{media}}}}}")
    assert found is not None
    assert (found.whole, found.text) == (whole, text)


def test_fields_that_all_events_have_are_in_each(tmp_path: Path) -> None:
    text = """
openapi: 3.2.0
info: {title: Shop, version: '1'}
paths:
  /things:
    get:
      operationId: watchThings
      responses:
        '200':
          description: ''
          content:
            text/event-stream:
              itemSchema:
                properties: {id: {type: string}, data: {type: string, maxLength: 5}}
                required: [id]
                oneOf:
                - {properties: {event: {const: came}, data: {contentMediaType: application/json, contentSchema: {type: integer}}}}
                - {title: Away, properties: {event: {const: went}}, required: [data]}
"""
    config, report = project(tmp_path, {"api.yaml": text}), Report()
    spec = pipeline.spec(config, report, validate="off")
    came: Any = spec.schemas["CameEvent"]
    away: Any = spec.schemas["Away"]
    assert [s["required"] for s in (came, away)] == [["id", "event"], ["id", "data", "event"]]  # fmt: skip
    assert came["properties"]["data"]["maxLength"] == 5
    api = pipeline.api(spec, config, report)
    unions = [d for d in api.declarations if isinstance(d, UnionDecl)]
    assert [(u.id, u.tag.property if u.tag else "") for u in unions] == [
        ("WatchThingsItem", "event")
    ]


def test_the_usual_conventions_hold_where_the_extension_says_nothing(
    tmp_path: Path,
) -> None:
    content = f"{{text/event-stream: {{schema: {{{CHUNK}}}}}, application/json: {{}}}}"
    found = stream(tmp_path, content)
    assert found is not None
    assert (found.end, found.switch, found.beside) == (None, "stream", True)
    found = stream(tmp_path, content, "x-stream: {end: END, switch: live}")
    assert found is not None
    assert (found.end, found.switch) == ("END", "live")
    assert stream(tmp_path, content, "x-stream: false") is None


def test_events_come_before_lines(tmp_path: Path) -> None:
    found = stream(tmp_path, "{application/jsonl: {}, text/event-stream: {}}")
    assert found is not None
    assert (found.media_type, found.beside) == ("text/event-stream", False)
