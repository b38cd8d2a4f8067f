"""How far an answer has come, how to get the rest, and the file that it becomes.

A body that breaks off is continued where the server allows it: with `Range`, and `If-Range`
to be sure that it is still the same (RFC 9110, sections 13.1.5 and 14.2). It is asked for
uncompressed, so that its bytes can be counted.
"""

from __future__ import annotations

import os
import re
import secrets
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx2

from .errors import ResponseDecodeError
from .fault import Fault
from .pipe import Flow

if TYPE_CHECKING:
    from .call import Call

T = TypeVar("T")

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class Transfer(Flow[T]):
    """How far an answer has come, and how to get the rest."""

    def __init__(self, call: Call[T]) -> None:
        identity = {**(call.headers or {}), "accept-encoding": "identity"}
        super().__init__(replace(call, headers=identity))
        self.chunks: deque[bytes] = deque()
        self.received = 0
        """Bytes that have come."""
        self.total: int | None = None
        """Bytes that there are, as far as the server says so."""
        self._etag = ""
        self._skip = 0
        self._part: tuple[int, int] | None = None
        """The first and the last byte, where the caller asked for a part of the whole."""

    def holds(self, response: httpx2.Response) -> bool:
        """Whether an answer is one of success."""
        return response.is_success

    def begin(self, held: httpx2.Response | None) -> None:
        """Take the beginning of an answer, or what goes on from where the last one ended.

        Raises:
            APIConnectionError: it is not the same any more.
        """
        headers = self.response.headers
        if not self.received:
            self.total = _length(headers)
            self._part = self._range()
            is_known = self.response.status_code != 206 or self._part is not None
            self._etag = _strong(headers) if is_known else ""
            return
        self._skip = 0
        if self._etag and _strong(headers) != self._etag:
            raise self._changed()
        if self.response.status_code != 206 and self._part is None:
            self._skip = self.received
            return
        found = self._range()
        if found is None or found[0] != self._next:
            raise self._changed()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes, but those that were there before."""
        skipped = min(self._skip, len(chunk))
        self._skip -= skipped
        if chunk := chunk[skipped:]:
            self.received += len(chunk)
            self.chunks.append(chunk)
            self.opened.progressed()

    def end(self) -> None:
        """The server has ended the answer in order."""
        self.is_over = True
        if self.total is not None and self.received != self.total:
            problem = f"{self.received} of {self.total} bytes came"
            raise ResponseDecodeError("$", problem, self.response)

    def interrupted(self, fault: Fault) -> float:
        """Seconds to wait before the rest is asked for.

        Raises:
            APIConnectionError: it is not asked for.
        """
        wait, headers = None, dict[str, str]()
        if self.received:
            end = "" if self._part is None else self._part[1]
            headers = {"range": f"bytes={self._next}-{end}", "if-range": self._etag}
        if not self.received or (self._etag and self.call.method == "GET"):
            wait = self.opened.interrupted(fault, headers)
        if wait is None:
            raise self.opened.connection_error(fault)
        return wait

    def check(self, limit: int | None) -> None:
        """Refuse more than `limit` bytes.

        Raises:
            ResponseDecodeError: there are more.
        """
        if limit is not None and max(self.received, self.total or 0) > limit:
            problem = f"the body is larger than {limit} bytes"
            raise ResponseDecodeError("$", problem, self.response)

    @property
    def _next(self) -> int:
        """Where in the whole the next byte stands."""
        return self.received + (0 if self._part is None else self._part[0])

    def _range(self) -> tuple[int, int] | None:
        """The first and the last byte of an answer that is a part, None of a whole one."""
        if self.response.status_code != 206:
            return None
        text = self.response.headers.get("content-range", "")
        found = _RANGE.fullmatch(text)
        return None if found is None else (int(found[1]), int(found[2]))

    def _changed(self) -> Exception:
        problem = "the answer changed while it was read"
        return self.opened.connection_error(Fault(problem, is_transient=False))


def _strong(headers: Mapping[str, str]) -> str:
    """What identifies the bytes of an answer (RFC 9110, section 8.8.3), "" without it."""
    etag = headers.get("etag", "")
    is_strong = etag.startswith('"') and headers.get("accept-ranges") != "none"
    return etag if is_strong and _is_plain(headers) else ""


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    return int(text) if _is_plain(headers) and text.isdecimal() else None


def _is_plain(headers: Mapping[str, str]) -> bool:
    """Whether the bytes that come are those of the file, and not packed ones."""
    return headers.get("content-encoding", "identity") == "identity"


class PartFile:
    """A file that has its name only once it is complete."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Make a file beside `path`.

        Raises:
            OSError: that cannot be done, or `path` is a folder.
        """
        self._path = Path(path)
        if self._path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
        self._part = self._path.with_name(f".{secrets.token_hex(8)}.part")
        self._file = self._part.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        self._file.write(chunk)

    def commit(self) -> None:
        """Give the file its name, in place of another of that name."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._part, self._path)

    def discard(self) -> None:
        """Remove the file, unless it has its name."""
        self._file.close()
        with suppress(FileNotFoundError):
            os.unlink(self._part)
