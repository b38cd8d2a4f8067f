"""Inputs are files, folders and globs, below the project's root, in one order."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Report
from generator.load import inputs
from generator.reads import Reads
from tests.unit.support import project, rendered, write

NOT_FOUND = "correct the input; relative paths start from the folder of undrift.yaml"


def names(config: Config) -> list[str]:
    report = Report()
    found = [one.name for one in inputs.find(config, report)]
    assert rendered(report) == ""
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(
        tmp_path,
        dict.fromkeys(
            (
                "b.json",
                "a.yaml",
                "c.yml",
                "d/e.md",
                "d/f.txt",
                ".hidden.json",
                ".git/x.json",
            ),
            "",
        ),
    )
    return tmp_path


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["b.json", "a.yaml"], ["a.yaml", "b.json"]),
        (["b.json", "./b.json", "d/../b.json"], ["b.json"]),
        (["."], ["a.yaml", "b.json", "c.yml", "d/e.md"]),
        (["d"], ["d/e.md"]),
        (["*.y*ml", "d/*"], ["a.yaml", "c.yml", "d/e.md", "d/f.txt"]),
        (["**/*.md"], ["d/e.md"]),
        ([".hidden.json"], [".hidden.json"]),
    ],
)
def test_files_folders_and_globs(
    root: Path, given: list[str], found: list[str]
) -> None:
    assert names(Config(root=root, inputs=tuple(given))) == found
    assert names(Config(root=root, inputs=tuple(reversed(given)))) == found


def test_an_absolute_path_may_lie_outside(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "x.json"
    other.write_text("{}")
    assert names(Config(root=root, inputs=(str(other),))) == [
        other.resolve().as_posix()
    ]
    assert names(Config(root=root, inputs=(str(root / "b.json"),))) == ["b.json"]


def test_the_projects_own_files_are_not_inputs(root: Path) -> None:
    config = Config(
        root=root,
        file=root / "a.yaml",
        inputs=(".", "*.y*ml"),
        overlays=("c.yml",),
        names_lock="b.json",
        output=Path("d"),
    )
    assert names(replace(config, inputs=("*.json", "d/e.md"), names_lock="")) == [
        "b.json",
        "d/e.md",
    ]
    report = Report()
    assert inputs.find(config, report) == []


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("x.json", "the file does not exist"),
        ("x/*.json", "no file matches this pattern"),
        ("empty", "the folder has no .json, .yaml, .yml or .md file"),
    ],
)
def test_an_input_that_names_nothing_is_an_error(
    root: Path, pattern: str, problem: str
) -> None:
    (root / "empty").mkdir()
    report = Report()
    assert inputs.find(Config(root=root, inputs=(pattern,)), report) == []
    assert rendered(report, root) == (
        f"{pattern}: error[missing-file]: {problem}\n  help: {NOT_FOUND}"
    )


@pytest.mark.parametrize("pattern", ["../out.json", "../*.json", "..", "link.json"])
def test_relative_inputs_stay_below_the_root(tmp_path: Path, pattern: str) -> None:
    config = project(tmp_path / "in", {"a.json": "{}"}, pattern)
    write(tmp_path, {"out.json": "{}"})
    os.symlink(tmp_path / "out.json", tmp_path / "in/link.json")
    report = Report()
    assert inputs.find(config, report) == []
    assert rendered(report, tmp_path / "in") == (
        f"{pattern}: error[outside-root]: the input lies outside the project's folder 'in'\n"
        "  help: copy it into the project, or give its absolute path on the command line"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            b"{}\n\xff",
            "x.json:2:1: error[unreadable-file]: the file is not text in UTF-8",
        ),
        (
            b"\xff\xfe{\x00}\x00",
            "x.json:1:1: error[unreadable-file]: the file is not text in UTF-8",
        ),
        (
            b"{\x00}",
            "x.json: error[unreadable-file]: the file is not text: it has zero bytes",
        ),
    ],
)
def test_a_file_that_is_not_text_is_an_error(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    write(tmp_path, {"x.json": content})
    report = Report()
    assert inputs.read(tmp_path / "x.json", "x.json", report, Reads()) is None
    assert rendered(report) == f"{problem}\n  help: save it as UTF-8"


def test_a_file_that_is_too_large_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 1_000)
    write(tmp_path, {"x.json": " " * 1_001})
    report = Report()
    assert inputs.read(tmp_path / "x.json", "x.json", report, Reads()) is None
    assert rendered(report) == (
        "x.json: error[unreadable-file]: the file has 1,001 bytes; at most 1,000 are read\n"
        "  help: split the file"
    )


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    report = Report()
    assert inputs.read(tmp_path / "x.json", "x.json", report, Reads()) is None
    assert rendered(report) == (
        "x.json: error[unreadable-file]: the file cannot be read: no such file or directory\n"
        "  help: check the path"
    )


def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path) -> None:
    write(tmp_path, {"x.json": b"\xef\xbb\xbf{\r\n}\r"})
    text = inputs.read(tmp_path / "x.json", "x.json", Report(), Reads())
    assert text is not None
    assert text.body == "{\n}\n"
