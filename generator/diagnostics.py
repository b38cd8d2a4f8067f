"""What the tool says about its input, and where.

Stages never print and never raise for a fault in the input: they add a `Diagnostic` to the
`Report` they are given and go on with what is usable. A position costs a walk through the
source text, so a diagnostic holds a `Locatable` and asks it only when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol


class Severity(IntEnum):
    """How bad it is. Only errors stop the pipeline."""

    ERROR = 0
    WARNING = 1
    INFO = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Line and column count from 1; 0 means the file as a whole.

    `pointer` is the RFC 6901 JSON pointer of the node within its OpenAPI document.
    """

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Locatable(Protocol):
    """Something that can say where it stands; the answer may take a walk through the text."""

    @property
    def location(self) -> Location: ...


@dataclass(frozen=True, slots=True)
class At:
    """A `Locatable` whose place is already known."""

    location: Location


@dataclass(frozen=True, slots=True)
class Note:
    """A second place, or a second sentence, that belongs to a diagnostic."""

    message: str
    where: Locatable | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `file:line:column: severity[rule]: message`, its notes, and the remedy."""

    severity: Severity
    rule: str
    message: str
    where: Locatable | None = None
    notes: tuple[Note, ...] = ()
    help: str = ""

    @property
    def location(self) -> Location:
        return self.where.location if self.where is not None else Location("")


class Stopped(Exception):  # noqa: N818
    """The input has errors, so the next stage cannot start; everything to say is in the report."""


@dataclass(slots=True)
class Report:
    """Collects diagnostics; passed down into every stage."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def error(
        self,
        rule: str,
        where: Locatable | None,
        message: str,
        *notes: Note,
        help: str = "",
    ) -> None:
        """Add a fault that stops the pipeline at the end of the stage."""
        self.diagnostics.append(
            Diagnostic(Severity.ERROR, rule, message, where, notes, help)
        )

    def warning(
        self,
        rule: str,
        where: Locatable | None,
        message: str,
        *notes: Note,
        help: str = "",
    ) -> None:
        """Add a fault that the tool could work around."""
        self.diagnostics.append(
            Diagnostic(Severity.WARNING, rule, message, where, notes, help)
        )

    def info(
        self,
        rule: str,
        where: Locatable | None,
        message: str,
        *notes: Note,
        help: str = "",
    ) -> None:
        """Add a decision worth explaining (shown by `--explain` and in JSON)."""
        self.diagnostics.append(
            Diagnostic(Severity.INFO, rule, message, where, notes, help)
        )

    @property
    def failed(self) -> bool:
        return any(found.severity is Severity.ERROR for found in self.diagnostics)

    def checkpoint(self) -> None:
        """Stop here if anything so far is an error.

        Raises:
            Stopped: the report holds at least one error.
        """
        if self.failed:
            raise Stopped

    def __iter__(self) -> Iterator[Diagnostic]:
        """All diagnostics, by place, then severity, then text; equal ones once."""
        keyed = {
            (d.location, d.severity, d.rule, d.message): d for d in self.diagnostics
        }
        return iter(keyed[key] for key in sorted(keyed))
