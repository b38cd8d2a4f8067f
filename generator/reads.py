"""What a run asked the disk for, so that the next one can tell whether anything changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

_ABSENT = ""
_UNSTABLE = "changed while it was read"


@dataclass(slots=True)
class Reads:
    """The files that a run asked for, and where the names of files led.

    `files` has the SHA-256 in hex of each file's content as the run got it, "" where there was
    none. `links` has where a path that a reference gave led, symbolic links followed.
    """

    files: dict[str, str] = field(default_factory=dict[str, str])
    links: dict[str, str] = field(default_factory=dict[str, str])

    def saw(self, path: Path, content: bytes | None) -> None:
        """Note the content of a file, None when there is no such file."""
        digest = _ABSENT if content is None else sha256(content).hexdigest()
        if self.files.setdefault(str(path), digest) != digest:
            self.files[str(path)] = _UNSTABLE

    def followed(self, path: Path, target: Path | None) -> None:
        """Note where a path led, None when that could not be found out."""
        self.links[str(path)] = str(target or _UNSTABLE)

    def hold(self) -> bool:
        """Whether a run would get the same now. Reads every file."""
        try:
            return all(
                os.path.realpath(path) == target for path, target in self.links.items()
            ) and all(_digest(path) == digest for path, digest in self.files.items())
        except (OSError, ValueError):  # it cannot be read, or no path is named so
            return False


def _digest(path: str) -> str:
    if not os.path.isfile(path):
        return _ABSENT
    return sha256(Path(path).read_bytes()).hexdigest()
