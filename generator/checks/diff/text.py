"""The report for a terminal: one paragraph a change, worst first, ended by the verdict.

Text of the description is hostile: what cannot be printed is written as an escape, so that
it neither moves the cursor nor fakes a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .findings import Change, Finding, Findings, Level, Semver, Spot

SHOWN = 3
"""How many symbols and operations are named before the rest is counted."""


def text_report(findings: Findings) -> list[str]:
    """The lines of the report."""
    lines = [
        printable(line)
        for change in findings.changes
        for line in _change(findings, change)
    ]
    return [*lines, printable(verdict(findings))]


def verdict(findings: Findings) -> str:
    """One sentence: how many findings of each level, and the version they need."""
    if not findings.changes:
        return f"no changes from {findings.base.name} to {findings.revision.name}"
    counts = [
        f"{findings.count(level)} {level}" for level in Level if findings.count(level)
    ]
    names = f"from {findings.base.name} to {findings.revision.name}"
    return f"{', '.join(counts)} {names}: {needed(findings.semver)}"


def needed(semver: Semver) -> str:
    """What the next version has to be."""
    return (
        "no new version needed"
        if semver is Semver.NONE
        else f"needs a {semver} version"
    )


def _change(findings: Findings, change: Change) -> Iterator[str]:
    first, *others = change.findings
    yield f"{place(findings, first)}: {first.level}[{first.rule}]: {first.message}"
    for finding in others:
        yield f"  {finding.level}[{finding.rule}]: {finding.message}"
    for word, spot in (("was", first.base), ("now", first.revision)):
        if spot.exact and spot.pointer:
            yield f"  {word}: {where(findings, spot)} {spot.pointer}"
    names = tuple(dict.fromkeys(name for f in change.findings for name in f.symbols))
    if names:
        yield f"  python: {few(names)}"
    calls = tuple(
        dict.fromkeys(label for f in change.findings for label in f.operations)
    )
    if calls:
        yield f"  affects: {few(calls)}"


def place(findings: Findings, finding: Finding) -> str:
    """Where to look first: the revision, unless the node is there no more."""
    spot = finding.revision if finding.revision.exact else finding.base
    return where(findings, spot)


def where(findings: Findings, spot: Spot) -> str:
    """`file:line:column`, or the pointer when the node comes from no file."""
    location = findings.location(spot)
    return str(location) if location.file else f"#{spot.pointer}"


def few(names: Sequence[str], most: int = SHOWN) -> str:
    """The first names, and how many more there are."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"


def printable(text: str) -> str:
    """Text without control, bidirectional or invisible characters: they are escaped."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in text
    )
