"""One run of a command: collects diagnostics, prints them once, chooses the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from ..diagnostics import Report, Severity, Stopped
from ..presentation import Display, Format, escape, folded, json_document, summary
from ..source import Json

_Function = TypeVar("_Function", bound=Callable[..., Any])

FAULTS = 1
DRIFT = 3


def report_options(function: _Function) -> _Function:
    """The options of a command whose result is a report: `--format` and `--strict`."""
    formats = click.Choice([choice.value for choice in Format])
    for decorate in (
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option(
            "--format", type=formats, default="text", help="How to write diagnostics."
        ),
    ):
        function = decorate(function)
    return function


@dataclass(slots=True)
class Run:
    """What a command is given to report through.

    Text and GitHub's commands go to standard error; JSON is one object on standard output,
    with the command's result in it. `decisions` shows also what merely explains. Places are
    shown from where the user stands; `root` is the project's folder, which `read` sets.
    """

    format: Format = Format.TEXT
    strict: bool = False
    decisions: bool = False
    report: Report = field(default_factory=Report)
    root: Path = field(default_factory=Path.cwd)

    @property
    def display(self) -> Display:
        return Display(self.root, Path.cwd())

    @property
    def has_warnings(self) -> bool:
        return any(d.severity is Severity.WARNING for d in self.report.diagnostics)

    @contextmanager
    def stopping(self) -> Generator[None]:
        """End the command when the input has errors."""
        try:
            yield
        except RecursionError:
            self.report.error(
                "too-deep",
                None,
                "parts of the input refer to each other further than can be followed",
                help="let them refer to what they need without so many others between",
            )
            self.end(code=FAULTS)
        except Stopped:
            self.end(code=FAULTS)

    def refuse_warnings(self) -> None:
        """With `--strict`, stop before anything is written.

        Raises:
            Stopped: there are warnings.
        """
        if self.strict and self.has_warnings:
            raise Stopped

    def end(
        self, lines: Iterable[str] = (), result: Json = None, code: int = 0
    ) -> NoReturn:
        """Print the report and the result, and exit: with 1 when there are errors left to say."""
        if code == 0 and (self.report.failed or (self.strict and self.has_warnings)):
            code = FAULTS
        if self.format is Format.JSON:
            click.echo(json_document(self.report, self.display, result))
        else:
            self.show()
            for line in lines:
                click.echo(escape(line))
        sys.exit(code)

    def show(self) -> None:
        """Print the diagnostics and how many there are, to standard error."""
        display = self.display
        # Sorting finds the place of every diagnostic: once is enough.
        diagnostics = list(self.report)
        shown = [
            found
            for found in diagnostics
            if self.decisions or found.severity is not Severity.INFO
        ]
        if self.format is Format.GITHUB:
            lines = [display.github(found) for found in shown]
        else:
            lines = [
                display.text(first, _paint, elsewhere)
                for first, *elsewhere in folded(shown)
            ]
        for line in lines:
            click.echo(line, err=True)
        if total := summary(diagnostics):
            strictly = " (warnings are errors with --strict)" if self.strict else ""
            click.echo(f"{total}{strictly}", err=True)


def _paint(text: str, colour: str) -> str:
    return click.style(text, fg=colour, bold=colour == "red")
