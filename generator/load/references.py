"""References: that every `$ref` names something that was loaded.

A fragment of a documentation page may refer to a component whose definition stands on
another page, so a reference that its own document cannot answer is looked up in all others.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Report
from ..source import Document
from ..spec import lookup
from .structure import Survey
from .text import quoted


def check_references(surveys: Sequence[Survey], report: Report) -> None:
    """Report every distinct reference that leads out of the document, or nowhere."""
    documents = [one.fragment.document for one in surveys]
    for one in surveys:
        for reference, link in one.references.items():
            if reference and not reference.startswith("#"):
                report.error(
                    "external-ref",
                    one.place(link),
                    f"the reference {quoted(reference)} leaves the document, and other"
                    " files are not followed",
                    help="bundle the description into one file first",
                )
            elif not _resolves(reference, one, documents):
                report.error(
                    "unresolved-ref",
                    one.place(link),
                    f"the reference {quoted(reference)} leads nowhere",
                    help=_remedy(reference),
                )


def _remedy(reference: str) -> str:
    if reference.startswith("#/components/"):
        return "correct the name, or add the page or file that defines it to the inputs"
    return "correct the reference; it names a place in this document"


def _resolves(reference: str, source: Survey, documents: Sequence[Document]) -> bool:
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


def _leads(document: Document, pointer: str) -> bool:
    try:
        lookup(document, pointer)
    except KeyError:
        return False
    return True
