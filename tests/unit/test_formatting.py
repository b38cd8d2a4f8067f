"""Formatting: black is asked once about each text, and its word is remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator import formatting
from generator.cache import Cache
from generator.diagnostics import Report
from generator.formatting import formatted
from generator.output import Output
from generator.write import write


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(
        folder=tmp_path / "out",
        package="pets",
        generator="undrift 1",
        title="Pets",
        version="1",
        files={"a.py": "A = 1\n", "b.md": "x = ( 1 )", "_runtime/c.py": "C = ( 1 )\n"},
        spec="{}\n",
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that black was asked about."""
    texts: list[str] = []

    def spy(text: str) -> str:
        texts.append(text)
        return text.replace("( 1 )", "1")

    monkeypatch.setattr(formatting, "blacken", spy)
    return texts


def test_only_rendered_python_is_formatted(output: Output, asked: list[str]) -> None:
    report = Report()
    assert formatted(output, Cache(), report) == output
    assert asked == ["A = 1\n"]
    assert list(report) == []


def test_what_black_changes_is_taken_over_and_said(
    output: Output, asked: list[str]
) -> None:
    report = Report()
    result = formatted(replace(output, files={"a.py": "A = ( 1 )\n"}), Cache(), report)
    assert result.files == {"a.py": "A = 1\n"}
    assert [(found.rule, found.message) for found in report] == [
        ("reformatted", "black changed 1 file: a.py")
    ]


def test_a_text_that_stands_on_disk_is_not_formatted_again(
    output: Output, asked: list[str]
) -> None:
    write(output, Report())
    formatted(output, Cache(), Report())
    assert asked == []


def test_the_verdict_is_remembered_for_another_folder(
    output: Output, asked: list[str], tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    formatted(output, cache, Report())
    formatted(replace(output, folder=tmp_path / "other"), cache, Report())
    assert len(asked) == 1
    assert (tmp_path / "cache/.gitignore").read_text() == "*\n"


def test_what_black_made_of_a_text_is_found_again_on_disk(
    output: Output, asked: list[str], tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    ugly = replace(output, files={"a.py": "A = ( 1 )\n"})
    first = formatted(ugly, cache, Report())
    write(first, Report())
    report = Report()
    assert formatted(ugly, cache, report) == first
    assert len(asked) == 1
    assert [found.rule for found in report] == ["reformatted"]


def test_an_edit_on_disk_is_not_taken_for_what_black_made(
    output: Output, asked: list[str], tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    ugly = replace(output, files={"a.py": "A = ( 1 )\n"})
    first = formatted(ugly, cache, Report())
    write(first, Report())
    (output.folder / "pets/a.py").write_text("A = 2\n")
    assert formatted(ugly, cache, Report()) == first


@pytest.mark.parametrize("content", [b"", b"\xff\n", b"0.0.0\nabc\n"])
def test_a_damaged_or_old_cache_is_no_fault(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "topic").write_bytes(content)
    assert cache.recall("topic") == frozenset()
    cache.remember("topic", ["b", "a"])
    assert cache.recall("topic") == {"a", "b"}


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Cache(tmp_path / "file").remember("topic", ["a"])
    assert Cache(tmp_path / "file").recall("topic") == frozenset()


def test_black_itself_leaves_formatted_source_alone() -> None:
    assert formatting.blacken("def f(\n    a: int,\n) -> None: ...\n").startswith(
        "def f(\n    a"
    )
    assert formatting.blacken("x = ( 1 )") == "x = 1\n"
