"""Which project a command works on: its configuration, from a file and from options."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from ..config import Config, OnConflict
from ..load import load_config
from .run import Run

CONFIG = "undrift.yaml"

_Function = TypeVar("_Function", bound=Callable[..., Any])


def project_options(function: _Function) -> _Function:
    """The arguments and options that choose a project, as keywords for `read`."""
    for decorate in (
        click.option(
            "--on-conflict",
            type=click.Choice([choice.value for choice in OnConflict]),
            help="What to do when fragments disagree; newest goes by info.version.",
        ),
        click.option(
            "--api", metavar="NAME", help="Which API, when the inputs describe several."
        ),
        click.option("--client", metavar="NAME", help="Name of the client class."),
        click.option(
            "--package",
            metavar="NAME",
            callback=_identifier,
            help="Name of the package.",
        ),
        click.option(
            "--output",
            type=click.Path(file_okay=False, path_type=Path),
            help="Folder that holds the package and the merged document.",
        ),
        click.option(
            "--config",
            "config_file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help=f"The project's {CONFIG}.",
        ),
        click.argument("inputs", metavar="[INPUT]...", nargs=-1),
    ):
        function = decorate(function)
    return function


def validation_option(function: _Function) -> _Function:
    """`--validate`: how much of the OpenAPI specification the input is held against."""
    return click.option(
        "--validate",
        type=click.Choice(["auto", "off", "schema", "full"]),
        default="auto",
        help="How thoroughly to check the OpenAPI documents; auto is full up to 250 kB and off"
        " above 1 MB. A verdict is remembered.",
    )(function)


def _identifier(
    ctx: click.Context, option: click.Parameter, value: str | None
) -> str | None:
    if value is not None and not (value.isidentifier() and value.isascii()):
        raise click.BadParameter(f"{value!r} is not a Python identifier", ctx, option)
    return value


def read(
    run: Run,
    *,
    inputs: tuple[str, ...] = (),
    config_file: Path | None = None,
    output: Path | None = None,
    package: str | None = None,
    client: str | None = None,
    api: str | None = None,
    on_conflict: str | None = None,
) -> Config:
    """The project's configuration. Options win over the file; their paths start at the folder
    the user stands in.

    Raises:
        click.UsageError: no input, and no project to be found.
        Stopped: the file has faults.
    """
    here = Path.cwd()
    if config_file is None and not inputs:
        config_file = nearest(here)
    if config_file is None:
        config = Config(root=_root(here, inputs), output=here / "generated")
        run.root = config.root
    else:
        run.root = config_file.absolute().parent
        config = load_config(config_file.absolute(), run.report)
        run.report.checkpoint()
    if inputs:
        config = replace(
            config, inputs=tuple(_from(config.root, here, name) for name in inputs)
        )
    if output is not None:
        config = replace(config, output=here / output)
    if on_conflict is not None:
        config = replace(config, on_conflict=OnConflict(on_conflict))
    return replace(
        config,
        api=api or config.api,
        package=package or config.package,
        client=client or config.client,
    )


def nearest(here: Path) -> Path:
    """The configuration in `here` or above it, else the only one in `specs/*/` below it.

    Raises:
        click.UsageError: there is none, or there are several.
    """
    found = candidates(here)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(path.relative_to(here).as_posix() for path in found)
        raise click.UsageError(
            f"several projects here; choose one with --config: {listed}"
        )
    raise click.UsageError(
        f"no INPUT given, and no {CONFIG} in this folder, above it or in specs/*/; "
        "name an OpenAPI file: undrift generate openapi.yaml --output out"
    )


def candidates(here: Path) -> list[Path]:
    """The configuration of the project that `here` is in, else every one in `specs/*/`."""
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return [folder / CONFIG]
    return sorted(here.glob(f"specs/*/{CONFIG}"))


def _root(here: Path, inputs: tuple[str, ...]) -> Path:
    """`here` when every input is below it, else the nearest folder that holds them all."""
    folders = [Path(_literal_folder(here, name)) for name in inputs]
    if all(folder.is_relative_to(here) for folder in folders):
        return here
    return Path(os.path.commonpath(folders))


def _literal_folder(here: Path, name: str) -> str:
    """The part of a path before its last literal segment or its first wildcard."""
    full = os.path.normpath(here / name)
    for position, character in enumerate(full):
        if character in "*?[":
            return os.path.dirname(full[:position])
    return full if os.path.isdir(full) else os.path.dirname(full)


def _from(root: Path, here: Path, name: str) -> str:
    """An input as the configuration would spell it: relative to the project where possible."""
    full = os.path.normpath(here / name)
    near = os.path.relpath(full, root)
    return full if near.startswith(os.pardir) else near.replace(os.sep, "/")
