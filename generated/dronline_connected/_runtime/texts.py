"""Arguments of any type as text, or as the plain values that JSON and forms are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from math import isfinite
from typing import Any, cast

from . import scalars
from .unset import UNSET


def scalar_text(name: str, value: object) -> str:
    """A scalar argument as text, not yet encoded."""
    if isinstance(value, Enum):
        value = value.value
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() if isfinite(value):
            return repr(value)
        case datetime() | date() | time() | timedelta():
            return _moment_text(name, value)
        case bytes():
            return scalars.format_base64(value)
        case float():
            raise ValueError(f"{name} must be a finite number")
        case _:
            return _rare_text(name, value)


def _rare_text(name: str, value: object) -> str:
    # Slow to import, unless there is one of their values: then they have been imported.
    from decimal import Decimal
    from uuid import UUID

    match value:
        case UUID():
            return str(value)
        case Decimal() if value.is_finite():
            return format(value, "f")
        case Decimal():
            raise ValueError(f"{name} must be a finite number")
        case _:
            raise TypeError(f"{name} cannot be a {type(value).__name__}")


def plain_value(name: str, value: object) -> object:
    """An argument as JSON has it: models become dicts, sequences lists, moments text.

    Numbers, booleans and None stay; members that are UNSET are left out.
    """
    if value is None or isinstance(value, str | int | float) or value is UNSET:
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value).items()
        return {k: plain_value(name, v) for k, v in members if v is not UNSET}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(name, item) for item in cast("Iterable[object]", value)]
    to_dict: Any = getattr(value, "to_dict", None)
    if callable(to_dict) and not isinstance(value, type):
        return plain_value(name, to_dict())
    return scalar_text(name, value)


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
