"""How a call is made: time limits, retries, additional headers and query arguments.

Immutable; `client.with_options(...)` makes a view of the client with other options
that shares its connections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Self, TypedDict, Unpack

from .parameters import query_string

_MOST_RETRIES = 10

_OWNED = frozenset(
    {"authorization", "connection", "content-length", "host", "transfer-encoding"}
)
_LONGEST_KEY = 255
_TOKEN = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Limits in seconds.

    `attempt` holds for one attempt from connecting to the last byte: without it a
    server that sends one byte at a time would never run into `read`.
    """

    connect: float = 5.0
    read: float = 30.0
    write: float = 30.0
    pool: float = 10.0
    """Waiting for a free connection."""
    attempt: float = 60.0

    def __post_init__(self) -> None:
        for name in ("connect", "read", "write", "pool", "attempt"):
            _check_seconds(name, getattr(self, name))

    @classmethod
    def of(cls, seconds: float) -> Self:
        """All of one attempt within `seconds`."""
        _check_seconds("timeout", seconds)
        return cls(
            connect=min(seconds, 5.0),
            read=seconds,
            write=seconds,
            pool=seconds,
            attempt=seconds,
        )

    def within(self, seconds: float) -> dict[str, float]:
        """The limits as httpx2 takes them, none longer than `seconds`."""
        return {
            "connect": min(self.connect, seconds),
            "read": min(self.read, seconds),
            "write": min(self.write, seconds),
            "pool": min(self.pool, seconds),
        }


class Changes(TypedDict, total=False):
    """Options to replace; None leaves one as it is."""

    timeout: float | Timeouts | None
    max_retries: int | None
    deadline: float | None
    headers: Mapping[str, str] | None
    query: Mapping[str, object] | None
    idempotency_key: str | None


@dataclass(slots=True, eq=False, repr=False)
class RequestOptions:
    """The options of a client or of a view of it."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    max_retries: int = 2
    deadline: float | None = None
    """Seconds for a call with all its attempts and the waiting between them."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, object] = field(default_factory=dict[str, object])
    """Query arguments besides those of the call, which come first."""
    idempotency_key: str | None = None

    def merged(self, **changes: Unpack[Changes]) -> Self:
        """These options with some replaced; headers and query arguments are added.

        Raises:
            ValueError: a value makes no sense, or a header belongs to the client.
            TypeError: a value has the wrong type.
        """
        changed = self
        if (timeout := changes.get("timeout")) is not None:
            if not isinstance(timeout, Timeouts):
                timeout = Timeouts.of(timeout)
            changed = replace(changed, timeouts=timeout)
        if (max_retries := changes.get("max_retries")) is not None:
            changed = replace(changed, max_retries=_checked_retries(max_retries))
        if (deadline := changes.get("deadline")) is not None:
            _check_seconds("deadline", deadline)
            changed = replace(changed, deadline=deadline)
        for name in ("headers", "query"):
            if not isinstance(changes.get(name) or {}, Mapping):
                raise TypeError(f"{name} must be a mapping")
        if (headers := changes.get("headers")) is not None:
            joined = {**self.headers, **_checked_headers(headers)}
            changed = replace(changed, headers=joined)
        if (query := changes.get("query")) is not None:
            query_string(query)  # refuses what cannot be sent, before a call is made
            changed = replace(changed, query={**self.query, **query})
        if (key := changes.get("idempotency_key")) is not None:
            changed = replace(changed, idempotency_key=_checked_key(key))
        return changed


def check_header(name: object, value: object) -> None:
    """Refuse what could not be sent as one header, without showing the value.

    Raises:
        ValueError: the name is no token (RFC 9110), or the value holds a control
            character or one outside latin-1.
        TypeError: the name or the value is not a string.
    """
    if not isinstance(name, str) or not isinstance(
        value, str
    ):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("header names and values must be strings")
    if not name or not _TOKEN.issuperset(name):
        raise ValueError(f"{name!r} cannot be the name of a header")
    if any(ord(char) > 255 or (ord(char) < 32 and char != "\t") for char in value):
        raise ValueError(f"the value of header {name!r} cannot be sent in a header")


def _checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    checked: dict[str, str] = {}
    for name, value in headers.items():
        check_header(name, value)
        if name.lower() in _OWNED:
            raise ValueError(f"header {name!r} is set by the client itself")
        checked[name.lower()] = value
    return checked


def _checked_key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("idempotency_key must be a string")
    if not 0 < len(key) <= _LONGEST_KEY or not all("!" <= char <= "~" for char in key):
        raise ValueError(
            "idempotency_key must be 1 to 255 visible ASCII characters: one for each"
            " thing that is to be done once"
        )
    return key


def _checked_retries(count: int) -> int:
    if type(count) is not int:
        raise TypeError("max_retries must be an integer")
    if not 0 <= count <= _MOST_RETRIES:
        raise ValueError(f"max_retries must be between 0 and {_MOST_RETRIES}")
    return count


def _check_seconds(name: str, seconds: object) -> None:
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        raise TypeError(f"{name} must be a number of seconds")
    if not isfinite(seconds) or seconds <= 0:
        raise ValueError(f"{name} must be a positive number of seconds")
