"""What `diff` found: findings, the changes they group into, and the verdict.

A finding names both places by JSON pointer; file, line and column are looked up only when a
report prints them, because a position costs a walk through the source text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from ...diagnostics import Location
from ...python import PackageModel
from ...spec import Spec


class Level(IntEnum):
    """How bad a finding is, the worst first."""

    BREAKING = 0
    WARNING = 1
    INFO = 2

    def __str__(self) -> str:
        return self.name.lower()


class Semver(IntEnum):
    """The part of the package version that has to rise, the greatest first."""

    MAJOR = 0
    MINOR = 1
    PATCH = 2
    NONE = 3

    def __str__(self) -> str:
        return self.name.lower()


class Side(Enum):
    """Who notices: somebody who sends and reads HTTP, or a caller of the SDK."""

    WIRE = "wire"
    SDK = "sdk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side of the comparison.

    `name` is how the reader calls it: a path, or `REV:path`; `folder` goes before the names
    of its files.
    """

    name: str
    spec: Spec
    package: PackageModel
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of the canonical document of one version.

    `exact` is false when the node itself is not there (it was added or removed) and this is
    its nearest surviving owner.
    """

    pointer: str
    spec: Spec
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference.

    `detail` tells findings about one node apart (an enum value, a keyword). `symbols` are the
    Python names that stand for the node, `operations` the calls it reaches (`GET /pets`).
    """

    rule: str
    level: Level
    side: Side
    semver: Semver
    message: str
    base: Spot
    revision: Spot
    detail: str = ""
    symbols: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[Level, str, str, str, str, str]:
        """Sorts findings: worst first, then by place, then by rule."""
        spot = self.base if self.base.exact else self.revision
        return (
            self.level,
            spot.pointer,
            self.side.value,
            self.rule,
            self.detail,
            self.message,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Findings that have one cause, in the order of `Finding.order`."""

    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        return self.findings[0].level

    @property
    def semver(self) -> Semver:
        return min(finding.semver for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that differs between two versions, the worst change first."""

    base: Version
    revision: Version
    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Finding]:
        for change in self.changes:
            yield from change.findings

    def __len__(self) -> int:
        return sum(len(change.findings) for change in self.changes)

    @property
    def semver(self) -> Semver:
        """The part of the version that the worst finding needs."""
        return min((change.semver for change in self.changes), default=Semver.NONE)

    @property
    def level(self) -> Level | None:
        """The worst level, None when nothing was found."""
        return min((change.level for change in self.changes), default=None)

    def location(self, spot: Spot) -> Location:
        """File, line and column in the input as written; no file when it has no origin."""
        place = spot.spec.provenance.at(spot.pointer)
        if place is None:
            return Location("", pointer=spot.pointer)
        version = self.base if spot.spec is self.base.spec else self.revision
        found = place.location
        file = f"{version.folder}/{found.file}" if version.folder else found.file
        return replace(found, file=file, pointer=spot.pointer)

    def count(self, level: Level) -> int:
        return sum(finding.level is level for finding in self)
