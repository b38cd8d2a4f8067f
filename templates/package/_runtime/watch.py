"""Everything that is told of a call while it is made: log lines, hooks, spans.

None of it shows an argument, a body or a key.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import httpx2

from .fault import Fault
from .hooks import Hooks, tell
from .response import request_id

if TYPE_CHECKING:
    from .spans import Span

PACKAGE = __name__.rpartition("._runtime")[0]
LOG = logging.getLogger(PACKAGE)

_NO_HEADERS: Mapping[str, str] = {}


class Watch:
    """One call, as others may see it."""

    __slots__ = (
        "_base_url",
        "_hooks",
        "_method",
        "_operation",
        "_requests",
        "_route",
        "_span",
    )

    def __init__(
        self, operation: str, method: str, route: str, base_url: str, hooks: Hooks
    ) -> None:
        self._operation = operation
        self._method = method
        self._route = route
        self._base_url = base_url
        self._hooks = hooks
        self._requests = 0
        self._span: Span | None = None

    def begin(self, attempt: int) -> Mapping[str, str]:
        """An attempt begins; returns the headers that make it part of a trace."""
        if self._hooks.request is not None:
            from .events import RequestEvent  # of use to those with hooks alone

            event = RequestEvent(
                operation=self._operation,
                method=self._method,
                route=self._route,
                attempt=attempt,
            )
            tell(self._hooks.request, event, "the request hook", LOG)
        resends, self._requests = self._requests, self._requests + 1
        # A program that traces has imported the library already.
        if "opentelemetry.trace" not in sys.modules:
            return _NO_HEADERS
        from .spans import start_span

        self._span = start_span(
            PACKAGE, self._method, self._route, self._base_url, resends
        )
        return self._span.headers

    def end(
        self,
        response: httpx2.Response | None,
        fault: Fault | None,
        elapsed: float,
        attempt: int,
    ) -> None:
        """The attempt has come to something."""
        status = None if response is None else response.status_code
        if self._span is not None:
            self._span.end(status, None if fault is None else fault.kind)
            self._span = None
        problem = None if fault is None else fault.problem
        if self._hooks.response is not None:
            from .events import ResponseEvent

            event = ResponseEvent(
                operation=self._operation,
                method=self._method,
                route=self._route,
                attempt=attempt,
                status=status,
                problem=problem,
                request_id=None if response is None else request_id(response.headers),
                elapsed=elapsed,
            )
            tell(self._hooks.response, event, "the response hook", LOG)
        if LOG.isEnabledFor(logging.DEBUG):
            self._log(status, problem, elapsed, attempt)

    def retry(self, wait: float, reason: str, attempt: int) -> None:
        """Another attempt will be made."""
        if self._hooks.retry is not None:
            from .events import RetryEvent

            event = RetryEvent(
                operation=self._operation,
                method=self._method,
                route=self._route,
                attempt=attempt,
                wait=wait,
                reason=reason,
            )
            tell(self._hooks.retry, event, "the retry hook", LOG)
        LOG.info("%s: trying again in %.2f s: %s", self._operation, wait, reason)

    def close(self) -> None:
        """The call is over; an attempt that was broken off ends with it."""
        if self._span is not None:
            self._span.end(None, "cancelled")
            self._span = None

    def _log(
        self, status: int | None, problem: str | None, elapsed: float, attempt: int
    ) -> None:
        came = "nothing" if status is None else f"status {status}"
        if problem is not None:
            came = f"{came}, {problem}"
        message = "%s: %s %s, attempt %d: %s in %.3f s"
        call = (self._operation, self._method, self._route, attempt)
        LOG.debug(message, *call, came, elapsed)
