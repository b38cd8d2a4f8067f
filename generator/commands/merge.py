"""`undrift merge`: the one document that all inputs became, and why it looks as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from .. import pipeline
from ..output import spec_text
from ..presentation import escape
from ..source import extend
from ..spec import Spec
from .project import project_options, read, validation_option
from .run import Run


@click.command()
@project_options
@validation_option
@click.option(
    "--explain",
    is_flag=True,
    help="Say where each part came from, and what was decided.",
)
@click.option(
    "-o", "target", type=click.File("w", "utf-8", atomic=True), help="Write to a file."
)
def command(explain: bool, target: Any, validate: str, **project: Any) -> None:
    """Print the merged, normalised OpenAPI document."""
    run = Run(decisions=explain)
    with run.stopping():
        config = read(run, **project)
        spec = pipeline.spec(config, run.report, validate=validate)
    if target is not None:
        target.write(spec_text(spec.document))
    elif not explain:
        click.echo(spec_text(spec.document), nl=False)
    run.end(_explanation(run, spec) if explain else ())


def _explanation(run: Run, spec: Spec) -> Iterator[str]:
    """Every operation and component with the places it came from."""
    for method, path, _ in spec.operations():
        yield f"{method} {path}"
        yield from _places(run, spec, _pointer(spec, method, path))
    for section, components in spec.document.get("components", {}).items():
        for name in components:
            yield f"{section} {name}"
            yield from _places(run, spec, extend("/components", section, name))


def _pointer(spec: Spec, method: str, path: str) -> str:
    item = spec.document["paths"][path]
    if method.lower() in item:
        return extend("/paths", path, method.lower())
    return extend("/paths", path, "additionalOperations", method)


def _places(run: Run, spec: Spec, pointer: str) -> Iterator[str]:
    for place in spec.provenance.places(pointer):
        label = f" ({place.fragment.label})" if place.fragment.label else ""
        yield f"  {run.display.place(place.location)}{escape(label)}"
