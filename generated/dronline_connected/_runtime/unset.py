"""The value of a field that was left out, where null would mean something else.

An enum member, because type checkers narrow one: after `if value is UNSET: return`
what is left of `str | None | Unset` is `str | None`.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class Unset(Enum):
    """The type of `UNSET`, which is its only value."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
