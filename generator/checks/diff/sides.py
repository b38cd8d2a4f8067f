"""What the SDK rules are given: both packages, the ledger, and who uses which schema."""

from __future__ import annotations

from dataclasses import dataclass

from ...python import EnumClass, ModelClass
from .findings import Version
from .ledger import Ledger, Owner
from .walk import Walk


@dataclass(frozen=True, slots=True)
class Sides:
    """Both versions, and the walk over their schemas, which must be finished."""

    base: Version
    revision: Version
    walk: Walk

    @property
    def ledger(self) -> Ledger:
        return self.walk.ledger

    def owners(self, origin: str) -> list[Owner]:
        """The pairs that a schema of the base was compared in."""
        return [*self.walk.pairs_of.get(origin, [""])]

    def directions(self, origin: str) -> tuple[bool, bool]:
        """Whether a schema of the base is sent, and whether it is received."""
        sent = {pair[2] for pair in self.walk.pairs_of.get(origin, ())}
        return (True in sent, False in sent) if sent else (True, True)


def note(
    sides: Sides,
    rule: str,
    old: ModelClass | EnumClass,
    new: ModelClass | EnumClass,
    symbol: str,
    text: str,
    detail: str = "",
) -> None:
    """Write down a change of a class."""
    for owner in sides.owners(old.origin):
        sides.ledger.changed(
            rule, owner, old.origin, new.origin, text, detail, (symbol,)
        )
