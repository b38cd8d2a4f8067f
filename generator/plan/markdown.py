"""Text of descriptions as Markdown: shown exactly, and never markup."""

from __future__ import annotations

import re

SPECIAL = frozenset("\\`*_[]<>#|{}!&~")
"""Characters that Markdown or HTML would read as markup."""
CODE = re.compile(r"(?<![`\\])`([^`| ](?:[^`|]*[^`| ])?)`(?!`)")
"""A code span of one backtick at either end (CommonMark 0.31, section 6.1)."""
_SENTENCE = re.compile(r".*?(?<!\be\.g)(?<!\bi\.e)[.!?](?=\s+[^\sa-z])", re.DOTALL)
"""What ends before a word that begins another sentence."""


def markdown_line(text: str) -> str:
    """Text as one line of Markdown that shows exactly this text; what is code stays code."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    parts = CODE.split(line)
    parts[::2] = (
        "".join(f"\\{c}" if c in SPECIAL else c for c in p) for p in parts[::2]
    )
    parts[1::2] = map(code_span, parts[1::2])
    return "".join(parts)


def first_sentence(text: str) -> str:
    """What stands in a table for prose that is told in full elsewhere."""
    first = text.strip().split("\n\n")[0]
    found = _SENTENCE.match(first)
    return found[0] if found else first


def paragraph(line: str) -> str:
    """A `markdown_line` that begins a paragraph: no list, no heading, no rule."""
    number = line[: len(line) - len(line.lstrip("0123456789"))]
    if line.startswith(("+", "-", "=")):
        return f"\\{line}"
    if number and line[len(number) : len(number) + 1] in ("", ".", ")"):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def code_span(text: str) -> str:
    """Text as inline code: the fence is longer than any run of backticks within."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    fence = "`"
    while fence in line:
        fence += "`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")
