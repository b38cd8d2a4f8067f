"""What changed between two versions, on the wire and for callers of the SDK.

The wire is compared by use (`walk`), the SDK by the package that would be generated; both
write into one ledger, and findings with one cause are grouped.
"""

from __future__ import annotations

from .client import compare_client
from .findings import Change, Finding, Findings, Level, Semver, Side, Spot, Version
from .grouping import grouped
from .methods import compare_methods
from .objects import compare_objects
from .sides import Sides
from .wire import compare_wire

__all__ = [
    "Change",
    "Finding",
    "Findings",
    "Level",
    "Semver",
    "Side",
    "Spot",
    "Version",
    "diff",
]


def diff(base: Version, revision: Version) -> Findings:
    """Compare two versions of one API; nothing is found when they are equal."""
    ledger, walk = compare_wire(base.spec, revision.spec)
    sides = Sides(base, revision, walk)
    renames = compare_objects(sides)
    compare_methods(sides, renames)
    compare_client(sides)
    return Findings(base, revision, grouped(base, revision, ledger.findings()))
