"""The gates of `make corpus` on descriptions of our own: what they pass, and what they find."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from . import exchanges, excused, results
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
    check([(general, package), (broken, wrong)], tmp_path)
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
    assert "| good.json | . | . | . | . | 2 | 3 | 0 | . | . | . |" in page
    assert "**folder**, calls\n\n```\nmock get: 422 'x'\n```" in page


def test_a_complaint_is_excused_for_its_own_reason_only() -> None:
    error = SimpleNamespace(
        instance=None, schema={"nullable": True}, validator="enum", absolute_path=["a"]
    )
    record = {"headers": {}, "route": "/a", "method": "POST", "url": "", "body": ""}
    facts = excused.Facts()
    null = excused.Complaint("InvalidSchemaValue", record, facts, error)
    assert "ADR 26" in excused.excuse(null)
    error = SimpleNamespace(
        instance=1, schema={"nullable": True}, validator="enum", absolute_path=["a"]
    )
    wrong = excused.Complaint("InvalidSchemaValue", record, facts, error)
    assert excused.excuse(wrong) == ""
