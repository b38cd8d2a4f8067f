"""Requests and answers as values, and the problem documents of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from ..source import Json

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `target` is the request target as sent; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path as sent, still percent-encoded; the authority of an absolute target is cut."""
        path = self.target.partition("?")[0].partition("#")[0]
        if not path.startswith("/") and "://" in path:
            path = "/" + path.partition("://")[2].partition("/")[2]
        return path

    @property
    def query(self) -> str:
        return self.target.partition("?")[2].partition("#")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `route` is the path template, for the log; "" when no operation was found."""

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    route: str = ""


def json_answer(status: int, value: Json, media_type: str = JSON) -> Answer:
    """An answer whose body is `value` as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, media_type)


def problem(
    status: int, detail: str, errors: list[dict[str, str]] | None = None
) -> Answer:
    """An error that the mock itself finds; it never quotes what the client sent.

    `errors` lists faults as `{"in": ..., "pointer": ..., "message": ...}`.
    """
    title = next((known.phrase for known in HTTPStatus if known == status), "Error")
    document: dict[str, Json] = {"title": title, "status": status, "detail": detail}
    if errors:
        document["errors"] = errors
    return json_answer(status, document, PROBLEM)
