"""Arguments as the text of a URL: path segments and query strings.

Styles and their delimiters are those of OpenAPI's Parameter Object. Every value is
percent-encoded on its own and delimiters are put between afterwards, so that no value
can add a segment, a parameter or an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import quote
from uuid import UUID

from . import scalars

Style: TypeAlias = Literal["form", "spaceDelimited", "pipeDelimited", "deepObject"]

_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


@dataclass(frozen=True, slots=True)
class Styled:
    """A query argument whose parameter is not `style: form, explode: true`."""

    value: object
    style: Style = "form"
    explode: bool = False


def path_segment(name: str, value: object) -> str:
    """One path argument, percent-encoded (`style: simple`).

    Raises:
        ValueError: it is empty, so that the URL would be another operation's.
        TypeError: it cannot stand in a URL.
    """
    if isinstance(value, (list, tuple)):
        items = cast("Iterable[object]", value)
        text = ",".join(_encode(scalar_text(name, item)) for item in items)
    else:
        text = _encode(scalar_text(name, value))
    if not text:
        raise ValueError(f"{name} must not be empty")
    return text


def query_string(arguments: Mapping[str, object]) -> str:
    """All query arguments but those that are None, percent-encoded.

    Raises:
        ValueError, TypeError: an argument cannot stand in a URL; names it.
    """
    return "&".join(
        f"{name}={text}"
        for parameter, value in arguments.items()
        if value is not None
        for name, text in _query_pairs(parameter, value)
    )


def scalar_text(name: str, value: object) -> str:
    """A scalar argument as text, not yet encoded."""
    if isinstance(value, Enum):
        value = value.value
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | UUID():
            return str(value)
        case float() if isfinite(value):
            return repr(value)
        case Decimal() if value.is_finite():
            return format(value, "f")
        case datetime() | date() | time() | timedelta():
            return _moment_text(name, value)
        case float() | Decimal():
            raise ValueError(f"{name} must be a finite number")
        case _:
            raise TypeError(f"{name} cannot be a {type(value).__name__}")


def _moment_text(name: str, value: datetime | date | time | timedelta) -> str:
    match value:
        case datetime():
            if value.utcoffset() is None:
                raise ValueError(f"{name} must be a datetime with a time zone")
            return scalars.format_datetime(value)
        case date():
            return scalars.format_date(value)
        case time():
            return scalars.format_time(value)
        case timedelta():
            return scalars.format_duration(value)


def _query_pairs(name: str, value: object) -> Iterable[tuple[str, str]]:
    styled = value if isinstance(value, Styled) else Styled(value, explode=True)
    value, key = styled.value, _encode(name)
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return _object_pairs(name, cast("Mapping[str, object]", value), styled)
    if not isinstance(value, (list, tuple, set, frozenset)):
        return ((key, _encode(scalar_text(name, value))),)
    texts = [_encode(scalar_text(name, item)) for item in cast("Iterable[Any]", value)]
    if styled.explode or not texts:
        return ((key, text) for text in texts)
    return ((key, _DELIMITERS[styled.style].join(texts)),)


def _object_pairs(
    name: str, value: Mapping[str, object], styled: Styled
) -> Iterable[tuple[str, str]]:
    pairs = [
        (_encode(key), _encode(scalar_text(name, item)))
        for key, item in value.items()
        if item is not None
    ]
    if styled.style == "deepObject":
        return ((f"{_encode(name)}%5B{key}%5D", text) for key, text in pairs)
    if styled.explode or not pairs:
        return pairs
    flat = (text for pair in pairs for text in pair)
    return ((_encode(name), _DELIMITERS[styled.style].join(flat)),)


def _encode(text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        pass
    raise ValueError("an argument holds half of a surrogate pair")
