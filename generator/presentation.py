"""What a person, a program or GitHub reads about a report. Pure: text in, text out.

Spec text is hostile: control characters in it must not reach a terminal, and line breaks must
not fake a second diagnostic or a workflow command.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .diagnostics import Diagnostic, Location, Note, Report, Severity
from .source import Json


class Format(Enum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Paint = Callable[[str, str], str]
"""(text, colour) to the text in that colour."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_MOST_PLACES = 4
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


def plain(text: str, colour: str) -> str:
    """The `Paint` that paints nothing."""
    return text


@dataclass(frozen=True, slots=True)
class Display:
    """How places are shown: relative to `folder`, where the user stands.

    `root` is the project's folder, which the files of diagnostics are relative to.
    """

    root: Path
    folder: Path

    def path(self, file: str | Path) -> str:
        """A path as the user would type it; absolute when it is in another tree."""
        full = os.path.normpath(self.root / file)
        try:
            shared = os.path.commonpath([full, self.folder])
        except ValueError:  # another drive
            return full
        if shared == os.path.dirname(shared):
            return full
        return os.path.relpath(full, self.folder).replace(os.sep, "/")

    def place(self, location: Location) -> str:
        if not location.file:
            return ""
        shown = Location(
            escape(self.path(location.file)), location.line, location.column
        )
        return str(shown)

    def text(
        self,
        found: Diagnostic,
        paint: Paint = plain,
        elsewhere: Sequence[Diagnostic] = (),
    ) -> str:
        """`file:line:column: severity[rule]: message`, its notes and the remedy.

        `elsewhere` are diagnostics that say the same of other places.
        """
        label = paint(f"{found.severity}[{found.rule}]", _COLOURS[found.severity])
        lines = [_join(self.place(found.location), label, escape(found.message))]
        for note in found.notes:
            place = self.place(note.where.location) if note.where else ""
            lines.append(
                "  " + _join(place, paint("note", "cyan"), escape(note.message))
            )
        if elsewhere:
            lines.append(
                "  " + _join("", paint("note", "cyan"), self._also(found, elsewhere))
            )
        if found.help:
            lines.append("  " + _join("", paint("help", "green"), escape(found.help)))
        return "\n".join(lines)

    def _also(self, found: Diagnostic, elsewhere: Sequence[Diagnostic]) -> str:
        """The first few other places; of the same file by line and column alone."""
        file = found.location.file
        places = [
            (
                f"{where.line}:{where.column}"
                if where.line and where.file == file
                else self.place(where)
            )
            for where in (other.location for other in elsewhere[:_MOST_PLACES])
        ]
        rest = len(elsewhere) - len(places)
        return f"also at {', '.join(places)}" + (f" and {rest} more" if rest else "")

    def github(self, found: Diagnostic) -> str:
        """A workflow command, which GitHub shows beside the line of the pull request."""
        where = found.location
        properties = {"title": f"undrift {found.rule}"}
        if where.file:
            properties["file"] = self.path(where.file)
        if where.line:
            properties |= {"line": str(where.line), "col": str(where.column)}
        body = "\n".join(
            [found.message, *(self._note(n) for n in found.notes), found.help]
        )
        listed = ",".join(
            f"{key}={_command(value, ',:')}" for key, value in properties.items()
        )
        return f"::{_COMMANDS[found.severity]} {listed}::{_command(body.strip())}"

    def _note(self, note: Note) -> str:
        return _join(
            self.place(note.where.location) if note.where else "", "note", note.message
        )

    def json(self, found: Diagnostic) -> Json:
        """A diagnostic as a JSON object; absent parts are left out."""
        value: dict[str, Json] = {
            "severity": str(found.severity),
            "rule": found.rule,
            "message": found.message,
            **self._json_place(found.location),
        }
        if found.notes:
            value["notes"] = [
                {
                    "message": n.message,
                    **(self._json_place(n.where.location) if n.where else {}),
                }
                for n in found.notes
            ]
        if found.help:
            value["help"] = found.help
        return value

    def _json_place(self, where: Location) -> dict[str, Json]:
        place: dict[str, Json] = {"file": self.path(where.file)} if where.file else {}
        if where.line:
            place |= {"line": where.line, "column": where.column}
        if where.pointer:
            place["pointer"] = where.pointer
        return place


def folded(diagnostics: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """Diagnostics in groups that say the same of different places, in the order of the first."""
    groups: dict[object, list[Diagnostic]] = {}
    for found in diagnostics:
        alone = id(found) if found.notes or found.where is None else None
        said = (found.severity, found.rule, found.message, found.help, alone)
        groups.setdefault(said, []).append(found)
    return list(groups.values())


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many of each severity."""
    severities = [found.severity for found in diagnostics]
    return {str(severity): severities.count(severity) for severity in Severity}


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or "" when there is neither."""
    number = counts(diagnostics)
    return ", ".join(
        plural(number[str(severity)], str(severity))
        for severity in (Severity.ERROR, Severity.WARNING)
        if number[str(severity)]
    )


def plural(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def json_document(report: Report, display: Display, result: Json = None) -> str:
    """One JSON object: every diagnostic, how many of each, and the command's own result."""
    diagnostics = list(report)
    value: dict[str, Json] = {
        "diagnostics": [display.json(found) for found in diagnostics],
        "counts": counts(diagnostics),
    }
    if result is not None:
        value["result"] = result
    return json.dumps(value, indent=2)


def escape(text: str) -> str:
    """Control characters, direction marks and line breaks as Python escapes."""
    return _UNPRINTABLE.sub(
        lambda m: m[0].encode("unicode_escape").decode("ascii"), text
    )


def _join(place: str, label: str, message: str) -> str:
    return ": ".join(part for part in (place, label, message) if part)


def _command(text: str, extra: str = "") -> str:
    """Escaped for a workflow command, in which `%` starts an escape."""
    kept = "\n".join(escape(line) for line in text.split("\n")).replace("%", "%25")
    for character in f"\n{extra}":
        kept = kept.replace(character, f"%{ord(character):02X}")
    return kept


def listing(paths: Iterable[str], limit: int = 20) -> list[str]:
    """Indented lines, and how many more there are."""
    shown = list(paths)
    lines = [f"  {escape(path)}" for path in shown[:limit]]
    if len(shown) > limit:
        lines.append(f"  and {len(shown) - limit} more")
    return lines
