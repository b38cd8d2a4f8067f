"""Hoists inline schemas into `components.schemas`: find, group, name, replace."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..config import Config
from ..diagnostics import Report
from ..lock import NamesLock
from ..operation_ids import OperationIds
from ..routes import routes
from ..source import Place
from ..spec import SCHEMAS, Provenance, Spec
from .decisions import keep_apart, rename, unite
from .forms import simplify
from .groups import Group, group, is_spelled, outer_first
from .hoist import hoist
from .names import Namer
from .near_misses import NearMisses
from .properties import unite_properties
from .published import keep_names, with_names
from .references import deep_targets, redirect
from .shapes import Scanner
from .sites import Role, Shape, schema_roots


def hoist_schemas(
    spec: Spec, published: NamesLock, config: Config, report: Report
) -> NamesLock:
    """Make the schemas of `spec` canonical, in place; `spec.names` gets the names of now.

    It may be done again, with the lock that it returns, after an overlay added inline schemas:
    what is hoisted already stays.
    """
    document = spec.document
    unite_properties(spec)
    targets = deep_targets(document)
    kept = frozenset(map(id, targets.values()))
    scanner = Scanner(kept)
    components: dict[Shape, list[str]] = {}
    roots = list(schema_roots(document))
    simplify(spec.schemas, [holder[key] for holder, key, _, _ in roots], kept)
    for holder, key, pointer, root in roots:
        shape = scanner.scan(holder, key, pointer, root)
        if root.role is Role.COMPONENT:
            components.setdefault(shape, []).append(root.component)
    shapes = {name: shape for shape, some in components.items() for name in some}
    groups, published = keep_names(
        group(scanner.sites), published, shapes, spec.names.schemas
    )

    def at(member: Group) -> Place | None:
        return spec.provenance.at(member.sites[0].pointer)

    ids = OperationIds.of(routes(spec), published.operation_prefix)
    namer = Namer(ids, report, at)
    namer.reserve(_classes(published, {*spec.schemas, *(g.name for g in groups)}))
    namer.reserve(spec.schemas)
    namer.reserve(g.name for g in groups if g.name)
    for member in groups:
        namer.adopt(member, components.get(member.sites[0].shape, ()))
    groups = _named(_worth_names(groups, kept), namer, spec, config, report)
    NearMisses(scanner, report, at).explain(groups)
    hoisted = hoist(groups)
    for member in groups:
        if not member.existing:
            _record(spec.provenance, member)
    names = {id(site.node): member.name for member in groups for site in member.sites}
    moved = {
        f"#{pointer}": f"{SCHEMAS}{names[id(node)]}"
        for pointer, node in targets.items()
        if id(node) in names
    }
    schemas = dict(sorted((spec.schemas | hoisted).items()))
    moved |= unite(schemas, config, report)
    document.setdefault("components", {})["schemas"] = schemas
    if moved:
        redirect(document, moved)
    spec.names = with_names(spec.names, groups, published, ids.prefix)
    return published


def _named(
    groups: list[Group],
    namer: Namer,
    spec: Spec,
    config: Config,
    report: Report,
) -> list[Group]:
    """The groups with names: published ones first, then by the rules, then by decision."""
    namer.name_all(groups)
    if config.schemas.keep_apart:
        groups = outer_first(keep_apart(groups, config, report))
        namer.name_all(groups)
    rename(groups, spec.schemas, config, report)
    return groups


def _worth_names(groups: list[Group], targets: frozenset[int]) -> list[Group]:
    """The groups without those that are spelled out wherever they are used.

    Those are none that own another group, or that a reference names (`targets`, by `id`).
    """
    kept: list[Group] = []
    owners: set[Group] = set()
    for member in reversed(groups):
        is_target = any(id(site.node) in targets for site in member.sites)
        is_named = bool(member.name) or is_target or member in owners
        if is_named or not is_spelled(member):
            kept.append(member)
            owners.update(member.owners)
    return kept[::-1]


def _classes(published: NamesLock, known: Collection[str]) -> list[str]:
    return [name for id_, name in published.classes.items() if id_ in known]


def _record(provenance: Provenance, member: Group) -> None:
    places = (
        place for site in member.sites for place in provenance.places(site.pointer)
    )
    provenance.record(f"/components/schemas/{member.name}", *_distinct(places))


def _distinct(places: Iterable[Place]) -> list[Place]:
    return list(
        {(id(place.fragment), place.pointer): place for place in places}.values()
    )
