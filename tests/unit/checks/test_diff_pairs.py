"""Agreement with verdicts of other comparison tools, over pairs that are not in this project.

Slow, and a measurement more than a test: set UNDRIFT_SLOW=1 and have ../shared to run it. We
differ on purpose where enums are open, where a removed deprecated operation still breaks
callers, and where policy keys such as sunset dates decide; the floor only catches a fall.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.checks.diff import Findings, Level, Side, Version, diff
from generator.config import Config
from generator.diagnostics import Report, Stopped

PAIRS = Path(__file__).parents[4] / "shared/drift"
GROUPS = (
    "parameters/constraints",
    "parameters/existence",
    "parameters/requiredness",
    "parameters/type",
    "paths/existence",
    "requestBody",
    "responses",
    "schema/constraints",
    "schema/existence",
    "schema/requiredness",
    "schema/type",
    "schema/values",
)
FLOOR = 0.8

pytestmark = [
    pytest.mark.skipif("UNDRIFT_SLOW" not in os.environ, reason="set UNDRIFT_SLOW=1"),
    pytest.mark.skipif(not PAIRS.is_dir(), reason="the pairs are not here"),
]


def version(name: str) -> Version:
    config, report = (
        Config(root=PAIRS, inputs=(name,), package="api", client="Api"),
        Report(),
    )
    spec = pipeline.spec(config, report, validate="off")
    package = pipeline.package(pipeline.api(spec, config, report), config, report)
    return Version(name=name, spec=spec, package=package)


def verdict(findings: Findings) -> str:
    wire = [
        f for f in findings if f.side is Side.WIRE and f.rule != "documentation-changed"
    ]
    if any(finding.level is Level.BREAKING for finding in wire):
        return "breaking"
    if any(finding.level is Level.WARNING for finding in wire):
        return "warn"
    return "non-breaking" if wire else "no-change"


def test_agreement_with_other_tools(capsys: pytest.CaptureFixture[str]) -> None:
    pairs: list[dict[str, Any]] = json.loads(
        (PAIRS / "expected.json").read_text("utf-8")
    )
    tally: Counter[tuple[str, bool]] = Counter()
    refused = 0
    for pair in pairs:
        if pair["verdict"] == "changed":
            continue
        try:
            found = verdict(diff(version(pair["base"]), version(pair["revision"])))
        except Stopped:
            refused += 1
            continue
        tally[pair["group"], found == pair["verdict"]] += 1
    groups = sorted({group for group, _ in tally})
    with capsys.disabled():
        print()
        for group in groups:
            agreed = tally[group, True]
            print(f"{agreed:4} of {agreed + tally[group, False]:3}  {group}")
        print(f"{refused:4} refused by the loader")
    scope = [group for group in groups if group.startswith(GROUPS)]
    agreed = sum(tally[group, True] for group in scope)
    total = agreed + sum(tally[group, False] for group in scope)
    with capsys.disabled():
        print(f"{agreed} of {total} in scope")
    assert agreed >= FLOOR * total
