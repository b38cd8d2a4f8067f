"""Answers that are text or bytes, or different things for different statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

from .errors import ResponseDecodeError
from .kinds import Kind, mismatch
from .response import AnswerKind, RawResponse, by_status

T = TypeVar("T")


class _Text(AnswerKind[str]):
    """Text in the charset that the answer names, UTF-8 otherwise."""

    __slots__ = ()

    def decode(self, value: object, path: str) -> str:
        if isinstance(value, str):
            return value
        raise mismatch(path, "a string", value)

    def read_answer(self, response: RawResponse[Any]) -> str:
        try:
            return response.content.decode(charset(response.headers))
        except (UnicodeError, LookupError):
            pass
        raise ResponseDecodeError("$", "the body is not text in its charset", response)


class _Bytes(AnswerKind[bytes]):
    """The bytes as they came."""

    __slots__ = ()

    def decode(self, value: object, path: str) -> bytes:
        if isinstance(value, bytes):
            return value
        raise mismatch(path, "bytes", value)

    def read_answer(self, response: RawResponse[Any]) -> bytes:
        return response.content


class ByStatus(AnswerKind[T], Generic[T]):
    """What an answer holds by its status, `2XX` or `default`."""

    __slots__ = ("_kinds",)

    def __init__(self, kinds: Mapping[int | str, Kind[T]]) -> None:
        self._kinds = kinds

    def decode(self, value: object, path: str) -> T:
        raise mismatch(path, "an answer with a status", value)

    def read_answer(self, response: RawResponse[Any]) -> T:
        kind = by_status(self._kinds, response.status_code)
        if kind is None:
            problem = "the API documents no answer with this status"
            raise ResponseDecodeError("$", problem, response)
        chosen: RawResponse[T] = replace(response, kind=kind)
        return chosen.parse()


def charset(headers: Mapping[str, str]) -> str:
    """The charset that an answer names, else UTF-8."""
    for parameter in headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or "utf-8"
    return "utf-8"


TEXT: Kind[str] = _Text()
BYTES: Kind[bytes] = _Bytes()
