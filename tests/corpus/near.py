"""Values near a given one: changes that many schemas allow, and changes that break one thing.

Which of them are valid is for a validator to say.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

EXACT = 1 << 53
"""Up to here a float is the integer that was written."""

UNHEARD = "undrift-unheard-of"
"""No description lists this value, or has a member of this name."""

_WRONG: tuple[Any, ...] = (12345, "text", True, {}, [])
_MEMBERS: tuple[Any, ...] = ("text", 7, True, None, {"a": [1.5]})
_INTEGERS = (0, -1, EXACT + 1, (1 << 64) + 1, -(10**30))
_NUMBERS = (0.1, -2.5e-300, 1e300, 3, EXACT + 1)
_TEXTS = ("", "na\u00efve \U0001f600\u2028\u0000\"\\'")
_SPELLINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\d{4}-\d\d-\d\d[Tt].*",
        (
            "2026-06-10T10:00:00.123456+05:30",
            "2026-06-10t10:00:00z",
            "2026-06-10T10:00:00.1Z",
            "0001-01-01T00:00:00-00:00",
            "2016-12-31T23:59:60Z",
        ),
    ),
    (r"\d{4}-\d\d-\d\d", ("0001-01-01", "9999-12-31", "2024-02-29")),
    (
        r"\d\d:\d\d.*",
        ("23:59:59.999999Z", "00:00:00+14:00", "10:00:00.5z", "23:59:60Z"),
    ),
    (r"P.*", ("P1Y2M", "P2W", "-PT0.5S", "P1DT2H3M4.25S", "PT36H")),
    (r"[0-9a-fA-F-]{36}", ("07EF9A06-5C1B-4F0A-8F65-0E5D4D0F5E2A",)),
    (r"-?\d+(\.\d+)?", ("0.10", "-12345678901234567890.000000000001", "1E+2")),
)


def near(value: Any, most: int) -> Iterator[tuple[str, Any]]:
    """Changes of a value that many schemas allow, each with its label, at up to `most` places."""
    for at, found in islice(places(value), most):
        for label, other in _others(found):
            yield f"{at} {label}", put(value, at, other)
        if at:
            yield f"{at} null", put(value, at, None)
            if isinstance(at[-1], str):
                yield f"{at} left out", without(value, at)


def _others(found: Any) -> Iterator[tuple[str, Any]]:
    """What may stand in place of a value."""
    match found:
        case bool():
            yield "turned round", not found
        case int():
            if abs(found) <= EXACT:
                yield "as a float", float(found)
            yield from ((f"as {other}", other) for other in (*_INTEGERS, 0.1))
        case float():
            yield from ((f"as {other}", other) for other in _NUMBERS)
        case str():
            spelled = (s for rule, s in _SPELLINGS if re.fullmatch(rule, found))
            for other in (*next(spelled, ()), *_TEXTS):
                yield f"as {other!r}", other
        case list():
            yield "empty", []
            yield "twice as long", [*found, *found]
            yield "with an item less", found[:-1]
        case dict():
            for other in _MEMBERS:
                yield f"with a member more: {other!r}", {**found, UNHEARD: other}
        case _:
            return


def broken(value: Any, most: int) -> Iterator[Any]:
    """The value with one thing of another JSON type, or one member left out."""
    for at, found in islice(places(value), most):
        for wrong in (*_WRONG, None):
            if type(wrong) is not type(found):
                yield put(value, at, wrong)
        if at and isinstance(at[-1], str):
            yield without(value, at)


def unheard(value: Any, most: int) -> Iterator[tuple[Path, Any]]:
    """The value with another text or integer in one place, and that place."""
    for at, found in islice(places(value), most):
        if type(found) is str:
            yield at, put(value, at, UNHEARD)
        if type(found) is int:
            yield at, put(value, at, 987_654_321)


def places(value: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place in a value, from the outside in; of a list the first and the last item."""
    yield at, value
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        ends = {0, len(value) - 1} if value else set[int]()
        members = ((index, value[index]) for index in sorted(ends))
    for key, item in members:
        yield from places(item, (*at, key))


def held(value: Any, at: Path) -> Any:
    """What is at a place."""
    for key in at:
        value = value[key]
    return value


def without(value: Any, at: Path) -> Any:
    """The value without one member."""
    holder = copy.copy(held(value, at[:-1]))
    del holder[at[-1]]
    return put(value, at[:-1], holder)


def put(value: Any, at: Path, new: Any) -> Any:
    if not at:
        return new
    changed = copy.copy(value)
    changed[at[0]] = put(value[at[0]], at[1:], new)
    return changed
