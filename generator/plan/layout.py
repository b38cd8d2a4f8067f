"""Source lines as black would leave them, so that formatting the output changes nothing.

Each function takes the pieces of one construct and the indentation that the template will
add, and returns lines without it: on one line where that fits, else exploded with a trailing
comma, which black keeps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..python import WIDTH, Lines, columns

INDENT = "    "
MOST_ASSIGNMENTS = 64

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')


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
        if len(rows) == 1 and indent < WIDTH:
            rows = _fitted(argument, indent + len(INDENT), 1)
        rows[-1] += ","
        lines.extend(indented(rows))
    return (*lines, after)


def element(lines: Lines) -> str:
    """Lines that end in a comma as one argument of `call`, which adds the comma."""
    return "\n".join(lines).removesuffix(",")


def _fitted(expression: str, indent: int, after: int = 0) -> list[str]:
    """An expression, a bracket opened up where it and `after` columns are too long."""
    is_long = indent + len(expression) + after > WIDTH
    if not is_long or not expression.endswith((")", "]", "}")):
        return [expression]
    opening, inner, closing = _last_bracket(expression)
    if indent + len(opening) > WIDTH and ")" in _code(opening):
        opening, inner, closing = _bracket_before(opening, inner + closing)
    return list(opened(opening, inner, closing, indent)) if inner else [expression]


def signature(before: str, parameters: Sequence[str], after: str, indent: int) -> Lines:
    """The head of a function: `before` ends in `(`, `after` begins with `)`.

    A bare `*` or `/` counts as a parameter.
    """
    if not parameters and indent + len(before + after) > WIDTH:
        returns = after.removeprefix(") -> ").removesuffix(":")
        return (f"{before}) -> (", INDENT + returns, "):")
    lines = call(before, parameters, after, indent)
    if indent + columns(lines[-1]) <= WIDTH or not after.endswith(":"):
        return lines
    return (*lines[:-1], *_returning(after, indent))


def _returning(after: str, indent: int) -> Lines:
    """`) -> type:`, its annotation broken."""
    annotation = after.removeprefix(") -> ").removesuffix(":")
    members = split_type(annotation, " | ")
    if len(members) == 1 and annotation.endswith("]"):
        return _subscript(") -> ", annotation, ":", indent)
    below = indent + len(INDENT)
    fits = below + len(annotation) <= WIDTH
    if len(members) == 1 and not fits:
        return (after,)
    rows = [annotation] if fits else _choices(members, below)
    return (") -> (", *indented(rows), "):")


def parameter(name: str, annotation: str, default: str, indent: int) -> str:
    """One parameter of a signature, its annotation broken where the line is too long."""
    after = f" = {default}" if default else ""
    line = f"{name}: {annotation}{after}"
    if indent + columns(line) < WIDTH:
        return line
    members = split_type(annotation, " | ")
    if len(members) == 1 and not annotation.endswith("]"):
        return line
    if len(members) == 1:
        return "\n".join(_subscript(f"{name}: ", annotation, after, indent))
    below = indent + len(INDENT)
    is_long = below + columns(annotation) > WIDTH
    rows = _choices(members, below) if is_long else [annotation]
    return "\n".join([f"{name}: (", *indented(rows), f"){after}"])


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
    test: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands on a line of its own where one line is too short."""
        found = (self.element, self.clause)
        return (*found, self.test) if self.test else found

    def __str__(self) -> str:
        return f"{self.opening}{' '.join(self.parts)}{self.closing}"


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
            rows = expression.parts
            inner = " ".join(rows)
        case _:
            opening, inner, closing = _last_bracket(expression)
            if indent + len(before + opening) > WIDTH or not inner:
                if not before:
                    return (whole,)
                if ")" not in _code(opening):
                    below = indent + len(INDENT)
                    heads = indent + len(before) + 1, below + len(opening)
                    # Parentheses that do not help are left out, except beside `x[y] = `.
                    if max(heads) <= WIDTH or not inner or not _is_name(before):
                        rows = statement("", expression, "", below)
                        if not inner or _fit(rows, below):
                            return (f"{before}(", *indented(rows), f"){after}")
                else:
                    opening, inner, closing = _bracket_before(opening, inner + closing)
            if not expression.endswith((")", "]", "}")):
                # Black adds parentheses only to the right side of an assignment that they help.
                fits = indent + len(INDENT) + len(inner) <= WIDTH
                if after or not fits:
                    return (before + whole + after,)
            return opened(before + opening, inner, closing + after, indent)
    if indent + len(INDENT) + len(inner) <= WIDTH:
        rows = (inner,)
    broken = [part for row in rows for part in _fitted(row, indent + len(INDENT))]
    return (before + opening, *indented(broken), closing + after)


def _fit(rows: Sequence[str], indent: int) -> bool:
    return all(indent + len(row) <= WIDTH for row in rows)


def _is_name(before: str) -> bool:
    """Whether this is the left side of an assignment to a name or attribute."""
    return before.endswith(" = ") and "[" not in before


