"""`undrift generate`: the package and the merged document, written to disk."""

from __future__ import annotations

from typing import Any

import click

from .. import pipeline
from ..output import Changes, Output, State
from ..presentation import Format, plural
from ..source import Json
from ..write import write
from .project import project_options, read, validation_option
from .run import DRIFT, Run, report_options


@click.command()
@project_options
@validation_option
@click.option(
    "--no-format",
    is_flag=True,
    help="Leave statements that are too wide as they are; black breaks them.",
)
@click.option(
    "--force", is_flag=True, help="Overwrite files edited by hand or not generated."
)
@report_options
def command(
    no_format: bool,
    force: bool,
    format: str,
    strict: bool,
    validate: str,
    **project: Any,
) -> None:
    """Generate the Python package and the merged OpenAPI document."""
    run = Run(Format(format), strict)
    with run.stopping():
        config = read(run, **project)
        output = pipeline.generate(
            config, run.report, validate=validate, format=not no_format
        )
        run.refuse_warnings()
        changes = write(output, run.report, force=force)
    if changes.protected and not force:
        run.end(code=DRIFT)
    run.end([_summary(run, output, changes)], _result(run, output, changes))


def _summary(run: Run, output: Output, changes: Changes) -> str:
    place = run.display.path(output.folder / output.package)
    if not changes:
        return f"{place} is up to date"
    removed = set(changes.pending) - output.paths()
    written = len(changes.pending) - len(removed) + changes.lock
    unchanged = len(changes.paths(State.UNCHANGED))
    return f"{place}: {plural(written, 'file')} written, {len(removed)} removed, {unchanged} unchanged"


def _result(run: Run, output: Output, changes: Changes) -> Json:
    removed = set(changes.pending) - output.paths()
    return {
        "package": run.display.path(output.folder / output.package),
        "written": [path for path in changes.pending if path not in removed],
        "removed": sorted(removed),
        "unchanged": len(changes.paths(State.UNCHANGED)),
    }
