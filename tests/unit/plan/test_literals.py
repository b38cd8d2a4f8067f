"""Text of a description as Python source: it means what it says, and ends where it must."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.formatting import blacken
from generator.plan.literals import docstring, exploded, literal, prose, wrapped

TEXT = st.text(max_size=60) | st.text(alphabet="\"'\\ \na{}", max_size=12)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_a_literal_is_the_value(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(TEXT)
@example('it\'s "quoted" twice')
@example("\u202e\u2066\x00\x7f\x85\u2028\ufeff\U000e0001")
def test_a_literal_is_one_line_that_can_be_read(text: str) -> None:
    source = literal(text)
    assert source.isprintable()
    assert blacken(f"x = {source}\n") == f"x = {source}\n" or len(source) > 80


@given(JSON)
def test_an_exploded_literal_is_the_value_as_black_writes_it(value: Any) -> None:
    source = "\n".join(exploded("x = ", value, "", 0)) + "\n"
    assert ast.literal_eval(source.removeprefix("x = ")) == value
    if source.isascii() and max(map(len, source.split("\n"))) <= 88:
        assert blacken(source) == source


def test_wide_characters_take_two_columns() -> None:
    value = {"name": "東京都" * 10, "more": "x" * 20}
    source = "\n".join(exploded("x = ", value, "", 0)) + "\n"
    assert source.count("\n") == 4
    assert blacken(source) == source


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_infinity_is_spelled(value: float) -> None:
    assert eval(literal(value)) == value


@given(st.lists(TEXT, max_size=4))
@example(['"""'])
@example(['"'])
@example(["\\"])
@example(['ends "so"'])
@example(['"so" begins', "  indented", "", "  too"])
@example(["", "x"])
@example(["   ", ""])
def test_a_docstring_is_a_docstring(lines: list[str]) -> None:
    rows = [line for text in lines for line in text.split("\n")]
    written = docstring(rows)
    if not written:
        assert not any(row.strip() for row in rows)
        return
    body = "\n".join(f"    {row}" if row else "" for row in written)
    source = f"def f() -> None:\n{body}\n"
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    said = ast.get_docstring(function) or ""
    assert "".join(said.split()) == "".join(" ".join(rows).split())
    assert all(row.isprintable() for row in written)


PROSE = st.lists(
    st.sampled_from(
        [
            *("word", "a-long-hyphenated-word", '"', "\\", "it's", "- item", "* x"),
            *("\n\n", "\n", "`code`", "# head", "| a | b |", "    code", "é", '"""'),
        ]
    ),
    max_size=40,
).map(" ".join)


@given(text=PROSE, indent=st.sampled_from([0, 4, 8]))
@example(text="one\n\n    code", indent=4)
@example(text='"quoted"', indent=8)
def test_wrapped_prose_is_as_black_writes_it(text: str, indent: int) -> None:
    written = wrapped(text, indent)
    assert bool(written) == bool(text.strip())
    levels = indent // 4
    head = "".join(f"{'    ' * n}class C{n}:\n" for n in range(levels))
    body = "".join(f"{' ' * indent}{row}\n" if row else "\n" for row in written)
    tail = f"\n{' ' * indent}x = 1\n"
    source = head + body + tail if written else head + tail.lstrip("\n")
    assert blacken(source) == source


def test_prose_keeps_paragraphs_lists_and_code() -> None:
    text = "One\nparagraph.\n\n- first\n- second that is long\n\n```\nx =  1\n```\n\n    y =  2"
    assert prose(text, 16) == [
        "One paragraph.",
        "",
        "- first",
        "- second that is",
        "  long",
        "",
        "```",
        "x =  1",
        "```",
        "",
        "    y =  2",
    ]


def test_a_quote_loses_the_marks_in_front_of_it_alone() -> None:
    assert prose("> Of `a -> b`, with a > 5\n> > and more", 80) == [
        "Of `a -> b`, with a > 5 and more"
    ]
    assert prose(">" * 5_000 + " deep", 80) == ["deep"]


def test_prose_reads_quotes_and_alerts_as_text() -> None:
    text = "Lists.\n\n> [!NOTE]\n> Every pull request\n> is one.\n\n> Quoted\n> text"
    assert prose(text, 40) == [
        "Lists.",
        "",
        "Note: Every pull request is one.",
        "",
        "Quoted text",
    ]
    assert prose("> [!TIP]", 40) == ["Tip:"]


def test_prose_keeps_numbered_items_hard_breaks_and_empty_lines_of_code() -> None:
    text = "1. first\n2. second that is\n\nOne  \ntwo\n\n```\nx =  1\n\ny =  2\n```\n\nLast\none."
    assert prose(text, 16) == [
        "1. first",
        "2. second that",
        "   is",
        "",
        "One",
        "two",
        "",
        "```",
        "x =  1",
        "",
        "y =  2",
        "```",
        "",
        "Last one.",
    ]
