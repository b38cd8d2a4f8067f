"""Text of descriptions as Markdown: shown exactly, and never markup."""

from __future__ import annotations

SPECIAL = frozenset("\\`*_[]<>#|{}!&~")
"""Characters that Markdown or HTML would read as markup."""


def markdown_line(text: str) -> str:
    """Text as one line of Markdown that shows exactly this text."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return "".join(f"\\{c}" if c in SPECIAL else c for c in line)


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
