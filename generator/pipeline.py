"""The stages, in order: the table of contents of the program.

Every stage takes values and returns values, and reports every fault it finds; the next one
starts only on what is usable. Only `write` touches the disk. Each function here raises
`Stopped` when the report holds an error. `validate` is a level of `normalize.validate`.
"""

from __future__ import annotations

import os
from pathlib import Path

from . import __version__
from .api import Api
from .cache import Cache
from .config import Config
from .depth import followed
from .diagnostics import Report
from .formatting import formatted
from .load import load, names_lock, overlays
from .lock import NamesLock
from .lower import lower
from .merge import merge
from .normalize import normalize
from .normalize.dialect import upgrade
from .normalize.validate import validate as hold_against_openapi
from .output import Output, spec_text
from .plan import plan
from .python import PackageModel
from .reads import Reads
from .render import render
from .spec import Spec


def spec(
    config: Config,
    report: Report,
    *,
    validate: str = "auto",
    reads: Reads | None = None,
) -> Spec:
    """The canonical document of everything that the inputs say.

    `reads` gets every file that it was made from.
    """
    known, reads = cache(config), reads or Reads()
    fragments = load(config, report, reads=reads)
    report.checkpoint()
    sound = [
        hold_against_openapi(
            fragment.document, fragment.place(), validate, known, report
        )
        for fragment in fragments
    ]
    upgraded = tuple(upgrade(fragment, report) for fragment in fragments)
    report.checkpoint()
    merged = merge(upgraded, config, report)
    report.checkpoint()
    patches = overlays(config, report, reads)
    names = names_lock(config, report, reads)
    report.checkpoint()
    canonical = normalize(merged, patches, names, config, report)
    report.checkpoint()
    if all(sound):  # else its faults are those of the input, said once more
        hold_against_openapi(
            canonical.document, canonical.provenance, validate, known, report
        )
    return canonical


def api(spec: Spec, config: Config, report: Report) -> Api:
    """What the service offers."""
    with followed(spec, report):
        lowered = lower(spec, config, report)
    report.checkpoint()
    return lowered


def package(api: Api, config: Config, report: Report) -> PackageModel:
    """The package to be, every string spelled."""
    planned = plan(api, config, report)
    report.checkpoint()
    return planned


def generate(
    config: Config,
    report: Report,
    *,
    validate: str = "auto",
    format: bool = True,
    reads: Reads | None = None,
) -> Output:
    """Every file of the package, and the documents beside it, in memory."""
    canonical = spec(config, report, validate=validate, reads=reads)
    service = api(canonical, config, report)
    model = package(service, config, report)
    output = Output(
        folder=Path(os.path.normpath(config.root / config.output)),
        package=model.name,
        generator=f"undrift {__version__}",
        title=service.title,
        version=service.version,
        files=render(model),
        spec=spec_text(canonical.document),
        lock=_lock(canonical, model, config),
    )
    return formatted(output) if format else output


def cache(config: Config) -> Cache:
    """What is remembered between runs: beside the configuration, else beside the output."""
    folder = config.root if config.file else (config.root / config.output).parent
    return Cache(folder / ".undrift-cache")


def _lock(spec: Spec, package: PackageModel, config: Config) -> tuple[Path, str] | None:
    """The names that this run publishes, where the project keeps them."""
    if not config.names_lock:
        return None
    return config.root / config.names_lock, published_names(spec, package).to_yaml()


def published_names(spec: Spec, package: PackageModel) -> NamesLock:
    """The names that a package publishes, where they are not those of the description.

    An operation's second method is called after its first.
    """
    calls = {
        m.id: m.call.removeprefix("client.")
        for r in package.resources
        for m in r.methods
        if not m.is_second
    }
    types = {m.id: m.name for m in package.models}
    types |= {e.id: e.name for e in package.enums}
    types |= {u.id: u.name for u in package.unions}
    classes = {id_: name for id_, name in types.items() if name != id_}
    return spec.names.publishing(classes, calls)
