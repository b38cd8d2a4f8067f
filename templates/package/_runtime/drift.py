"""What a server sends that the API description does not say.

Reported only to a client that asks with `on_drift`. Events name places and types, never
values: those may be personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import logging

    from .events import DriftEvent
    from .kinds import Kind


class DriftKind(StrEnum):
    """How an answer departs from the description."""

    UNKNOWN_FIELD = "unknown-field"
    UNKNOWN_ENUM_VALUE = "unknown-enum-value"
    UNKNOWN_VARIANT = "unknown-variant"
    MISSING_FIELD = "missing-field"
    WRONG_TYPE = "wrong-type"


Emit: TypeAlias = Callable[[DriftKind, str, str], None]
OnDrift: TypeAlias = "Callable[[DriftEvent], object]"


def report_drift(
    on_drift: OnDrift,
    operation: str,
    kind: Kind[object],
    body: object,
    log: logging.Logger,
    at: str = "$",
) -> None:
    """Tell `on_drift` every departure of `body`, which stands at `at`, from `kind`.

    An exception of the callback is logged by its type and goes no further: watching a
    call must not break it.
    """
    from .events import DriftEvent  # of use to those with a callback alone

    def emit(what: DriftKind, path: str, detail: str) -> None:
        try:
            on_drift(DriftEvent(what, operation, path, detail))
        except Exception as error:
            log.warning("on_drift raised %s", type(error).__name__)

    kind.observe(body, at, emit)
