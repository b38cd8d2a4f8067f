"""Which of several media types a request is sent in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.expressions import Anything, ListOf, MapOf, Ref
from generator.ir import Format
from tests.unit.lower.support import lowered, only

BINARY = "{type: string, contentMediaType: application/octet-stream}"


def operation(
    tmp_path: Path, content: str, schemas: str = "{}"
) -> tuple[Format, object]:
    api, _ = lowered(
        tmp_path,
        f"""
        paths:
          /a:
            post:
              operationId: send
              requestBody: {{content: {{{content}}}}}
              responses: {{}}
        components: {{schemas: {schemas}}}
        """,
    )
    body = only(api).body
    assert body is not None
    return body.format, body.type


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, properties: {f: %s}}",
        "{type: object, properties: {f: {type: array, items: %s}}}",
        "{type: object, properties: {f: {$ref: '#/components/schemas/File'}}}",
        "{type: object, properties: {f: {anyOf: [%s, {type: 'null'}]}}}",
        "{type: object, properties: {f: {type: array, items: {$ref: '#/components/schemas/File'}}}}",
        "{allOf: [{type: object, properties: {f: %s}}, {type: object, properties: {a: {type: string}}}]}",
        "{oneOf: [{type: object, required: [f], properties: {f: %s}}, {type: object, required: [url], properties: {url: {type: string}}}]}",
        "{allOf: [{$ref: '#/components/schemas/Upload'}]}",
    ],
)
def test_a_form_goes_before_json_wherever_a_file_is_described(
    tmp_path: Path, schema: str
) -> None:
    written = schema.replace("%s", BINARY)
    content = "application/json: {schema: S}, multipart/form-data: {schema: S}"
    upload = f"{{type: object, properties: {{f: {BINARY}}}}}"
    schemas = f"{{File: {BINARY}, Upload: {upload}}}"
    found, _ = operation(tmp_path, content.replace("S", written), schemas)
    assert found is Format.MULTIPART


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, properties: {f: {type: string}}}",
        "{type: object, properties: {f: {type: object, properties: {g: %s}}}}",
        "{$ref: '#/components/schemas/Loop'}",
    ],
)
def test_json_goes_before_a_form_without_files(tmp_path: Path, schema: str) -> None:
    written = schema.replace("%s", BINARY)
    content = "application/json: {schema: S}, multipart/form-data: {schema: S}"
    loop = "{Loop: {allOf: [{$ref: '#/components/schemas/Loop'}], properties: {f: {$ref: '#/components/schemas/Loop'}}}}"
    found, _ = operation(tmp_path, content.replace("S", written), loop)
    assert found is Format.JSON


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "application/jsonl: {itemSchema: {$ref: '#/components/schemas/A'}}",
            Format.ITEMS,
        ),
        (
            "application/json-seq: {schema: {$ref: '#/components/schemas/A'}}",
            Format.ITEMS,
        ),
        (
            "application/ndjson: {schema: {type: array, items: {type: string}}}",
            Format.ITEMS,
        ),
        ("application/x-ndjson: {schema: {type: string}}", Format.TEXT),
        ("application/x-ndjson: {}", Format.TEXT),
        ("text/plain: {}, application/jsonl: {itemSchema: {}}", Format.ITEMS),
        (
            "application/jsonl: {itemSchema: {}}, application/json: {schema: {}}",
            Format.JSON,
        ),
    ],
)
def test_described_items_are_sent_one_by_one(
    tmp_path: Path, content: str, expected: Format
) -> None:
    schemas = "{A: {type: object, properties: {a: {type: string}}}}"
    found, type_ = operation(tmp_path, content, schemas)
    assert found is expected
    if found is Format.ITEMS:
        assert isinstance(type_, ListOf)
        if "schemas/A" in content:
            assert type_ == ListOf(Ref("A"))


@pytest.mark.parametrize(
    "schema",
    ["{type: string}", "{type: array, items: {type: string}}", "{const: a}", BINARY],
)
@pytest.mark.parametrize(
    "media_type", ["application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_form_without_names_has_the_callers(
    tmp_path: Path, media_type: str, schema: str
) -> None:
    found, type_ = operation(tmp_path, f"{media_type}: {{schema: {schema}}}")
    assert type_ == MapOf(Anything())
    assert found in (Format.FORM, Format.MULTIPART)
