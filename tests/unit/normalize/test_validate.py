"""Documents are held against OpenAPI, faults have places, and verdicts are remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.cache import Cache
from generator.diagnostics import Report
from generator.normalize import validate as module
from generator.normalize.validate import validate
from generator.source import Document, Fragment
from tests.support.canonical import api, call, canonical, thing


def good() -> Document:
    return api(
        {"GET /pets/{id}": call("getPet", thing("id"), parameters=[path_id()])}
    ).document


def path_id() -> Document:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def faults(
    document: Document, level: str = "full", cache: Cache | None = None
) -> list[str]:
    report = Report()
    where = Fragment(document, "api.json", "0" * 64, lambda pointer: (1, 1)).place()
    validate(document, where, level, cache or Cache(), report)
    return [f"{d.location.pointer}: [{d.rule}] {d.message}" for d in report]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_a_valid_document_has_no_faults(version: str) -> None:
    assert faults(good() | {"openapi": version}) == []


def test_faults_name_their_place_and_never_show_the_value() -> None:
    document = good()
    operation = document["paths"]["/pets/{id}"]["get"]
    operation["parameters"][0]["in"] = "secret-value"
    operation["secret"] = {"much": "text"}
    del document["info"]["version"]
    assert faults(document) == [
        "/info: [invalid-openapi] 'version' is a required property",
        (
            "/paths/~1pets~1{id}/get: [invalid-openapi] Unevaluated properties are not allowed"
            " ('secret' was unexpected)"
        ),
        (
            "/paths/~1pets~1{id}/get/parameters/0/in: [invalid-openapi] must be one of query,"
            " querystring, header, path, cookie"
        ),
    ]


def test_what_a_schema_cannot_say_is_checked_at_the_full_level() -> None:
    document = good()
    document["paths"]["/pets/{id}"]["get"]["parameters"] = []
    assert faults(document, "schema") == []
    (found,) = faults(document, "full")
    assert found.startswith(
        "/paths/~1pets~1{id}/get: [invalid-openapi] Path parameter 'id'"
    )
    assert faults(document, "off") == []


def test_a_good_verdict_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    assert faults(good(), cache=cache) == []

    def refuse(name: str) -> Any:
        raise AssertionError(name)

    monkeypatch.setattr(module, "import_module", refuse)
    assert faults(good(), cache=cache) == []
    for file in tmp_path.iterdir():
        file.write_bytes(b"\xff broken")
    (found,) = faults(good(), cache=cache)
    assert "[not-validated]" in found, "without the verdict the validator is asked"


def test_a_bad_verdict_is_not_remembered(tmp_path: Path) -> None:
    document = good()
    del document["info"]
    assert (
        faults(document, cache=Cache(tmp_path))
        == faults(document, cache=Cache(tmp_path))
        != []
    )


def test_the_validator_failing_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(errors: Any, document: Document) -> Any:
        raise RecursionError

    monkeypatch.setattr(module, "_faults", broken)
    (found,) = faults(good())
    assert "[not-validated]" in found


def test_the_canonical_document_is_valid_and_its_faults_lead_to_the_input() -> None:
    spec = canonical(
        api({"GET /pets/{id}": call("getPet", thing("id"), parameters=[path_id()])})
    )
    report = Report()
    validate(spec.document, spec.provenance, "full", Cache(), report)
    assert not report.diagnostics
    spec.schemas["GetPetResponse"]["required"] = "id"
    validate(spec.document, spec.provenance, "full", Cache(), report)
    assert report.diagnostics
    assert not report.failed
    assert all(found.location.file == "api.json" for found in report)


@pytest.mark.parametrize(
    ("size", "level"), [(0, "full"), (300_000, "schema"), (1_100_000, "off")]
)
def test_large_documents_are_checked_less_unless_it_is_asked_for(
    size: int, level: str
) -> None:
    document = good()
    document["paths"]["/pets/{id}"]["get"]["parameters"] = []
    document["info"]["version"] = 1
    document["info"]["description"] = "x" * size
    expected = faults(document, level) if level != "off" else []
    found = faults(document, "auto")
    assert [one for one in found if "[invalid-openapi]" in one] == expected
    assert ("[not-validated]" in found[0]) == (level == "off")
