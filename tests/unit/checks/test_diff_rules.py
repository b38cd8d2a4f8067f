"""The table of rules, and the page about it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.checks.diff import Level, Semver, Side
from generator.checks.diff.rules import RULES
from tests.unit.checks.diff_rules_page import rules_page

ROOT = Path(__file__).parents[3]


def test_the_page_says_what_the_table_says() -> None:
    page = (ROOT / "docs/diff-rules.md").read_text("utf-8")
    assert page == rules_page(), "run python -m tests.unit.checks.diff_rules_page"


def test_ids_are_sorted_and_kebab_case() -> None:
    assert list(RULES) == sorted(RULES)
    assert [
        rule for rule in RULES if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule)
    ] == []


def test_a_rule_of_the_sdk_says_so_in_its_id() -> None:
    for rule in RULES.values():
        assert rule.id.startswith("sdk-") is (rule.side is Side.SDK)


def test_what_breaks_needs_a_major_version_and_nothing_else_does() -> None:
    for rule in RULES.values():
        assert (rule.semver is Semver.MAJOR) is (rule.level is Level.BREAKING), rule.id


def test_every_rule_says_what_it_means() -> None:
    for rule in RULES.values():
        assert rule.meaning.endswith("."), rule.id
        assert "|" not in rule.meaning, rule.id
