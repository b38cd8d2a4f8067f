"""`undrift inspect`: any layer between two stages, as JSON that is the same on every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, cast

import click

from .. import pipeline
from ..output import json_text
from ..source import Json, is_object
from .project import project_options, read, validation_option
from .run import Run


@click.command()
@project_options
@validation_option
@click.option(
    "--stage",
    type=click.Choice(["spec", "ir", "python"]),
    required=True,
    help="spec: the canonical document; ir: the service; python: the package to be.",
)
def command(stage: str, validate: str, **project: Any) -> None:
    """Print what the tool understood, at one of three stages."""
    run = Run()
    with run.stopping():
        config = read(run, **project)
        spec = pipeline.spec(config, run.report, validate=validate)
        value = spec.document
        if stage != "spec":
            api = pipeline.api(spec, config, run.report)
            value = dump(
                api if stage == "ir" else pipeline.package(api, config, run.report)
            )
    click.echo(json_text(value), nl=False)
    run.end()


def dump(value: object) -> Json:
    """A layer's value as JSON: dataclasses are objects with their class under `@type`.

    Fields that take no part in comparison (where a node came from) are left out.
    """
    if is_dataclass(value):
        shown = (field.name for field in fields(value) if field.compare)
        return {"@type": type(value).__name__} | {
            name: dump(getattr(value, name)) for name in shown
        }
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Path):
        return value.as_posix()
    if is_object(value):
        return {str(key): dump(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [dump(item) for item in cast("Sequence[object]", value)]
    return value
