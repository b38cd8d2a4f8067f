"""Diagnostics: order, and how text, JSON and GitHub's commands say them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import (
    At,
    Diagnostic,
    Location,
    Note,
    Report,
    Severity,
    Stopped,
)
from generator.presentation import (
    Display,
    escape,
    folded,
    json_document,
    listing,
    summary,
)

ROOT = Path("/project/specs")
DISPLAY = Display(ROOT, Path("/project"))


def at(file: str, line: int = 0, column: int = 0, pointer: str = "") -> At:
    return At(Location(file, line, column, pointer))


def found(**changes: object) -> Diagnostic:
    return Diagnostic(
        **{  # type: ignore[arg-type]
            "severity": Severity.ERROR,
            "rule": "merge-conflict",
            "message": "they differ",
            "where": at("a.yaml", 3, 7, "/info"),
            **changes,
        }
    )


def test_text_has_place_severity_rule_message_notes_and_help() -> None:
    diagnostic = found(
        notes=(Note("here", at("b.yaml", 1, 2)), Note("so")), help="choose one"
    )
    assert DISPLAY.text(diagnostic).splitlines() == [
        "specs/a.yaml:3:7: error[merge-conflict]: they differ",
        "  specs/b.yaml:1:2: note: here",
        "  note: so",
        "  help: choose one",
    ]


def test_text_without_a_place_starts_with_the_severity() -> None:
    diagnostic = found(where=None, severity=Severity.WARNING)
    assert DISPLAY.text(diagnostic) == "warning[merge-conflict]: they differ"


def test_what_is_said_of_several_places_is_shown_once_with_all_places() -> None:
    same = [found(where=at("a.yaml", line, 7)) for line in (3, 9)]
    other_file = found(where=at("b.yaml", 1, 1))
    ((first, *elsewhere),) = folded([*same, other_file])
    assert DISPLAY.text(first, elsewhere=elsewhere).splitlines() == [
        "specs/a.yaml:3:7: error[merge-conflict]: they differ",
        "  note: also at 9:7, specs/b.yaml:1:1",
    ]


def test_of_many_places_the_first_few_are_shown() -> None:
    same = [found(where=at("a.yaml", line, 1)) for line in range(1, 31)]
    ((first, *elsewhere),) = folded(same)
    text = DISPLAY.text(first, elsewhere=elsewhere)
    assert text.endswith("note: also at 2:1, 3:1, 4:1, 5:1 and 25 more")


def test_what_differs_in_anything_but_the_place_is_shown_by_itself() -> None:
    apart = [
        found(),
        found(message="they agree"),
        found(help="choose one"),
        found(severity=Severity.WARNING),
        found(rule="x"),
        found(notes=(Note("here"),)),
        found(notes=(Note("here"),)),
        found(where=None),
        found(where=None),
    ]
    assert folded(apart) == [[one] for one in apart]


def test_paint_is_asked_for_the_label_only() -> None:
    painted = DISPLAY.text(found(), lambda text, colour: f"<{colour}>{text}</>")
    assert painted == "specs/a.yaml:3:7: <red>error[merge-conflict]</>: they differ"


def test_a_path_in_another_tree_is_shown_in_full() -> None:
    display = Display(Path("/elsewhere/specs"), Path("/home/somebody/sdk"))
    assert display.path("a.yaml") == "/elsewhere/specs/a.yaml"
    assert Display(ROOT, Path("/project/tests")).path("a.yaml") == "../specs/a.yaml"


@pytest.mark.parametrize(
    "character",
    ["\x1b", "\r", "\n", "\x9b", "\u202e", "\u2028", "\u200b", "\ufeff", "\ud800"],
)
def test_hostile_text_reaches_no_terminal(character: str) -> None:
    diagnostic = found(
        message=f"a{character}b",
        help=f"c{character}d",
        where=at(f"e{character}f.yaml", 1, 1),
    )
    text = DISPLAY.text(diagnostic)
    assert character not in text.replace("\n  help", "")
    assert len(text.split("\n")) == 2
    text.encode()


def test_ordinary_text_is_not_escaped() -> None:
    assert escape("Zürich → 東京 \\n 'x'") == "Zürich → 東京 \\n 'x'"


def test_github_command_carries_the_place_and_everything_said() -> None:
    diagnostic = found(notes=(Note("here", at("b.yaml", 1, 2)),), help="choose one")
    assert DISPLAY.github(diagnostic) == (
        "::error title=undrift merge-conflict,file=specs/a.yaml,line=3,col=7::"
        "they differ%0Aspecs/b.yaml:1:2: note: here%0Achoose one"
    )


def test_github_command_cannot_be_left_by_spec_text() -> None:
    diagnostic = found(
        message="100%\n::set-env name=A::b\r::error::c",
        where=at("a,b:c\n::x.yaml", 1, 1),
    )
    command = DISPLAY.github(diagnostic)
    assert "\n" not in command
    assert "\r" not in command
    assert "file=specs/a%2Cb%3Ac%0A%3A%3Ax.yaml" in command
    assert "::100%25%0A" in command


def test_json_leaves_out_what_is_absent() -> None:
    assert DISPLAY.json(found(where=None)) == {
        "severity": "error",
        "rule": "merge-conflict",
        "message": "they differ",
    }
    assert DISPLAY.json(found(notes=(Note("so"),), help="h")) == {
        "severity": "error",
        "rule": "merge-conflict",
        "message": "they differ",
        "file": "specs/a.yaml",
        "line": 3,
        "column": 7,
        "pointer": "/info",
        "notes": [{"message": "so"}],
        "help": "h",
    }


def test_json_document_counts_and_survives_a_lone_surrogate() -> None:
    report = Report()
    report.error("a", None, "\ud800")
    report.info("b", None, "why")
    value = json.loads(json_document(report, DISPLAY, {"package": "x"}))
    assert value["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert value["result"] == {"package": "x"}
    assert {d["rule"] for d in value["diagnostics"]} == {"a", "b"}


def test_report_is_sorted_by_place_and_says_nothing_twice() -> None:
    report = Report()
    report.warning("w", at("b.yaml", 1, 1), "late")
    report.error("e", at("a.yaml", 10, 1), "second")
    report.error("e", at("a.yaml", 2, 1), "first")
    report.error("e", at("a.yaml", 2, 1), "first")
    assert [found.message for found in report] == ["first", "second", "late"]
    assert summary(report) == "2 errors, 1 warning"


def test_checkpoint_stops_on_errors_only() -> None:
    report = Report()
    report.warning("w", None, "still usable")
    report.checkpoint()
    report.error("e", None, "not usable")
    with pytest.raises(Stopped):
        report.checkpoint()


def test_listing_says_how_many_it_leaves_out() -> None:
    assert listing(["a", "b", "c"], limit=2) == ["  a", "  b", "  and 1 more"]
