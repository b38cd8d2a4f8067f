"""One operation with its arguments, ready for either transport.

A resource's builder functions make calls; what is decided about the request is decided
here, once for the synchronous and the asynchronous class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar

from .kinds import Kind
from .parameters import (
    cookie_string,
    header_text,
    path_segment,
    query_string,
    whole_query,
)
from .unset import UNSET

if TYPE_CHECKING:
    import httpx2

T_co = TypeVar("T_co", covariant=True)

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, each the names of the schemes that it needs together."""

OPTIONAL: Security = ((),)
"""The call can do without a credential."""

JSON = "application/json"

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"})


class Stream(Protocol):
    """A body that is read while it is sent; `framing` are the headers that say how long."""

    @property
    def framing(self) -> Mapping[str, str]: ...
    @property
    def stream(self) -> httpx2.SyncByteStream | httpx2.AsyncByteStream: ...


class Content(Protocol):
    """A body that is not JSON."""

    @property
    def content_type(self) -> str: ...
    @property
    def may_repeat(self) -> bool:
        """Whether it can be sent (again) from its beginning."""
        ...

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read it."""
        ...

    def begin(self) -> bytes | Stream:
        """What one attempt sends."""
        ...


@dataclass(slots=True, repr=False, eq=False)
class Call(Generic[T_co]):
    """A request to be made, and the kind of JSON value that answers it.

    Nobody changes one; it is not frozen because that triples what making one costs.
    """

    operation: str
    """The operationId."""
    method: str
    route: str
    """The path template, such as `/orders/{id}`. Logs and errors show this one."""
    response: Kind[T_co]
    path: Mapping[str, object] | None = None
    query: Mapping[str, object] | None = None
    querystring: object = None
    """What is the query as a whole: the members of an object, JSON, or text."""
    headers: Mapping[str, object] | None = None
    cookies: Mapping[str, object] | None = None
    body: Any = UNSET
    """What is sent as JSON: None is null, UNSET is no body."""
    content: Content | None = None
    """What is sent when it is not JSON."""
    content_type: str = JSON
    """How `body` is announced."""
    accept: str = JSON
    errors: Mapping[int | str, Kind[Any]] | None = None
    """What error answers hold, by status, `4XX` or `default`."""
    server: str | None = None
    """The base URL of an operation that is not where the others are."""
    follows: bool = False
    """Whether a redirect is documented, which may lead to another origin."""
    security: Security | None = None
    """What authenticates the call; None is what the others need too."""
    idempotent: bool | None = None
    """Whether doing it twice is doing it once; None goes by the method (RFC 9110)."""
    authenticated: bool = True
    idempotency_header: str | None = None
    """The header in which the API takes a key that makes a repetition harmless."""

    @property
    def may_repeat(self) -> bool:
        """Whether an attempt may be repeated that perhaps took effect."""
        return (
            self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
        )

    def with_arguments(self, query: Mapping[str, object]) -> Self:
        """The same call with other query arguments in place of some."""
        return replace(self, query={**(self.query or {}), **query})

    def with_more(self, query: Mapping[str, object]) -> Self:
        """The same call with query arguments besides its own."""
        own = {n: v for n, v in (self.query or {}).items() if v is not None}
        return replace(self, query={**query, **own})

    def target(self) -> str:
        """Path and query as they go into the URL.

        Raises:
            ValueError, TypeError: an argument cannot stand there; names it.
        """
        path = self._filled(self.path) if self.path else self.route
        query = query_string(self.query) if self.query else ""
        if self.querystring is not None:
            query = whole_query(self.querystring, query)
        return f"{path}{'&' if '?' in path else '?'}{query}" if query else path

    def header_texts(self) -> dict[str, str]:
        """The header arguments but those that are None."""
        return {
            name: text
            for name, value in (self.headers or {}).items()
            if (text := header_text(name, value)) is not None
        }

    def cookie_text(self) -> str:
        """The cookie arguments as one header, "" without any."""
        return cookie_string(self.cookies) if self.cookies else ""

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
