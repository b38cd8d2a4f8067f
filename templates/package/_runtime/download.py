"""Answers of any size: read piece by piece, or saved to a file."""

from __future__ import annotations

import asyncio
import codecs
import os
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeAlias, TypeVar

from .contents import charset
from .errors import ResponseDecodeError
from .part_file import PartFile
from .pipe import AsyncPipe, SyncPipe
from .transfer import Transfer

if TYPE_CHECKING:
    from .call import Call
    from .response import RawResponse
    from .transport import AsyncTransport, SyncTransport

T = TypeVar("T")

OnProgress: TypeAlias = Callable[[int, int | None], object]
"""Told how many bytes have come, and of how many, None when the server does not say."""


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


class _Streamed(Generic[T]):
    """The head of an answer, once it is open: enter the block, or read."""

    _flow: Transfer[T]

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
        self._flow = Transfer(call)
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
        resume: bool = False,
    ) -> int:
        """Save the body as a file, which has its name only once it is complete.

        Args:
            path: The file; one that is there is replaced.
            max_bytes: The most that the file may have.
            on_progress: Called with the bytes that have come and those that there are, None
                where the server does not say.
            resume: Whether to keep what has come when the download breaks off, beside the file,
                and to go on from there the next time, also in a later run. That is done where
                the server identifies the bytes (a strong `ETag`). For a folder in which nobody
                else writes: what is there is trusted.

        Returns:
            The number of bytes.

        Raises:
            OSError: The file cannot be written.
            ResponseDecodeError: The body is too large, or shorter than the server said.
            APIConnectionError: The connection was lost, and there is no way to go on.
        """
        file = PartFile(path, resume=resume)
        self._flow.kept = file.mark
        try:
            with self:
                self._flow.check(max_bytes)
                if not self._flow.received:
                    file.restart()
                for chunk in self.iter_bytes():
                    self._flow.check(max_bytes)
                    file.write(chunk)
                    if on_progress is not None:
                        on_progress(self._flow.received, self._flow.total)
            file.commit()
        except BaseException as error:
            if resume:
                file.keep(self._flow.mark(file.size, error))
            raise
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
        self._flow = Transfer(call)
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
        resume: bool = False,
    ) -> int:
        """Save the body as a file, written in a thread; see `StreamedResponse.save_to`."""
        # At once: a thread would make it for a cancelled task, too.
        file = PartFile(path, resume=resume)
        self._flow.kept = file.mark
        try:
            async with self:
                self._flow.check(max_bytes)
                if not self._flow.received:
                    file.restart()
                async for chunk in self.iter_bytes():
                    self._flow.check(max_bytes)
                    await asyncio.to_thread(file.write, chunk)
                    if on_progress is not None:
                        on_progress(self._flow.received, self._flow.total)
            await asyncio.to_thread(file.commit)
        except BaseException as error:
            if resume:
                file.keep(self._flow.mark(file.size, error))
            raise
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
