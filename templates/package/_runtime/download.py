"""Answers of any size: read piece by piece, or saved to a file.

A body that breaks off is continued where the server allows it: with `Range`, and `If-Range`
to be sure that it is still the same (RFC 9110, sections 13.1.5 and 14.2). It is asked for
uncompressed, so that its bytes can be counted.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import re
import secrets
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeAlias, TypeVar

import httpx2

from .contents import charset
from .errors import ResponseDecodeError
from .fault import Fault
from .pipe import AsyncPipe, Flow, SyncPipe

if TYPE_CHECKING:
    from .call import Call
    from .response import RawResponse
    from .transport import AsyncTransport, SyncTransport

T = TypeVar("T")

OnProgress: TypeAlias = Callable[[int, int | None], object]
"""Told how many bytes have come, and of how many, None when the server does not say."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _Transfer(Flow[T]):
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
            self._etag = _strong(headers)
            self.total = _length(headers)
            return
        self._skip = 0
        if self._etag and _strong(headers) != self._etag:
            raise self._changed()
        if self.response.status_code != 206:
            self._skip = self.received
            return
        found = _RANGE.fullmatch(headers.get("content-range", ""))
        if found is None or int(found[1]) != self.received:
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
            headers = {"range": f"bytes={self.received}-", "if-range": self._etag}
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


class _TextLines:
    """Text to lines, none longer than an answer may be."""

    def __init__(self, response: RawResponse[Any], limit: int) -> None:
        self._response = response
        self._limit = limit
        self._rest: list[str] = []
        self._size = 0

    def feed(self, text: str) -> Iterator[str]:
        """The lines that end in the next text, without their ends."""
        *ended, rest = text.split("\n")
        for piece in ended:
            self._add(piece)
            yield "".join(self._rest).removesuffix("\r")
            self._rest, self._size = [], 0
        self._add(rest)

    def end(self) -> Iterator[str]:
        """What came after the last end of a line."""
        if rest := "".join(self._rest):
            yield rest

    def _add(self, piece: str) -> None:
        self._size += len(piece)
        self._rest.append(piece)
        if self._size > self._limit:
            problem = f"a line is longer than {self._limit} characters"
            raise ResponseDecodeError("$", problem, self._response)


class _File:
    """A file that has its name only once it is complete."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Make a file beside `path`.

        Raises:
            OSError: that cannot be done.
        """
        self._path = Path(path)
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


class _Streamed(Generic[T]):
    """The head of an answer, once it is open: enter the block, or read."""

    _flow: _Transfer[T]

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._flow.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by case-insensitive name."""
        return self._flow.response.headers

    @property
    def request_id(self) -> str | None:
        """The server's id for this request."""
        return self._flow.response.request_id

    @property
    def response(self) -> RawResponse[T]:
        """The answer without its body."""
        return self._flow.response

    def _lines(self) -> _TextLines:
        limit = self._flow.opened.settings.max_response_bytes
        return _TextLines(self._flow.response, limit)

    def _decoder(self) -> codecs.IncrementalDecoder:
        response = self._flow.response
        try:
            return codecs.getincrementaldecoder(charset(response.headers))()
        except LookupError:
            pass
        raise ResponseDecodeError("$", "its charset is unknown", response)

    def _decoded(
        self, decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
    ) -> str:
        try:
            return decoder.decode(chunk, final)
        except UnicodeError:
            pass
        problem = "the body is not text in its charset"
        raise ResponseDecodeError("$", problem, self._flow.response)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._flow.call.operation}>"


