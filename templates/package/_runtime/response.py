"""An answer as it came, with the way to the value it documents."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from . import json
from .drift import OnDrift, report_drift
from .errors import DecodeError, ResponseDecodeError
from .kinds import NOTHING, Kind

T = TypeVar("T")

_JSON_TYPES = ("application/json", "text/json")


class AnswerKind(Kind[T], ABC):
    """What an answer holds that is not JSON, or not the same for every status."""

    __slots__ = ()

    @property
    def json_types(self) -> frozenset[type]:
        """None: such an answer is no part of a JSON value."""
        return frozenset()

    @abstractmethod
    def read_answer(self, response: RawResponse[Any]) -> T:
        """The documented value.

        Raises:
            ResponseDecodeError: the answer does not hold one.
        """


@dataclass(slots=True, kw_only=True, eq=False)
class RawResponse(Generic[T]):
    """Status, headers and bytes of an answer; `parse()` gives the documented value.

    Its repr leaves out headers, path and bytes: they may hold personal data.
    """

    operation: str
    """The operationId of the call."""
    method: str
    route: str
    """The path template, such as `/orders/{id}`."""
    path: str = field(repr=False)
    """The path of the request, without the query."""
    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    """Response headers by case-insensitive name."""
    content: bytes = field(repr=False)
    """The body, decompressed."""
    request_id: str | None
    """The server's id for this request."""
    elapsed: float
    """Seconds that the last attempt took."""
    retries: int
    """How many attempts came before this one."""
    kind: Kind[T] = field(repr=False)
    errors: Mapping[int | str, Kind[Any]] | None = field(repr=False, default=None)
    """What error answers hold, by status, `4XX` or `default`."""
    on_drift: OnDrift | None = field(repr=False, default=None)
    log: logging.Logger = field(repr=False)
    fault: str | None = None
    """Why the body is not all there, or None."""
    _value: list[T] = field(init=False, repr=False, default_factory=list[T])

    def parse(self) -> T:
        """The decoded body; the same object each time.

        Raises:
            ResponseDecodeError: the body is not what the API documents.
        """
        if not self._value:
            self._value.append(self._parse())
        return self._value[0]

    def _parse(self) -> T:
        kind = self.kind
        if kind is NOTHING:
            return kind.read(None)
        if isinstance(kind, AnswerKind):
            if self.fault is not None:
                raise ResponseDecodeError("$", self.fault, self)
            answer: AnswerKind[T] = kind
            return answer.read_answer(self)
        body = self._json()
        if self.on_drift is not None:
            report_drift(self.on_drift, self.operation, kind, body, self.log)
        try:
            return kind.read(body)
        except DecodeError as error:
            path, problem = error.path, error.problem
        except RecursionError:
            path, problem = "$", "it is nested too deeply"
        try:
            return kind.read(json.exact_loads(self.content))
        except (ValueError, RecursionError):
            pass
        raise ResponseDecodeError(path, problem, self)

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        # Errors keep their response and are pickled by task queues; a callback of the
        # program's own often cannot be.
        state: dict[str, object] = {
            field.name: getattr(self, field.name) for field in fields(self)
        }
        return None, {**state, "on_drift": None}

    def parse_error(self) -> Any:
        """What the API documents for an error of this status; None when it is not there."""
        kind = by_status(self.errors or {}, self.status_code)
        try:
            return None if kind is None else kind.read(json.loads(self.content))
        except (ValueError, RecursionError):
            return None

    def _json(self) -> object:
        problem = self.fault or self._media_problem()
        if problem is None:
            try:
                return json.loads(self.content)
            except ValueError as error:
                problem = f"the body is {error}"
        raise ResponseDecodeError("$", problem, self)

    def _media_problem(self) -> str | None:
        if not self.content:
            return "expected JSON, and the body is empty"
        content_type = self.headers.get("content-type", "")
        if content_type == "application/json" or not content_type:
            return None
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type in _JSON_TYPES or media_type.endswith("+json"):
            return None
        return f"expected JSON, got {_shown(media_type)}"


def by_status(kinds: Mapping[int | str, T], status: int) -> T | None:
    """The entry for a status: its own, else that of its range, else the default."""
    for key in (status, f"{status // 100}XX", "default"):
        if key in kinds:
            return kinds[key]
    return None


def _shown(media_type: str) -> str:
    plain = media_type.replace("/", "", 1).replace("-", "").replace(".", "")
    if plain.isascii() and plain.isalnum() and len(plain) <= 64:
        return media_type
    return "another media type"
