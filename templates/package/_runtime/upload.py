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
from mimetypes import guess_type
from typing import IO, TypeAlias, TypeGuard, cast

import httpx2

FileContent: TypeAlias = (
    bytes | os.PathLike[str] | IO[bytes] | Iterator[bytes] | AsyncIterator[bytes]
)
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
tuple, or with more in an `UploadFile`. An async iterator is for the asynchronous client."""


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
            TypeError: it is none; names the argument.
        """
        file = _described(given)
        content = file.content
        if not is_content(content):
            raise TypeError(
                f"{argument} must be bytes, a path, an open binary file or an iterator"
            )
        self._content: FileContent = content
        self._on_progress = file.on_progress
        self.name = file.name if file.name is not None else _own_name(content)
        self.has_type = file.media_type is not None
        """Whether its media type is given, and not a guess."""
        self.media_type = file.media_type or guess_type(self.name or "")[0] or OCTETS
        self._start = _position(content)
        self._taken = False

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
        if self._start is None or not _is_open_file(content):
            return None
        end = content.seek(0, io.SEEK_END)
        content.seek(self._start)
        return end - self._start

    def chunks(self) -> Pieces:
        """The bytes, piece by piece."""
        content, told, sent = self._content, self._on_progress, 0
        size = self.size if told is not None else None
        if isinstance(content, AsyncIterator):
            self._taken = True
            yield self._awaited(content)
            return
        for piece in self._read(content):
            yield piece
            sent += len(piece)
            if told is not None:
                yield _Progress(told, sent, size)

    def _read(
        self, content: bytes | os.PathLike[str] | IO[bytes] | Iterator[bytes]
    ) -> Iterator[bytes]:
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

    async def _awaited(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        sent = 0
        async for piece in content:
            yield piece
            sent += len(piece)
            if self._on_progress is not None:
                self._on_progress(sent, None)


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
                raise TypeError("an async iterator is for the asynchronous client")

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
    def may_repeat(self) -> bool:
        """Whether it can be sent from its beginning."""
        return self._source.may_repeat

    def begin(self) -> Sending:
        """Open the file."""
        return Sending(self._source.chunks(), self._source.size)


def is_content(value: object) -> TypeGuard[FileContent]:
    """Whether a value is the content of a file."""
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
    try:
        file = cast("IO[bytes]", content)
        return file.tell() if file.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None
