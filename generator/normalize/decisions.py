"""Carries out what a reviewer decided about hoisting: `schemas:` in the configuration."""

from __future__ import annotations

from collections.abc import Collection

from ..config import Config
from ..diagnostics import At, Location, Report
from ..source import Document, Json, is_array, is_object
from ..spec import SCHEMAS
from .groups import Group, collect_uses
from .sites import Site


def keep_apart(groups: list[Group], config: Config, report: Report) -> list[Group]:
    """Split groups so that the uses listed together have a component each.

    Uses are given by their keys, as the names lock writes them. The first of a list keeps the
    group's name; the parts split off have none yet. The groups returned know their uses.
    """
    of_site: dict[Site, Group] = {site: g for g in groups for site in g.sites}
    parts: list[Group] = []
    for rule in config.schemas.keep_apart:
        missing = set(rule)
        for group in list(groups):
            listed = [use for use in group.uses if use.key in rule]
            missing -= {use.key for use in listed}
            for use in sorted(listed, key=lambda use: rule.index(use.key))[1:]:
                part = Group(list(use.sites), contract=group.contract)
                group.sites = [site for site in group.sites if site not in use.sites]
                parts.append(part)
                of_site |= dict.fromkeys(part.sites, part)
        for key in sorted(missing):
            _unused(report, config, "keep_apart", key)
    result = [*groups, *parts]
    for group in result:
        collect_uses(group, of_site)
    return result


def rename(
    groups: list[Group], components: Collection[str], config: Config, report: Report
) -> None:
    """Give groups the names that the configuration chooses instead of those of the rules."""
    taken = {*components, *(group.name for group in groups)}
    for name, chosen in sorted(config.schemas.names.items()):
        group = next((g for g in groups if g.name == name and not g.existing), None)
        if chosen in taken and group is not None:
            report.error(
                "name-clash",
                _place(config),
                f"`schemas: names:` calls {name} {chosen!r}, which is another schema's name",
            )
        elif group is not None:
            group.name = chosen
        elif chosen not in taken:
            _unused(report, config, "names", name)


def unite(schemas: dict[str, Json], config: Config, report: Report) -> dict[str, str]:
    """Make one component of those listed together; the references to change, old to new.

    An object has the properties of all, requires what all require, and allows null where one
    does. Properties that differ in more than that cannot be united.
    """
    moved: dict[str, str] = {}
    for rule in config.schemas.merge:
        known = [name for name in rule if is_object(schemas.get(name))]
        for name in rule:
            if name not in known:
                _unused(report, config, "merge", name)
        for name in known[1:]:
            united = _united(schemas[known[0]], schemas[name])
            if united is None:
                report.error(
                    "cannot-unite",
                    _place(config),
                    f"{known[0]} and {name} cannot be one component: they differ in more than"
                    " in what is there, required or null",
                )
                continue
            schemas[known[0]] = united
            del schemas[name]
            moved[SCHEMAS + name] = SCHEMAS + known[0]
    return moved


def _united(first: Document, second: Document) -> Document | None:
    if "enum" in first and "enum" in second:
        values = [
            *first["enum"],
            *(v for v in second["enum"] if v not in first["enum"]),
        ]
        return {**first, "enum": values}
    if not is_object(first.get("properties")) or not is_object(
        second.get("properties")
    ):
        return None
    properties: Document = dict(first["properties"])
    for name, schema in second["properties"].items():
        properties[name] = _either(properties.get(name, schema), schema)
        if properties[name] is None:
            return None
    required = [n for n in first.get("required", ()) if n in second.get("required", ())]
    united = {**second, **first, "properties": properties, "required": required}
    if not required:
        del united["required"]
    if first.get("additionalProperties") != second.get("additionalProperties"):
        united.pop("additionalProperties", None)
    return united


def _either(first: Json, second: Json) -> Json:
    """The schema that accepts what either does, when they differ in null only; else None."""
    if first == second:
        return first
    for wide, narrow in ((first, second), (second, first)):
        if is_object(wide) and is_object(narrow) and _core(wide) == _core(narrow):
            return wide if _types(wide) >= _types(narrow) else narrow
    return None


def _core(schema: Document) -> Document:
    choices = [m for m in schema.get("anyOf", ()) if m != {"type": "null"}]
    only = choices[0] if len(choices) == 1 and is_object(choices[0]) else {}
    rest = {
        k: v
        for k, v in schema.items()
        if k not in ("type", "anyOf", "description", "examples", "default", "title")
    }
    return {**only, **rest, "type": sorted(_types(schema) - {"null"})}


def _types(schema: Document) -> set[str]:
    types = schema.get("type")
    found = (
        {str(t) for t in types}
        if is_array(types)
        else {str(types)} if types else set[str]()
    )
    return found | (
        {"null"} if {"type": "null"} in schema.get("anyOf", ()) else set[str]()
    )


def _unused(report: Report, config: Config, setting: str, name: str) -> None:
    report.warning(
        "unused-schema-rule",
        _place(config),
        f"`schemas: {setting}:` names {name!r}, and nothing has that name",
        help="the names and the keys of uses are those in the names lock",
    )


def _place(config: Config) -> At | None:
    return At(Location(str(config.file))) if config.file is not None else None
