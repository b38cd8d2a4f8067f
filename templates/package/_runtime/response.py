"""An answer as it came, with the way to the value it documents."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeAlias, TypeVar

from . import json
from .drift import OnDrift, report_drift
from .errors import DecodeError, ResponseDecodeError
from .kinds import NOTHING, Kind
from .unset import UNSET, Unset

T = TypeVar("T")
Loads: TypeAlias = Callable[[bytes], Any]
"""What reads JSON text; raises ValueError without showing it."""

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid")
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


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class RawResponse(Generic[T]):
    """Status, headers and bytes of an answer; `parse()` gives the documented value.

    Its repr leaves out headers, path and bytes: they may hold personal data.
    """

    operation: str
    """The operationId of the call."""
    method: str
    route: str
    """The path template, such as `/orders/{id}`."""
    path: str
    """The path of the request, without the query."""
    status_code: int
    headers: Mapping[str, str]
    """Response headers by case-insensitive name."""
    content: bytes
    """The body, decompressed."""
    elapsed: float
    """Seconds that the last attempt took."""
    retries: int
    """How many attempts came before this one."""
    kind: Kind[T]
    errors: Mapping[int | str, Kind[Any]] | None = None
    """What error answers hold, by status, `4XX` or `default`."""
    on_drift: OnDrift | None = None
    log: logging.Logger
    fault: str | None = None
    """Why the body is not all there, or None."""
    _value: T | Unset = field(init=False, default=UNSET)

    @property
    def request_id(self) -> str | None:
        """The server's id for this request."""
        return request_id(self.headers)

    def parse(self) -> T:
        """The decoded body; the same object each time.

        Raises:
            ResponseDecodeError: the body is not what the API documents.
        """
        if self._value is UNSET:
            self._value = self._parse()
        return self._value

    def _parse(self) -> T:
        kind = self.kind
        if kind is NOTHING:
            return kind.read(None)
        if isinstance(kind, AnswerKind):
            if self.fault is not None:
                raise ResponseDecodeError("$", self.fault, self)
            answer: AnswerKind[T] = kind
            return answer.read_answer(self)
        problem = self.fault or self._media_problem()
        if problem is not None:
            raise ResponseDecodeError("$", problem, self)
        return decoded(self, kind, lambda loads: loads(self.content))

    def __repr__(self) -> str:
        return (
            f"<RawResponse of {self.operation}: status {self.status_code},"
            f" request id {self.request_id}>"
        )

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

    def _media_problem(self) -> str | None:
        if not self.content:
            return "expected JSON, and the body is empty"
        if self.headers.get("content-type") == "application/json":
            return None
        return media_problem(self.headers, "JSON", *_JSON_TYPES)


def media_problem(headers: Mapping[str, str], wanted: str, *others: str) -> str | None:
    """What is wrong with the media type of an answer, None when nothing is.

    Args:
        wanted: a media type that is right, or `JSON`, which many are.
        others: more that are.
    """
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not media_type or media_type == wanted or media_type in others:
        return None
    if wanted == "JSON" and media_type.endswith("+json"):
        return None
    return f"expected {wanted}, got {_shown(media_type)}"


def decoded(
    answer: RawResponse[Any],
    kind: Kind[T],
    read: Callable[[Loads], object],
    whole: str = "the body",
    at: str = "$",
) -> T:
    """A JSON value of an answer: its body, or one item of a stream.

    Args:
        read: the value, when its JSON text is read by the function that it is given.
        whole: what the value is, in words.
        at: where in the answer it stands.

    Raises:
        ResponseDecodeError: it is not what the API documents.
    """
    try:
        value = read(json.loads)
    except ValueError as error:
        problem = f"{whole} is {error}"
    else:
        if answer.on_drift is not None:
            report_drift(answer.on_drift, answer.operation, kind, value, answer.log, at)
        try:
            return kind.read(value)
        except DecodeError as error:
            at, problem = at + error.path.removeprefix("$"), error.problem
        except RecursionError:
            problem = "it is nested too deeply"
        try:
            return kind.read(read(json.exact_loads))
        except (ValueError, RecursionError):
            pass
    raise ResponseDecodeError(at, problem, answer)


def request_id(headers: Mapping[str, str]) -> str | None:
    """The server's id for a request, in the headers of its answer."""
    for name in _REQUEST_ID_HEADERS:
        value = headers.get(name)
        if value and len(value) <= 128 and all("!" <= char <= "~" for char in value):
            return value
    return None


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
