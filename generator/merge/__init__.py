"""Makes one document of all fragments of one API, and says where each part came from.

The result is a function of what the fragments say and not of the order in which they are given:
whatever must be chosen is chosen by content, by version, or by the order of places in files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..config import Config
from ..diagnostics import Report
from ..grammar import DOCUMENT
from ..source import Document, Fragment, Place
from ..spec import OPENAPI, Merged, Provenance
from .components import (
    drop_unused,
    merged_components,
    renaming,
    report_kept_apart,
    resolved,
)
from .explain import explain
from .paths import merged_items, report_duplicate_ids, report_similar_paths
from .resolve import Resolutions
from .root import (
    merged_info,
    merged_security,
    merged_servers,
    merged_tags,
    push_down_root,
    report_same_urls,
)
from .settle import Settlement
from .variant import Variant

__all__ = ["explain", "merge"]

_MERGED_BY_NAME = frozenset(
    (
        "openapi",
        "info",
        "servers",
        "security",
        "tags",
        "paths",
        "webhooks",
        "components",
        "$self",
    )
)


def merge(fragments: Sequence[Fragment], config: Config, report: Report) -> Merged:
    """One document of fragments that are in OpenAPI 3.2 vocabulary already.

    There is a document even when fragments disagree: each disagreement that neither the rules
    nor the configuration decide is a `merge-conflict` error in the report.
    """
    fragments = sorted(fragments, key=_place_order)
    provenance = Provenance()
    settlement = Settlement(config, report, Resolutions(config))
    sources = resolved(push_down_root(fragments), settlement)
    names = renaming(sources)
    sources = names.follow(sources)

    document: Document = {"openapi": OPENAPI, "info": merged_info(sources, report)}
    provenance.record("", *(fragment.place() for fragment in sources))
    servers = merged_servers(sources)
    report_same_urls(servers, config, report)
    _add_list(document, "servers", servers, provenance)
    security = merged_security(sources)
    if security:
        document["security"] = security
    _add_list(document, "tags", merged_tags(sources), provenance)
    for section in ("paths", "webhooks"):
        items = merged_items(section, sources, settlement, provenance)
        if items:
            document[section] = items
    components = merged_components(sources, names, settlement, provenance)
    if components:
        document["components"] = components
    document |= _rest(sources, settlement)

    report_kept_apart(drop_unused(document, names, provenance), settlement)
    report_similar_paths(document, provenance, report)
    report_duplicate_ids(document, provenance, report)
    settlement.resolutions.report_unused(report)
    decisions = {
        pointer: tuple(said) for pointer, said in sorted(settlement.decisions.items())
    }
    return Merged(document, provenance, decisions)


def _place_order(fragment: Fragment) -> tuple[str, tuple[int, int], str, str]:
    """The order of places: by file, then by position; it decides what is named first."""
    return fragment.file, fragment.locate(""), fragment.label, fragment.digest


def _add_list(
    document: Document,
    field: str,
    items: Iterable[tuple[object, Sequence[Place]]],
    provenance: Provenance,
) -> None:
    for index, (item, places) in enumerate(items):
        document.setdefault(field, []).append(item)
        provenance.record(f"/{field}/{index}", *places)


def _rest(fragments: Sequence[Fragment], settlement: Settlement) -> Document:
    """What is left at the root: `jsonSchemaDialect`, `externalDocs`, extensions.

    `$self` names one fragment's own address, so it is kept only when there is one fragment.
    """
    left = _MERGED_BY_NAME - {"$self"} if len(fragments) == 1 else _MERGED_BY_NAME
    variants = [
        Variant(f, "", {key: v for key, v in f.document.items() if key not in left})
        for f in fragments
    ]
    found: Document = (
        settlement.settle("", "the root", variants, DOCUMENT) if variants else {}
    )
    return dict(sorted(found.items()))
