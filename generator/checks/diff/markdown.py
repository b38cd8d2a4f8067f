"""The report as a pull request comment: the verdict, a table of what breaks, the rest folded.

Names come from the description, which anybody may have written: they must not close the
table, inject HTML, mention people or link anywhere. Every character that means something is
written as an entity; names stand in `<code>`, where GitHub looks for no mentions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .findings import Change, Findings, Level
from .text import few, needed, place, printable

_ROOM = 60_000
"""GitHub refuses comments of more than 65,536 characters."""

_HEAD = ("| | What changed | Python | Affects | Where |", "|---|---|---|---|---|")
_MEANINGFUL = "&<>|`*_[]!\\~$:\"'"
# These start a mention or a reference: a zero-width space after them ends it first.
_STARTING = "@#"
_ENTITIES = {ord(char): f"&#{ord(char)};" for char in _MEANINGFUL} | {
    ord(char): f"{char}&#8203;" for char in _STARTING
}


def markdown_report(findings: Findings) -> str:
    """The report, in GitHub Flavored Markdown."""
    lines = [f"### API changes: {needed(findings.semver)}", ""]
    lines += [_summary(findings), ""]
    room = _ROOM
    breaking = [change for change in findings.changes if change.level is Level.BREAKING]
    rest = findings.changes[len(breaking) :]
    if breaking:
        rows, room = _table(findings, breaking, room)
        lines += [*rows, ""]
    if rest:
        rows, _ = _table(findings, rest, room)
        count = f"{len(rest)} other change{'s' if len(rest) > 1 else ''}"
        lines += [
            f"<details><summary>{count}</summary>",
            "",
            *rows,
            "",
            "</details>",
            "",
        ]
    return "\n".join(lines)


def _summary(findings: Findings) -> str:
    names = f"{code(findings.base.name)} to {code(findings.revision.name)}"
    if not findings.changes:
        return f"No changes from {names}."
    counts = [
        f"**{findings.count(level)} {level}**"
        for level in Level
        if findings.count(level)
    ]
    return f"{', '.join(counts)} from {names}."


def _table(
    findings: Findings, changes: Sequence[Change], room: int
) -> tuple[list[str], int]:
    """The rows that fit into `room` characters, how many were left out, and the room left."""
    rows: list[str] = list(_HEAD)
    for number, change in enumerate(changes):
        row = _row(findings, change)
        if len(row) > room:
            left = len(changes) - number
            return [*rows, f"| | and {left} more | | | |"], 0
        room -= len(row)
        rows.append(row)
    return rows, room


def _row(report: Findings, change: Change) -> str:
    findings = change.findings
    said = "<br>".join(f"{prose(f.message)} ({code(f.rule)})" for f in findings)
    names = tuple(dict.fromkeys(name for f in findings for name in f.symbols))
    calls = tuple(dict.fromkeys(label for f in findings for label in f.operations))
    cells = (
        str(change.level),
        said,
        _codes(names),
        _codes(calls),
        code(place(report, findings[0])),
    )
    return f"| {' | '.join(cells)} |"


def _codes(names: Sequence[str]) -> str:
    return few([code(name) for name in names])


def code(text: str) -> str:
    """Text as code, whatever characters it has."""
    return f"<code>{escaped(text)}</code>"


def prose(text: str) -> str:
    """A sentence whose names stand between backticks."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for index, piece in enumerate(text.split("`")):
        yield code(piece) if index % 2 else escaped(piece)


def escaped(text: str) -> str:
    """Text that means nothing to Markdown, HTML or GitHub."""
    plain = printable(text).translate(_ENTITIES)
    return plain.replace("w.", "w&#46;").replace("W.", "W&#46;")  # www. is a link
