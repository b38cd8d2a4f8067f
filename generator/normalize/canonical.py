"""Checks what overlays made of the document: everything else is canonical by construction."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Report
from ..grammar import DOCUMENT, SCHEMA, walk
from ..source import Place, extend
from ..spec import Spec, lookup

_OLD_WORDS = {
    "nullable": '`nullable` is of OpenAPI 3.0; the merged document says `type: [..., "null"]`',
    "example": "`example` is of OpenAPI 3.0; the merged document lists `examples`",
}


def check_canonical(spec: Spec, touched: Mapping[str, Place], report: Report) -> None:
    """Report keywords of older dialects, and references that lead nowhere, with the action.

    `touched` holds the pointers that overlays changed, and the action that changed each.
    """
    for pointer, node, kind in walk(spec.document, DOCUMENT):
        if kind is SCHEMA:
            for keyword, problem in _OLD_WORDS.items():
                if keyword in node:
                    place = _action(extend(pointer, keyword), touched)
                    report.error("invalid-overlay", place, f"{pointer}: {problem}")
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            try:
                lookup(spec.document, reference[1:])
            except KeyError:
                report.error(
                    "unresolved-ref",
                    _action(reference[1:], touched) or _action(pointer, touched),
                    f"after the overlays {reference!r} at {pointer} leads nowhere",
                )


def _action(pointer: str, touched: Mapping[str, Place]) -> Place | None:
    """The action that changed the node or what holds it."""
    while pointer not in touched and pointer:
        pointer = pointer.rpartition("/")[0]
    return touched.get(pointer)
