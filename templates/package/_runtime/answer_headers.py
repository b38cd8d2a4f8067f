"""Headers that the API documents for its answers, read by their types.

A header never makes a call fail: one that is not there, or not what the API documents, is
None. Its text is in `RawResponse.headers` all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, Self, TypeVar, overload

from . import json
from .errors import DecodeError
from .kinds import Kind
from .response import RawResponse

T = TypeVar("T")


class AnswerHeaders:
    """The documented headers of one answer."""

    __slots__ = ("_headers",)

    def __init__(self, answer: RawResponse[Any]) -> None:
        self._headers = answer.headers

    def __getitem__(self, name: str) -> str | None:
        """A header as it came, None when it did not."""
        return self._headers.get(name)


class Header(Generic[T]):
    """One header, as an attribute; its style is `simple` (OAS, Header Object)."""

    __slots__ = ("_is_json", "_kind", "_name")

    def __init__(self, name: str, kind: Kind[T], *, is_json: bool = False) -> None:
        self._name = name
        self._kind = kind
        self._is_json = is_json

    @overload
    def __get__(self, headers: None, owner: type[AnswerHeaders]) -> Self: ...

    @overload
    def __get__(
        self, headers: AnswerHeaders, owner: type[AnswerHeaders]
    ) -> T | None: ...

    def __get__(
        self, headers: AnswerHeaders | None, owner: type[AnswerHeaders]
    ) -> T | Self | None:
        if headers is None:
            return self
        text = headers[self._name]
        for value in () if text is None else self._readings(text):
            try:
                return self._kind.decode(value, "$")
            except DecodeError:
                continue
        return None

    def _readings(self, text: str) -> Iterator[object]:
        """What the text can stand for, the most literal first."""
        types = self._kind.json_types
        if self._is_json:
            yield _value(text)
            return
        if str in types:
            yield text
        yield _value(text)
        if list in types:
            items = [item.strip() for item in text.split(",")]
            yield items
            yield [_value(item) for item in items]


def _value(text: str) -> object:
    try:
        return json.loads(text.encode())
    except (ValueError, RecursionError):
        return text
