"""Keeps published names: a group takes the locked name of the places that it is used in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..lock import NamesLock
from .groups import Group, collect_uses, outer_first
from .sites import Site


def apply_lock(
    groups: list[Group], lock: NamesLock, existing: Iterable[str]
) -> list[Group]:
    """Give groups their published names; a group that has two published names becomes two.

    `groups` holds owners before what they own. Where several groups have a use of one name, the
    one with the most of its uses keeps it, and the others are named by the rules.
    """
    held = {key: name for name, keys in lock.schemas.items() for key in keys}
    claims: dict[str, list[tuple[int, int, str, Group]]] = {}
    result: list[Group] = []
    of_site: dict[Site, Group] = {site: g for g in groups for site in g.sites}
    for group in groups:
        collect_uses(group, of_site)
        for part in split(group, held, of_site):
            result.append(part)
            keys = [use.key for use in part.uses if held.get(use.key) == part.name]
            if part.name:
                claim = (-len(keys), -part.weight, min(keys), part)
                claims.setdefault(part.name, []).append(claim)
    for name, claimants in claims.items():
        winner = min(claimants, key=lambda claim: claim[:3])[3]
        for *_, claimant in claimants:
            if claimant is not winner or name in existing:
                claimant.name = ""
    return outer_first(result)


def split(
    group: Group, held: dict[str, str], of_site: dict[Site, Group]
) -> list[Group]:
    """One group for each name that its uses hold; uses that hold none join the largest.

    The parts carry the name that they claim, and know their uses.
    """
    uses: dict[str, list[Site]] = {}
    for use in group.uses:
        uses.setdefault(held.get(use.key, ""), []).extend(use.sites)
    new = uses.pop("", [])
    if not uses:
        return [group]
    largest = min(uses, key=lambda name: (-len(uses[name]), name))
    uses[largest] = [site for site in group.sites if site in {*uses[largest], *new}]
    parts: list[Group] = []
    for name, sites in sorted(uses.items()):
        part = Group(sites, contract=group.contract, name=name)
        for site in sites:
            of_site[site] = part
        collect_uses(part, of_site)
        parts.append(part)
    return parts


def with_names(
    names: NamesLock,
    groups: Iterable[Group],
    published: NamesLock,
    prefix: Sequence[str],
) -> NamesLock:
    """`names` and those of `groups`; published classes and operations are carried over."""
    schemas = dict(names.schemas)
    for group in groups:
        if not group.existing:
            schemas[group.name] = tuple(sorted({use.key for use in group.uses}))
    return NamesLock(
        schemas=schemas,
        classes=published.classes,
        operations=published.operations,
        operation_prefix=tuple(prefix),
    )
