"""How far an answer has come, and how to get the rest.

A body that breaks off is continued where the server allows it: with `Range`, and `If-Range`
to be sure that it is still the same (RFC 9110, sections 13.1.5 and 14.2). It is asked for
uncompressed, so that its bytes can be counted.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import httpx2

from .errors import APIStatusError, ResponseDecodeError
from .fault import Fault
from .parameters import query_string
from .part_file import Mark
from .pipe import Flow

if TYPE_CHECKING:
    from .call import Call

T = TypeVar("T")

_NO_SUCH_RANGE = 416
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
        self.kept: Mark | None = None
        """What is there of an earlier run, set before the answer is asked for."""
        self._etag = ""
        self._skip = 0
        self._part: tuple[int, int] | None = None
        """The first and the last byte, where the caller asked for a part of the whole."""

    def prepare(self) -> None:
        """Ask for what follows the bytes of an earlier run, if they are of this answer."""
        kept = self.kept
        if kept is not None and kept.source == self._source():
            self.received, self._etag = kept.size, kept.etag
            self.opened.add_headers(self._rest())

    def mark(self, size: int, error: BaseException) -> Mark | None:
        """What a later run needs to go on after `size` bytes, None where it had better not."""
        if self.exchange is None:
            return self.kept
        if isinstance(error, ResponseDecodeError):
            return None
        if isinstance(error, APIStatusError) and error.status_code == _NO_SUCH_RANGE:
            return None
        source = self._source()
        if not size or not self._etag or self._part is not None or source is None:
            return None
        return Mark(source, self._etag, size)

    def _source(self) -> str | None:
        """What the bytes are of, without showing it; None of what cannot be continued."""
        call, settings = self.call, self.opened.settings
        names = (*(call.headers or ()), *settings.options.headers)
        if call.method != "GET" or "range" in map(str.lower, names):
            return None
        query = query_string(settings.options.query)
        parts = (settings.base_url, call.server or "", call.target(), query)
        return sha256("\n".join(parts).encode()).hexdigest()

    def _rest(self) -> dict[str, str]:
        """The headers that ask for what has not come."""
        end = "" if self._part is None else self._part[1]
        return {"range": f"bytes={self._next}-{end}", "if-range": self._etag}

    def holds(self, response: httpx2.Response) -> bool:
        """Whether an answer is one of success."""
        return response.is_success

    def begin(self, held: httpx2.Response | None) -> None:
        """Take the beginning of an answer, or what goes on from where the last one ended.

        Raises:
            APIConnectionError: it is not the same any more.
        """
        headers = self.response.headers
        if self.kept is not None and self.received:
            self._go_on(headers)
        self.kept = None
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

    def _go_on(self, headers: Mapping[str, str]) -> None:
        """Take the first answer of this run, which has bytes of an earlier one."""
        length = _length(headers)
        if self.response.status_code == 206:
            self.total = None if length is None else self.received + length
        elif _strong(headers) == self._etag:
            self.total = length
        else:
            self.received = 0  # there is another file by now

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
        wait, headers = None, self._rest() if self.received else {}
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
        self._etag = ""
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
