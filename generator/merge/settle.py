"""Decides what one node of the merged document says when several fragments have it.

Equal nodes become one. Nodes that differ only in annotations become one with the longest texts.
Any other disagreement is an error that names the places, unless the configuration says who wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..config import Config, OnConflict
from ..diagnostics import Note, Report
from ..grammar import Kind
from ..source import Json
from .compare import combine, essence, text
from .resolve import Resolutions
from .variant import (
    Variant,
    by_essence,
    difference_notes,
    label,
    version_key,
    version_of,
)


@dataclass(slots=True)
class Settlement:
    """Settles nodes by one configuration; variants come in the order of their places.

    `decisions` says by pointer what was decided, for people to read.
    """

    config: Config
    report: Report
    resolutions: Resolutions
    decisions: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def settle(
        self, pointer: str, what: str, variants: Sequence[Variant], kind: Kind
    ) -> Json:
        """What the merged document says at `pointer`; `what` names the node to a reader."""
        if len(variants) == 1 or len({text(variant.node) for variant in variants}) == 1:
            return variants[0].node
        nodes = self.resolutions.apply(pointer, variants, kind)
        resolved = [
            Variant(v.fragment, v.pointer, n)
            for v, n in zip(variants, nodes, strict=True)
        ]
        groups = by_essence(resolved, kind)
        if len(groups) == 1:
            return self.agree(pointer, what, resolved, kind)
        winner = self._winner(groups, kind)
        if self.config.on_conflict is OnConflict.ERROR:
            self._report_conflict(pointer, what, groups, kind)
        else:
            rule = self.config.on_conflict.value
            self.decide(
                pointer, f"fragments disagree; {rule}: {label(winner[0].fragment)}"
            )
            self.report.info(
                "conflict-resolved",
                winner[0].place,
                f"{what} is described in {len(groups)} ways; this one is taken (on_conflict:"
                f" {rule})",
                *(
                    Note("not this one", group[0].place)
                    for group in groups
                    if group is not winner
                ),
            )
        return self.agree(pointer, what, winner, kind)

    def agree(
        self, pointer: str, what: str, variants: Sequence[Variant], kind: Kind
    ) -> Json:
        """One node of variants that mean the same."""
        differing: set[str] = set()
        node = combine([variant.node for variant in variants], kind, differing)
        if differing:
            names = ", ".join(sorted(differing))
            self.decide(
                pointer, f"annotations differ ({names}); the longest text is taken"
            )
            self.report.info(
                "annotations-differ",
                variants[0].place,
                f"{len(variants)} descriptions of {what} differ only in annotations ({names});"
                " the longest text is taken",
                *(
                    Note("also described here", variant.place)
                    for variant in variants[1:]
                ),
            )
        return node

    def decide(self, pointer: str, decision: str) -> None:
        """Remember a decision for `explain`."""
        self.decisions.setdefault(pointer, []).append(decision)

    def _winner(self, groups: list[list[Variant]], kind: Kind) -> list[Variant]:
        """The group with the newest `info.version`, or with the first place.

        Of two groups with the same version the one whose text sorts first wins: a choice by
        content, so that files may be renamed and split. Without a rule the newest goes on, so
        that later stages have something to look at.
        """
        if self.config.on_conflict is OnConflict.FIRST:
            return groups[0]
        newest = max(
            version_key(version_of(v.fragment)) for group in groups for v in group
        )
        candidates = [
            [v for v in group if version_key(version_of(v.fragment)) == newest]
            for group in groups
        ]
        return min(
            filter(None, candidates), key=lambda group: essence(group[0].node, kind)
        )

    def _report_conflict(
        self, pointer: str, what: str, groups: list[list[Variant]], kind: Kind
    ) -> None:
        first = groups[0][0]
        notes: list[Note] = []
        for group in groups[1:]:
            notes += difference_notes(first, group[0], kind)
        self.decide(pointer, "CONFLICT: the fragments disagree")
        self.report.error(
            "merge-conflict",
            first.place,
            f"{len(groups)} descriptions of {what} disagree",
            *notes,
            help="correct the wrong one, or say in the configuration who wins: `on_conflict:"
            f" newest`, or `resolutions: {{{text(pointer)}: {text(first.fragment.file)}}}`",
        )
