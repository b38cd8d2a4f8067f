"""Keeping keys and personal values out of logs and of recorded requests."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import ContextVar

_SECRET_NAMES = ("authorization", "cookie")
_SECRET_PARTS = ("key", "token", "secret", "password", "signature")

LABEL: ContextVar[str | None] = ContextVar("call_in_progress", default=None)
"""What the HTTP library's log lines show in place of a URL, where it is set."""


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """A copy in which the values of headers that hold credentials are `***`."""
    return {
        name: "***" if _is_secret(name.lower()) else value
        for name, value in headers.items()
    }


def _is_secret(name: str) -> bool:
    return name.endswith(_SECRET_NAMES) or any(part in name for part in _SECRET_PARTS)


def _replace_url(record: logging.LogRecord) -> bool:
    """httpx2 logs every request with its whole URL at INFO: ids, names, API keys."""
    label = LABEL.get()
    if label is not None and isinstance(record.args, tuple):
        record.args = tuple(
            label if type(arg).__name__ == "URL" else arg for arg in record.args
        )
    return True


def _name_alone(record: logging.LogRecord) -> bool:
    """httpcore2 logs the headers of answers at DEBUG; what is left is what happens."""
    if LABEL.get() is not None:
        record.msg, record.args = record.getMessage().partition(" ")[0], ()
    return True


def _is_of_others(record: logging.LogRecord) -> bool:
    """hpack, which HTTP/2 needs, logs all headers at DEBUG, those with keys too."""
    return LABEL.get() is None


def guard_http_log() -> None:
    """Install the filters on the loggers of the HTTP library; more than once is once."""
    logging.getLogger("httpx2").addFilter(_replace_url)
    for version in ("http11", "http2"):
        logging.getLogger(f"httpcore2.{version}").addFilter(_name_alone)
    for name in ("hpack.hpack", "hpack.table"):
        logging.getLogger(name).addFilter(_is_of_others)
