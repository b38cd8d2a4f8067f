"""Files as bodies: bytes, paths, open files and iterators, read while they are sent.

A file is read from where it stands when the call is made. It can be sent again, after a
lost connection for instance, when it can be wound back there; what cannot is sent once.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import iscoroutinefunction
from mimetypes import guess_type
from typing import IO, Protocol, TypeAlias, TypeGuard, cast

import httpx2


class AsyncFile(Protocol):
    """A file whose `read` is to be awaited, such as those of web frameworks."""

    async def read(self, size: int = -1, /) -> bytes: ...


_BlockingContent: TypeAlias = bytes | os.PathLike[str] | IO[bytes] | Iterator[bytes]
_AsyncContent: TypeAlias = AsyncIterator[bytes] | AsyncFile
FileContent: TypeAlias = _BlockingContent | _AsyncContent
OnProgress: TypeAlias = Callable[[int, int | None], object]
"""Told how many bytes were sent, and of how many, None where only reading tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFile:
    """A file with what is said of it, and who is told how far it is."""

    content: FileContent
    name: str | None = None
    """What the server is told; else the name that a path or an open file has."""
    media_type: str | None = None
    """Else what the name says."""
    on_progress: OnProgress | None = None
    """Called with the bytes sent so far; from the beginning again for another attempt."""


FileInput: TypeAlias = (
    FileContent | tuple[str, FileContent] | tuple[str, FileContent, str] | UploadFile
)
"""Bytes, a path, an open file or an iterator; with a name, or a name and a media type, in a
tuple, or with more in an `UploadFile`. Async iterators and files are for the asynchronous
client."""


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far a file is, between two of its pieces."""

    on_progress: OnProgress
    sent: int
    size: int | None


Pieces: TypeAlias = Iterator[bytes | _Progress | AsyncIterator[bytes]]
"""Bytes, what is to be told between them, and what gives bytes to a task alone."""

OCTETS = "application/octet-stream"
_CHUNK = 64 * 1024


class Source:
    """The bytes of one file; each `open` starts from the beginning."""

    __slots__ = (
        "_argument",
        "_content",
        "_on_progress",
        "_start",
        "_taken",
        "has_type",
        "media_type",
        "name",
    )

    def __init__(self, argument: str, given: FileInput) -> None:
        """Accept a file argument.

        Raises:
            TypeError, ValueError: it is none, or has been read or closed; names the argument.
        """
        file = _described(given)
        content = file.content
        if not is_content(content):
            raise TypeError(
                f"{argument} must be bytes, a path, an open binary file or an iterator"
            )
        if problem := _problem(content):
            raise ValueError(f"{argument} {problem}")
        self._argument = argument
        self._content: FileContent = content
        self._on_progress = file.on_progress
        self.name = file.name if file.name is not None else _own_name(content)
        self.has_type = file.media_type is not None
        """Whether its media type is given, and not a guess."""
        self.media_type = file.media_type or guess_type(self.name or "")[0] or OCTETS
        self._start = _position(content)
        self._taken = False

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read it."""
        return _is_async(self._content)

    @property
    def may_repeat(self) -> bool:
        """Whether it can be read from its beginning."""
        is_stream = not isinstance(self._content, bytes | os.PathLike)
        return not (is_stream and self._start is None and self._taken)

    @property
    def size(self) -> int | None:
        """How many bytes will come, None when only reading tells."""
        content = self._content
        if isinstance(content, bytes):
            return len(content)
        if isinstance(content, os.PathLike):
            return os.stat(content).st_size
        if self._start is None or _is_async(content) or not _is_open_file(content):
            return None
        end = content.seek(0, io.SEEK_END)
        content.seek(self._start)
        return end - self._start

    def chunks(self) -> Pieces:
        """The bytes, piece by piece."""
        content, told, sent = self._content, self._on_progress, 0
        size = self.size if told is not None else None
        if _is_async(content):
            self._taken = True
            yield self._awaited(content)
            return
        for piece in self._read(cast("_BlockingContent", content)):
            yield self._checked(piece)
            sent += len(piece)
            if told is not None:
                yield _Progress(told, sent, size)

    def _read(self, content: _BlockingContent) -> Iterator[bytes]:
        if isinstance(content, bytes):
            yield content
        elif isinstance(content, os.PathLike):
            with open(content, "rb") as file:
                yield from _pieces(file)
        elif _is_open_file(content):
            if self._start is not None:
                content.seek(self._start)
            self._taken = True
            yield from _pieces(content)
        else:
            self._taken = True
            yield from content

    async def _awaited(self, content: _AsyncContent) -> AsyncIterator[bytes]:
        sent = 0
        if not isinstance(content, AsyncIterator):
            content = _awaited_pieces(content)
        async for piece in content:
            yield self._checked(piece)
            sent += len(piece)
            if self._on_progress is not None:
                self._on_progress(sent, None)

    def _checked(self, piece: object) -> bytes:
        if isinstance(piece, bytes):
            return piece
        raise TypeError(
            f"{self._argument} must give bytes, and gave {type(piece).__name__}"
        )


class ByteStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Pieces for either transport: asyncio reads them in a thread, file systems block."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            elif isinstance(piece, _Progress):
                piece.on_progress(piece.sent, piece.size)
            else:
                raise AssertionError("the synchronous client takes no async content")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await asyncio.to_thread(next, self._pieces, None)) is not None:
            if isinstance(piece, bytes):
                yield piece
            elif isinstance(piece, _Progress):
                piece.on_progress(piece.sent, piece.size)
            else:
                async for each in piece:
                    yield each


class Sending:
    """One attempt: the pieces, and the headers that say how long they are together."""

    __slots__ = ("framing", "stream")

    def __init__(self, pieces: Pieces, size: int | None) -> None:
        self.stream = ByteStream(pieces)
        self.framing: Mapping[str, str] = (
            {"transfer-encoding": "chunked"}
            if size is None
            else {"content-length": str(size)}
        )


class Upload:
    """One file as the whole body."""

    __slots__ = ("_source", "content_type")

    def __init__(self, file: FileInput, media_type: str = OCTETS) -> None:
        """Send `file`; a media type in its tuple goes before the documented one.

        Raises:
            TypeError: it is no file.
        """
        self._source = source = Source("body", file)
        self.content_type = source.media_type if source.has_type else media_type

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read it."""
        return self._source.is_async

    @property
    def may_repeat(self) -> bool:
        """Whether it can be sent from its beginning."""
        return self._source.may_repeat

    def begin(self) -> Sending:
        """Open the file."""
        return Sending(self._source.chunks(), self._source.size)


def is_content(value: object) -> TypeGuard[FileContent]:
    """Whether a value is the content of a file."""
    if _is_text(value):
        return False
    return isinstance(
        value, bytes | os.PathLike | Iterator | AsyncIterator
    ) or _is_open_file(value)


def is_file(value: object) -> TypeGuard[FileInput]:
    """Whether a value is a `FileInput`."""
    if not isinstance(value, tuple):
        return isinstance(value, UploadFile) or is_content(value)
    members = cast("tuple[object, ...]", value)
    named = len(members) in (2, 3) and isinstance(members[0], str)
    return named and is_content(members[1])


def _described(given: FileInput) -> UploadFile:
    if isinstance(given, UploadFile):
        return given
    if isinstance(given, tuple):
        media_type = given[2] if len(given) == 3 else None
        return UploadFile(content=given[1], name=given[0], media_type=media_type)
    return UploadFile(content=given)


def _is_open_file(value: object) -> TypeGuard[IO[bytes]]:
    return hasattr(value, "read")


def _is_text(value: object) -> bool:
    # Only files of text have an encoding, whatever wraps them.
    return hasattr(value, "read") and hasattr(value, "encoding")


def _is_async(content: object) -> TypeGuard[_AsyncContent]:
    read = getattr(content, "read", None)
    return isinstance(content, AsyncIterator) or iscoroutinefunction(read)


def _problem(content: FileContent) -> str:
    """What keeps content from being read, "" when nothing does."""
    if getattr(content, "closed", False) is True:
        return "is a closed file"
    for frame in ("gi_frame", "ag_frame"):
        if getattr(content, frame, content) is None:
            return "is a generator that has been read already"
    return ""


async def _awaited_pieces(file: AsyncFile) -> AsyncIterator[bytes]:
    while piece := await file.read(_CHUNK):
        yield piece


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _own_name(content: FileContent) -> str | None:
    if isinstance(content, bytes):
        return None
    path = content if isinstance(content, os.PathLike) else getattr(content, "name", "")
    is_path = isinstance(path, str | os.PathLike)
    return os.path.basename(os.fspath(path)) or None if is_path else None


def _position(content: FileContent) -> int | None:
    """Where an open file stands; None when it cannot be wound back there."""
    if isinstance(content, bytes | os.PathLike):
        return 0
    if _is_async(content):
        return None
    try:
        file = cast("IO[bytes]", content)
        return file.tell() if file.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None
