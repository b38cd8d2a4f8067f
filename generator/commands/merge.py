"""`undrift merge`: the one document that all inputs became, and why it looks as it does."""

from __future__ import annotations

from typing import Any

import click

from .. import pipeline
from ..merge.explain import explain
from ..output import spec_text
from ..presentation import escape
from .project import project_options, read, validation_option
from .run import Run


@click.command()
@project_options
@validation_option
@click.option(
    "--explain",
    "wants_explanation",
    is_flag=True,
    help="Say where each part came from, and what was decided.",
)
@click.option(
    "-o", "target", type=click.File("w", "utf-8", atomic=True), help="Write to a file."
)
def command(
    wants_explanation: bool, target: Any, validate: str, **project: Any
) -> None:
    """Print the merged, normalised OpenAPI document."""
    run = Run(decisions=wants_explanation)
    with run.stopping():
        config = read(run, **project)
        spec = pipeline.spec(config, run.report, validate=validate)
    if target is not None:
        target.write(spec_text(spec.document))
    elif not wants_explanation:
        click.echo(spec_text(spec.document), nl=False)
    lines = explain(spec, run.display.place) if wants_explanation else ()
    run.end(map(escape, lines))
