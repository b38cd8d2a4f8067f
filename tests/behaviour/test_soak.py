"""A small sample of `make soak`: every call is accounted for, and nothing is left behind."""

from __future__ import annotations

import pytest

from tests.soak.load import Outcome, soak


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_every_call_is_accounted_for_and_nothing_is_left(mode: str) -> None:
    outcome = soak(mode, calls=300, workers=16, percent=10)
    assert outcome.faults() == []
    assert len(outcome.outcomes) == 300
    assert outcome.counts()["ok"] > 200
    assert sum(outcome.injected().values()) > 10


@pytest.mark.parametrize(
    ("outcome", "seen", "fault"),
    [
        ("ok", {"requests": 0, "effects": 0, "refused": 0}, "never took effect"),
        ("ok", {"requests": 2, "effects": 2, "refused": 0}, "took effect twice"),
        ("ok", {"requests": 2, "effects": 1, "refused": 0}, "repeated on a guess"),
        ("ok", {"requests": 4, "effects": 1, "refused": 3}, "asked too often"),
    ],
)
def test_what_must_not_be_is_found(
    outcome: str, seen: dict[str, int], fault: str
) -> None:
    path = "POST /connected/appointments/apt_1/cancel"
    found = Outcome(outcomes={path: outcome}, account={path: seen}).faults()
    assert any(fault in line for line in found)


def test_a_retry_after_a_refusal_is_no_fault() -> None:
    path = "POST /connected/appointments/apt_1/cancel"
    seen = {"requests": 2, "effects": 1, "refused": 1}
    assert Outcome(outcomes={path: "ok"}, account={path: seen}).faults() == []


def test_what_is_left_behind_is_found() -> None:
    assert Outcome(left={"tasks": 2, "threads": 0}).faults() == ["2 tasks left"]
