"""Is a vendored copy of a generated package unmodified, and is it the current one?

The first question has one answer, the module that every generated package carries: it is loaded
from the templates here, so that the tool and `python -m <package> verify` cannot disagree.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ..output import MANIFEST
from ..source import Document, object_at, text_at
from ..templates_path import TEMPLATES


@dataclass(frozen=True, slots=True)
class Departure:
    """One file that is not as generated. `kind` is modified, missing, extra or unreadable."""

    kind: str
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A copy beside the project's own package; each value is what a manifest says."""

    copy_version: str
    version: str
    same_spec: bool
    same_files: bool


def verify(folder: Path) -> tuple[Departure, ...]:
    """Every departure of the package in `folder` from its manifest; empty when unmodified."""
    return tuple(
        Departure(str(found.kind), found.path, found.detail)
        for found in _manifest().verify(folder)
    )


def standing(folder: Path, output: Path) -> Standing | None:
    """How the copy in `folder` compares with the package of the same API below `output`.

    None when either has no readable manifest, or the project has no such package.
    """
    copy = _read(folder)
    for path in sorted(output.glob(f"*/{MANIFEST}")):
        own = _read(path.parent)
        if copy and own and _title(copy) == _title(own):
            return Standing(
                copy_version=text_at(object_at(copy, "api"), "version"),
                version=text_at(object_at(own, "api"), "version"),
                same_spec=copy.get("spec") == own.get("spec"),
                same_files=copy.get("files") == own.get("files"),
            )
    return None


def _title(manifest: Document) -> str:
    return text_at(object_at(manifest, "api"), "title")


def _read(folder: Path) -> Document | None:
    try:
        manifest: Document = _manifest().read_manifest(folder)
    except ValueError:
        return None
    return manifest


@cache
def _manifest() -> Any:
    """The module `_runtime/manifest.py` of the templates, by itself: standard library only."""
    name = f"{__name__}._runtime_manifest"
    spec = spec_from_file_location(name, TEMPLATES / "package/_runtime/manifest.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
