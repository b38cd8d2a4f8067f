"""Events that an API sends: which one a message is, and what it holds.

What tells events apart is found in the description: properties that are constants, one
that holds the name of the event, a header. A message that is none of the known events is
kept as `UnknownEvent`: a newer API may send others.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Self, TypeAlias, TypeVar, cast

from . import json
from .drift import DriftKind
from .errors import DecodeError
from .kinds import Kind
from .signatures import TOLERANCE, Delivery, Payload, Secret, secret_or_variable, verify

T = TypeVar("T")
Tag: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Event(ABC, Generic[T]):
    """A message of a known sort; the class says which."""

    name: ClassVar[str] = ""
    """What the API calls the event."""

    data: T
    """What the message says."""
    delivery: Delivery | None = None
    """What its headers say, None when they were not verified."""

    @classmethod
    @abstractmethod
    def kind(cls) -> Kind[T]:
        """What reads the payload."""

    @classmethod
    def parse(cls, payload: Payload) -> Self:
        """Read a message that is this event, whoever sent it.

        Raises:
            DecodeError: the payload is not what the API documents.
        """
        return cls.of(read_json(payload), None)

    @classmethod
    def of(cls, value: object, delivery: Delivery | None) -> Self:
        """The event with a payload that has been read as JSON."""
        try:
            return cls(cls.kind().read(value), delivery)
        except RecursionError:
            pass
        raise DecodeError("$", "it is nested too deeply")


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """A message of a sort that this package does not know, as it came."""

    data: Any = field(repr=False)
    """The JSON value."""
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An event and what tells it from the others."""

    event: type[Event[Any]]
    tags: Mapping[str, tuple[Tag, ...]] = field(
        default_factory=dict[str, "tuple[Tag, ...]"]
    )
    """Properties of the payload, and the values that one of this event may have there."""
    header: tuple[str, str] | None = None
    """A header's name in lower case, and the value that goes with this event."""

    def score(self, value: object, headers: Mapping[str, str]) -> int:
        """How much speaks for this event, -1 when something speaks against it."""
        found = 0
        if self.header is not None and self.header[0] in headers:
            if _plain(headers[self.header[0]]) != self.header[1]:
                return -1
            found += 1
        if self.tags and not isinstance(value, dict):
            return -1
        for name, values in self.tags.items():
            given = cast("dict[str, object]", value).get(name)
            if not any(type(given) is type(v) and given == v for v in values):
                return -1
            found += 1
        return found


class Events:
    """All events of an API."""

    def __init__(self, variable: str, *known: Known) -> None:
        """Take the secret from the environment variable `variable` where none is given."""
        self._variable = variable
        self._known = known

    def unwrap(
        self,
        payload: Payload,
        headers: Mapping[str, str],
        secret: Secret | None = None,
        tolerance: float = TOLERANCE,
    ) -> Any:
        """The event of a message whose signature is good; see `verify` and `parse`."""
        checked = secret_or_variable(secret, self._variable)
        delivery = verify(payload, headers, checked, tolerance=tolerance)
        return self._event(payload, headers, delivery)

    def parse(self, payload: Payload, headers: Mapping[str, str] | None = None) -> Any:
        """The event of a message, whoever sent it.

        Raises:
            DecodeError: the payload is not JSON, or not what the API documents.
        """
        return self._event(payload, headers or {}, None)

    def _event(
        self, payload: Payload, headers: Mapping[str, str], delivery: Delivery | None
    ) -> Any:
        value = read_json(payload)
        lower = {name.lower(): text for name, text in headers.items()}
        scores = [(known, known.score(value, lower)) for known in self._known]
        best = max((score for _, score in scores), default=-1)
        likely = [known.event for known, score in scores if score == best >= 0]
        if not likely:
            return UnknownEvent(value, delivery)
        if len(likely) > 1:
            likely = _nearest(likely, value)
        if len(likely) > 1:
            names = " and ".join(event.__name__ for event in likely[:2])
            problem = (
                f"nothing tells {names} apart: parse it as the one that you expect"
            )
            raise DecodeError("$", problem)
        return likely[0].of(value, delivery)


def read_json(payload: Payload) -> Any:
    """The JSON value of a payload.

    Raises:
        DecodeError: it is not JSON.
    """
    try:
        return json.loads(payload.encode() if isinstance(payload, str) else payload)
    except (ValueError, RecursionError):
        pass
    raise DecodeError("$", "the payload is not JSON")


def _nearest(events: list[type[Event[Any]]], value: object) -> list[type[Event[Any]]]:
    """The events that a payload departs from least."""
    departures = [_departures(event, value) for event in events]
    least = min(departures)
    return [e for e, count in zip(events, departures, strict=True) if count == least]


def _departures(event: type[Event[Any]], value: object) -> int:
    found: list[DriftKind] = []
    event.kind().observe(value, "$", lambda kind, path, detail: found.append(kind))
    return len(found)


def _plain(text: str) -> str:
    """A name without regard to case and to what stands between its words."""
    return text.strip().lower().replace("_", "-").replace(".", "-")
