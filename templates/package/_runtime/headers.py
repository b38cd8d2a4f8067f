"""The headers that a call is sent with, but those that authenticate it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2

from .call import Call
from .options import check_header
from .settings import Settings
from .unset import UNSET

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
_WITH_BODY = frozenset({"PATCH", "POST", "PUT", "QUERY"})
"""Methods whose requests say it when they have no body."""
_IDEMPOTENCY_HEADER = "Idempotency-Key"
_SAYING_NOTHING = frozenset(
    {"accept", "accept-encoding", "if-range", "range", "user-agent"}
)
"""What asks for an answer and tells nothing of who asks."""


def request_headers(
    settings: Settings, call: Call[Any], client_headers: Mapping[str, str]
) -> dict[str, str]:
    """All headers, by lower-case name; a later source replaces an earlier one.

    Raises:
        ValueError, TypeError: an argument cannot be sent; names it.
    """
    headers = {**client_headers, "accept": call.accept}
    if call.content is not None:
        headers["content-type"] = call.content.content_type
    elif call.body is not UNSET:
        headers["content-type"] = call.content_type
    headers.update(settings.options.headers)
    if call.cookies and (cookie := call.cookie_text()):
        headers["cookie"] = cookie
    if call.headers:
        for name, value in call.header_texts().items():
            check_header(name, value)
            headers[name.lower()] = value
    if call.method not in _SAFE and (name := _idempotency_header(call)) not in headers:
        key = settings.options.idempotency_key
        if key is None and call.idempotency_header is not None:
            key = settings.new_key()
        if key is not None:
            headers[name] = key
    return headers


def for_anyone(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that another origin may see."""
    return {n: text for n, text in headers.items() if n in _SAYING_NOTHING}


def has_idempotency_key(call: Call[Any], headers: Mapping[str, str]) -> bool:
    """Whether the server can tell a repetition; the caller or the API says that it does."""
    return _idempotency_header(call) in headers


def _idempotency_header(call: Call[Any]) -> str:
    return (call.idempotency_header or _IDEMPOTENCY_HEADER).lower()


def sized(headers: dict[str, str], method: str, size: int) -> dict[str, str]:
    """The headers of a request with a body of `size` bytes (RFC 9110, 8.6).

    Where an argument of the call says how long the body is, that stays.
    """
    if not size and method not in _WITH_BODY:
        return headers
    if "transfer-encoding" in headers:
        return headers
    return {"content-length": str(size), **headers}


def header_lines(
    url: httpx2.URL, headers: Mapping[str, str]
) -> list[tuple[bytes, bytes]]:
    """The headers as they are sent, those of HTTP itself with them."""
    lines = [
        (name.encode("ascii"), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    if "host" not in headers:
        lines.insert(0, (b"Host", url.netloc))
    return lines
