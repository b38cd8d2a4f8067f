"""Whether the last run already wrote what this one would: then nothing is left to do.

What a run makes depends on the tool, the configuration, which files the inputs name, and the
content of every file that it reads. When a run has written its output, this is remembered,
together with the digest of its manifest and all that it reported. A later run for which nothing
of this differs, and that finds every file of the output as it was written, says the same
again. ADR 30 has the reasons.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .cache import Cache
from .config import Config
from .diagnostics import At, Diagnostic, Locatable, Location, Note, Report, Severity
from .load.inputs import find
from .output import Changes, Output, digest
from .reads import Reads
from .source import Json
from .templates_path import TEMPLATES
from .write import untouched


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What `generate` would do and say."""

    folder: Path
    package: str
    changes: Changes
    diagnostics: tuple[Diagnostic, ...]


def key(config: Config, *options: object) -> str:
    """The name of a run: the same for the same tool, configuration, options and list of inputs.

    "" when the inputs cannot even be listed. Taken before the run, because the run may write
    what the next one finds among its inputs.
    """
    report = Report()
    files = [
        (one.name, one.expected, str(one.path), os.path.realpath(one.path))
        for one in find(config, report)
    ]
    if report.failed:
        return ""
    root = os.path.realpath(config.root)
    return digest(
        repr((_tool(), config, root, options, files)).encode(errors="replace")
    )


def recall(memory: Cache, key: str) -> Unchanged | None:
    """What the run of this name would do, if everything is as the last one left it."""
    try:
        entry: Json = json.loads(memory.text(key)) if key else None
        reads = Reads(entry["files"], entry["links"])
        folder, package = Path(entry["folder"]), entry["package"]
        diagnostics = tuple(_read(found) for found in entry["diagnostics"])
        changes = (
            untouched(folder, package, entry["manifest"]) if reads.hold() else None
        )
    except (ValueError, LookupError, TypeError, AttributeError):  # nothing, or damaged
        return None
    if changes is None:
        return None
    return Unchanged(folder, package, changes, diagnostics)


def remember(
    memory: Cache,
    key: str,
    output: Output,
    reads: Reads,
    diagnostics: Iterable[Diagnostic],
) -> None:
    """Keep what a run read, wrote and reported. `output` must be on the disk."""
    if not key:
        return
    if output.lock:  # read as well: a run that changed it may be followed by another
        path, text = output.lock
        reads.saw(path, text.encode())
    entry: Json = {
        "files": reads.files,
        "links": reads.links,
        "folder": str(output.folder),
        "package": output.package,
        "manifest": digest(output.manifest()),
        "diagnostics": [_written(found) for found in diagnostics],
    }
    memory.keep(key, json.dumps(entry))


def _tool() -> str:
    """A digest of this tool and of what it runs on: any change may change the output.

    Of packages, the versions; of the tool itself every byte, since in a checkout its version
    stays the same.
    """
    total = sha256(sys.version.encode())
    for folder in (Path(__file__).parent, TEMPLATES):
        for path in sorted(folder.rglob("*")):
            if "__pycache__" not in path.parts and path.is_file():
                total.update(f"{path.relative_to(folder)}\n".encode())
                total.update(sha256(path.read_bytes()).digest())
    for entry in sys.path:
        if os.path.isdir(entry):
            total.update("\n".join(sorted(_packages(entry))).encode())
    return total.hexdigest()


def _packages(folder: str) -> Iterator[str]:
    for name in os.listdir(folder):
        if name.endswith((".dist-info", ".egg-info")):
            yield name


def _written(found: Diagnostic) -> Json:
    return [
        found.severity.value,
        found.rule,
        found.message,
        _place(found.where),
        [[note.message, _place(note.where)] for note in found.notes],
        found.help,
    ]


def _place(where: Locatable | None) -> Json:
    if where is None:
        return None
    place = where.location
    return [place.file, place.line, place.column, place.pointer]


def _read(value: Sequence[Json]) -> Diagnostic:
    severity, rule, message, where, notes, help = value
    return Diagnostic(
        Severity(severity),
        rule,
        message,
        _at(where),
        tuple(Note(text, _at(place)) for text, place in notes),
        help,
    )


def _at(place: Json) -> At | None:
    return None if place is None else At(Location(*place))
