"""References that lead nowhere: what they stand for is left out in the smallest piece.

A fragment of a documentation page may refer to a component whose definition stands on
another page, so a reference that its own document cannot answer is looked up in all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..diagnostics import Report
from ..grammar import DOCUMENT, MEDIA_TYPE, RESPONSE, SCHEMA, Kind, kind_at
from ..source import Document, Fragment, Json, Place, is_array, is_object
from ..spec import MOST_HOPS, lookup
from .document import changed
from .structure import Survey
from .text import quoted


class _Gone(Enum):
    GONE = "gone"


_GONE: Final = _Gone.GONE
"""Stands for a node that is left out."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """References of one document that lead nowhere, and those that may lead to another kind.

    `last` holds, for each reference, that which it leads to by way of others.
    """

    nowhere: set[str]
    misled: set[str]
    last: dict[str, str]

    def has(self, reference: Json, kind: Kind) -> bool:
        """Whether a reference cannot stand where a node of this kind is expected."""
        if not isinstance(reference, str):
            return False
        both = (reference, self.last.get(reference, reference))
        return any(
            one in self.nowhere or (one in self.misled and kind_at(one[1:]) is not kind)
            for one in both
        )


def mend_references(surveys: Sequence[Survey], report: Report) -> tuple[Fragment, ...]:
    """The fragments without the references that lead nowhere; each is reported once.

    A schema in the place of such a reference allows any value, and a response has no content;
    anything else is left out. References into other files that are still there could not be
    followed, and were reported when that was tried.
    """
    documents = [one.fragment.document for one in surveys]
    mended: list[Fragment] = []
    for one in surveys:
        document = one.fragment.document
        last = {reference: _last(reference, document) for reference in one.references}
        broken = _Broken(set(), set(one.misled), last)
        for reference, link in one.references.items():
            if not _resolves(reference, one, documents):
                broken.nowhere.add(reference)
                if reference.startswith("#"):
                    remedy = _remedy(reference)
                    _report(one.place(link), reference, "nowhere", remedy, report)
        for reference, link in one.misled.items():
            if broken.nowhere.isdisjoint((reference, last[reference])):
                where = "to something of another kind than belongs here"
                remedy = "refer to what OpenAPI has in this place, or write it here"
                _report(one.place(link), reference, where, remedy, report)
        fragment = one.fragment
        if broken.nowhere or broken.misled:
            fragment = changed(fragment, _mended(document, DOCUMENT, broken))
        mended.append(fragment)
    return tuple(mended)


def _report(
    place: Place, reference: str, where: str, remedy: str, report: Report
) -> None:
    """Say it in the words of the file: a conversion may have changed the reference."""
    source = place.fragment.written(place.pointer)
    with suppress(KeyError):
        found = lookup(source.fragment.document, source.pointer)
        reference = found if isinstance(found, str) else reference
    report.warning(
        "unresolved-ref",
        place,
        f"the reference {quoted(reference)} leads {where}; what it stands for is left out",
        help=remedy,
    )


def _remedy(reference: str) -> str:
    if reference.startswith(("#/components/", "#/definitions/")):
        return "correct the name, or add the page or file that defines it to the inputs"
    return "correct the reference; it names a place in this document"


def _resolves(reference: str, source: Survey, documents: Sequence[Document]) -> bool:
    if reference and not reference.startswith("#"):
        return False
    fragment = reference[1:]
    if "%" in fragment:
        from urllib.parse import unquote  # slow to import, and seldom needed

        fragment = unquote(fragment)
    if fragment and not fragment.startswith("/"):
        return fragment in source.anchors
    if _leads(source.fragment.document, fragment):
        return True
    return fragment.startswith("/components/") and any(
        _leads(document, fragment) for document in documents
    )


def _last(reference: str, document: Document) -> str:
    """The reference that another one leads to by way of nodes that are mere references."""
    for _ in range(MOST_HOPS):
        node: Json = None
        with suppress(KeyError):
            node = lookup(document, reference[1:]) if reference[:1] == "#" else None
        if not is_object(node) or not isinstance(node.get("$ref"), str):
            break
        reference = node["$ref"]
    return reference


def _leads(document: Document, pointer: str) -> bool:
    try:
        lookup(document, pointer)
    except KeyError:
        return False
    return True


def _mended(node: Json, kind: Kind, broken: _Broken) -> Json:
    if is_array(node) and kind.each is not None:
        items = [_mended(item, kind.each, broken) for item in node]
        return [item for item in items if item is not _GONE]
    if not is_object(node):
        return node
    if broken.has(node.get("$ref"), kind):
        return _stand_in(node, kind, broken)
    new: Document = {}
    for key, value in node.items():
        child = kind.child(key)
        member = value if child is None else _mended(value, child, broken)
        if member is not _GONE:
            new[key] = member
    return new


def _stand_in(node: Document, kind: Kind, broken: _Broken) -> Json:
    """What can still be said in the place of a broken reference."""
    rest = {key: value for key, value in node.items() if key != "$ref"}
    if kind is SCHEMA or kind is MEDIA_TYPE:
        return _mended(rest, kind, broken)
    if kind is RESPONSE:
        return {"description": "", **rest}
    return _mended(rest, kind, broken) if rest and kind.fields else _GONE
