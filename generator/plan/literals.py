"""The one way in which text of a description becomes Python source.

Every string of the input that reaches generated code goes through `literal` (as a value) or
`docstring` (as prose). Both are total, and what they return cannot end the string that holds
it, whatever the text is.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from ..python import WIDTH, Lines, columns
from ..source import Json, is_array, is_object

QUOTE = re.compile(r"\A(?:\s*>)+ ?")
"""The marks in front of a quote, and of quotes within it."""
ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]")
LIST_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)]) ")


class Code(str):
    """A Python expression that stands for itself within a value: never text of the input."""

    __slots__ = ()


def literal(value: Json) -> str:
    """A Python expression for a JSON value, strings in black's preferred quotes.

    >>> print(literal('say "hi"'), literal("it's"), literal([1, None, {"a": True}]))
    'say "hi"' "it's" [1, None, {"a": True}]
    """
    match value:
        case Code():
            return str(value)
        case str():
            return _string(value)
        case float() if value != value or value in (float("inf"), float("-inf")):
            return f'float("{value}")'
        case float():
            return repr(value).replace("e+", "e")
        case dict() if is_object(value):
            items = (f"{literal(str(k))}: {literal(v)}" for k, v in value.items())
            return "{" + ", ".join(items) + "}"
        case list() if is_array(value):
            return "[" + ", ".join(map(literal, value)) + "]"
        case _:
            return repr(value)


def quoted(code: str) -> str:
    """A type expression as a string; literals in it keep their own quotes.

    Raises:
        ValueError: one of them is not quotable.
    """
    if '"' not in code:
        return f'"{code}"'
    if not is_quotable(code):
        raise ValueError(f"no type expression to quote: {code}")
    return f"'{code}'"


def is_quotable(code: str) -> bool:
    """Whether nothing in it would end a string, or be an escape: type checkers refuse these."""
    return "'" not in code and "\\" not in code


def exploded(before: str, value: Json, after: str, indent: int) -> Lines:
    """`before` + literal + `after`, containers opened up where one line is too short."""
    line = f"{before}{literal(value)}{after}"
    if (
        indent + columns(line) <= WIDTH
        or not value
        or not isinstance(value, dict | list)
    ):
        return (line,)
    rows: list[str] = []
    if is_object(value):
        for key, item in value.items():
            rows.extend(exploded(f"{literal(key)}: ", item, ",", indent + 4))
        brackets = "{}"
    else:
        for item in value if is_array(value) else ():
            rows.extend(exploded("", item, ",", indent + 4))
        brackets = "[]"
    return (before + brackets[0], *(f"    {row}" for row in rows), brackets[1] + after)


def _string(text: str) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isprintable() and "\\" not in text and quote not in text:
        return quote + text + quote
    return quote + "".join(_escape(c, quote) for c in text) + quote


def _escape(c: str, quote: str = "") -> str:
    """One character of a string literal; whatever could mislead a reader as an escape."""
    if c == "\\" or c == quote:
        return "\\" + c
    if c in "\n\t\r":
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[c]
    if c.isprintable():
        return c
    code = ord(c)
    return (
        f"\\x{code:02x}"
        if code < 256
        else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


def prose(text: str, width: int) -> list[str]:
    """Wrap CommonMark text to lines of at most `width`, paragraphs and list items kept apart.

    Fenced and indented code, tables and headings keep their own lines, and so does a line that
    ends with a hard break.
    """
    lines: list[str] = []
    for block in _blocks(text.replace("\r\n", "\n").strip()):
        if lines:
            lines.append("")
        lines.extend(_block(block.strip("\n"), width))
    return lines


def _blocks(text: str) -> Iterator[str]:
    """What stands between empty lines; a fence is not parted by the ones within."""
    parts: list[str] = []
    is_open = False
    for block in text.split("\n\n"):
        parts.append(block)
        is_open ^= block.count("```") % 2 == 1
        if not is_open:
            yield from filter(str.strip, ["\n\n".join(parts)])
            parts.clear()
    yield from filter(str.strip, ["\n\n".join(parts)])


def _block(block: str, width: int) -> list[str]:
    rows = block.split("\n")
    if all(row.lstrip().startswith(">") for row in rows):
        return prose("\n".join(_unquoted(rows)), width)
    if "```" in block or rows[0].startswith(("    ", "\t", "|", "#")):
        return [row.rstrip().expandtabs(4) for row in rows]
    lines: list[str] = []
    paragraph: list[str] = []
    for row in rows:
        if LIST_ITEM.match(row):
            lines.extend(_wrap(paragraph, width))
            paragraph = []
        paragraph.append(row.strip())
        if row.endswith("  "):  # a hard break
            lines.extend(_wrap(paragraph, width))
            paragraph = []
    return lines + _wrap(paragraph, width)


def _unquoted(rows: list[str]) -> Iterator[str]:
    """A quote without its marks; GitHub's `[!NOTE]` in front of one begins its first sentence."""
    plain = [QUOTE.sub("", row) for row in rows]
    alert = ALERT.fullmatch(plain[0].strip())
    if alert:
        plain[:2] = [f"{alert[1].capitalize()}: {''.join(plain[1:2]).lstrip()}"]
    yield from plain


def _wrap(rows: list[str], width: int) -> list[str]:
    text = " ".join(rows).rstrip(" ")
    if len(text) <= width and text.isprintable():  # nearly all, and textwrap is slow
        return [text] if text else []
    item = LIST_ITEM.match(text)
    hanging = " " * len(item[0]) if item else ""
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def docstring(lines: list[str]) -> Lines:
    """A docstring of the given lines, as black leaves it.

    Returns () when there is nothing to say. Lines are not wrapped again: see `prose`.
    """
    rows = [line.rstrip() for line in lines]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return ()
    rows[0] = rows[0].lstrip()
    if all(row[:1].isspace() for row in rows[1:] if row):
        # What all lines but the first are indented by, black takes for the code's indentation.
        rows[1:] = textwrap.dedent("\n".join(rows[1:])).split("\n")[: len(rows) - 1]
    safe = [_quoted(row) for row in rows]
    start = " " if safe[0].startswith('"') else ""
    if len(safe) == 1:
        end = " " if safe[0].endswith('"') else ""
        return (f'"""{start}{safe[0]}{end}"""',)
    return (f'"""{start}{safe[0]}', *safe[1:], '"""')


def _quoted(row: str) -> str:
    """A row of a docstring in which nothing ends the docstring early."""
    if not row.isprintable() or "\\" in row:
        row = "".join(map(_escape, row))
    return row.replace('"""', '\\"\\"\\"')


def wrapped(text: str, indent: int) -> Lines:
    """A docstring of wrapped prose."""
    rows = prose(text, WIDTH - indent - 3)
    if len(rows) == 1:  # the closing quotes stand on the same line
        rows = prose(text, WIDTH - indent - 6)
    return docstring(rows)
