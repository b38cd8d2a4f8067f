"""Source lines as black would leave them, so that formatting the output changes nothing.

Each function takes the pieces of one construct and the indentation that the template will
add, and returns lines without it: on one line where that fits, else exploded with a trailing
comma, which black keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..python import Lines
from .literals import WIDTH, columns

INDENT = "    "


def indented(lines: Sequence[str]) -> list[str]:
    """The lines one level deeper; empty ones stay empty."""
    return [f"{INDENT}{line}" if line else "" for line in lines]


def call(before: str, arguments: Sequence[str], after: str, indent: int) -> Lines:
    """`before` arguments `after`, where `before` ends in an opening bracket.

    An argument of several lines is given as one string with newlines in it.
    """
    line = before + ", ".join(arguments) + after
    if "\n" not in line and indent + columns(line) <= WIDTH:
        return (line,)
    lines = [before]
    for argument in arguments:
        rows = argument.split("\n")
        rows[-1] += ","
        lines.extend(indented(rows))
    return (*lines, after)


def signature(before: str, parameters: Sequence[str], after: str, indent: int) -> Lines:
    """The head of a function: `before` ends in `(`, `after` begins with `)`.

    A bare `*` or `/` counts as a parameter.
    """
    return call(before, parameters, after, indent)


@dataclass(frozen=True, slots=True)
class Conditional:
    """`value if test else otherwise`."""

    value: str
    test: str
    otherwise: str

    def __str__(self) -> str:
        return f"{self.value} if {self.test} else {self.otherwise}"


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`[element for item in items]`, or with braces a dictionary's."""

    opening: str
    element: str
    clause: str
    closing: str

    def __str__(self) -> str:
        return f"{self.opening}{self.element} {self.clause}{self.closing}"


Expression: TypeAlias = str | Conditional | Comprehension


def statement(before: str, expression: Expression, after: str, indent: int) -> Lines:
    """`before` + expression + `after`, broken where black breaks it when it is too long."""
    whole = str(expression)
    if indent + len(before) + len(whole) + len(after) <= WIDTH:
        return (before + whole + after,)
    rows: Sequence[str]
    match expression:
        case Conditional():
            opening, closing, inner = "(", ")", whole
            rows = (
                expression.value,
                f"if {expression.test}",
                f"else {expression.otherwise}",
            )
        case Comprehension():
            opening, closing = expression.opening, expression.closing
            inner = f"{expression.element} {expression.clause}"
            rows = (expression.element, expression.clause)
        case _:
            opening, inner, closing = _last_bracket(expression)
            rows = (inner,)
            if not expression.endswith((")", "]", "}")):
                # Black adds parentheses only to the right side of an assignment that they help.
                fits = indent + len(INDENT) + len(inner) <= WIDTH
                if after or not fits:
                    return (before + whole + after,)
    if indent + len(INDENT) + len(inner) <= WIDTH:
        rows = (inner,)
    return (before + opening, *(INDENT + row for row in rows), closing + after)


def _last_bracket(text: str) -> tuple[str, str, str]:
    """A call or subscript, split behind the bracket that its last character closes."""
    if not text.endswith((")", "]", "}")):
        return "(", text, ")"
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] in ")]}") - (text[i] in "([{")
        if depth == 0:
            return text[: i + 1], text[i + 1 : -1], text[-1]
    return "(", text, ")"


def condition(
    before: str, tests: Sequence[Sequence[str]], after: str, indent: int
) -> Lines:
    """`before` + tests joined by `and` + `after`; each test is a choice joined by `or`."""
    whole = [_choice(test, alone=len(tests) == 1) for test in tests]
    inner = " and ".join(whole)
    if indent + len(before) + len(inner) + len(after) <= WIDTH:
        return (before + inner + after,)
    if indent + len(INDENT) + len(inner) <= WIDTH:
        return (before, INDENT + inner, after)
    rows: list[str] = []
    for test, line in zip(tests, whole, strict=True):
        word = "and " if rows else ""
        choices = [test[0], *(f"or {choice}" for choice in test[1:])]
        if len(test) == 1 or indent + len(INDENT) + len(word + line) <= WIDTH:
            rows.append(word + line)
        elif len(tests) == 1:
            rows += choices
        elif indent + 2 * len(INDENT) + len(line) - 2 <= WIDTH:
            rows += [f"{word}(", INDENT + line[1:-1], ")"]
        else:
            rows += [f"{word}(", *indented(choices), ")"]
    return (before, *indented(rows), after)


def _choice(test: Sequence[str], *, alone: bool) -> str:
    inner = " or ".join(test)
    return inner if alone or len(test) == 1 else f"({inner})"


def union_with_literals(
    before: str, name: str, literals: Sequence[str], indent: int
) -> Lines:
    """`before` + `name | Literal[...]`, where `before` ends in `= `."""
    inner = f"{name} | Literal[{', '.join(literals)}]"
    if indent + len(before) + len(inner) <= WIDTH:
        return (before + inner,)
    if indent + len(INDENT) + len(inner) <= WIDTH:
        return (f"{before}(", INDENT + inner, ")")
    rows = call("| Literal[", literals, "]", indent + len(INDENT))
    return (f"{before}(", *indented([name, *rows]), ")")
