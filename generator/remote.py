"""Copies of what stands on other servers, kept in the project and named in `sources.lock.yaml`.

Only `undrift pull` talks to other servers. Every other command reads the copies, and only those
that are what the lock says, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .source import Json, is_object, object_at, text_at

SOURCES_LOCK = "sources.lock.yaml"
COPIES = ".undrift-sources"
"""The folder of the copies; hidden, so that no folder of inputs includes it."""

_HEADER = """\
# What was fetched from other servers, by address. Written by `undrift pull`; commit it.
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """A document of another server: its copy, relative to the project, and its SHA-256."""

    file: str
    sha256: str


@dataclass(slots=True)
class SourcesLock:
    """The documents of other servers that references may lead to, by address without fragment."""

    entries: dict[str, Locked] = field(default_factory=dict[str, Locked])

    @classmethod
    def from_document(cls, document: Json) -> SourcesLock:
        """Read the lock; entries that are malformed count as not there."""
        entries: dict[str, Locked] = {}
        for url, entry in object_at(document, "sources").items():
            found = Locked(text_at(entry, "file"), text_at(entry, "sha256"))
            if is_object(entry) and found.file and found.sha256:
                entries[url] = found
        return cls(entries)

    def to_yaml(self) -> str:
        """The text of the lock: the same entries give the same text."""
        lines = [_HEADER + "sources:" + ("" if self.entries else " {}")]
        for url, entry in sorted(self.entries.items()):
            lines.append(f"  {json.dumps(url)}:")
            lines.append(f"    file: {json.dumps(entry.file)}")
            lines.append(f"    sha256: {entry.sha256}")
        return "\n".join([*lines, ""])


@dataclass(slots=True)
class Remote:
    """What references to other servers find.

    `fetched` holds documents that are not written yet; `wanted` gets every address that was
    asked for and is in neither.
    """

    lock: SourcesLock = field(default_factory=SourcesLock)
    fetched: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    wanted: set[str] = field(default_factory=set[str])


def copy_of(url: str) -> str:
    """The file that keeps the copy of a document: its host and path, where these can be names.

    >>> copy_of("https://api.example/schemas/pet.json")
    '.undrift-sources/api.example/schemas/pet.json'
    """
    parts = urlsplit(url)
    names = [parts.netloc, *parts.path.split("/")[1:]]
    plain = all(re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", n) for n in names)
    if parts.query or not plain or len(names) < 2:
        suffix = re.search(r"\.(json|ya?ml)$", parts.path)
        digest = hashlib.sha256(url.encode()).hexdigest()[:16]
        names = [digest + (suffix[0] if suffix else "")]
    return "/".join([COPIES, *names])
