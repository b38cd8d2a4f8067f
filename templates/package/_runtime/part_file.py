"""A file that has its name only once it is complete, and what is kept of it until then.

What came of a download that broke off can be kept beside the file: the bytes, and a mark
that says of what they are. A mark is written after its bytes are on the disk, and a run
takes it away before it looks at them, so that no two runs continue the same bytes.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from errno import EISDIR
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mark:
    """What kept bytes are: of which answer, in which state, and how many."""

    source: str
    etag: str
    size: int


class PartFile:
    """The bytes of a file, under another name."""

    def __init__(self, path: str | os.PathLike[str], *, resume: bool = False) -> None:
        """Make a file beside `path`, with what is kept there if `resume`.

        Raises:
            OSError: that cannot be done, or `path` is a folder.
        """
        self._path = Path(path)
        if self._path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
        self._part = self._path.with_name(f".{secrets.token_hex(8)}.part")
        self._kept = self._path.with_name(f".{self._path.name}.part")
        self._mark = self._path.with_name(f".{self._path.name}.part.json")
        self.mark = self._taken() if resume else None
        """What is there already, None when nothing is."""
        self._file = self._part.open("xb" if self.mark is None else "ab")

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        self._file.write(chunk)

    def restart(self) -> None:
        """Drop what is there."""
        self._file.seek(0)
        self._file.truncate()

    @property
    def size(self) -> int:
        """The bytes that are there, 0 when it has been closed."""
        return 0 if self._file.closed else self._file.tell()

    def commit(self) -> None:
        """Give the file its name, in place of another of that name."""
        self._synced()
        os.replace(self._part, self._path)

    def keep(self, mark: Mark | None) -> None:
        """Keep the bytes for a later run, where `mark` says what they are."""
        if mark is None or self._file.closed:
            return
        with suppress(OSError):  # there is an error already, and it says more
            self._synced()
            os.replace(self._part, self._kept)
            self._part.write_text(json.dumps(asdict(mark)))
            os.replace(self._part, self._mark)

    def discard(self) -> None:
        """Remove the file, unless it has its name."""
        self._file.close()
        with suppress(FileNotFoundError):
            os.unlink(self._part)

    def _synced(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _taken(self) -> Mark | None:
        """Take over what an earlier run kept; None, and it is gone, when it is of no use."""
        try:
            os.replace(self._mark, self._part)
            mark = Mark(**json.loads(self._part.read_bytes()))
            os.replace(self._kept, self._part)
            if self._part.stat().st_size == mark.size:
                return mark
        except (OSError, ValueError, TypeError):
            pass
        with suppress(FileNotFoundError):
            os.unlink(self._part)
        return None
