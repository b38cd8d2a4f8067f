"""What one fragment says about a node, and how variants are ordered, grouped and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ..config import Config
from ..diagnostics import At, Location, Note
from ..grammar import Kind
from ..source import Fragment, Json, Place, is_object
from .compare import ABSENT, Difference, differences, essence, text

_SHOWN = 5
"""How many differences of one conflict are listed."""


VersionKey: TypeAlias = tuple[tuple[int, int, str], ...]
"""Orders versions; only to be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """What one fragment says about a node."""

    fragment: Fragment
    pointer: str
    node: Json

    @property
    def place(self) -> Place:
        return Place(self.fragment, self.pointer)


def version_of(fragment: Fragment) -> str:
    """The fragment's `info.version`, "" when it has none."""
    info = fragment.document.get("info")
    version = info.get("version") if is_object(info) else None
    return "" if version is None else str(version)


def version_key(version: str) -> VersionKey:
    """Order versions: numbers as numbers, and a pre-release before its release.

    >>> version_key("2.10.0") > version_key("v2.9") > version_key("2.9-rc1")
    True
    """
    parts = re.findall(
        r"\d+|[a-z]+", version.lower().removeprefix("v").partition("+")[0]
    )
    keys = [(2, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]
    return (*keys, (1, 0, ""))


def by_essence(variants: Iterable[Variant], kind: Kind) -> list[list[Variant]]:
    """The variants in groups that mean the same, in the order of their first members."""
    groups: dict[str, list[Variant]] = {}
    for variant in variants:
        groups.setdefault(essence(variant.node, kind), []).append(variant)
    return list(groups.values())


def label(fragment: Fragment) -> str:
    """The file, and the heading above the document when it is embedded in a page."""
    return f"{fragment.file} ({fragment.label})" if fragment.label else fragment.file


def difference_notes(first: Variant, second: Variant, kind: Kind) -> list[Note]:
    """Where two variants differ: a note for each of the first few places, in the second one."""
    found = differences(first.node, second.node, kind)
    notes = [
        Note(
            f"{_longer(found_one)}: {shorten(found_one.first)} there, {shorten(found_one.second)} here",
            Place(second.fragment, second.pointer + found_one.second_pointer),
        )
        for found_one in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        notes.append(Note(f"and {len(found) - _SHOWN} more differences", second.place))
    return notes


def _longer(difference: Difference) -> str:
    absent = difference.second is ABSENT
    return difference.first_pointer if absent else difference.second_pointer


def shorten(value: Json) -> str:
    """A value in a message: the start of its JSON text, never a whole dump."""
    if value is ABSENT:
        return "absent"
    written = text(value)
    return written if len(written) <= 60 else f"{written[:57]}..."


def config_place(config: Config) -> At | None:
    """The configuration file as a whole, as a place to point at."""
    if config.file is None:
        return None
    inside = config.file.is_relative_to(config.root)
    shown = config.file.relative_to(config.root) if inside else config.file
    return At(Location(shown.as_posix()))
