"""Facts worth remembering between runs, keyed by content: deleting the folder costs only time.

A fact is a set of digests under a topic, one file each. Only positive verdicts are kept, so a
lost or damaged file means that the work is done again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import replace
from pathlib import Path

from . import __version__


@dataclass(frozen=True, slots=True)
class Cache:
    """`.undrift-cache/` beside the configuration; a `folder` of None remembers nothing."""

    folder: Path | None = None

    def recall(self, topic: str) -> frozenset[str]:
        """The digests remembered under `topic` by this version of the tool."""
        if self.folder is None:
            return frozenset()
        try:
            lines = (self.folder / topic).read_text("ascii").split()
        except (OSError, ValueError):
            return frozenset()
        return frozenset(lines[1:]) if lines[:1] == [__version__] else frozenset()

    def remember(self, topic: str, digests: Iterable[str]) -> None:
        """Replace what is remembered under `topic`. A folder that cannot be written is no fault."""
        if self.folder is None or self.recall(topic) == (facts := frozenset(digests)):
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
                staged.write("\n".join([__version__, *sorted(facts), ""]))
            replace(staged.name, self.folder / topic)
        except OSError:
            return
