"""The files that references name: each read once, and none outside of the project.

A description is data from anybody, so a `$ref` may not reach what its author could not have
put into the project: no absolute path, no `file:` URL, nothing through a symbolic link that
leaves the folder. Nothing is fetched from the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..diagnostics import Report
from ..source import Fragment, Place
from . import document
from .inputs import PAGE_SUFFIXES, inside, is_file, read, resolved, shown
from .text import Decoded, Text, quoted

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_MOST_FILES = 20_000


@dataclass(slots=True)
class ReferenceFiles:
    """Opens files by the names that references give them.

    `root` is the project's folder; `used` gets the path of every file that was opened.
    """

    root: Path
    report: Report
    used: set[Path] = field(default_factory=set[Path])
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
        link = link.child("$ref")
        if _SCHEME.match(name) or name.startswith(("//", "/", "\\")):
            self._refuse(name, link)
            return None
        base = self._paths[link.fragment]
        path = resolved(base.parent / name)
        if path is None or not inside(path, self._limit(base)):
            self.report.error(
                "outside-root",
                link,
                f"the reference {quoted(name)} leaves the folder of the project",
                help="copy the file into the project, or run the tool from a folder that"
                " holds both",
            )
            return None
        if path not in self._parts:
            self._parts[path] = self._read(path, name, link)
        return self._parts[path]

    def _limit(self, base: Path) -> Path:
        return self.root if inside(base, self.root) else base.parent

    def _refuse(self, name: str, link: Place) -> None:
        if name.startswith(("http:", "https:", "//")):
            self.report.warning(
                "external-ref",
                link,
                f"the reference {quoted(name)} leads to another server, and nothing is fetched;"
                " what it stands for is left out",
                help="save that document in the project, and refer to the file",
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
            reason = "does not exist" if not is_file(path) else "is one file too many"
            self.report.warning(
                "unresolved-ref",
                link,
                f"the file of the reference {quoted(name)} {reason}; what it stands for is left"
                " out",
                help="correct the reference, or add the file",
            )
            return None
        text = read(path, shown(path, self.root), self.report)
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
