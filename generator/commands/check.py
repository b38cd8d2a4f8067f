"""`undrift check`: says whether `generate` would change anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from .. import pipeline
from ..checks.check import Difference, check
from ..output import Output, State
from ..presentation import Format, plural
from .project import project_options, read, validation_option
from .run import DRIFT, Run, report_options

_SHOWN_SYMBOLS = 8

_WORDS = {
    State.CREATED: "missing",
    State.CHANGED: "out of date",
    State.REMOVED: "no longer generated",
    State.EDITED: "edited by hand",
    State.FOREIGN: "not generated",
}


@click.command()
@project_options
@validation_option
@report_options
def command(format: str, strict: bool, validate: str, **project: Any) -> None:
    """Check that the generated package is up to date; exit 3 and list what is not."""
    run = Run(Format(format), strict)
    with run.stopping():
        config = read(run, **project)
        output = pipeline.generate(config, run.report, validate=validate)
        run.refuse_warnings()
        try:
            found = check(output)
        except OSError as fault:
            reason = f"{fault.filename} cannot be read: {fault.strerror}"
            raise click.ClickException(reason) from None
    place = run.display.path(output.folder / output.package)
    result = [
        {
            "file": _file(run, output, d),
            "state": d.state.value,
            "symbols": list(d.symbols),
        }
        for d in found
    ]
    if found:
        lines = [f"{place} is not up to date ({plural(len(found), 'file')}):"]
        lines += [
            line for difference in found for line in _lines(run, output, difference)
        ]
        run.end(
            [*lines, "Run `undrift generate` and commit the result."], result, DRIFT
        )
    run.end([f"{place} is up to date"], result)


def _file(run: Run, output: Output, difference: Difference) -> str:
    return run.display.path(output.folder / difference.path)


def _lines(run: Run, output: Output, difference: Difference) -> Iterator[str]:
    yield f"  {_file(run, output, difference)}: {_WORDS[difference.state]}"
    if difference.state in (State.CHANGED, State.EDITED):
        yield from (f"    {symbol}" for symbol in difference.symbols[:_SHOWN_SYMBOLS])
        if (more := len(difference.symbols) - _SHOWN_SYMBOLS) > 0:
            yield f"    and {more} more"
