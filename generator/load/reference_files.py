"""The files that references name: each read once, and none outside of the project.

A description is data from anybody, so a `$ref` may not reach what its author could not have
put into the project: no absolute path, no `file:` URL, nothing through a symbolic link that
leaves the folder. Nothing is fetched from the network: an address leads to the document that
calls itself so (`$self`), or to the copy that `sources.lock.yaml` names.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from ..diagnostics import Report
from ..reads import Reads
from ..remote import SOURCES_LOCK, Remote, copy_of
from ..source import Fragment, Place, text_at
from . import document
from .inputs import (
    PAGE_SUFFIXES,
    bytes_of,
    inside,
    is_file,
    read,
    resolved,
    shown,
    text_of,
)
from .text import Decoded, Text, quoted

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_MOST_FILES = 20_000


@dataclass(slots=True)
class ReferenceFiles:
    """Opens files by the names that references give them.

    `root` is the project's folder; `used` gets the path of every file that was opened.
    `selves` are the files of the inputs by what they call themselves. `reads` gets what was read.
    """

    root: Path
    report: Report
    remote: Remote = field(default_factory=Remote)
    reads: Reads = field(default_factory=Reads)
    selves: dict[str, Path] = field(default_factory=dict[str, Path])
    used: set[Path] = field(default_factory=set[Path])
    _addresses: dict[Fragment, str] = field(default_factory=dict[Fragment, str])
    _paths: dict[Fragment, Path] = field(default_factory=dict[Fragment, Path])
    _parts: dict[Path, Fragment | None] = field(
        default_factory=dict[Path, "Fragment | None"]
    )

    def begin(self, fragment: Fragment, path: Path) -> None:
        """Make a document known by its file, so that references to it lead back to it."""
        self._paths[fragment] = path.resolve()

    def within(self, fragment: Fragment, path: Path) -> None:
        """Like `begin`, and references that name the file find this document."""
        self.begin(fragment, path)
        self._parts = {path.resolve(): fragment}

    def open(self, name: str, link: Place) -> Fragment | None:
        """The file that a reference at `link` names; None, and a diagnostic, when it cannot be.

        `name` is the reference without its fragment, percent-encoding resolved.
        """
        address = self._address(name, link.fragment)
        if address in self.selves:
            return self._opened(self.selves[address], name, link)
        link = link.child("$ref")
        if address in self.remote.lock.entries or address in self.remote.fetched:
            return self._copy(address, link)
        if _SCHEME.match(name) or name.startswith(("//", "/", "\\")):
            if address.startswith("https://"):
                self.remote.wanted.add(address)
            self._refuse(name, link)
            return None
        if link.fragment in self._addresses:  # relative to an address
            self.remote.wanted.add(address)
            self._refuse(address, link)
            return None
        base = self._paths[link.fragment]
        path = resolved(base.parent / name)
        self.reads.followed(base.parent / name, path)
        if path is None or not inside(path, self._limit(base)):
            self.report.error(
                "outside-root",
                link,
                f"the reference {quoted(name)} leaves the folder of the project",
                help="copy the file into the project, or run the tool from a folder that"
                " holds both",
            )
            return None
        return self._opened(path, name, link)

    def _opened(self, path: Path, name: str, link: Place) -> Fragment | None:
        if path not in self._parts:
            self._parts[path] = self._read(path, name, link)
        return self._parts[path]

    def _address(self, name: str, fragment: Fragment) -> str:
        """The address that a reference means, "" when it is a file's name."""
        base = self._addresses.get(fragment) or text_at(fragment.document, "$self")
        try:
            address = urldefrag(urljoin(base, name)).url
        except ValueError:  # not a URL at all
            return ""
        return address if "://" in address else ""

    def _copy(self, address: str, link: Place) -> Fragment | None:
        """The document at an address, from the copy in the project."""
        entry = self.remote.lock.entries.get(address)
        file = entry.file if entry else copy_of(address)
        path = resolved(self.root / file)
        self.reads.followed(self.root / file, path)
        if path is None or not inside(path, self.root):
            self._refuse(address, link)
            return None
        if path in self._parts:
            return self._parts[path]
        data = self.remote.fetched.get(address)
        if data is None and entry is not None:
            data = bytes_of(path, self.reads)
            if data is None or hashlib.sha256(data).hexdigest() != entry.sha256:
                self.report.error(
                    "source-changed",
                    link,
                    f"the copy of {quoted(address)}, {file}, is not what {SOURCES_LOCK} names",
                    help="run `undrift pull`, and review what changed",
                )
                return None
        self._parts[path] = part = self._part(
            text_of(data or b"", file, self.report), path
        )
        if part is not None:
            self._addresses[part] = address
        return part

    def _limit(self, base: Path) -> Path:
        return self.root if inside(base, self.root) else base.parent

    def _refuse(self, name: str, link: Place) -> None:
        if name.startswith(("http:", "https:", "//")):
            self.report.warning(
                "external-ref",
                link,
                f"the reference {quoted(name)} leads to another server, and nothing is fetched;"
                " what it stands for is left out",
                help="save that document in the project, and refer to the file; or let"
                " `undrift pull --allow-remote-refs` make a copy",
            )
            return
        self.report.error(
            "outside-root",
            link,
            f"the reference {quoted(name)} is not a path relative to its file",
            help="copy the file into the project, and refer to it by a relative path",
        )

    def _read(self, path: Path, name: str, link: Place) -> Fragment | None:
        if not is_file(path) or len(self._parts) >= _MOST_FILES:
            self.reads.saw(path, None)
            reason = "does not exist" if not is_file(path) else "is one file too many"
            self.report.warning(
                "unresolved-ref",
                link,
                f"the file of the reference {quoted(name)} {reason}; what it stands for is left"
                " out",
                help="correct the reference, or add the file",
            )
            return None
        text = read(path, shown(path, self.root), self.report, self.reads)
        return self._part(text, path)

    def _part(self, text: Text | None, path: Path) -> Fragment | None:
        if text is None:
            return None
        part = document.part(text, _decoded(text, path), self.report)
        if part is not None:
            self._paths[part] = path
            self.used.add(path)
        return part


def _decoded(text: Text, path: Path) -> Decoded:
    """A page is a text, which some documents refer to as a description."""
    if path.suffix.lower() in PAGE_SUFFIXES:
        return Decoded(text.body)
    return document.decode(text, path.suffix)
