"""Brings the merged document to its canonical form.

Inlined schemas and repeated parameters get a name first, so that overlays can target names that
do not depend on where a copy happened to stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..config import Config
from ..depth import check_parts
from ..diagnostics import Report
from ..lock import NamesLock
from ..source import Fragment, Json, is_array, is_object
from ..spec import Merged, Provenance, Spec
from .canonical import check_canonical
from .events import spread_events
from .overlay import apply_overlays
from .parameters import hoist_parameters
from .schemas import hoist_schemas


def normalize(
    merged: Merged,
    overlays: Sequence[Fragment],
    lock: NamesLock,
    config: Config,
    report: Report,
) -> Spec:
    """The canonical document; `spec.py` says what that guarantees.

    `merged` is in OpenAPI 3.2 vocabulary and is left as it is. The names of the result are
    those of `lock` wherever a place of the API had one.
    """
    spec = Spec(
        copied(merged.document),
        Provenance(dict(merged.provenance.origins)),
        decisions=merged.decisions,
    )
    spread_events(spec)
    check_parts(spec, report)
    report.checkpoint()
    lock = hoist_schemas(spec, lock, config, report)
    for name, pointers in hoist_parameters(spec.document).items():
        places = [place for p in pointers for place in spec.provenance.places(p)]
        spec.provenance.record(f"/components/parameters/{name}", *places)
    touched = apply_overlays(spec, overlays, report)
    if touched:
        check_canonical(spec, touched, report)
        hoist_schemas(spec, lock, config, report)
    return spec


def copied(node: Json) -> Json:
    """A copy of a JSON tree that shares nothing with it."""
    if is_object(node):
        return {k: copied(v) if type(v) in _NESTED else v for k, v in node.items()}
    if is_array(node):
        return [copied(item) if type(item) in _NESTED else item for item in node]
    return node


_NESTED = (dict, list)
