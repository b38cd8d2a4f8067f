"""Files to disk: atomically, only what changed, and never over somebody's own work.

Everything is first written to a staging folder beside the package and then moved into place
file by file, the manifest last. A run that dies half way leaves each file old or new, and its
staging folder: the manifest in there tells the next run which of the new files are ours.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from os import replace
from pathlib import Path, PurePosixPath

from .diagnostics import At, Location, Report
from .output import MANIFEST, Changes, Output, State, digest
from .source import Json

_SUFFIX = ".undrift-part"


def write(output: Output, report: Report, *, force: bool = False) -> Changes:
    """Bring the disk up to date, and say what was done.

    Nothing is written when the report has an error or when a protected file is in the way:
    one edited by hand, or one the tool does not know. `force` overwrites those. Every file
    that is in the way or could not be written is an error in the report.
    """
    if not _is_safe(output, report):
        return Changes()
    try:
        wanted = output.contents()
        changes = _compare(output, wanted)
        if changes.protected and not force:
            _report_protected(output, changes, report)
        else:
            _commit(output, wanted, changes)
    except OSError as error:
        place = At(Location(str(error.filename2 or error.filename or output.folder)))
        report.error(
            "cannot-write",
            place,
            f"cannot write the output: {error.strerror or error}",
            help="correct the cause and run again: the next run completes this one",
        )
        return Changes()
    return changes


def compare(output: Output) -> Changes:
    """How the disk differs from `output`; reads files, writes nothing.

    Raises:
        OSError: a file that is there cannot be read.
    """
    return _compare(output, output.contents())


def _compare(output: Output, wanted: Mapping[str, bytes]) -> Changes:
    known = _known(output)
    states: dict[str, State] = {}
    for path in sorted(known.keys() | wanted.keys()):
        file = output.folder / path
        state = _state(file, wanted.get(path), known.get(path, frozenset()))
        if state is not None:
            states[path] = state
    states[output.manifest_file] = _manifest_state(output)
    return Changes(states, output.lock is not None and _differs(*output.lock))


def untouched(folder: Path, package: str, manifest: str) -> Changes | None:
    """What `compare` would say of a package that is as a run left it; None when it is not.

    `manifest` is the SHA-256 of the manifest that this run wrote. Reads every file.
    """
    path = f"{package}/{MANIFEST}"
    wanted = {path: manifest, **dict(_entries(folder / path, package))}
    root = folder.resolve()
    try:
        same = (
            not any(_leftovers(folder, package))
            and all((folder / p).resolve() == root / p for p in _parents(wanted))
            and all(_holds(folder / p, sha) for p, sha in wanted.items())
        )
    except OSError:
        return None
    states = dict.fromkeys(sorted(wanted), State.UNCHANGED)
    return Changes(states) if same else None


def _holds(file: Path, sha: str) -> bool:
    """Whether a regular file has this content."""
    return not file.is_symlink() and digest(file.read_bytes()) == sha


def _state(file: Path, wanted: bytes | None, ours: frozenset[str]) -> State | None:
    """What to do with one file; None when it is neither wanted nor there."""
    if not file.exists() and not file.is_symlink():
        return None if wanted is None else State.CREATED
    if file.is_symlink() or not file.is_file():
        return State.EDITED if ours else State.FOREIGN
    content = file.read_bytes()
    if content == wanted:
        return State.UNCHANGED
    if digest(content) in ours:
        return State.REMOVED if wanted is None else State.CHANGED
    return State.EDITED if ours else State.FOREIGN


def _manifest_state(output: Output) -> State:
    """The manifest is never protected: a damaged one is repaired once all files are right."""
    file = output.folder / output.manifest_file
    if not file.exists():
        return State.CREATED
    return State.UNCHANGED if file.read_bytes() == output.manifest() else State.CHANGED


def _known(output: Output) -> dict[str, frozenset[str]]:
    """Digests that the tool wrote, by path: from the manifest, and from runs that died."""
    known: dict[str, set[str]] = defaultdict(set)
    for manifest in (
        output.folder / output.package / MANIFEST,
        *_leftovers(output.folder, output.package, MANIFEST),
    ):
        for path, sha in _entries(manifest, output.package):
            known[path].add(sha)
    return {path: frozenset(digests) for path, digests in known.items()}


def _entries(manifest: Path, package: str) -> Iterator[tuple[str, str]]:
    """(path, digest) of each file in a manifest; nothing from one that is damaged or unsafe."""
    try:
        value: Json = json.loads(manifest.read_bytes())
        entries = [(f"{package}/{path}", sha) for path, sha in value["files"].items()]
        entries.append((value["spec"]["file"], value["spec"]["sha256"]))
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):
        return
    safe = all(_stays_inside(path) and isinstance(sha, str) for path, sha in entries)
    if safe and "/" not in entries[-1][0]:
        yield from entries


def _stays_inside(path: str) -> bool:
    parts = path.split("/")
    return not ({"", ".", ".."} & set(parts)) and not any(c in path for c in "\\:\0")


def _is_safe(output: Output, report: Report) -> bool:
    """Refuse paths that would be written outside the output folder, or over each other."""
    folder = output.folder.resolve()
    paths = sorted(output.paths())
    safe = True
    for path in paths:
        if not _stays_inside(path):
            safe = False
            report.error(
                "unsafe-output", None, f"the path {path!r} leaves the output folder"
            )
    for parent in sorted(_parents([*paths, *_known(output)])) if safe else ():
        if (output.folder / parent).resolve() != folder / parent:
            safe = False
            report.error(
                "unsafe-output",
                At(Location(str(output.folder / parent))),
                "a symbolic link leads out of the generated package",
                help="replace the link by a folder, or choose another output folder",
            )
    for first, second in _folded_twins(paths):
        safe = False
        report.error(
            "unsafe-output",
            None,
            f"{first!r} and {second!r} are one file where case is ignored",
            help="rename one of the two with x-sdk-name",
        )
    return safe


def _parents(paths: Iterable[str]) -> set[str]:
    return {str(p) for path in paths for p in PurePosixPath(path).parents if p.name}


def _folded_twins(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for path in sorted(paths):
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            yield first, path


def _report_protected(output: Output, changes: Changes, report: Report) -> None:
    for path in changes.paths(State.EDITED):
        report.error(
            "edited-file",
            At(Location(str(output.folder / path))),
            "this generated file was changed by hand",
            help="move the change to the spec, the overlay or a subclass, then run again with --force",
        )
    for path in changes.paths(State.FOREIGN):
        report.error(
            "foreign-file",
            At(Location(str(output.folder / path))),
            "a file that was not generated is where a generated file must go",
            help="move it away, choose another --output, or run again with --force to replace it",
        )


def _commit(output: Output, wanted: Mapping[str, bytes], changes: Changes) -> None:
    """Write, move into place, remove; the manifest after all the rest."""
    if changes:
        _apply(output, wanted, changes)
    for folder in _leftovers(output.folder, output.package):
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _apply(output: Output, wanted: Mapping[str, bytes], changes: Changes) -> None:
    import tempfile

    output.folder.mkdir(parents=True, exist_ok=True)
    prefix = f".{output.package}."
    staging = Path(tempfile.mkdtemp(suffix=_SUFFIX, prefix=prefix, dir=output.folder))
    (staging / MANIFEST).write_bytes(output.manifest())
    _move(
        {path: wanted[path] for path in changes.pending if path in wanted},
        staging,
        output,
    )
    for path in changes.pending:
        if path not in wanted and path != output.manifest_file:
            _remove(output.folder / path, output.folder)
    if output.lock and changes.lock:
        _replace_text(*output.lock)
    if output.manifest_file in changes.pending:
        replace(staging / MANIFEST, output.folder / output.manifest_file)


def _move(due: Mapping[str, bytes], staging: Path, output: Output) -> None:
    for number, content in enumerate(due.values()):
        (staging / str(number)).write_bytes(content)
    for number, path in enumerate(due):
        target = output.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        replace(staging / str(number), target)


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()


def _replace_text(path: Path, text: str) -> None:
    staged = path.with_name(f".{path.name}{_SUFFIX}")
    staged.write_bytes(text.encode())
    replace(staged, path)


def _remove(path: Path, stop: Path) -> None:
    """Delete a file and the folders that it leaves empty, up to the package's own."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == stop or any(parent.iterdir()):
            return
        parent.rmdir()


def _leftovers(folder: Path, package: str, inner: str = "") -> Iterator[Path]:
    """Staging folders of runs that died, or the file `inner` in each."""
    for staging in sorted(folder.glob(f".{package}.*{_SUFFIX}")):
        yield staging / inner
