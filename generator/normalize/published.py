"""Keeps published names: a group takes the locked name of the places that it is used in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..lock import NamesLock
from ..naming import class_name
from .groups import Group, collect_uses, outer_first
from .sites import Shape, Site


def keep_names(
    groups: list[Group],
    lock: NamesLock,
    components: Mapping[str, Shape],
    hoisted: Collection[str],
) -> tuple[list[Group], NamesLock]:
    """The groups with the names that `lock` has for them, and the lock that is in force then.

    The document may have got a component of a published name. One that accepts the same values
    takes the name over. Any other is a newcomer: the inline schema makes room in the document,
    where components are called as they are described, but its class stays. `hoisted` are the
    components that the tool itself added before, which are no newcomers.
    """

    def clashes(member: Group) -> bool:
        shape = components.get(member.name, member.sites[0].shape)
        return shape != member.sites[0].shape

    groups = apply_lock(groups, lock)
    while newcomers := {g.name for g in groups if clashes(g)}.difference(hoisted):
        others = {*components, *lock.schemas}
        apart = {name: _aside(name, others) for name in newcomers}
        lock = lock.moved(apart, {name: class_name(name, "") for name in apart})
        for member in groups:
            member.name = ""
        groups = apply_lock(groups, lock)
    for member in groups:
        if clashes(member):
            member.name = ""
    return groups, lock


def _aside(name: str, others: Collection[str]) -> str:
    while name in others:
        name = f"Inline{name}"
    return name


def apply_lock(groups: list[Group], lock: NamesLock) -> list[Group]:
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
    for claimants in claims.values():
        winner = min(claimants, key=lambda claim: claim[:3])[3]
        for *_, claimant in claimants:
            if claimant is not winner:
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
