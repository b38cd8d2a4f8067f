"""What a run wants on disk, as a value: `write` and `check` compare it with what is there.

Paths are relative to the output folder with `/` separators, so that the package and the
merged document beside it are treated alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from pathlib import Path

from .document_text import document_text
from .source import Document, Json, is_array, is_object, object_at

MANIFEST = "_manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Every text that one run makes.

    `files` are paths within the package. `lock` is None when the project keeps no names lock.
    """

    folder: Path
    package: str
    generator: str
    title: str
    version: str
    files: Mapping[str, str]
    spec: str
    lock: tuple[Path, str] | None = None

    @property
    def spec_file(self) -> str:
        """The merged document, beside the package."""
        return f"{self.package.replace('_', '-')}.openapi.json"

    @property
    def manifest_file(self) -> str:
        return f"{self.package}/{MANIFEST}"

    def paths(self) -> frozenset[str]:
        """Every file, the manifest included."""
        own = [f"{self.package}/{path}" for path in self.files]
        return frozenset([*own, self.spec_file, self.manifest_file])

    def contents(self) -> dict[str, bytes]:
        """Every file except the manifest, in the order of paths."""
        texts = {f"{self.package}/{path}": text for path, text in self.files.items()}
        texts[self.spec_file] = self.spec
        return {path: texts[path].encode() for path in sorted(texts)}

    def manifest(self) -> bytes:
        """The manifest's bytes: who made the package from what, and the SHA-256 of each file."""
        value = {
            "generator": self.generator,
            "api": {"title": self.title, "version": self.version},
            "spec": {"file": self.spec_file, "sha256": digest(self.spec.encode())},
            "files": {
                path: digest(self.files[path].encode()) for path in sorted(self.files)
            },
        }
        return json_text(value).encode()


class State(Enum):
    """What became of one file. EDITED was written by the tool and changed by somebody since;
    FOREIGN stands where a new file must go: either stops `write` unless it is forced.
    """

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    EDITED = "edited"
    FOREIGN = "foreign"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Changes:
    """How an `Output` differs from the disk, by path relative to the output folder.

    `lock` says that the names lock differs; it is input as well as output, so it is never
    protected.
    """

    states: Mapping[str, State] = field(default_factory=dict[str, State])
    lock: bool = False

    def paths(self, *states: State) -> tuple[str, ...]:
        return tuple(path for path, state in self.states.items() if state in states)

    @property
    def protected(self) -> tuple[str, ...]:
        return self.paths(State.EDITED, State.FOREIGN)

    @property
    def pending(self) -> tuple[str, ...]:
        """Every file that is not as it should be."""
        return tuple(
            p for p, state in self.states.items() if state is not State.UNCHANGED
        )

    def __bool__(self) -> bool:
        return self.lock or bool(self.pending)


def digest(content: bytes) -> str:
    """SHA-256 in hex, as the manifest holds it."""
    return sha256(content).hexdigest()


def json_text(value: Json) -> str:
    """A JSON value as we write it: indented by two, one newline at the end, keys as they are.

    A lone surrogate is legal in a JSON document (RFC 8259 section 8.2) and cannot be encoded
    as UTF-8, so a text that holds one is written in ASCII.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return f"{text if _is_unicode(text) else json.dumps(value, indent=2)}\n"


def spec_text(document: Document) -> str:
    """The canonical document as it is written to disk."""
    sections = object_at(document, "components").values()
    names = (name for section in sections if is_object(section) for name in section)
    if any(not _IN_FRAGMENTS.fullmatch(name) for name in names):
        document = _with_uris(document)
    text = document_text(document)
    return text if _is_unicode(text) else json_text(document)


_IN_FRAGMENTS = re.compile(r"[\w!$&'()*+,;=:@./?~-]*", re.ASCII)
"""Text that is part of a URI's fragment as it is (RFC 3986 section 3.5)."""


def _with_uris(node: Json) -> Json:
    """The node with references that are URIs: within the document they are JSON pointers."""
    if is_array(node):
        return [_with_uris(item) for item in node]
    if not is_object(node):
        return node
    return {key: _member(key, value) for key, value in node.items()}


def _member(key: str, value: Json) -> Json:
    if key != "$ref" or not isinstance(value, str) or not value.startswith("#/"):
        return _with_uris(value)
    from urllib.parse import quote  # slow to import, and seldom needed

    return "#" + quote(value[1:], safe="!$&'()*+,;=:@/?~")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
