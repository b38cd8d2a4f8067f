"""Small fragments for tests of merge, and what a report says as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from typing import Any

from generator.config import Config
from generator.diagnostics import Report
from generator.merge import merge
from generator.source import Document, Fragment
from generator.spec import Merged

TEXT: dict[str, Any] = {"type": "string"}


def fragment(file: str, document: Document, *, title: str = "Shop") -> Fragment:
    """A fragment of version 1 unless it says otherwise; every place is line 1 of its file."""
    whole = {"openapi": "3.2.0", "info": {"title": title, "version": "1"}} | document
    digest = sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    return Fragment(whole, file, digest, lambda pointer: (1, 1 + len(pointer)))


def operation(id: str, **members: Any) -> Document:
    return {"operationId": id, "responses": {"200": {"description": "Fine"}}, **members}


def page(file: str, path: str, operation: Document, **members: Any) -> Fragment:
    return fragment(file, {"paths": {path: {"get": operation}}, **members})


def components(**schemas: Any) -> Document:
    return {"components": {"schemas": schemas}}


def answers(reference: str) -> Document:
    """An operation's members: it answers with a component."""
    schema = {"$ref": f"#/components/schemas/{reference}"}
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Fine", "content": content}}}


def merged(
    fragments: Sequence[Fragment], report: Report | None = None, **settings: Any
) -> Merged:
    return merge(fragments, Config(root=Path(), **settings), report or Report())


def lines(report: Iterable[Any]) -> list[str]:
    """Every diagnostic as text, with its notes and its remedy."""
    written: list[str] = []
    for found in report:
        at = f"{found.location.file}{found.location.pointer}"
        written.append(f"{at}: {found.severity}[{found.rule}]: {found.message}")
        for note in found.notes:
            where = note.where.location if note.where else None
            prefix = f"{where.file}{where.pointer}: " if where else ""
            written.append(f"  {prefix}note: {note.message}")
        if found.help:
            written.append(f"  help: {found.help}")
    return written


def said(report: Iterable[Any]) -> str:
    return "\n".join(lines(report))


def block(text: str) -> str:
    return dedent(text).strip()


def rules(report: Report) -> list[str]:
    return [found.rule for found in report]


def conflicting() -> list[Fragment]:
    def listing(maximum: int, status: str) -> Document:
        schema = {"type": "integer", "maximum": maximum}
        parameter = {"name": "limit", "in": "query", "schema": schema}
        responses = {status: {"description": "Fine " * 40}}
        return operation("list", parameters=[parameter], responses=responses)

    return [
        page("new.json", "/a", listing(100, "200")),
        page("old.json", "/a", listing(50, "201")),
    ]
