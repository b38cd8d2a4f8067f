"""Fetches the project's sources again, and says what changed: published documentation -> `specs/`.

Nothing is written here. What cannot be fetched, or is no description any more, stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from pathlib import Path

from ..config import Config
from ..diagnostics import At, Location, Note, Report
from ..load import holds_description, load, sources_lock
from ..remote import SOURCES_LOCK, Locked, Remote, SourcesLock, copy_of
from .fetch import Fetch, FetchError

_MOST_ROUNDS = 20
_MOST_FETCHED = 500
_MOST_LINES = 20_000
"""Longer texts are not compared line by line."""


class State(Enum):
    """What became of a source since it was last pulled."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Pulled:
    """One source, and by how many lines it differs from what the project has."""

    file: str
    url: str
    state: State
    added: int = 0
    removed: int = 0


@dataclass(slots=True)
class Pull:
    """What was fetched, and the files to write: content by path relative to the project."""

    sources: list[Pulled] = field(default_factory=list[Pulled])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])

    @property
    def has_changes(self) -> bool:
        """Whether any file of the project is another one now."""
        return bool(self.files)


def pull(config: Config, report: Report, fetch: Fetch, *, follow: bool = False) -> Pull:
    """Fetch the `sources` of the configuration, and every copy that references have.

    `follow` makes copies of what references to other servers name and the project does not
    have yet, and of what these refer to in turn.
    """
    run = _Run(config, report, fetch)
    for file, url in sorted(config.sources.items()):
        data = run.fetched(url, file)
        if data is not None and run.describes(data, url, file):
            run.add(file, url, data)
    faults = Report()
    lock = sources_lock(config, faults)
    report.diagnostics += faults.diagnostics
    if faults.failed:
        return run.result
    entries = dict(lock.entries)
    contents: dict[str, bytes] = {}
    for url in sorted(entries):
        run.copy(url, entries, contents)
    if follow:
        _follow(run, entries, contents)
    new = SourcesLock(entries)
    if new.entries != lock.entries:
        run.result.files[SOURCES_LOCK] = new.to_yaml().encode()
    return run.result


def _follow(run: _Run, entries: dict[str, Locked], contents: dict[str, bytes]) -> None:
    """Fetch what references ask for until they ask for nothing more."""
    tried: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        remote = Remote(SourcesLock({}), contents)
        load(run.config, Report(), remote)
        asked = sorted(remote.wanted - tried)
        if not asked:
            return
        for url in asked:
            tried.add(url)
            if len(entries) < _MOST_FETCHED:
                run.copy(url, entries, contents)
    run.report.warning(
        "external-ref",
        None,
        "references to other servers lead to ever more documents; not all of them were fetched",
        help="save these documents in the project, and refer to the files",
    )


@dataclass(slots=True)
class _Run:
    """One run, and what it found so far."""

    config: Config
    report: Report
    fetch: Fetch
    result: Pull = field(default_factory=Pull)

    def fetched(self, url: str, file: str) -> bytes | None:
        """The content at an address with `\\n` line ends; None, and an error, without one."""
        try:
            return self.fetch(url).replace(b"\r\n", b"\n")
        except FetchError as error:
            self.report.error(
                "source-unreachable",
                At(Location(file)),
                f"{url} cannot be fetched: {error}",
                help="correct the address, or try again later; the file stays as it is",
            )
            return None

    def describes(self, data: bytes, url: str, file: str) -> bool:
        """Whether what was fetched has a description; a page that is gone often says so kindly."""
        said = Report()
        if holds_description(data, file, said) and not said.failed:
            return True
        self.report.error(
            "no-document",
            At(Location(file)),
            f"what stands at {url} has no usable OpenAPI description; the file stays as it is",
            *(Note(one.message) for one in said),
            help="correct the address; that of a page as markdown ends in .md",
        )
        return False

    def copy(
        self, url: str, entries: dict[str, Locked], contents: dict[str, bytes]
    ) -> None:
        """Fetch what a reference names, as a copy of the project."""
        file = entries[url].file if url in entries else copy_of(url)
        data = self.fetched(url, file)
        if data is None:
            return
        contents[url] = data
        entries[url] = Locked(file, hashlib.sha256(data).hexdigest())
        self.add(file, url, data)

    def add(self, file: str, url: str, data: bytes) -> None:
        """Compare with what the project has."""
        path = self.config.root / file
        try:
            old = path.read_bytes() if path.is_file() else None
        except OSError:
            old = None
        if old == data:
            self.result.sources.append(Pulled(file, url, State.UNCHANGED))
            return
        state = State.NEW if old is None else State.CHANGED
        added, removed = _lines(old or b"", data)
        self.result.sources.append(Pulled(file, url, state, added, removed))
        self.result.files[file] = data


def _lines(old: bytes, new: bytes) -> tuple[int, int]:
    """How many lines came and went."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > _MOST_LINES:
        return len(after), len(before)
    changes = list(_changes(before, after))
    return sum(a for a, _ in changes), sum(r for _, r in changes)


def _changes(before: list[bytes], after: list[bytes]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield j2 - j1, i2 - i1


def written(config: Config, result: Pull) -> None:
    """Write the files, each whole or not at all.

    Raises:
        OSError: a file cannot be written.
    """
    for name, data in result.files.items():
        path: Path = config.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_name(f"{path.name}.undrift-part")
        staged.write_bytes(data)
        staged.replace(path)