def _code(text: str) -> str:
    """The text with its strings blanked: a bracket that is left is one of the code."""
    return _STRING.sub(lambda found: " " * len(found[0]), text)


def _last_bracket(text: str) -> tuple[str, str, str]:
    """A call or subscript, split behind the bracket that its last character closes."""
    if not text.endswith((")", "]", "}")):
        return "(", text, ")"
    depth, code = 0, _code(text)
    for i in range(len(text) - 1, -1, -1):
        depth += (code[i] in ")]}") - (code[i] in "([{")
        if depth == 0:
            return text[: i + 1], text[i + 1 : -1], text[-1]
    return "(", text, ")"


def _bracket_before(head: str, tail: str) -> tuple[str, str, str]:
    """`a(b).c(` + `d)` split within `b`, where what stands before `d` is too long."""
    end = _code(head).rfind(")")
    if end < 0:
        return head, tail[:-1], tail[-1:]
    opening, inner, closing = _last_bracket(head[: end + 1])
    return opening, inner, closing + head[end + 1 :] + tail


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


def union(before: str, members: Sequence[str], indent: int) -> Lines:
    """An assignment of a union type: `before` ends in `= `."""
    inner = " | ".join(members)
    if indent + len(before) + len(inner) <= WIDTH:
        return (before + inner,)
    below = indent + len(INDENT)
    rows = [inner] if below + len(inner) <= WIDTH else _choices(members, below)
    return (f"{before}(", *indented(rows), ")")


def annotated(before: str, annotation: str, after: str, indent: int) -> Lines:
    """`before` + annotation + `after`, where `before` ends in `: `."""
    if indent + len(before) + len(annotation) + len(after) <= WIDTH:
        return (before + annotation + after,)
    members = split_type(annotation, " | ")
    head = f"{before}{annotation}{after[:3]}("
    if after and indent + len(head) <= WIDTH:
        opening, inner, closing = _last_bracket(after)
        if not after.endswith(")"):
            opening, inner, closing = " = (", after[3:], ")"
        if indent + len(before + annotation + opening) <= WIDTH:
            return (before + annotation + opening, INDENT + inner, closing)
    if len(members) == 1 and annotation.endswith("]"):
        return _subscript(before, annotation, after, indent)
    below = indent + len(INDENT)
    rows: Sequence[str] = (annotation,)
    if below + len(annotation) > WIDTH:
        if len(members) == 1:
            return (before + annotation + after,)
        rows = _choices(members, below)
    return (f"{before}(", *indented(rows), f"){after}")


def _choices(members: Sequence[str], indent: int) -> list[str]:
    """Members of a union type, one a line."""
    rows: list[str] = []
    for member in members:
        before = "| " if rows else ""
        if indent + len(before + member) <= WIDTH or not member.endswith("]"):
            rows.append(before + member)
        else:
            rows.extend(_subscript(before, member, "", indent))
    return rows


def _subscript(before: str, annotation: str, after: str, indent: int) -> Lines:
    """`before` + `Name[...]` + `after`, the bracket opened up."""
    opening, content, closing = _last_bracket(annotation)
    return opened(before + opening, content, closing + after, indent)


def opened(opening: str, content: str, closing: str, indent: int) -> Lines:
    """What a bracket holds on one line of its own where it fits, else one element a line."""
    inner = indent + len(INDENT)
    rows = [content]
    clauses = split_type(content, " for ")
    if inner + len(content) > WIDTH and len(clauses) > 1:
        rows = [clauses[0], *(f"for {clause}" for clause in clauses[1:])]
    elif inner + len(content) > WIDTH:
        arguments = split_type(content, ", ")
        # One value gets no comma: between square brackets that would make it a tuple.
        comma = "," if len(arguments) > 1 else ""
        rows = [row for each in arguments for row in _argument(each, comma, inner)]
    return (opening, *indented(rows), closing)


def _argument(argument: str, comma: str, indent: int) -> list[str]:
    """One argument on lines of its own, with its comma."""
    if indent + len(argument + comma) <= WIDTH:
        return [argument + comma]
    members = split_type(argument, " | ")
    is_choice, end = len(members) > 1, len(comma)
    rows = _choices(members, indent) if is_choice else _fitted(argument, indent, end)
    return [*rows[:-1], rows[-1] + comma]


def split_type(text: str, separator: str) -> list[str]:
    """The parts of a type expression between separators that stand in no bracket or string."""
    parts: list[str] = []
    depth, start, code = 0, 0, _code(text)
    for i, c in enumerate(code):
        depth += (c in "([{") - (c in ")]}")
        if not depth and code.startswith(separator, i):
            parts.append(text[start:i])
            start = i + len(separator)
    return [*parts, text[start:]]


def with_item(lines: Lines) -> Lines:
    """Statements that decode, their `item` declared where checkers would not infer its type.

    Pyright looks at so many assignments to a variable, and takes it for unknown when it has more.
    """
    assigned = sum("(item := " in line for line in lines)
    return ("item: Any", *lines) if assigned > MOST_ASSIGNMENTS else lines
