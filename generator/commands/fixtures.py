"""`undrift fixtures`: recorded exchanges, made and held against the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .. import pipeline
from ..checks.fixtures import NoAnswerError, check, record
from ..checks.fixtures.sdk import Sdk
from ..config import Config
from ..presentation import Format, plural
from .project import project_options, read, validation_option
from .run import DRIFT, Run, report_options

_folder = click.option(
    "--recorded",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/recorded"),
    show_default=True,
    help="Folder of the cassettes.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Record what a service answers, and hold recordings against the package."""


@command.command("record")
@project_options
@validation_option
@click.option("--base-url", required=True, help="The server to record.")
@click.option(
    "--server",
    required=True,
    metavar="NAME",
    help="What the cassettes call the server.",
)
@_folder
def record_command(
    base_url: str, server: str, recorded: Path, validate: str, **project: Any
) -> None:
    """Call every operation through the package and keep the answers, scrubbed.

    Keys and what the description marks x-sensitive are replaced before anything is written.
    """
    run = Run()
    with run.stopping():
        sdk = _sdk(run, read(run, **project), validate)
    try:
        recording = record(sdk, base_url, server)
    except NoAnswerError as fault:
        raise click.ClickException(f"no answer from {fault}") from None
    recording.save(recorded)
    lines = [f"{plural(len(recording.cassettes), 'cassette')} written to {recorded}"]
    run.end([*recording.problems, *lines], code=1 if recording.problems else 0)


@command.command("check")
@project_options
@validation_option
@_folder
@report_options
def check_command(
    recorded: Path, format: str, strict: bool, validate: str, **project: Any
) -> None:
    """Hold every cassette against the description and the package; needs no network."""
    run = Run(Format(format), strict)
    with run.stopping():
        sdk = _sdk(run, read(run, **project), validate)
    coverage = check(recorded, sdk, run.report, run.display.path)
    result = {
        "missing": [f"{fact.kind} {fact.text}" for fact in coverage.missing],
        "seen": len(coverage.possible & coverage.seen),
        "possible": len(coverage.possible),
    }
    run.end(coverage.lines(), result, code=DRIFT if run.report.failed else 0)


def _sdk(run: Run, config: Config, validate: str) -> Sdk:
    """The package in the project's output folder, described by the project's own input."""
    spec = pipeline.spec(config, run.report, validate=validate)
    api = pipeline.api(spec, config, run.report)
    model = pipeline.package(api, config, run.report)
    folder = config.root / config.output / model.name
    try:
        return Sdk(folder, model, spec)
    except FileNotFoundError as fault:
        raise click.ClickException(str(fault)) from None
