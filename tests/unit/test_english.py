"""Nouns in singular and plural."""

from __future__ import annotations

import pytest

from generator import english


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("appointments", "appointment"),
        ("entries", "entry"),
        ("addresses", "address"),
        ("boxes", "box"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("news", "news"),
        ("class", "class"),
        ("statuses", "status"),
        ("buses", "bus"),
        ("clauses", "clause"),
        ("databases", "database"),
        ("sizes", "size"),
        ("quizzes", "quiz"),
        ("caches", "cache"),
        ("branches", "branch"),
        ("movies", "movie"),
        ("series", "series"),
        ("people", "person"),
        ("indices", "index"),
        ("aliases", "alias"),
        ("heroes", "hero"),
        ("menus", "menu"),
        ("alias", "alias"),
        ("dns", "dns"),
        ("has", "has"),
        ("xes", "x"),
        ("appointment", "appointment"),
    ],
)
def test_singular(many: str, one: str) -> None:
    assert english.singular(many) == one


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("appointment", "appointments"),
        ("appointments", "appointments"),
        ("entry", "entries"),
        ("day", "days"),
        ("status", "statuses"),
        ("box", "boxes"),
        ("people", "people"),
        ("sms", "sms"),
    ],
)
def test_plural(word: str, many: str) -> None:
    assert english.plural(word) == many
