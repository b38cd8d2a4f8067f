"""What a client tells of its calls while they are made.

Events name operations, templates, statuses and times, never arguments, bodies, headers or
keys: what watches a program keeps what it is told for long, and shows it to many.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .drift import OnDrift

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEvent:
    """An attempt begins."""

    operation: str
    """The operationId of the call."""
    method: str
    route: str
    """The path template, such as `/orders/{id}`."""
    attempt: int
    """1 for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent:
    """What an attempt came to: an answer, complete or not, or none at all."""

    operation: str
    method: str
    route: str
    attempt: int
    status: int | None
    """None when no answer came."""
    problem: str | None
    """Why there is no complete answer, None when there is one."""
    request_id: str | None
    """The server's id for this request."""
    elapsed: float
    """Seconds that the attempt took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryEvent:
    """Another attempt will be made."""

    operation: str
    method: str
    route: str
    attempt: int
    """The one that failed."""
    wait: float
    """Seconds until the next one."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions to call while calls are made: in the thread or the event loop that makes them.

    They should be quick, and are not awaited. An exception of theirs is logged by its type and
    goes no further: watching a call must not break it.
    """

    request: Callable[[RequestEvent], object] | None = None
    response: Callable[[ResponseEvent], object] | None = None
    retry: Callable[[RetryEvent], object] | None = None
    drift: OnDrift | None = None
    """The same as the client's `on_drift`."""


NO_HOOKS = Hooks()


def tell(hook: Callable[[T], object], event: T, name: str, log: logging.Logger) -> None:
    """Call a hook; see `Hooks` for what becomes of its exceptions."""
    try:
        hook(event)
    except Exception as error:
        log.warning("%s raised %s", name, type(error).__name__)
