"""The last word on layout: black, asked only about statements that do not fit into a line.

Templates write what black would write. What they cannot foresee are names so long that a line is
too wide although its brackets were opened; black breaks such a statement further. Black formats
some two thousand lines a second, so it is shown these statements, all at once, and nothing
else. `_runtime/` is copied from formatted sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .output import Output
from .python import WIDTH, columns

_LONG = re.compile(rf"^(?!#).{{{WIDTH + 1}}}", re.MULTILINE)
"""A line of more characters than fit; the first line of a file is a comment of any width."""
_STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
_SETTLED = re.compile(
    rf"(?:(?:{_STRING}|\w+)(?:: | as |=))?(?:(?:{_STRING}|[\w.]+),?|\w+(?:\.\w+)?\()"
    r"|from [\w.]+ import \("
)
"""One element of a list, or the head of one, with no bracket that could be opened."""
_NEXT = "NEXT"
"""A statement that stands between those that black is shown."""


def formatted(output: Output) -> Output:
    """`output` with every Python file as black writes it."""
    texts = {
        path: text.split("\n")
        for path, text in output.files.items()
        if path.endswith(".py")
        and not path.startswith("_runtime/")
        and (_LONG.search(text) or not text.isascii())
    }
    spans = [(path, *span) for path, lines in texts.items() for span in _spans(lines)]
    broken = _broken([texts[path][first:last] for path, first, last in spans])
    for (path, first, last), rows in reversed([*zip(spans, broken, strict=True)]):
        texts[path][first:last] = rows
    files = {path: "\n".join(lines) for path, lines in texts.items()}
    return replace(output, files={**output.files, **files})


def _spans(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line (exclusive) of each statement that has too wide a line.

    Of a statement with a body, its head.
    """
    end = 0
    for at in _wide(lines):
        if at < end:
            continue
        first = at
        while (opening := _opening(lines, first)) is not None:
            first = opening
        end = _end(lines, first)
        yield first, end


def _wide(lines: Sequence[str]) -> Iterator[int]:
    """The lines of code, no docstrings and comments, that black might break."""
    in_docstring = False
    for at, line in enumerate(lines):
        quotes = line.count('"""')
        is_code = not in_docstring and not quotes
        in_docstring ^= quotes == 1
        if is_code and len(line) * 2 > WIDTH and columns(line) > WIDTH:
            code = line.strip()
            if not code.startswith("#") and not _SETTLED.fullmatch(code):
                yield at


def _opening(lines: Sequence[str], at: int) -> int | None:
    """The line whose last bracket a line stands in or closes; None outside of brackets."""
    indent = _indent(lines[at]) + lines[at].lstrip().startswith((")", "]", "}"))
    above = range(at - 1, -1, -1)
    outer = next((i for i in above if lines[i] and _indent(lines[i]) < indent), None)
    return None if outer is None or not _is_open(lines[outer]) else outer


def _end(lines: Sequence[str], first: int) -> int:
    """The line after the statement, or head of one, that starts at `first`."""
    indent, last = _indent(lines[first]), first
    while _is_open(lines[last]):
        last += 1
        while _indent(lines[last]) > indent:
            last += 1
    return last + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_open(line: str) -> bool:
    return line.endswith(("(", "[", "{"))


def _broken(statements: Sequence[Sequence[str]]) -> list[list[str]]:
    """The statements as black breaks them, each at the indentation that it has."""
    if not statements:
        return []
    rows: list[str] = []
    for statement in statements:
        depth = _indent(statement[0]) // 4
        rows += ["    " * level + "if 1:" for level in range(depth)]
        rows += statement
        if statement[-1].endswith(":"):
            rows.append("    " * (depth + 1) + "pass")
        rows.append(_NEXT)
    found = groupby(blacken("\n".join(rows)).split("\n"), lambda row: row == _NEXT)
    blocks = [[row for row in block if row] for is_next, block in found if not is_next]
    return [
        block[_indent(statement[0]) // 4 : -1 if statement[-1].endswith(":") else None]
        for statement, block in zip(statements, blocks, strict=False)
    ]


def blacken(text: str) -> str:
    """A Python source as black writes it for the oldest Python that the package supports."""
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))
