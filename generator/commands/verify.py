"""`undrift verify`: proves that a vendored copy is what was generated."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks.verify import Standing, standing, verify
from ..presentation import Format, listing
from .project import candidates, read
from .run import DRIFT, Run, report_options


@click.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The project to compare with; by default the nearest, if any.",
)
@report_options
def command(path: Path, config_file: Path | None, format: str, strict: bool) -> None:
    """Check that the generated package at PATH is unmodified; exit 3 and list what is not."""
    run = Run(Format(format), strict)
    found = verify(path)
    place = run.display.path(path.absolute())
    projects = [config_file] if config_file else candidates(Path.cwd())
    with run.stopping():
        beside = _standing(run, path, projects[0]) if len(projects) == 1 else None
    result = {
        "modified": [
            {"file": f.path, "state": f.kind, "detail": f.detail} for f in found
        ],
        "current": beside is None or (beside.same_spec and beside.same_files),
    }
    said = [_sentence(beside)] if beside else []
    if found:
        departures = (
            f"{f.path}: {f.kind}{f' ({f.detail})' if f.detail else ''}" for f in found
        )
        run.end([f"{place} was modified:", *listing(departures), *said], result, DRIFT)
    run.end([f"{place} is as it was generated", *said], result)


def _standing(run: Run, path: Path, project: Path) -> Standing | None:
    config = read(run, config_file=project)
    return standing(path, config.root / config.output)


def _sentence(beside: Standing) -> str:
    """How far the copy is behind the project's own package."""
    if beside.copy_version != beside.version:
        return f"it was made from API {beside.copy_version}; the project is at {beside.version}"
    if not beside.same_spec:
        return f"it was made from an earlier description of API {beside.version}"
    if not beside.same_files:
        return "it was made from the same description by another generator or configuration"
    return "it is current"
