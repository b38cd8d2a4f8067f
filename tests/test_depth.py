"""Schemas that lead to each other too far are an error with a place, soon and without a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.cli import undrift
from generator.config import Config
from generator.depth import longest_way
from generator.diagnostics import Report, Severity, Stopped
from tests.test_composition import ENDLESS, Schemas, built, document, having, ref


def test_schemas_in_too_long_a_row_are_an_error_with_a_place(
    tmp_path: Path,
) -> None:
    row = {f"S{i}": {"oneOf": [ref(f"S{i + 1}"), having("a")]} for i in range(3_000)}
    text = json.dumps(document({**row, "S3000": having("last")}), indent=1)
    (tmp_path / "api.json").write_text(text, "utf-8")
    command = ["generate", str(tmp_path / "api.json"), "--output", str(tmp_path)]
    run = CliRunner().invoke(undrift, [*command, "--validate", "off"])
    assert run.exit_code == 1
    assert re.search(r"api\.json:\d+:\d+: error\[too-deep\]: from here", run.stderr)
    assert not (tmp_path / "composed").exists()


def test_what_is_too_deep_for_another_stage_is_an_error_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, **__: object) -> None:
        raise RecursionError

    (tmp_path / "api.json").write_text(json.dumps(document(ENDLESS["itself"])), "utf-8")
    monkeypatch.setattr(pipeline, "spec", endless)
    run = CliRunner().invoke(undrift, ["merge", str(tmp_path / "api.json")])
    assert run.exit_code == 1
    assert run.stderr.startswith("error[too-deep]: parts of the input refer to each")


@pytest.mark.parametrize("name", ["one schema three times", "each of all"])
def test_the_longest_way_enters_no_schema_twice(name: str) -> None:
    spec = built(name).spec
    _, number = longest_way(spec)
    assert 7 < number <= len(spec.schemas)


ROW = {f"S{i}": {"allOf": [ref(f"S{i + 1}")], **having(f"p{i}")} for i in range(1_000)}
CLIQUE = {f"S{i}": {"allOf": [ref(f"S{j}") for j in range(99)]} for i in range(99)}


@pytest.mark.parametrize("schemas", [{**ROW, "S1000": having("last")}, CLIQUE])
def test_schemas_of_too_many_parts_together_are_an_error_with_a_place(
    schemas: Schemas, tmp_path: Path
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(document(schemas)), "utf-8")
    report = Report()
    with pytest.raises(Stopped):
        pipeline.spec(Config(root=tmp_path, inputs=("api.json",)), report)
    (error,) = (d for d in report.diagnostics if d.severity is Severity.ERROR)
    assert error.rule == "too-deep"
    assert error.location.pointer.startswith("/components/schemas/")
