"""Load: files, folders, globs and documentation pages to Fragments.

Everything that names a place in a file starts here: each `Fragment` can say where any of
its nodes stands. What comes out has been checked for its coarse structure and its
references, so the later stages need not.
"""

from __future__ import annotations

from ..config import Config
from ..diagnostics import At, Location, Report
from ..lock import NamesLock
from ..source import Fragment
from . import document, inputs, page
from .configuration import load_config
from .document import read_document
from .references import check_references
from .structure import survey

__all__ = ["load", "load_config", "names_lock", "overlays", "read_document"]


def load(config: Config, report: Report) -> tuple[Fragment, ...]:
    """Every OpenAPI document that `config.inputs` names, by file and place in it.

    Faults are reported, and the fragment that has them is left out.
    """
    found: list[Fragment] = []
    for source in inputs.find(config, report):
        found.extend(_documents(source, report))
    surveys = [one for one in (survey(fragment, report) for fragment in found) if one]
    check_references(surveys, report)
    if not found and not report.failed:
        _nothing(config, report)
    return tuple(one.fragment for one in surveys)


def overlays(config: Config, report: Report) -> tuple[Fragment, ...]:
    """The documents that `config.overlays` names, in that order (they apply in turn)."""
    found: list[Fragment] = []
    for name in config.overlays:
        overlay = read_document(config.root / name, config.root, report)
        if overlay is None:
            continue
        if not isinstance(overlay.document.get("overlay"), str):
            message = "not an overlay: it has no `overlay: 1.0.0`"
            remedy = (
                "see the OpenAPI Overlay Specification, or remove it from `overlays`"
            )
            report.error("invalid-structure", overlay.place(), message, help=remedy)
            continue
        found.append(overlay)
    return tuple(found)


def names_lock(config: Config, report: Report) -> NamesLock:
    """The names that were published before; none when there is no lock yet."""
    path = config.root / config.names_lock
    if not config.names_lock or not path.exists():
        return NamesLock()
    found = read_document(path, config.root, report)
    if found is None:
        return NamesLock()
    return NamesLock.from_document(found.document, report, found.place())


def _documents(source: inputs.Input, report: Report) -> list[Fragment]:
    text = inputs.read(source.path, source.name, report)
    if text is None:
        return []
    if source.is_page:
        return page.fragments(text, report, expected=source.expected)
    decoded = document.decode(text, source.path.suffix)
    readable = not decoded.faults
    if readable and not source.expected and not document.is_openapi(decoded.value):
        report.info("not-openapi", text.at(0), "no OpenAPI description; left out")
        return []
    found = document.fragment(text, decoded, report)
    return [found] if found is not None else []


def _nothing(config: Config, report: Report) -> None:
    name = inputs.shown(config.file, config.root) if config.file else ""
    message = "there is no OpenAPI document in the inputs"
    if not config.inputs:
        message = "there are no inputs"
    remedy = "name files, folders or globs under `inputs`, or on the command line"
    report.error("no-document", At(Location(name)), message, help=remedy)
