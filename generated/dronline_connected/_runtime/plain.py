"""JSON values that are Python values already: check the type, return the value.

They raise a bare TypeError: who reads a body only needs to know that it must give up.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

_EXACT_FLOAT = 2.0**53
_TEXT = frozenset({str})


def string(value: object) -> str:
    """A JSON string."""
    if type(value) is not str:
        raise TypeError
    return value


def boolean(value: object) -> bool:
    """A JSON boolean; 0 and 1 are none."""
    if type(value) is not bool:
        raise TypeError
    return value


def constant(value: object, kind: type) -> Any:
    """A JSON value of a constant's type; another one of that type is kept."""
    if type(value) is not kind:
        raise TypeError
    return value


def integer(value: object) -> int:
    """A JSON integer. JSON Schema, 6.1.1: a number with a zero fraction is one."""
    if type(value) is int:
        return value
    # Beyond 2**53 a float no longer says which integer was meant.
    if type(value) is float and value.is_integer() and abs(value) <= _EXACT_FLOAT:
        return int(value)
    raise TypeError


def number(value: object) -> float:
    """A JSON number; an integer stays one, and infinity (from 1e999) is refused."""
    if type(value) is int or (type(value) is float and isfinite(value)):
        return value
    raise TypeError


def array(value: object) -> list[Any]:
    """A JSON array."""
    if type(value) is not list:
        raise TypeError
    return value  # pyright: ignore[reportUnknownVariableType]


def strings(value: object) -> list[str]:
    """A JSON array of strings."""
    items = array(value)
    if not _TEXT.issuperset(map(type, items)):
        raise TypeError
    return items.copy()


def string_map(value: Any) -> dict[str, str]:
    """A JSON object all of whose members are strings."""
    if type(value) is not dict:
        raise TypeError
    found: dict[str, str] = value  # pyright: ignore[reportUnknownVariableType]
    for item in found.values():
        if type(item) is not str:
            raise TypeError
    return found.copy()


def members(value: Any) -> Iterable[tuple[str, Any]]:
    """The members of a JSON object."""
    if type(value) is not dict:
        raise TypeError
    return value.items()  # pyright: ignore[reportUnknownVariableType]
