"""The gates of `make corpus` on descriptions of our own: what they pass, and what they find."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from . import exchanges, excused, readings, results
from .checkers import check
from .documents import Document, contents, shuffled
from .gates import Result, examine
from .imported import main as imported
from .table import markdown

CASES = Path(__file__).parents[1] / "cases"
GENERAL = Document(
    "general", Path(__file__).parents[1] / "typing", "general.yaml", "ok"
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def general(work: Path) -> Result:
    return examine(GENERAL, work)


def test_a_description_of_everything_passes_every_gate(general: Result) -> None:
    assert general.faults == []
    assert (general.complete, general.imports, general.black) == (True, True, True)
    assert (general.repeat, general.shuffled) == (True, True)
    assert general.cpu > 0
    assert general.memory > 0


def test_type_checkers_count_the_errors_of_each_package(
    general: Result, work: Path, tmp_path: Path
) -> None:
    package = work / "api_general/first/out/api_general"
    wrong = tmp_path / "out/api_wrong"
    wrong.mkdir(parents=True)
    (wrong / "__init__.py").write_text("x: int = ''\n")
    broken = Result("wrong", "ok", lines=1)
    for name in ("api_general", "api_wrong"):
        (tmp_path / name).mkdir()
    assert list(check([(general, package), (broken, wrong)], tmp_path)) == [
        broken,
        general,
    ]
    assert (general.mypy, general.pyright) == (0, 0)
    assert (broken.mypy, broken.pyright) == (1, 1)
    assert len(broken.faults) == 2


def test_a_refusal_with_a_place_is_a_fault_of_valid_descriptions_only(
    tmp_path: Path,
) -> None:
    folder = CASES / "load-broken-json"
    entry = "a.json"
    refused = examine(Document("broken", folder, entry, "invalid"), tmp_path)
    assert (refused.refused, refused.faults) == ("invalid-json", [])
    missed = examine(Document("broken", folder, entry, "ok"), tmp_path)
    assert missed.faults[0].startswith("generate: refused: ")


def test_modules_that_cannot_be_imported_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "api_odd"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "good.py").write_text("")
    (package / "bad.py").write_text("import nothing_of_this_name")
    monkeypatch.syspath_prepend(tmp_path)
    imported(tmp_path, "api_odd")
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert len(faults) == 2
    assert all(fault.startswith("bad: ModuleNotFoundError") for fault in faults)


def test_shuffling_moves_paths_and_components_only(tmp_path: Path) -> None:
    copy = shuffled(GENERAL, tmp_path)
    assert contents(copy) == contents(GENERAL)
    assert copy.file.read_text("utf-8") != GENERAL.file.read_text("utf-8")


def test_words_of_yaml_1_1_are_read_as_text(tmp_path: Path) -> None:
    text = 'openapi: 3.1.0\npaths: {}\ninfo: {title: no, version: "1", x-a: true}\n'
    (tmp_path / "api.yaml").write_text(text)
    copy = shuffled(Document("words", tmp_path, "api.yaml", "ok"), tmp_path / "copy")
    info = json.loads(copy.file.read_text("utf-8"))["info"]
    assert (info["title"], info["x-a"]) == ("no", True)


def test_the_table_has_a_line_for_each_description_and_says_what_falls_short() -> None:
    text = markdown(
        [
            Result("good", "ok", "3.1.0", 0, 2, 3, imports=True, mypy=0),
            Result("bad", "ok", code=1, faults=["generate: exit 1: KeyError"]),
        ]
    )
    assert "| good | 3.1.0 | ok | 2 | 3 | 0 | 0 | . | ✓ | ✓ | . |" in text
    assert "**bad**\n\n```\ngenerate: exit 1: KeyError\n```" in text
    assert "2 documents: 1 generated, 0 refused with a diagnostic, 1 neither" in text


def test_outcomes_are_kept_and_become_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "KEPT", tmp_path)
    good = results.Outcome({"operations": 2, "calls": 3}, [], {"a | reason": 2})
    bad = results.Outcome({"operations": 1, "calls": 1}, ["mock get: 422 `x`"], {})
    results.keep("calls", "good.json", good)
    results.keep("calls", "folder/", bad)
    page = exchanges.markdown(
        {run: results.kept(run) for run in ("roundtrip", "calls", "judge")}
    )
    assert "- calls: 2 documents, 3 operations, 4 calls; faults: 1 mock; 2 with" in page
    assert "| calls | 2 | a \\| reason |" in page
    rows = [line for line in page.splitlines() if line.startswith("| good.json ")]
    assert rows == [f"| good.json |{' . |' * 7} 2 | 3 | 0 | . | . | . |"]
    assert "**folder**, calls\n\n```\nmock get: 422 'x'\n```" in page


def complaint(error: Any, description: Any, said: str = "", **record: Any) -> str:
    """The excuse for what openapi-core said of a request."""
    known = {"headers": {}, "route": "/a", "method": "POST", "url": "", "body": ""}
    reading = readings.Reading(description, "3.1.0")
    return excused.excuse(excused.Complaint(said, known | record, reading, error))


def error(instance: Any, schema: Any, rule: str, *path: str) -> Any:
    return SimpleNamespace(
        instance=instance,
        schema=schema,
        validator=rule,
        validator_value=schema[rule],
        absolute_path=path,
    )


def test_a_field_of_a_multipart_form_is_excused_when_it_is_json_of_its_type() -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    integer = {"type": "integer"}
    fits = error("5", integer, "type", "size")
    assert "converts no fields" in complaint(fits, {}, headers=headers)
    for wrong in (
        error("five", integer, "type", "size"),
        error(5.5, integer, "type", "size"),
    ):
        assert complaint(wrong, {}, headers=headers) == ""
    assert complaint(fits, {}, headers={"content-type": "application/json"}) == ""


def test_a_text_of_a_form_is_excused_when_a_later_alternative_asks_for_its_number() -> (
    None
):
    form = {"content-type": "application/x-www-form-urlencoded"}
    said: Any = {"anyOf": [{"type": "string", "enum": ["now"]}, {"type": "integer"}]}

    def told(text: str, said: Any = said, headers: Any = form) -> str:
        wrong = error(text, said, "anyOf", "when")
        wrong.context = [
            error(text, one, "enum" if "enum" in one else "type")
            for one in said["anyOf"]
        ]
        return complaint(wrong, {}, headers=headers)

    assert "for the first alternative" in told("1")
    assert told("later") == ""
    assert told("1", headers={"content-type": "application/json"}) == ""
    number_first = {"anyOf": said["anyOf"][::-1]}
    assert told("1", number_first) == ""


def test_a_default_is_excused_for_the_parameter_that_was_not_sent() -> None:
    shown = {
        "name": "time",
        "in": "query",
        "schema": {"format": "time", "default": "x"},
    }
    description = {"paths": {"/a": {"post": {"parameters": [shown]}}}}
    wrong = error("x", {"format": "time"}, "format")
    said = "InvalidParameter: Invalid query parameter: time"
    absent = complaint(wrong, description, said, url="https://a/a?date-time=y")
    assert "default of a parameter" in absent
    assert complaint(wrong, description, said, url="https://a/a?time=x") == ""


def test_a_parameter_without_a_place_in_the_path_is_excused() -> None:
    missing = "MissingRequiredParameter: Missing required path parameter: id"
    parameter = {"name": "id", "in": "path", "schema": {"type": "string"}}
    description = {
        "paths": {
            "/a": {"post": {"parameters": [parameter]}},
            "/{id}": {"post": {"parameters": [parameter]}},
        }
    }
    assert "no place for it" in complaint(None, description, missing)
    assert complaint(None, description, missing, route="/{id}") == ""


def reading(
    schema: Any, version: str = "3.0.3", **schemas: Any
) -> tuple[Any, set[str]]:
    """A schema in the words that openapi-core is given, and why."""
    root: Any = {
        "openapi": version,
        "components": {"schemas": {"X": schema, **schemas}},
    }
    found = readings.Reading(root, version)
    found.rewrite()
    return root["components"]["schemas"]["X"], set(found.counts)


@pytest.mark.parametrize(
    ("written", "version", "read"),
    [
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            "3.0.3",
            {"type": "string", "enum": ["a", None], "nullable": True},
        ),
        (
            {"$ref": "#/components/schemas/Y", "nullable": True},
            "3.0.3",
            {"anyOf": [{"$ref": "#/components/schemas/Y"}, {"enum": [None]}]},
        ),
        (
            {"type": "array", "nullable": True},
            "3.1.0",
            {"type": ["array", "null"], "nullable": True},
        ),
    ],
)
def test_null_is_read_beside_all_that_a_schema_says(
    written: Any, version: str, read: Any
) -> None:
    assert reading(written, version, Y={}) == (read, {readings.NULL})


def test_what_only_a_server_sets_is_not_required_of_a_request() -> None:
    parts: Any = {
        "allOf": [{"required": ["id", "name"]}, {"$ref": "#/components/schemas/Y"}]
    }
    described = {"properties": {"id": {"type": "string", "readOnly": True}, "name": {}}}
    found, why = reading(parts, Y=described)
    assert found["allOf"][0] == {"required": ["name"]}
    assert why == {readings.REQUIRED}


def test_a_component_says_read_only_of_the_properties_that_refer_to_it() -> None:
    holder = {"properties": {"y": {"$ref": "#/components/schemas/Y"}}}
    found, why = reading(holder, Y={"type": "string", "readOnly": True})
    assert found["properties"]["y"]["readOnly"] is True
    assert why == {readings.WHOLE}


def test_schemes_that_nobody_can_compute_are_not_asked_for() -> None:
    root: Any = {
        "components": {
            "securitySchemes": {
                "odd": {"type": "http", "scheme": "Digest"},
                "key": {"type": "http", "scheme": "Bearer"},
            }
        },
        "paths": {"/a": {"get": {"security": [{"odd": [], "key": []}]}}},
    }
    readings.Reading(root, "3.1.0").rewrite()
    assert root["paths"]["/a"]["get"]["security"] == [{"key": []}]


def test_what_is_read_as_written_stays_as_it_is() -> None:
    written = {
        "type": "object",
        "required": ["enum"],
        "properties": {"enum": {"type": "string"}, "readOnly": {"type": "boolean"}},
        "example": {"nullable": True},
    }
    assert reading(copy.deepcopy(written)) == (written, set())
