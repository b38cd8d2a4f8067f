"""Who is told of calls while they are made."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from .drift import OnDrift

if TYPE_CHECKING:
    from .events import RequestEvent, ResponseEvent, RetryEvent

T = TypeVar("T")


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
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