class StreamedResponse(_Streamed[T]):
    """An answer that is read piece by piece, once; `with` releases its connection."""

    def __init__(self, transport: SyncTransport, call: Call[T]) -> None:
        self._flow = _Transfer(call)
        self._pipe = SyncPipe(transport, self._flow)

    def iter_bytes(self) -> Generator[bytes]:
        """The bytes as they arrive.

        Raises:
            APIConnectionError: the connection was lost, and there is no way to go on.
        """
        self._pipe.open()
        while self._flow.chunks or not self._flow.is_over:
            if self._flow.chunks:
                yield self._flow.chunks.popleft()
            else:
                self._pipe.pull()

    def iter_text(self) -> Generator[str]:
        """The text as it arrives, in the charset that the answer names, else UTF-8."""
        self._pipe.open()
        decoder = self._decoder()
        for chunk in self.iter_bytes():
            if text := self._decoded(decoder, chunk):
                yield text
        if text := self._decoded(decoder, b"", final=True):
            yield text

    def iter_lines(self) -> Generator[str]:
        """The lines as they arrive, without their ends."""
        self._pipe.open()
        lines = self._lines()
        for text in self.iter_text():
            yield from lines.feed(text)
        yield from lines.end()

    def read(self) -> bytes:
        """All bytes, as many as answers may have."""
        self._pipe.open()
        limit = self._flow.opened.settings.max_response_bytes
        found: list[bytes] = []
        for chunk in self.iter_bytes():
            self._flow.check(limit)
            found.append(chunk)
        return b"".join(found)

    def save_to(
        self,
        path: str | os.PathLike[str],
        *,
        max_bytes: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> int:
        """Save the body as a file, which has its name only once it is complete.

        Args:
            path: The file; one that is there is replaced.
            max_bytes: The most that the file may have.
            on_progress: Called with the bytes that have come and those that there are, None
                where the server does not say.

        Returns:
            The number of bytes.

        Raises:
            OSError: The file cannot be written.
            ResponseDecodeError: The body is too large, or shorter than the server said.
            APIConnectionError: The connection was lost, and there is no way to go on.
        """
        file = _File(path)
        try:
            with self:
                self._flow.check(max_bytes)
                for chunk in self.iter_bytes():
                    self._flow.check(max_bytes)
                    file.write(chunk)
                    if on_progress is not None:
                        on_progress(self._flow.received, self._flow.total)
            file.commit()
        finally:
            file.discard()
        return self._flow.received

    def __enter__(self) -> Self:
        self._pipe.open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading, and release the connection."""
        self._pipe.close()


class AsyncStreamedResponse(_Streamed[T]):
    """An answer that is read piece by piece from a task; see `StreamedResponse`."""

    def __init__(self, transport: AsyncTransport, call: Call[T]) -> None:
        self._flow = _Transfer(call)
        self._pipe = AsyncPipe(transport, self._flow)

    async def iter_bytes(self) -> AsyncGenerator[bytes]:
        """The bytes as they arrive; see `StreamedResponse.iter_bytes`."""
        await self._pipe.open()
        while self._flow.chunks or not self._flow.is_over:
            if self._flow.chunks:
                yield self._flow.chunks.popleft()
            else:
                await self._pipe.pull()

    async def iter_text(self) -> AsyncGenerator[str]:
        """The text as it arrives, in the charset that the answer names, else UTF-8."""
        await self._pipe.open()
        decoder = self._decoder()
        async for chunk in self.iter_bytes():
            if text := self._decoded(decoder, chunk):
                yield text
        if text := self._decoded(decoder, b"", final=True):
            yield text

    async def iter_lines(self) -> AsyncGenerator[str]:
        """The lines as they arrive, without their ends."""
        await self._pipe.open()
        lines = self._lines()
        async for text in self.iter_text():
            for line in lines.feed(text):
                yield line
        for line in lines.end():
            yield line

    async def read(self) -> bytes:
        """All bytes, as many as answers may have."""
        await self._pipe.open()
        limit = self._flow.opened.settings.max_response_bytes
        found: list[bytes] = []
        async for chunk in self.iter_bytes():
            self._flow.check(limit)
            found.append(chunk)
        return b"".join(found)

    async def save_to(
        self,
        path: str | os.PathLike[str],
        *,
        max_bytes: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> int:
        """Save the body as a file, written in a thread; see `StreamedResponse.save_to`."""
        file = await asyncio.to_thread(_File, path)
        try:
            async with self:
                self._flow.check(max_bytes)
                async for chunk in self.iter_bytes():
                    self._flow.check(max_bytes)
                    await asyncio.to_thread(file.write, chunk)
                    if on_progress is not None:
                        on_progress(self._flow.received, self._flow.total)
            await asyncio.to_thread(file.commit)
        finally:
            file.discard()
        return self._flow.received

    async def __aenter__(self) -> Self:
        await self._pipe.open()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop reading, and release the connection."""
        await self._pipe.close()
