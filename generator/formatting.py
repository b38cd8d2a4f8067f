"""The last word on layout: black, asked only about statements that do not fit into a line.

Templates write what black would write. What they cannot foresee are names so long that a line is
too wide although its brackets were opened; black breaks such a statement further. Black formats
some two thousand lines a second, so it is shown these statements, all at once, and nothing
else. `_runtime/` is copied from formatted sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .output import Output
from .python import WIDTH, columns

_LONG = re.compile(rf"^(?!#).{{{WIDTH + 1}}}", re.MULTILINE)
"""A line of more characters than fit; the first line of a file is a comment of any width."""
_STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
_SETTLED = re.compile(
    rf"(?:(?:{_STRING}|\w+)(?:: | as |=)|else )?(?:(?:{_STRING}|[\w.]+),?|\w+(?:\.\w+)*\()"
    r"|(?:async )?def \w+\("
    r"|from [\w.]+ import \("
)
"""One element of a list, or the head of one or of a function, with no bracket that could be
opened."""
_ASSIGNED = re.compile(r"[\w.]+ = (\w+(?:\.\w+)*\()")
"""The head of an assignment, and what would be too wide within parentheses as well."""
_BRACKETS = {
    "{}": re.compile(r"\{$"),
    "[]": re.compile(r"(?<![\w)\]])\[$"),
    "f()": re.compile(r"^(?! *(?:async )?def | *class ).*[\w)\]]\($"),
}
"""Brackets that are shown with one of their elements, by the lines that open such: not those
of parameters, and none whose only comma would make a tuple."""
_STEP = 4
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
    pieces = [(path, one) for path, lines in texts.items() for one in _pieces(lines)]
    shown = [tuple(one.shown(texts[path])) for path, one in pieces]
    distinct = list(dict.fromkeys(shown))
    broken = dict(zip(distinct, _broken(distinct), strict=True))
    for (path, one), rows in reversed([*zip(pieces, shown, strict=True)]):
        found = broken[rows]
        texts[path][one.first : one.last] = found[1:-1] if one.bracket else found
    files = {path: "\n".join(lines) for path, lines in texts.items()}
    return replace(output, files={**output.files, **files})


@dataclass(frozen=True, slots=True)
class _Piece:
    """The least that black can judge: a statement, or an element of a bracket.

    `first` and `last` (exclusive) are lines; of a statement with a body, those of its head.
    `bracket` opens and closes what the element stands in; "" for a statement.
    """

    first: int
    last: int
    bracket: str = ""

    def shown(self, lines: Sequence[str]) -> list[str]:
        """The statement, or one with no other element."""
        rows = list(lines[self.first : self.last])
        if not self.bracket:
            return rows
        outer = " " * (_indent(rows[0]) - _STEP)
        return [outer + self.bracket[:-1], *rows, outer + self.bracket[-1]]


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """Every piece that has too wide a line."""
    end = 0
    for at in _wide(lines):
        if at >= end:
            piece = _piece(lines, at)
            yield piece
            end = piece.last


def _piece(lines: Sequence[str], at: int) -> _Piece:
    """The piece that a line stands in."""
    first = at
    while (opening := _opening(lines, first)) is not None:
        if piece := _element(lines, opening, first):
            return piece
        first = opening
    return _Piece(first, _end(lines, first))


def _element(lines: Sequence[str], opening: int, at: int) -> _Piece | None:
    """The element that a line stands in, of a bracket that has one a line, each with a comma.

    Black keeps such a bracket open, so what it makes of one element depends on no other.
    """
    head = lines[opening]
    bracket = next((b for b, opens in _BRACKETS.items() if opens.search(head)), None)
    inner = _indent(head) + _STEP
    if bracket is None or _indent(lines[at]) < inner:
        return None
    last = at
    while _indent(lines[last]) >= inner:
        if _ends_element(lines[last], inner):
            break
        last += 1
    else:
        return None
    first = at
    while first - 1 > opening and not _ends_element(lines[first - 1], inner):
        first -= 1
    return _Piece(first, last + 1, bracket)


def _ends_element(line: str, indent: int) -> bool:
    return line.endswith(",") and _indent(line) == indent


def _wide(lines: Sequence[str]) -> Iterator[int]:
    """The lines of code, no docstrings and comments, that black might break."""
    in_docstring = False
    for at, line in enumerate(lines):
        quotes = line.count('"""')
        is_code = not in_docstring and not quotes
        in_docstring ^= quotes == 1
        wide = is_code and len(line) * 2 > WIDTH and columns(line) > WIDTH
        if wide and not line.lstrip().startswith("#") and not _is_settled(line):
            yield at


def _is_settled(line: str) -> bool:
    """Whether there is nothing in a line that black could break."""
    code = line.strip()
    if assigned := _ASSIGNED.fullmatch(code):
        return _indent(line) + _STEP + columns(assigned[1]) > WIDTH
    return _SETTLED.fullmatch(code) is not None


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
        depth = _indent(statement[0]) // _STEP
        rows += ["    " * level + "if 1:" for level in range(depth)]
        rows += statement
        if statement[-1].endswith(":"):
            rows.append("    " * (depth + 1) + "pass")
        rows.append(_NEXT)
    found = groupby(blacken("\n".join(rows)).split("\n"), lambda row: row == _NEXT)
    blocks = [[row for row in block if row] for is_next, block in found if not is_next]
    return [
        block[
            _indent(statement[0]) // _STEP : -1 if statement[-1].endswith(":") else None
        ]
        for statement, block in zip(statements, blocks, strict=False)
    ]


def blacken(text: str) -> str:
    """A Python source as black writes it for the oldest Python that the package supports."""
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))
