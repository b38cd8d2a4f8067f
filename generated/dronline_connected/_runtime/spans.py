"""Spans of OpenTelemetry, one for each attempt, in programs that use it.

Names and attributes are those of the semantic conventions for HTTP clients. The URL is given
with the path template in place of the path, without a query: arguments may be personal data.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import httpx2


class Span:
    """The span of one attempt."""

    __slots__ = ("_span", "_trace", "headers")

    def __init__(self, trace: Any, span: Any) -> None:
        self._trace = trace
        self._span = span
        self.headers: dict[str, str] = {}
        """What tells the server which trace the request belongs to."""
        propagate: Any = import_module("opentelemetry.propagate")
        propagate.inject(self.headers, trace.set_span_in_context(span))

    def end(self, status: int | None, problem: str | None) -> None:
        """Say what the attempt came to."""
        span = self._span
        kind = problem
        if status is not None:
            span.set_attribute("http.response.status_code", status)
            kind = str(status) if status >= 400 else problem
        if kind is not None:
            span.set_attribute("error.type", kind)
            span.set_status(self._trace.StatusCode.ERROR)
        span.end()


def start_span(
    tracer: str, method: str, route: str, base_url: str, resends: int
) -> Span:
    """Begin the span of an attempt.

    Args:
        resends: how many attempts came before.
    """
    trace: Any = import_module("opentelemetry.trace")
    url = httpx2.URL(base_url)
    attributes: dict[str, str | int] = {
        "http.request.method": method,
        "server.address": url.host,
        "server.port": url.port or (443 if url.scheme == "https" else 80),
        "url.full": f"{base_url}{route}",
        "url.template": route,
    }
    if resends:
        attributes["http.request.resend_count"] = resends
    span = trace.get_tracer(tracer).start_span(
        f"{method} {route}", kind=trace.SpanKind.CLIENT, attributes=attributes
    )
    return Span(trace, span)
