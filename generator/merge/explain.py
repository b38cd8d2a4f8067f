"""Tells a reviewer where each part of the merged document comes from, and what was decided."""

from __future__ import annotations

from ..source import Document, Place, extend
from ..spec import Merged
from .members import mapping, operations


def explain(merged: Merged) -> list[str]:
    """Lines for people: for each operation and component its places and the decisions about it."""
    info = mapping(merged.document, "info")
    title = " ".join(str(info.get(key, "")) for key in ("title", "version")).strip()
    lines = [
        f"{title or 'merged document'}: {_count(len(merged.fragments), 'fragment')}"
    ]
    lines += _decisions(merged, "")
    for section in ("servers", "tags"):
        for index, item in enumerate(merged.document.get(section, [])):
            name = item.get("url" if section == "servers" else "name", "")
            lines += [
                "",
                f"{section[:-1]} {name}",
                *_origin(merged, f"/{section}/{index}"),
            ]
    for section in ("paths", "webhooks"):
        for name, item in mapping(merged.document, section).items():
            lines += _item_lines(merged, extend("", section, name), name, item)
    components = mapping(merged.document, "components")
    for section, members in components.items():
        for name in members:
            pointer = extend("/components", section, name)
            lines += ["", f"{section}/{name}", *_origin(merged, pointer)]
    return lines


def _item_lines(merged: Merged, pointer: str, name: str, item: Document) -> list[str]:
    lines: list[str] = []
    about_all = _decisions(merged, pointer)
    if about_all:
        lines += ["", name, *about_all]
    for keys, operation in operations(item):
        id_ = operation.get("operationId")
        title = f"{keys[-1].upper()} {name}" + (
            f" ({id_})" if isinstance(id_, str) else ""
        )
        lines += ["", title, *_origin(merged, extend(pointer, *keys))]
    return lines


def _origin(merged: Merged, pointer: str) -> list[str]:
    places = merged.provenance.places(pointer)
    decisions = _decisions(merged, pointer)
    lines = [f"  {_shown(place)}" for place in places]
    if len(places) > 1 and not decisions:
        lines.insert(0, f"  {len(places)} places agree")
    return lines + decisions


def _decisions(merged: Merged, pointer: str) -> list[str]:
    return [f"  decided: {said}" for said in merged.decisions.get(pointer, ())]


def _shown(place: Place) -> str:
    heading = place.fragment.label
    return f"{place.location} ({heading})" if heading else str(place.location)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
