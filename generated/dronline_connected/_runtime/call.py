"""One operation with its arguments, ready for either transport.

A resource's builder functions make calls; what is decided about the request is decided
here, once for the synchronous and the asynchronous class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, Self, TypeVar

from .kinds import Kind
from .parameters import path_segment, query_string, scalar_text
from .unset import UNSET

T_co = TypeVar("T_co", covariant=True)

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"})


@dataclass(frozen=True, slots=True, repr=False)
class Call(Generic[T_co]):
    """A request to be made, and the kind of JSON value that answers it."""

    operation: str
    """The operationId."""
    method: str
    route: str
    """The path template, such as `/orders/{id}`. Logs and errors show this one."""
    response: Kind[T_co]
    path: Mapping[str, object] | None = None
    query: Mapping[str, object] | None = None
    headers: Mapping[str, object] | None = None
    body: Any = UNSET
    """What is sent as JSON: None is null, UNSET is no body."""
    idempotent: bool | None = None
    """Whether doing it twice is doing it once; None goes by the method (RFC 9110)."""
    authenticated: bool = True

    @property
    def may_repeat(self) -> bool:
        """Whether an attempt may be repeated that perhaps took effect."""
        return (
            self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
        )

    def with_query(self, name: str, value: object) -> Self:
        """The same call with one query argument replaced."""
        return replace(self, query={**(self.query or {}), name: value})

    def target(self) -> str:
        """Path and query as they go into the URL.

        Raises:
            ValueError, TypeError: an argument cannot stand there; names it.
        """
        path = self._filled(self.path) if self.path else self.route
        query = query_string(self.query) if self.query else ""
        return f"{path}?{query}" if query else path

    def header_texts(self) -> dict[str, str]:
        """The header arguments but those that are None."""
        return {
            name: scalar_text(name, value)
            for name, value in (self.headers or {}).items()
            if value is not None
        }

    def _filled(self, arguments: Mapping[str, object]) -> str:
        parts = list(_split(self.route))
        for at in range(1, len(parts), 2):
            name = parts[at]
            parts[at] = path_segment(name, arguments[name])
        path = "".join(parts)
        # Dots are not percent-encoded, and a URL library resolves these two.
        if "/." in path and not {".", ".."}.isdisjoint(path.split("/")):
            raise ValueError(f"{' and '.join(arguments)} must not be '.' or '..'")
        return path

    def __repr__(self) -> str:
        return f"<Call {self.operation}: {self.method} {self.route}>"


@cache
def _split(route: str) -> tuple[str, ...]:
    """Literal text and parameter names of a path template, in turns."""
    return tuple(route.replace("}", "{").split("{"))
