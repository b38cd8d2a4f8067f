"""Regular expressions: texts that match, and matching that always ends."""

from __future__ import annotations

import re

import pytest

from generator.examples.pattern import UnreadableError, matches, text_for


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{3}$",
        r"^[a-f0-9]{24}$",
        r"^(?:[A-Z]{2}|[a-z]+)_\w+$",
        r"^(?<year>\d{4})$",
        r"^[^\s/]+\/[^\s/]+$",
        r"^\+[1-9]\d{1,14}$",
        r"^.{3,5}$",
        r"^\u0041\x42$",
        r"colou?r",
        r"^[\w.+-]+@[\w-]+\.[a-z]{2,}$",
        r"^[$]\d+$",
        "",
    ],
)
def test_a_text_made_from_a_pattern_matches_it(pattern: str) -> None:
    python = pattern.replace("(?<", "(?P<")
    for shift in range(3):
        assert re.search(python, text_for(pattern, shift=shift), re.ASCII)


def test_unicode_properties_are_read() -> None:
    assert text_for(r"^\p{L}{3}[\p{Nd}]$") == "abc3"
    assert matches(r"^\p{L}+$", "\u00e9t\u00e9") is True
    assert matches(r"^\p{L}+$", "2026") is False
    assert matches(r"^[\p{L}]+$", "2026") is None


@pytest.mark.parametrize(
    "pattern", [r"(?=a)b", r"(a", r"[a", r"\1", r"*", r"a{5,1}", "(" * 500]
)
def test_a_pattern_beyond_the_subset_is_refused(pattern: str) -> None:
    with pytest.raises(UnreadableError):
        text_for(pattern)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*$", "(.*)*x", ".*.*.*.*x", "(?=a)a"]
)
def test_a_pattern_that_could_run_for_ever_is_not_run(pattern: str) -> None:
    assert matches(pattern, "a" * 500 + "!") is None


def test_a_pattern_means_what_it_means_in_ecmascript() -> None:
    assert matches("^a$", "a\n") is False
    assert matches(r"^\d$", "٣") is False
    assert matches("^[$]$", "$") is True


@pytest.mark.parametrize("pattern", ["[[a]", "[a+--]", "[a&&b]", "[a||b]", "[a~~b]"])
def test_what_python_means_to_change_is_matched_without_a_warning(pattern: str) -> None:
    assert matches(pattern, "a") is True
