"""Facts worth remembering between runs, keyed by content: deleting the folder costs only time.

A lost or damaged file means that the work is done again, and a folder that cannot be written
is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import replace
from pathlib import Path

from . import __version__

_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of small files; a `folder` of None remembers nothing.

    A hundred files at most are kept, those that were written last.
    """

    folder: Path | None = None

    def recall(self, topic: str) -> frozenset[str]:
        """The digests remembered under `topic` by this version of the tool."""
        lines = self.text(topic).split()
        return frozenset(lines[1:]) if lines[:1] == [__version__] else frozenset()

    def remember(self, topic: str, digests: Iterable[str]) -> None:
        """Replace what is remembered under `topic`."""
        if self.recall(topic) != (facts := frozenset(digests)):
            self.keep(topic, "\n".join([__version__, *sorted(facts), ""]))

    def text(self, name: str) -> str:
        """What was kept under `name`, "" when there is nothing."""
        if self.folder is None:
            return ""
        try:
            return (self.folder / name).read_text("ascii")
        except (OSError, ValueError):
            return ""

    def keep(self, name: str, text: str) -> None:
        """Keep an ASCII text."""
        if self.folder is None:
            return
        import tempfile

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "ascii")
            with tempfile.NamedTemporaryFile(
                "w", encoding="ascii", dir=self.folder, delete=False
            ) as staged:
                staged.write(text)
            replace(staged.name, self.folder / name)
            for old in _by_age(self.folder)[_MOST_FILES:]:
                old.unlink(missing_ok=True)
        except OSError:
            return


def _by_age(folder: Path) -> list[Path]:
    """The files of a folder, without hidden ones, the newest first."""
    files = (path for path in folder.iterdir() if not path.name.startswith("."))
    return sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)
