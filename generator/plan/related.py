"""What docstrings and the reference say of calls that follow, and of requests that come back.

Links and callbacks are written in runtime expressions (OAS 3.2, Runtime Expressions), which are
spelled here as the caller has the same values: `$response.body#/id` is `answer.id`,
`$request.path.userId` the argument `user_id`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..expressions import Anything
from ..ir import Callback, Doc, Link, Operation
from ..naming import argument, attribute
from ..python import Lines
from ..source import Json, tokens
from .literals import literal
from .markdown import code_span, markdown_line
from .types import Speller

LEADS = "What is in the answer goes into"
SENDS = "The service sends later"

_EXPRESSION = re.compile(
    r"\$(?:(response|request)\.(?:(body)(#[^}]*)?|(?:header|query|path|cookie)\.([^}]+)))"
)


@dataclass(frozen=True, slots=True)
class Related:
    """Spells the links and callbacks of operations; `calls` are the methods by operation."""

    calls: Mapping[str, str]

    def described(self, operation: Operation, speller: Speller) -> Operation:
        """The operation, its description followed by what it leads to."""
        parts = [
            "\n".join([f"{title}:", *(f"- {_plain(*row)}" for row in rows)])
            for title, rows in self._parts(operation, speller)
        ]
        if not parts:
            return operation
        said = [operation.doc.description.strip(), *parts]
        return replace(
            operation,
            doc=replace(
                operation.doc,
                summary=operation.doc.summary or _first(operation),
                description="\n\n".join(part for part in said if part),
            ),
        )

    def reference(self, operation: Operation, speller: Speller) -> Lines:
        """The same as Markdown."""
        lines: list[str] = []
        for title, rows in self._parts(operation, speller):
            lines += ["", f"{title}:", ""]
            for code, carried, said in rows:
                shown = " with ".join(map(code_span, filter(None, (code, carried))))
                lines.append(f"- {shown}{': ' if said else ''}{markdown_line(said)}")
        return tuple(lines)

    def _parts(
        self, operation: Operation, speller: Speller
    ) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """(title, rows of code, what it carries, and what is said of it)."""
        links = [(self._call(link), "", _said(link.doc)) for link in operation.links]
        sent = [_sent(callback, speller) for callback in operation.callbacks]
        return [
            (title, rows) for title, rows in ((LEADS, links), (SENDS, sent)) if rows
        ]

    def _call(self, link: Link) -> str:
        given = [f"{argument(name)}={_value(value)}" for name, value in link.parameters]
        given += [f"body={_value(value)}" for value in link.body]
        return f"{self.calls[link.operation]}({', '.join(given)})"


def _first(operation: Operation) -> str:
    """What begins a docstring whose description would else begin with a list."""
    return "" if operation.doc.description.strip() else f"{operation.title}."


def _plain(code: str, carried: str, said: str) -> str:
    shown = f"`{code}` with `{carried}`" if carried else f"`{code}`"
    return f"{shown}: {said}" if said else shown


def _said(doc: Doc) -> str:
    return " ".join((doc.summary or doc.description).split())


def _sent(callback: Callback, speller: Speller) -> tuple[str, str, str]:
    url = re.sub(
        r"\{(\$[^}]*)\}",
        lambda m: f"{{{_value(m[1])}}}" if _EXPRESSION.fullmatch(m[1]) else m[0],
        callback.url,
    )
    carried = ""
    if callback.type is not None and not isinstance(callback.type, Anything):
        carried = speller.scratch().annotation(callback.type)
    return f"{callback.method} {url}", carried, _said(callback.doc)


def _value(value: Json) -> str:
    """A runtime expression, or a value, as Python."""
    if not isinstance(value, str):
        return literal(value)
    match = _EXPRESSION.fullmatch(value)
    if match is None:
        return literal(value)
    side, body, pointer, name = match.groups()
    steps = tokens((pointer or "")[1:]) if body else [name]
    if side == "response":
        if not body:
            return f"answer.headers[{literal(name)}]"
        return "answer" + _path(steps)
    if not steps:
        return "body"
    return argument(steps[0]) + _path(steps[1:])


def _path(steps: list[str]) -> str:
    return "".join(f"[{s}]" if s.isdecimal() else f".{attribute(s)}" for s in steps)
