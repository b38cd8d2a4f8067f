"""Findings on their way: written down once, however many operations lead to them.

A component is compared once for each direction and counterpart. What it was reached from is
kept as a graph, so that a finding inside it can say which operations it affects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ...source import Json
from ...spec import Spec, lookup
from .findings import Finding, Spot
from .rules import RULES

Pair: TypeAlias = tuple[str, str, bool]
"""A schema in both versions, by JSON pointer, and whether it is sent (or received)."""

Owner: TypeAlias = str | Pair
"""Where a finding was made: an operation (`GET /pets`), or a pair of components."""


@dataclass(slots=True)
class _Draft:
    rule: str
    message: str
    base: Spot
    revision: Spot
    detail: str
    symbols: tuple[str, ...]
    owners: dict[Owner, None]


@dataclass(slots=True)
class Ledger:
    """Collects the findings of one comparison."""

    base: Spec
    revision: Spec
    reached_from: dict[Pair, dict[Owner, None]] = field(default_factory=dict)
    _drafts: dict[tuple[str, str, str, str, tuple[str, ...]], _Draft] = field(
        default_factory=dict
    )

    def changed(
        self,
        rule: str,
        owner: Owner,
        base: str,
        revision: str,
        message: str,
        detail: str = "",
        symbols: tuple[str, ...] = (),
    ) -> None:
        """Write down that the node at `base` and at `revision` differ.

        `symbols` are the Python names when the finding is about one of several that stand
        for the same node.
        """
        spots = Spot(base, self.base), Spot(revision, self.revision)
        self._write(_Draft(rule, message, *spots, detail, symbols, {owner: None}))

    def added(
        self,
        rule: str,
        owner: Owner,
        within: str,
        revision: str,
        message: str,
        detail: str = "",
        symbols: tuple[str, ...] = (),
    ) -> None:
        """Write down that the node at `revision` is new; `within` is its owner in base."""
        spots = Spot(within, self.base, False), Spot(revision, self.revision)
        self._write(_Draft(rule, message, *spots, detail, symbols, {owner: None}))

    def removed(
        self,
        rule: str,
        owner: Owner,
        base: str,
        within: str,
        message: str,
        detail: str = "",
        symbols: tuple[str, ...] = (),
    ) -> None:
        """Write down that the node at `base` is gone; `within` is its owner in revision."""
        spots = Spot(base, self.base), Spot(within, self.revision, False)
        self._write(_Draft(rule, message, *spots, detail, symbols, {owner: None}))

    def _write(self, draft: _Draft) -> None:
        places = draft.base.pointer, draft.revision.pointer
        key = (draft.rule, *places, draft.detail, draft.symbols)
        self._drafts.setdefault(key, draft).owners.update(draft.owners)

    def __len__(self) -> int:
        return len(self._drafts)

    @property
    def rules(self) -> set[str]:
        """The ids of all rules that found something."""
        return {draft.rule for draft in self._drafts.values()}

    def findings(self) -> list[Finding]:
        """Everything written down, in order, each with the operations it reaches."""
        found = [self._finding(draft) for draft in self._drafts.values()]
        return sorted(found, key=lambda finding: finding.order)

    def _finding(self, draft: _Draft) -> Finding:
        rule = RULES[draft.rule]
        return Finding(
            rule=rule.id,
            level=rule.level,
            side=rule.side,
            semver=rule.semver,
            message=draft.message,
            base=_nearest(draft.base),
            revision=_nearest(draft.revision),
            detail=draft.detail,
            symbols=draft.symbols,
            operations=self._operations(draft.owners),
        )

    def _operations(self, owners: dict[Owner, None]) -> tuple[str, ...]:
        seen: set[Owner] = set()
        waiting = list(owners)
        while waiting:
            owner = waiting.pop()
            if owner not in seen:
                seen.add(owner)
                if not isinstance(owner, str):
                    waiting.extend(self.reached_from.get(owner, ()))
        labels = {owner for owner in seen if isinstance(owner, str) and owner}
        return tuple(sorted(labels, key=lambda label: label.split(" ", 1)[::-1]))


def _nearest(spot: Spot) -> Spot:
    """The spot itself, or its nearest ancestor that is there."""
    pointer = spot.pointer
    while pointer and not _exists(spot.spec.document, pointer):
        pointer = pointer.rpartition("/")[0]
    return spot if pointer == spot.pointer else Spot(pointer, spot.spec, False)


def _exists(document: Json, pointer: str) -> bool:
    try:
        lookup(document, pointer)
    except KeyError:
        return False
    return True
