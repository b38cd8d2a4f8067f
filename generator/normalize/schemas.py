"""Hoists inline schemas into `components.schemas`: find, group, name, replace."""

from __future__ import annotations

from collections.abc import Iterable

from ..config import Config
from ..diagnostics import Report
from ..lock import NamesLock
from ..naming import operation_prefix
from ..source import Document, Place
from ..spec import SCHEMAS, Provenance, Spec
from .groups import Group, group
from .hoist import hoist
from .names import Namer
from .published import apply_lock, locked_names
from .references import deep_targets, redirect
from .sites import Role, Scanner, Shape, schema_roots


def hoist_schemas(spec: Spec, config: Config, report: Report) -> None:
    """Make the document of `spec` canonical, in place; `spec.names` gets the names of now."""
    document = spec.document
    targets = deep_targets(document)
    scanner = Scanner(targets)
    components: dict[Shape, list[str]] = {}
    for holder, key, pointer, root in list(schema_roots(document)):
        shape = scanner.scan(holder, key, pointer, root)
        if root.role is Role.COMPONENT:
            components.setdefault(shape, []).append(root.component)
    groups = group(scanner.sites)
    existing = spec.schemas
    groups = apply_lock(groups, spec.names, existing)
    prefix = spec.names.operation_prefix or operation_prefix(_operation_ids(spec))
    namer = Namer(prefix, report, lambda g: spec.provenance.at(g.sites[0].pointer))
    namer.reserve(existing)
    namer.reserve(g.name for g in groups if g.name)
    for member in groups:
        namer.adopt(member, components.get(member.sites[0].shape, ()))
    namer.name_all(groups)
    hoisted = hoist(groups)
    document.setdefault("components", {})["schemas"] = dict(sorted((existing | hoisted).items()))
    if targets:
        moved = {f"#{s.pointer}": f"{SCHEMAS}{g.name}" for g in groups for s in g.sites}
        redirect(document, moved.get)
    for member in groups:
        if not member.existing:
            _record(spec.provenance, member)
    spec.names = locked_names(groups, spec.names, tuple(prefix))


def _operation_ids(spec: Spec) -> list[str]:
    return [str(o["operationId"]) for _, _, o in spec.operations() if "operationId" in o]


def _record(provenance: Provenance, member: Group) -> None:
    places = (place for site in member.sites for place in provenance.places(site.pointer))
    provenance.record(f"/components/schemas/{member.name}", *_distinct(places))


def _distinct(places: Iterable[Place]) -> list[Place]:
    return list({(id(place.fragment), place.pointer): place for place in places}.values())
