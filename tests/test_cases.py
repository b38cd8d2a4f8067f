"""Every folder in `cases/` is an input and exactly what the tool says about it.

A case holds `undrift.yaml`, the files that it names, and `diagnostics.txt`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from generator import pipeline
from generator.diagnostics import Report, Stopped
from generator.load import load_config
from generator.presentation import Display

CASES = sorted(Path(__file__).parent.glob("cases/*/diagnostics.txt"))


@pytest.mark.parametrize("expected", CASES, ids=lambda path: path.parent.name)
def test_the_tool_says_exactly_this(expected: Path, goldens: bool) -> None:
    folder = expected.parent
    report = Report()
    with suppress(Stopped):
        config = load_config(folder / "undrift.yaml", report)
        report.checkpoint()
        pipeline.spec(config, report, validate="off")
    display = Display(folder, folder)
    said = "".join(f"{display.text(found)}\n" for found in report)
    if goldens:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
