"""What a client tells of its calls while they are made.

Events name operations, templates, statuses and times, never arguments, bodies, headers or
keys: what watches a program keeps what it is told for long, and shows it to many.
"""

from __future__ import annotations

from dataclasses import dataclass

from .drift import DriftKind


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


@dataclass(frozen=True, slots=True)
class DriftEvent:
    """One departure of an answer from the description."""

    kind: DriftKind
    operation: str
    """The operationId of the call."""
    path: str
    """Where in the body, such as `$.data[3].start`."""
    detail: str
    """What is there instead, in terms of types."""
