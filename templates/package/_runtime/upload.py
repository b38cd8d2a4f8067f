"""Files as bodies: bytes, paths and open files, read while they are sent.

A file is read from where it stands when the call is made. It can be sent again, after a
lost connection for instance, when it can be wound back there; what cannot is sent once.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from mimetypes import guess_type
from typing import IO, TypeAlias, TypeGuard, cast

import httpx2

FileContent: TypeAlias = bytes | os.PathLike[str] | IO[bytes]
FileInput: TypeAlias = (
    FileContent | tuple[str, FileContent] | tuple[str, FileContent, str]
)
"""Bytes, a path or an open file; with a name, or a name and a media type, in a tuple."""

OCTETS = "application/octet-stream"
_CHUNK = 64 * 1024


class Source:
    """The bytes of one file; each `open` starts from the beginning."""

    __slots__ = ("_content", "_start", "_taken", "media_type", "name")

    def __init__(self, argument: str, given: FileInput) -> None:
        """Accept a file argument.

        Raises:
            TypeError: it is none; names the argument.
        """
        name: str | None = None
        media_type: str | None = None
        if isinstance(given, tuple):
            name, content = given[0], given[1]
            media_type = given[2] if len(given) == 3 else None
        else:
            content = given
        if not is_content(content):
            raise TypeError(f"{argument} must be bytes, a path or an open binary file")
        self._content: FileContent = content
        self.name = name if name is not None else _own_name(content)
        self.media_type = media_type or guess_type(self.name or "")[0] or OCTETS
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
        if self._start is None:
            return None
        end = content.seek(0, io.SEEK_END)
        content.seek(self._start)
        return end - self._start

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        content = self._content
        if isinstance(content, bytes):
            yield content
        elif isinstance(content, os.PathLike):
            with open(content, "rb") as file:
                yield from _pieces(file)
        else:
            if self._start is not None:
                content.seek(self._start)
            self._taken = True
            yield from _pieces(content)


class ByteStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Pieces for either transport: asyncio reads them in a thread, file systems block."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await asyncio.to_thread(next, self._pieces, None)) is not None:
            yield piece


class Sending:
    """One attempt: the pieces, and the headers that say how long they are together."""

    __slots__ = ("framing", "stream")

    def __init__(self, pieces: Iterator[bytes], size: int | None) -> None:
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
        self._source = Source("body", file)
        has_own = isinstance(file, tuple) and len(file) == 3
        self.content_type = self._source.media_type if has_own else media_type

    @property
    def may_repeat(self) -> bool:
        """Whether it can be sent from its beginning."""
        return self._source.may_repeat

    def begin(self) -> Sending:
        """Open the file."""
        return Sending(self._source.chunks(), self._source.size)


def is_content(value: object) -> TypeGuard[FileContent]:
    """Whether a value is the content of a file."""
    return isinstance(value, bytes | os.PathLike) or hasattr(value, "read")


def is_file(value: object) -> TypeGuard[FileInput]:
    """Whether a value is a `FileInput`."""
    if not isinstance(value, tuple):
        return is_content(value)
    members = cast("tuple[object, ...]", value)
    named = len(members) in (2, 3) and isinstance(members[0], str)
    return named and is_content(members[1])


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
        return content.tell() if content.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None
