"""A number within bounds, near the one that a reader expects.

Fractions, because `multipleOf: 0.1` has no exact float.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from sys import float_info

from ..source import Document, Json

_LARGEST = Fraction(float_info.max)
_INT32, _INT64 = 2**31 - 1, 2**63 - 1


def number(schema: Document, *, integer: bool, serial: int) -> int | float:
    """The multiple of `multipleOf` within the bounds that is next to 1 (or 1.5), plus `serial`.

    The bounds may be contradictory; then the result is outside one of them.
    """
    low, high, step = _bounds(schema, integer=integer)
    wanted = Fraction(1) if integer or step else Fraction(3, 2)
    grid = step or Fraction(1)
    if low is not None and wanted < low:
        wanted = _on_grid(low, step, up=True)
    if high is not None and wanted > high:
        wanted = _on_grid(high, step, up=False)
    value = _on_grid(wanted, step, up=True) + serial * grid
    if high is not None and value > high:
        value = _on_grid(high, step, up=False) - (serial * grid if serial else 0)
    if abs(value) > _LARGEST:
        return (ceil if value > 0 else floor)(value)
    return int(value) if integer or value.denominator == 1 else float(value)


def _bounds(
    schema: Document, *, integer: bool
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Inclusive bounds and the grid; an exclusive bound moves in by one step, or a little."""
    step = _fraction(schema.get("multipleOf"))
    step = step if step and step > 0 else None  # JSON Schema, section 6.2.1
    if integer:
        step = (
            step
            if step and step.denominator == 1
            else (step or Fraction(1)) * (step.denominator if step else 1)
        )
    inch = step or Fraction(1, 8)
    lows = [
        _fraction(schema.get("minimum")),
        _moved(schema.get("exclusiveMinimum"), inch, step),
    ]
    highs = [
        _fraction(schema.get("maximum")),
        _moved(schema.get("exclusiveMaximum"), -inch, step),
    ]
    if schema.get("format") in ("int32", "int64"):
        highs.append(Fraction(_INT32 if schema["format"] == "int32" else _INT64))
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    return max(known_lows, default=None), min(known_highs, default=None), step


def _moved(limit: Json, inch: Fraction, step: Fraction | None) -> Fraction | None:
    """The first value that an exclusive `limit` leaves, in the direction of `inch`."""
    edge = _fraction(limit)
    if edge is None:
        return None
    if step is None:
        return edge + inch
    inside = _on_grid(edge, step, up=inch > 0)
    return inside + inch if inside == edge else inside


def _on_grid(value: Fraction, step: Fraction | None, *, up: bool) -> Fraction:
    if step is None:
        return value
    return (ceil if up else floor)(value / step) * step


def _fraction(value: Json) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(str(value))
