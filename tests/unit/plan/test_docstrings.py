"""Prose of the description in Google style."""

from __future__ import annotations

import pytest

from generator.ir import Doc
from generator.plan.docstrings import entry, parameter_doc


def test_an_entry_keeps_paragraphs_and_items_on_lines_of_their_own() -> None:
    prose = Doc(
        description="How to sort, which\nis:\n- by name\n- by date\n\nElse at random.",
        deprecated=True,
    )
    assert entry(f"sort: {parameter_doc(prose, '`name`')}") == [
        "    sort: How to sort, which is:",
        "        - by name",
        "        - by date",
        "        Else at random.",
        "        For example `name`.",
        "        Deprecated.",
    ]


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("The sort.", "The sort. For example `name`."),
        ("Such as `name`.", "Such as `name`."),
        ("", "For example `name`."),
    ],
)
def test_an_example_is_said_once(description: str, said: str) -> None:
    assert parameter_doc(Doc(description=description), "`name`") == said


def test_what_is_added_to_a_description_is_a_sentence_of_its_own() -> None:
    said = parameter_doc(Doc(description="Title of the issue"), "`Fails`")
    assert said == "Title of the issue. For example `Fails`."
    assert parameter_doc(Doc(description="Title of the issue")) == "Title of the issue"
