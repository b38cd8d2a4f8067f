"""Who wins a conflict, when the configuration says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import OnConflict
from generator.diagnostics import Report
from tests.support.fragments import (
    block,
    conflicting,
    merged,
    operation,
    page,
    rules,
    said,
)


@pytest.mark.parametrize(
    ("rule", "version", "maximum"),
    [
        (OnConflict.FIRST, "1", 100),
        (OnConflict.NEWEST, "2", 50),
        (OnConflict.NEWEST, "0.9", 100),
    ],
)
def test_the_configuration_says_who_wins(
    rule: OnConflict, version: str, maximum: int
) -> None:
    report = Report()
    first, second = conflicting()
    second.document["info"]["version"] = version
    found = merged([first, second], report, on_conflict=rule)
    winner = found.document["paths"]["/a"]["get"]
    assert winner["parameters"][0]["schema"]["maximum"] == maximum
    assert len(winner["responses"]) == 1
    assert "conflict-resolved" in rules(report)
    assert not report.failed


def test_a_resolution_of_the_operation_takes_one_file_s_whole_text() -> None:
    report = Report()
    found = merged(
        conflicting(), report, resolutions={"/paths/~1a/get": "old.json"}
    ).document["paths"]["/a"]["get"]
    assert not list(report)
    assert found["parameters"][0]["schema"]["maximum"] == 50
    assert list(found["responses"]) == ["201"]


def test_resolutions_of_single_nodes_add_up() -> None:
    report = Report()
    at = "/paths/~1a/get"
    found = merged(
        conflicting(),
        report,
        resolutions={
            f"{at}/parameters/0/schema/maximum": "old.json",
            f"{at}/responses/200": "new.json",
            f"{at}/responses/201": "new.json",
        },
    ).document["paths"]["/a"]["get"]
    assert not list(report)
    assert found["parameters"][0]["schema"]["maximum"] == 50
    assert list(found["responses"]) == ["200"]


def test_a_conflict_resolved_in_part_is_still_one() -> None:
    report = Report()
    resolutions = {"/paths/~1a/get/parameters/0/schema/maximum": "old.json"}
    merged(conflicting(), report, resolutions=resolutions)
    assert [note.message[:14] for found in report for note in found.notes] == [
        "/responses/200",
        "/responses/201",
    ]


def test_a_resolution_that_decides_nothing_is_reported() -> None:
    report = Report()
    merged(
        [
            page("a.json", "/a", operation("x"), **{"x-team": "a"}),
            page("b.json", "/b", operation("y"), **{"x-team": "b"}),
        ],
        report,
        file=Path("undrift.yaml"),
        resolutions={"/paths/~1b/get": "a.json"},
    )
    assert rules(report) == ["annotations-differ", "unused-resolution"]
    assert said(d for d in report if d.rule == "unused-resolution") == block("""
        undrift.yaml: warning[unused-resolution]: the resolution /paths/~1b/get: a.json decides nothing: either no two fragments describe that node, or the file does not say one thing about it
          help: remove it, or correct its pointer and file
        """)
