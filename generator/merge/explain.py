"""Tells a reviewer where each part of a document comes from, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..diagnostics import Location
from ..source import Document, Place, array_at, extend, object_at, text_at
from ..spec import Merged, Spec
from .members import mapping, operations


def explain(
    described: Merged | Spec, show: Callable[[Location], str] = str
) -> list[str]:
    """Lines for people: for each operation and component its places and the decisions about it.

    `show` spells a place as the reader knows it.
    """
    return list(_Explanation(described, show).lines())


class _Explanation:
    def __init__(
        self, described: Merged | Spec, show: Callable[[Location], str]
    ) -> None:
        self._described = described
        self._show = show

    def lines(self) -> Iterator[str]:
        document = self._described.document
        info = object_at(document, "info")
        title = f"{info.get('title', '')} {info.get('version', '')}".strip()
        yield title or "merged document"
        yield from self._decisions("")
        for section, key in (("servers", "url"), ("tags", "name")):
            for index, item in enumerate(array_at(document, section)):
                heading = f"{section[:-1]} {text_at(item, key)}"
                yield from self._part(heading, extend("", section, index))
        for section in ("paths", "webhooks"):
            for name, item in mapping(document, section).items():
                yield from self._item(extend("", section, name), name, item)
        for section, members in object_at(document, "components").items():
            for name in members:
                pointer = extend("/components", section, name)
                yield from self._part(f"{section}/{name}", pointer)

    def _item(self, pointer: str, name: str, item: Document) -> Iterator[str]:
        about_all = self._decisions(pointer)
        if about_all:
            yield from ("", name, *about_all)
        for keys, operation in operations(item):
            named = text_at(operation, "operationId")
            heading = f"{keys[-1].upper()} {name}" + (f" ({named})" if named else "")
            yield from self._part(heading, extend(pointer, *keys))

    def _part(self, heading: str, pointer: str) -> Iterator[str]:
        places = self._described.provenance.places(pointer)
        decisions = self._decisions(pointer)
        yield ""
        yield heading
        if len(places) > 1 and not decisions:
            yield f"  {len(places)} places agree"
        yield from (f"  {self._shown(place)}" for place in places)
        yield from decisions

    def _decisions(self, pointer: str) -> list[str]:
        return [
            f"  decided: {said}" for said in self._described.decisions.get(pointer, ())
        ]

    def _shown(self, place: Place) -> str:
        heading, where = place.fragment.label, self._show(place.location)
        return f"{where} ({heading})" if heading else where
