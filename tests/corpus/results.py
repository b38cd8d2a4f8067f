"""What came of one run over one description: shown, and kept for `docs/exchanges.md`.

Standard library only: `judge.py` runs in an environment of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from .ledger import MEASURED, Ledger

KEPT = MEASURED


@dataclass(slots=True)
class Outcome:
    """Numbers by name, what is held against the package, and what is not, by its reason.

    A fault begins with the word for its kind; `faults` counts among the numbers by that word.
    `readings` are the places of the description that a judge was given in other words, by reason.
    """

    numbers: dict[str, int] = field(default_factory=dict[str, int])
    faults: list[str] = field(default_factory=list[str])
    reasons: dict[str, int] = field(default_factory=dict[str, int])
    readings: dict[str, int] = field(default_factory=dict[str, int])

    def count(self, name: str, more: int = 1) -> None:
        self.numbers[name] = self.numbers.get(name, 0) + more

    def excuse(self, reason: str) -> None:
        self.reasons[reason] = self.reasons.get(reason, 0) + 1

    def by_kind(self) -> dict[str, int]:
        """How many faults there are of each kind."""
        return dict(Counter(fault.partition(" ")[0] for fault in self.faults))

    def lines(self, name: str) -> Iterator[str]:
        """For the terminal: a line of numbers, then every fault and reason."""
        numbers = ", ".join(f"{n} {what}" for what, n in self.numbers.items())
        kinds = ", ".join(f"{n} {kind}" for kind, n in self.by_kind().items())
        excused = sum(self.reasons.values())
        yield f"{name}: {numbers}; faults: {kinds or 'none'}; {excused} with a reason"
        yield from (f"    {fault}" for fault in self.faults)
        yield from (f"    {n} {reason}" for reason, n in sorted(self.reasons.items()))
        read = sorted(self.readings.items())
        yield from (f"    read in {n} places: {reason}" for reason, n in read)


def keep(run: str, name: str, outcome: Outcome) -> None:
    """Show an outcome and keep it in place of an earlier one of the same description."""
    print(*outcome.lines(name), sep="\n", flush=True)
    Ledger(run, KEPT).keep({"name": name.strip("/"), **asdict(outcome)})


def kept(run: str) -> dict[str, Outcome]:
    """Every outcome of a run, by description."""
    lines = Ledger(run, KEPT).read()
    return {line.pop("name"): Outcome(**line) for line in lines.values()}
