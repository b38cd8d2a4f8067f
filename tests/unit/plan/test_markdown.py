"""Text in Markdown shows as it is, wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.plan.markdown import (
    CODE,
    code_span,
    first_sentence,
    markdown_line,
    paragraph,
)

TEXT = (
    st.text(max_size=30)
    | st.text("`a |<", max_size=12)
    | st.text("*_`[]()<>#|\\!&~-+=123. \na", max_size=20)
)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> tuple[list[str], str]:
    """The blocks and marks of a document, and its text."""
    tokens = PARSER.parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = [token.type for token in tokens if token.type != "inline"]
    kinds += [c.type for c in inline if c.type not in ("text", "text_special")]
    return kinds, "".join(child.content for child in inline)


def said(text: str) -> str:
    """What a reader sees of a line: of a code span, what it holds."""
    return CODE.sub(lambda found: found[1], one_line(text))


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@given(TEXT)
@example("1. one")
@example("2) two")
@example("123")
@example("- item")
@example("+ item")
@example("===")
@example("---")
@example("    code")
@example("&lt;b&gt;")
@example("~~gone~~")
def test_a_paragraph_is_the_text(text: str) -> None:
    line = one_line(text)
    if line:
        kinds, content = shown(f"{paragraph(markdown_line(text))}.")
        assert content == f"{said(text)}."
        assert set(kinds) <= {"paragraph_open", "paragraph_close", "code_inline"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One.", "One."),
        ("One thing. Another.", "One thing."),
        ("Is it\none? It is.", "Is it\none?"),
        ("A rule, e.g. One. Another.", "A rule, e.g. One."),
        ("Since v2. not before", "Since v2. not before"),
        ("No end\n\nAnother. One.", "No end"),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@given(TEXT)
def test_a_cell_of_a_table_is_the_text(text: str) -> None:
    kinds, content = shown(f"| a | b |\n|---|---|\n| x{markdown_line(text)}y | z |\n")
    assert content == f"abx{said(text)}yz"
    plain = [kind for kind in kinds if kind != "code_inline"]
    assert plain == shown("| a | b |\n|---|---|\n| x | z |\n")[0]


@given(st.text("`ab |", min_size=1, max_size=12).filter(str.strip))
def test_a_code_span_is_one_whatever_it_holds(text: str) -> None:
    kinds, content = shown(code_span(text))
    assert kinds == ["paragraph_open", "paragraph_close", "code_inline"]
    assert content.replace("\\|", "|").strip() == one_line(text)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("plain words", "plain words"),
        ("a_b and *c*", "a\\_b and \\*c\\*"),
        ("two\nlines", "two lines"),
        ("the `max_*` of\n`a` `b`", "the `max_*` of `a` `b`"),
        ("`` ` `` and `a|b`, ` `, `open", r"\`\` \` \`\` and \`a\|b\`, \` \`, \`open"),
        ("\u202ebidi", "bidi"),
    ],
)
def test_lines(text: str, markdown: str) -> None:
    assert markdown_line(text) == markdown
