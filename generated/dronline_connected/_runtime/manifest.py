"""Whether the files of a generated package are the ones that were generated.

Standard library only, and nothing of the package but this module: it must work where
the package is vendored and its dependency is not installed. The manifest itself may have
been tampered with, so that paths in it are not followed out of the folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, cast

MANIFEST = "_manifest.json"

_IGNORED_FOLDERS = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache"})
_IGNORED_SUFFIXES = frozenset({".pyc", ".pyo"})


class FindingKind(StrEnum):
    """How a file departs from the manifest."""

    MODIFIED = "modified"
    MISSING = "missing"
    EXTRA = "extra"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure."""

    kind: FindingKind
    path: str
    """Relative to the package, with forward slashes."""
    detail: str = ""

    def __str__(self) -> str:
        text = f"{self.kind}: {self.path}"
        return f"{text} ({self.detail})" if self.detail else text


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the package in `folder`.

    Raises:
        ValueError: it is missing, or not a manifest.
    """
    try:
        manifest: object = json.loads((folder / MANIFEST).read_bytes())
    except OSError:
        raise ValueError(f"{MANIFEST} cannot be read") from None
    except (ValueError, RecursionError):
        raise ValueError(f"{MANIFEST} is not JSON") from None
    if isinstance(manifest, dict):
        members = cast("dict[str, Any]", manifest)
        if isinstance(members.get("files"), dict):
            return members
    raise ValueError(f"{MANIFEST} does not list files")


def verify(folder: Path) -> list[Finding]:
    """Compare the package in `folder` with its manifest; nothing found is fine.

    Files are compared by their bytes. Extra files are reported because Python would
    import them, compiled files and caches are not.
    """
    try:
        files: dict[str, object] = read_manifest(folder)["files"]
    except ValueError as error:
        return [Finding(FindingKind.UNREADABLE, MANIFEST, str(error))]
    listed = [_compare(folder, path, digest) for path, digest in sorted(files.items())]
    findings = [finding for finding in listed if finding is not None]
    findings.extend(
        Finding(FindingKind.EXTRA, path)
        for path in sorted(_present(folder))
        if path not in files and path != MANIFEST
    )
    return findings


def _compare(folder: Path, path: str, digest: object) -> Finding | None:
    if not _stays_inside(path):
        return Finding(FindingKind.UNREADABLE, path, "not a path inside the package")
    file = folder / path
    if not file.is_file():
        return Finding(FindingKind.MISSING, path)
    try:
        content = file.read_bytes()
    except OSError:
        return Finding(FindingKind.UNREADABLE, path)
    if _digest(content) == digest:
        return None
    if _digest(content.replace(b"\r\n", b"\n")) == digest:
        detail = "only its line endings: mark the folder `-text` in .gitattributes"
        return Finding(FindingKind.MODIFIED, path, detail)
    return Finding(FindingKind.MODIFIED, path)


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and not path.startswith("/")
        and ".." not in parts
        and not any(char in path for char in "\\:\0")
    )


def _present(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if _IGNORED_FOLDERS.isdisjoint(relative.parts) and (
            path.suffix not in _IGNORED_SUFFIXES and path.is_file()
        ):
            yield relative.as_posix()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
