"""Multipart bodies (RFC 2046, RFC 7578), their files read while they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import cast

from . import json
from .form import field_values
from .texts import plain_value, scalar_text
from .unset import UNSET
from .upload import Pieces, Sending, Source, is_file

_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
"""HTML, "multipart form data": how the names of fields and files are written."""


class Part:
    """One part: what stands before its bytes, and the bytes. Fields of a form have names."""

    __slots__ = ("_text", "head", "source")

    def __init__(self, name: str, value: object, media_type: str | None) -> None:
        disposition = f'form-data; name="{name.translate(_ESCAPES)}"' if name else ""
        self.source: Source | None = None
        self._text = b""
        if is_file(value):
            self.source = Source(name or "a part", value)
            file_name = (self.source.name or name).translate(_ESCAPES)
            if file_name:
                disposition = disposition or "attachment"
                disposition += f'; filename="{file_name}"'
            if self.source.has_type or media_type is None:
                media_type = self.source.media_type
        else:
            plain = plain_value(name, value)
            if isinstance(plain, Mapping | list):
                self._text = json.dumps(plain)
                media_type = media_type or "application/json"
            else:
                self._text = scalar_text(name, plain).encode()
        lines = [f"Content-Disposition: {disposition}"] if disposition else []
        if media_type:
            lines.append(f"Content-Type: {media_type.translate(_ESCAPES)}")
        self.head = "\r\n".join([*lines, "", ""]).encode()

    @property
    def size(self) -> int | None:
        return len(self._text) if self.source is None else self.source.size

    def chunks(self) -> Pieces:
        if self.source is not None:
            yield from self.source.chunks()
        elif self._text:
            yield self._text


class Multipart:
    """Fields of a form, files among them.

    Files are bytes, paths, open files, iterators, tuples with a name (and a media type), or
    `UploadFile`s. A list is one field for each item; an object is JSON.
    """

    __slots__ = ("_boundary", "_parts", "_subtype")

    def __init__(
        self,
        fields: object,
        media_types: Mapping[str, str] | None = None,
        subtype: str = "form-data",
    ) -> None:
        """Send a mapping or a model; members that are None are left out.

        Args:
            media_types: the media type of a field, where it is documented.
            subtype: what kind of multipart it is.

        Raises:
            ValueError, TypeError: a field cannot be sent; names it.
        """
        named = field_values(fields)
        types = media_types or {}
        parts = [
            Part(name, item, types.get(name))
            for name, value in named.items()
            if value is not None and value is not UNSET
            for item in _items(value)
            if item is not None
        ]
        self._of(parts, subtype)

    def _of(self, parts: list[Part], subtype: str) -> None:
        self._parts = parts
        self._subtype = subtype
        self._boundary = secrets.token_hex(16)

    @staticmethod
    def given(
        fields: object,
        media_types: Mapping[str, str] | None = None,
        subtype: str = "form-data",
    ) -> Multipart | None:
        """The form, None where it has no fields; see `Multipart`."""
        form = Multipart(fields, media_types, subtype)
        return form if form._parts else None

    @property
    def content_type(self) -> str:
        """The media type with the boundary."""
        return f"multipart/{self._subtype}; boundary={self._boundary}"

    @property
    def is_async(self) -> bool:
        """Whether only asyncio can read one of the files."""
        return any(p.source is not None and p.source.is_async for p in self._parts)

    @property
    def may_repeat(self) -> bool:
        """Whether every file can be sent from its beginning."""
        return all(p.source is None or p.source.may_repeat for p in self._parts)

    def begin(self) -> Sending:
        """Open the files."""
        opening, end = f"--{self._boundary}\r\n".encode(), self._end
        sizes = [part.size for part in self._parts]
        known = [size for size in sizes if size is not None]
        size = sum(known) + len(end)
        size += sum(len(opening) + len(part.head) + 2 for part in self._parts)
        return Sending(
            self._pieces(opening), size if len(known) == len(sizes) else None
        )

    @property
    def _end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()

    def _pieces(self, opening: bytes) -> Pieces:
        for part in self._parts:
            yield opening + part.head
            yield from part.chunks()
            yield b"\r\n"
        yield self._end


def _items(value: object) -> Iterable[object]:
    """A list or another sequence field by field; everything else as one."""
    if is_file(value) or not isinstance(value, list | tuple | set | frozenset):
        return (value,)
    return cast("Iterable[object]", value)
