"""Security that is written where OpenAPI does not have it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load import load
from generator.source import Fragment, Json
from tests.unit.support import project, rendered


def loaded(root: Path, document: Json) -> tuple[Fragment, str]:
    whole = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, **document}
    report = Report()
    page = f"```json\n{json.dumps(whole)}\n```\n"
    (found,) = load(project(root, {"a.md": page}), report)
    return found, rendered(report, root)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"type": "bearer"}, {"type": "http", "scheme": "bearer"}),
        ({"type": "basic"}, {"type": "http", "scheme": "basic"}),
        ({"type": "ApiKey", "in": "header", "name": "k"},
         {"type": "apiKey", "in": "header", "name": "k"}),
    ],
)  # fmt: skip
def test_unknown_types_are_read_as_meant(
    tmp_path: Path, written: Json, meant: Json
) -> None:
    found, said = loaded(tmp_path, {"components": {"securitySchemes": {"s": written}}})
    assert found.document["components"]["securitySchemes"] == {"s": meant}
    assert said.startswith("a.md:2:")
    assert "warning[invalid-structure]" in said


def get(*parameters: Json, **more: Json) -> Json:
    return {"paths": {"/a": {"get": {"parameters": list(parameters), **more}}}}


def header(name: str, **more: Json) -> Json:
    return {"name": name, "in": "header", **more}


@pytest.mark.parametrize(
    ("parameter", "scheme"),
    [
        (header("xi-api-key"), {"type": "apiKey", "in": "header", "name": "xi-api-key"}),
        (header("X-Auth-Token"), {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}),
        (header("Authorization", description="Bearer <token>"),
         {"type": "http", "scheme": "bearer", "description": "Bearer <token>"}),
        (header("authorization"), {"type": "apiKey", "in": "header", "name": "authorization"}),
    ],
)  # fmt: skip
def test_a_key_in_a_header_parameter_becomes_a_scheme(
    tmp_path: Path, parameter: Json, scheme: Json
) -> None:
    found, _ = loaded(tmp_path, get(parameter | {"required": True}, header("If-Match")))
    name = parameter["name"]
    assert found.document["components"]["securitySchemes"] == {name: scheme}
    operation = found.document["paths"]["/a"]["get"]
    assert operation["security"] == [{name: []}]
    assert operation["parameters"] == [header("If-Match")]
    place = found.place("/paths/~1a/get/parameters/0").location
    assert place.pointer == "/paths/~1a/get/parameters/1"


def test_a_key_that_is_not_required_is_optional(tmp_path: Path) -> None:
    found, _ = loaded(tmp_path, get(header("api-key")))
    security = found.document["paths"]["/a"]["get"]["security"]
    assert security == [{"api-key": []}, {}]


@pytest.mark.parametrize(
    "document",
    [
        {**get(header("api-key")), "security": []},
        get(header("api-key"), security=[]),
        get(header("Idempotency-Key")),
        get({"name": "api-key", "in": "query"}),
    ],
)
def test_who_describes_security_is_believed(tmp_path: Path, document: Json) -> None:
    found, _ = loaded(tmp_path, document)
    assert found.document["paths"] == document["paths"]
