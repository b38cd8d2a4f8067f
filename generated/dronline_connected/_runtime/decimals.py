"""Decimal numbers in JSON strings.

A module of its own, as `uuids` is: what it imports is slow to import, and most APIs have none.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from .kinds import Kind, Scalar


def parse_decimal(value: str) -> Decimal:
    """Read a decimal number written as a string."""
    if "_" in value or not value.isascii() or value != value.strip():
        raise ValueError("not a decimal number")
    try:
        parsed = Decimal(value)
    except InvalidOperation:
        parsed = None
    if parsed is None or not parsed.is_finite():
        raise ValueError("not a decimal number")
    return parsed


def format_decimal(value: Decimal) -> str:
    """Write a decimal number with the digits it has.

    Raises:
        ValueError: NaN or an infinity.
    """
    if not value.is_finite():
        raise ValueError("expected a finite decimal number")
    return str(value)


DECIMAL: Kind[Decimal] = Scalar("a decimal number in a string", parse_decimal)
