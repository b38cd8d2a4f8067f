"""Keeping keys and personal values out of logs and of recorded requests."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import ContextVar

_SECRET_NAMES = ("authorization", "cookie")
_SECRET_PARTS = ("key", "token", "secret", "password", "signature")

_label: ContextVar[str | None] = ContextVar("call_in_progress", default=None)


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """A copy in which the values of headers that hold credentials are `***`."""
    return {
        name: "***" if _is_secret(name.lower()) else value
        for name, value in headers.items()
    }


def _is_secret(name: str) -> bool:
    return name.endswith(_SECRET_NAMES) or any(part in name for part in _SECRET_PARTS)


class Label:
    """While this is entered, the HTTP library's log lines show a label for the URL."""

    __slots__ = ("_label", "_token")

    def __init__(self, label: str) -> None:
        self._label = label

    def __enter__(self) -> None:
        self._token = _label.set(self._label)

    def __exit__(self, *exc_info: object) -> None:
        _label.reset(self._token)


def _replace_url(record: logging.LogRecord) -> bool:
    """httpx2 logs every request with its whole URL at INFO: ids, names, API keys."""
    label = _label.get()
    if label is not None and isinstance(record.args, tuple):
        record.args = tuple(
            label if type(arg).__name__ == "URL" else arg for arg in record.args
        )
    return True


def guard_http_log() -> None:
    """Install the filter on httpx2's logger; more than once is once."""
    logging.getLogger("httpx2").addFilter(_replace_url)
