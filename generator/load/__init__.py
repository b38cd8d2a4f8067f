"""Load: files, folders, globs and documentation pages to Fragments.

Everything that names a place in a file starts here: each `Fragment` can say where any of
its nodes stands. What comes out is OpenAPI 3 in one piece: its coarse structure is right and
its references are local and lead somewhere, so the later stages need not ask.
"""

from __future__ import annotations

from pathlib import Path

from ..config import Config
from ..diagnostics import At, Location, Note, Report, Severity
from ..lock import NamesLock
from ..reads import Reads
from ..remote import SOURCES_LOCK, Remote, SourcesLock
from ..source import Fragment, text_at
from . import document, inputs, page
from .apis import Prepared, of_one_api
from .configuration import load_config
from .document import read_document
from .prepare import prepared
from .reference_files import ReferenceFiles
from .references import mend_references
from .structure import Survey
from .text import Text

__all__ = [
    "holds_description",
    "load",
    "load_config",
    "names_lock",
    "overlays",
    "read_document",
    "sources_lock",
]


_MOST_NOTES = 10


def load(
    config: Config,
    report: Report,
    remote: Remote | None = None,
    *,
    reads: Reads | None = None,
) -> tuple[Fragment, ...]:
    """Every OpenAPI document that `config.inputs` names, by file and place in it.

    Only the documents of one API: the one that `config.api` names, or the only one. Faults are
    reported, and what has them is read as what was meant, or left out. A file that is merely
    a part of a document, and describes no operation, is no document of its own. `remote` is
    what references to other servers find: what `sources.lock.yaml` names, unless it is given.
    `reads` gets every file that was read, or looked for.
    """
    reads = reads or Reads()
    found: list[tuple[Fragment, Path]] = []
    for source in inputs.find(config, report):
        found += [(one, source.path) for one in _documents(source, report, reads)]
    if not found and not report.failed:
        _nothing(config, report)
    remote = remote or Remote(sources_lock(config, report, reads))
    files = ReferenceFiles(config.root, Report(), remote, reads)
    for fragment, path in found:
        if address := text_at(fragment.document, "$self"):
            files.selves.setdefault(address, path.resolve())
    prepared_ones: list[Prepared] = []
    for fragment, path in found:
        files.report = own = Report()
        survey = prepared(fragment, path, files, own)
        prepared_ones.append(Prepared(fragment, path, survey, own))
    documents = [one for one in prepared_ones if not _is_part(one, files)]
    surveys: list[Survey] = []
    for one in of_one_api(documents, config, report):
        report.diagnostics += one.report.diagnostics
        surveys += [one.survey] if one.survey else []
    return mend_references(surveys, report)


def _is_part(one: Prepared, files: ReferenceFiles) -> bool:
    """Whether a document is there only for others to refer to."""
    document = one.fragment.document
    describes = document.get("paths") or document.get("webhooks")
    return not describes and one.path.resolve() in files.used


def overlays(
    config: Config, report: Report, reads: Reads | None = None
) -> tuple[Fragment, ...]:
    """The documents that `config.overlays` names, in that order (they apply in turn)."""
    reads = reads or Reads()
    found: list[Fragment] = []
    for name in config.overlays:
        overlay = read_document(config.root / name, config.root, report, reads)
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


def names_lock(config: Config, report: Report, reads: Reads | None = None) -> NamesLock:
    """The names that were published before; none when there is no lock yet."""
    path, reads = config.root / config.names_lock, reads or Reads()
    if not config.names_lock or not inputs.exists(path, reads):
        return NamesLock()
    found = read_document(path, config.root, report, reads)
    if found is None:
        return NamesLock()
    return NamesLock.from_document(found.document, report, found.place())


def sources_lock(
    config: Config, report: Report, reads: Reads | None = None
) -> SourcesLock:
    """The copies of documents of other servers; none when there is no lock."""
    path, reads = config.root / SOURCES_LOCK, reads or Reads()
    found = (
        read_document(path, config.root, report, reads)
        if inputs.exists(path, reads)
        else None
    )
    return SourcesLock.from_document(found.document if found else None)


def holds_description(data: bytes, name: str, report: Report) -> bool:
    """Whether the content of a file called `name` is, or a page has, an OpenAPI description.

    Why it does not is reported.
    """
    text = inputs.text_of(data, name, report)
    source = inputs.Input(Path(name), name, expected=True)
    return text is not None and bool(_fragments(source, text, report))


def _documents(source: inputs.Input, report: Report, reads: Reads) -> list[Fragment]:
    text = inputs.read(source.path, source.name, report, reads)
    return _fragments(source, text, report) if text is not None else []


def _fragments(source: inputs.Input, text: Text, report: Report) -> list[Fragment]:
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
    # Without a configuration the command line is to blame, by the first that it names.
    named = next(iter(config.inputs), "")
    name = inputs.shown(config.file, config.root) if config.file else named
    message = "there is no OpenAPI document in the inputs"
    if not config.inputs:
        message = "there are no inputs"
    remedy = "name files, folders or globs under `inputs`, or on the command line"
    said = [one for one in report if one.severity is Severity.INFO][:_MOST_NOTES]
    notes = [Note(one.message, one.where) for one in said]
    report.error("no-document", At(Location(name)), message, *notes, help=remedy)
