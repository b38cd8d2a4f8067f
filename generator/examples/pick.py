"""Which of the many valid values of a schema is wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of the many valid values to take.

    `optional`: every declared property, or only the required ones. `nulls`: null wherever it is
    allowed. `turn`: which alternative of every enum, boolean and union; 0 is the one the
    description gives as its example. `depth`: how many levels down optional properties and
    items are given. `overlapping`: a value of several alternatives of `oneOf` will do; there are
    descriptions whose alternatives no value can tell apart. `sent`: without the members that are
    `readOnly`, for a request should not have them (JSON Schema Validation, section 9.4). `most`:
    of how many values one may be put together; one of more is not made.
    """

    optional: bool = True
    nulls: bool = False
    turn: int = 0
    depth: int = 5
    overlapping: bool = False
    sent: bool = False
    most: int = 10_000

    @property
    def is_plain(self) -> bool:
        """Whether the description's own examples are what is asked for."""
        return self.optional and not self.nulls and self.turn == 0


FULL = Pick()
