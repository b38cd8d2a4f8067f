"""`undrift generate`: the package and the merged document, written to disk."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any, NoReturn

import click

from ..cache import Cache
from ..config import Config
from ..output import Changes, State
from ..presentation import Format, plural
from ..reads import Reads
from ..source import Json
from ..unchanged import key, recall, remember
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
        options = {"validate": validate, "format": not no_format}
        memory, run_key = _memory(), key(config, options)
        if known := recall(memory, run_key):
            run.report.diagnostics += known.diagnostics
            run.refuse_warnings()
            _end(run, known.folder / known.package, known.changes)
        _generate(run, config, memory, run_key, force=force, **options)


def _generate(
    run: Run,
    config: Config,
    memory: Cache,
    run_key: str,
    *,
    force: bool,
    **options: Any,
) -> NoReturn:
    # Slow to import, and not needed where nothing has changed.
    from .. import pipeline
    from ..write import write

    reads, before = Reads(), len(run.report.diagnostics)
    output = pipeline.generate(config, run.report, reads=reads, **options)
    run.refuse_warnings()
    changes = write(output, run.report, force=force)
    if changes.protected and not force:
        run.end(code=DRIFT)
    if not run.report.failed:
        remember(memory, run_key, output, reads, run.report.diagnostics[before:])
    removed = set(changes.pending) - output.paths()
    _end(run, output.folder / output.package, changes, removed)


def _memory() -> Cache:
    """What is remembered of runs: with the user, since a project could forge it (ADR 30)."""
    from platformdirs import user_cache_path

    folder = user_cache_path("undrift")
    return Cache(folder / "runs" if folder.is_absolute() else None)


def _end(
    run: Run, package: Path, changes: Changes, removed: Set[str] = frozenset()
) -> NoReturn:
    place, unchanged = run.display.path(package), len(changes.paths(State.UNCHANGED))
    written = [path for path in changes.pending if path not in removed]
    summary = f"{place} is up to date"
    if changes:
        number = plural(len(written) + changes.lock, "file")
        summary = (
            f"{place}: {number} written, {len(removed)} removed, {unchanged} unchanged"
        )
    result: Json = {
        "package": place,
        "written": written,
        "removed": sorted(removed),
        "unchanged": unchanged,
    }
    run.end([summary], result)
