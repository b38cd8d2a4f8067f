"""Every folder in `cases/` is an input, what the tool says about it, and what it makes of it.

A case holds `undrift.yaml`, the files that it names, and `diagnostics.txt`: exactly what the tool
says. A case with a folder `expected/` is generated; it holds the files of the package that the
case is about, to the byte.
"""

from __future__ import annotations

import ast
from contextlib import suppress
from pathlib import Path

import pytest

from generator import pipeline
from generator.diagnostics import Report, Stopped
from generator.load import load_config
from generator.output import Output
from generator.presentation import Display
from tests.support.packages import own_python, reformatted

FOLDERS = sorted(Path(__file__).parent.glob("cases/*"))
GENERATED = [folder for folder in FOLDERS if (folder / "expected").is_dir()]


def ran(folder: Path) -> tuple[str, Output | None]:
    """What the tool says of a case, and what it makes of one that is generated."""
    report, output = Report(), None
    with suppress(Stopped):
        config = load_config(folder / "undrift.yaml", report)
        report.checkpoint()
        if folder in GENERATED:
            output = pipeline.generate(config, report, validate="off", format=False)
        else:
            pipeline.spec(config, report, validate="off")
    display = Display(folder, folder)
    return "".join(f"{display.text(found)}\n" for found in report), output


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_tool_says_exactly_this(folder: Path, goldens: bool) -> None:
    said, _ = ran(folder)
    expected = folder / "diagnostics.txt"
    if goldens:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_the_tool_makes_exactly_this(folder: Path, goldens: bool) -> None:
    _, output = ran(folder)
    assert output is not None
    expected = [path for path in (folder / "expected").rglob("*") if path.is_file()]
    assert expected
    for path in expected:
        text = output.files[path.relative_to(folder / "expected").as_posix()]
        if goldens:
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_what_is_made_is_python_as_black_writes_it(folder: Path) -> None:
    _, output = ran(folder)
    assert output is not None
    for text in own_python(output.files).values():
        ast.parse(text)
    assert reformatted(output.files) == []
