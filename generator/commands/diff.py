"""`undrift diff`: what changed between two versions, on the wire and for callers of the SDK."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from .. import pipeline
from ..checks.diff import Findings, Level, Version, diff
from ..checks.diff.json_text import json_report
from ..checks.diff.markdown import markdown_report
from ..checks.diff.revisions import Checkout, RevisionError, checked_out, is_revision
from ..checks.diff.text import text_report
from ..config import Config
from .project import CONFIG, read
from .run import DRIFT, Run

_FAILS = {
    "breaking": Level.BREAKING,
    "warning": Level.WARNING,
    "any": Level.INFO,
    "none": None,
}


@dataclass(frozen=True, slots=True)
class _Side:
    """One argument: how it was written, its project, and the folder to show its files in."""

    name: str
    config: Config
    run: Run
    folder: str


@click.command()
@click.argument("base")
@click.argument("revision")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILS)),
    default="none",
    help="Exit 3 when there is a finding of this level or a worse one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to write the report; markdown is for a pull request comment.",
)
@click.option(
    "-o",
    "target",
    type=click.File("w", "utf-8", atomic=True),
    help="Write the report to a file.",
)
def command(base: str, revision: str, fail_on: str, form: str, target: Any) -> None:
    """Compare two versions of an API: what breaks on the wire and in the SDK.

    BASE and REVISION are OpenAPI files, folders, undrift.yaml files, or any of these in a git
    revision: REV:path.
    """
    with ExitStack() as stack:
        old, new = _side(base, stack), _side(revision, stack)
        findings = diff(_version(old, new.config), _version(new, old.config))
        report = _report(findings, form)
    if target is not None:
        target.write(report)
    else:
        click.echo(report, nl=False)
    limit = _FAILS[fail_on]
    failed = (
        limit is not None and findings.level is not None and findings.level <= limit
    )
    sys.exit(DRIFT if failed else 0)


def _report(findings: Findings, form: str) -> str:
    if form == "json":
        return json_report(findings)
    if form == "markdown":
        return markdown_report(findings)
    return "".join(f"{line}\n" for line in text_report(findings))


def _side(argument: str, stack: ExitStack) -> _Side:
    here, run = Path.cwd(), Run()
    if not is_revision(argument, here):
        path = here / argument
        if not path.exists():
            raise click.UsageError(f"{argument!r} does not exist")
        with run.stopping():
            config = _project(run, path)
        near = os.path.relpath(config.root, here)
        return _Side(argument, config, run, "" if near == "." else near)
    try:
        checkout = stack.enter_context(checked_out(argument, here))
    except RevisionError as fault:
        raise click.UsageError(f"{argument}: {fault}") from None
    with run.stopping():
        config = _past_project(run, checkout)
    below = config.root.resolve().relative_to(checkout.top).as_posix()
    folder = f"{argument.partition(':')[0]}:{below}"
    run.root = Path(folder)
    return _Side(argument, config, run, folder)


def _project(run: Run, path: Path) -> Config:
    if path.is_dir() and (path / CONFIG).is_file():
        path = path / CONFIG
    if path.name == CONFIG:
        return read(run, config_file=path)
    return read(run, inputs=(str(path),))


def _past_project(run: Run, checkout: Checkout) -> Config:
    """The project in a revision; a description that stands alone may refer to all of its tree."""
    path = checkout.path
    if path.name == CONFIG or (path.is_dir() and (path / CONFIG).is_file()):
        return _project(run, path)
    name = path.relative_to(checkout.top).as_posix()
    return Config(root=checkout.top, inputs=(name,))


def _version(side: _Side, other: Config) -> Version:
    """Everything about one side. A description without a project is named like the other's."""
    config = side.config
    if config.file is None and other.file is not None:
        config = replace(
            config,
            package=other.package,
            client=other.client,
            env_var=other.env_var,
            environments=other.environments,
        )
    with side.run.stopping():
        # Whether a document is valid is for `check` to say; here it would cost seconds.
        spec = pipeline.spec(config, side.run.report, validate="off")
        service = pipeline.api(spec, config, side.run.report)
        package = pipeline.package(service, config, side.run.report)
    return Version(name=side.name, spec=spec, package=package, folder=side.folder)
