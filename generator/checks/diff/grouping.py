"""Findings that have one cause, put together: what one edit of the description led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .findings import Change, Finding, Side, Version
from .symbols import Symbols, resolved, symbols

_RESULTS = ("sdk-return", "sdk-pagination")


def grouped(
    base: Version, revision: Version, findings: Iterable[Finding]
) -> tuple[Change, ...]:
    """Give every finding its Python symbols, and group findings about one node.

    Two findings belong together when they are about the same node of either version; about an
    enum, also about the same value. What a method returns belongs to the response it reads.
    """
    old, new = symbols(base), symbols(revision)
    named = sorted((_named(f, old, new) for f in findings), key=lambda f: f.order)
    groups = _Groups()
    for number, finding in enumerate(named):
        for key in _keys(base, revision, finding):
            groups.join(number, key)
    _join_results(named, groups)
    members: dict[int, list[Finding]] = {}
    for number, finding in enumerate(named):
        members.setdefault(groups.root(number), []).append(finding)
    changes = [Change(tuple(found)) for found in members.values()]
    return tuple(sorted(changes, key=lambda change: change.findings[0].order))


def _named(finding: Finding, old: Symbols, new: Symbols) -> Finding:
    if finding.symbols:
        return finding
    places = [(old, finding.base), (new, finding.revision)]
    exact = [(index, spot.pointer) for index, spot in places if spot.exact]
    own = (index.at.get((pointer, finding.detail)) for index, pointer in exact)
    near = (index.nearest(pointer) for index, pointer in exact)
    found = next((names for names in (*own, *near) if names), ())
    if not found:
        calls = (
            old.calls.get(label) or new.calls.get(label) for label in finding.operations
        )
        found = tuple(call for call in calls if call)
    return replace(finding, symbols=found)


def _keys(
    base: Version, revision: Version, finding: Finding
) -> list[tuple[str, str, str]]:
    value = finding.detail if "-enum-" in finding.rule else ""
    keys: list[tuple[str, str, str]] = []
    if finding.base.exact and finding.base.pointer:
        keys.append(("base", resolved(base.spec, finding.base.pointer), value))
    if finding.revision.exact and finding.revision.pointer:
        keys.append(
            ("revision", resolved(revision.spec, finding.revision.pointer), value)
        )
    return keys


def _join_results(findings: list[Finding], groups: _Groups) -> None:
    causes: dict[str, int] = {}
    for number, finding in enumerate(findings):
        operation, found, _ = finding.base.pointer.partition("/responses/")
        if found and finding.side is Side.WIRE:
            causes.setdefault(operation, number)
    for number, finding in enumerate(findings):
        if finding.rule.startswith(_RESULTS) and finding.base.pointer in causes:
            groups.unite(number, causes[finding.base.pointer])


class _Groups:
    """Disjoint sets of finding numbers."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}
        self._first: dict[tuple[str, str, str], int] = {}

    def root(self, number: int) -> int:
        while (parent := self._parents.get(number, number)) != number:
            number = parent
        return number

    def unite(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parents[high] = low

    def join(self, number: int, key: tuple[str, str, str]) -> None:
        """Put a finding with whatever has the same key."""
        self.unite(number, self._first.setdefault(key, number))
