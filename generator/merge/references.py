"""Finds and rewrites the names by which one part of a document refers to a component.

There are three ways: `$ref`, the keys of a security requirement, and the values of a
discriminator's mapping (OAS 3.2, sections 4.23, 4.30 and 4.25).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from ..grammar import DOCUMENT, OPERATION, SCHEMA, Kind, walk
from ..source import Document, Json, extend, is_array, is_object, tokens
from .members import array

Component: TypeAlias = tuple[str, str]
"""Section and name: `("schemas", "Appointment")`."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def references(node: Json, kind: Kind) -> set[Component]:
    """Every component that the node refers to, at any depth within itself."""
    found: set[Component] = set()
    for _, member, member_kind in walk(node, kind):
        if member_kind.values is not None:
            continue
        direct = component_of(member.get("$ref"))
        mapped = map(_mapped_component, _mapping(member, member_kind).values())
        found.update(filter(None, (direct, *mapped)))
        found.update(
            ("securitySchemes", name) for name in _schemes(member, member_kind)
        )
    return found


def component_of(reference: Json) -> Component | None:
    """The component that a `$ref` names or reaches into; None for any other reference."""
    if not isinstance(reference, str) or not reference.startswith("#/components/"):
        return None
    path = tokens(reference[1:])
    return (path[1], path[2]) if len(path) > 2 else None


def _mapped_component(target: Json) -> Component | None:
    """What a discriminator maps a value to: a component's bare name, or a reference."""
    if isinstance(target, str) and _NAME.fullmatch(target):
        return "schemas", target
    return component_of(target)


def _mapping(node: Document, kind: Kind) -> Document:
    discriminator = node.get("discriminator") if kind is SCHEMA else None
    mapping = discriminator.get("mapping") if is_object(discriminator) else None
    return mapping if is_object(mapping) else {}


def _schemes(node: Document, kind: Kind) -> set[str]:
    security = node.get("security") if kind is OPERATION or kind is DOCUMENT else None
    requirements = security if is_array(security) else []
    return {name for item in requirements if is_object(item) for name in item}


def renamed(node: Json, kind: Kind, names: Mapping[Component, str]) -> Json:
    """A copy of the node in which references follow `names`; data is shared with the old one."""
    if is_array(node) and kind.each is not None:
        each = kind.each
        return [renamed(item, each, names) for item in node]
    if not is_object(node):
        return node
    new: Document = {}
    for key, value in node.items():
        child = kind.child(key)
        new[key] = value if child is None else renamed(value, child, names)
    if kind.values is None:
        _rename_own(new, node, kind, names)
    return new


def _rename_own(
    new: Document, old: Document, kind: Kind, names: Mapping[Component, str]
) -> None:
    if isinstance(old.get("$ref"), str):
        new["$ref"] = _renamed_reference(old["$ref"], names)
    if kind is SCHEMA and is_object(old.get("discriminator")):
        mapping = _explicit_mapping(old, names)
        if mapping:
            new["discriminator"] = {**old["discriminator"], "mapping": mapping}
    if _schemes(old, kind):
        new["security"] = [
            {
                names.get(("securitySchemes", name), name): v
                for name, v in requirement.items()
            }
            for requirement in old["security"]
        ]


def _renamed_reference(reference: Json, names: Mapping[Component, str]) -> Json:
    component = component_of(reference)
    if component is None or component not in names:
        return reference
    section, _ = component
    return extend("#/components", section, names[component], *tokens(reference[1:])[3:])


def _explicit_mapping(schema: Document, names: Mapping[Component, str]) -> Document:
    """The discriminator's mapping after renaming.

    Without an entry of its own a variant's discriminating value is its component's name (OAS
    3.2, section 4.25.2), so a renamed variant gets an entry with the old one.
    """
    mapping = {
        value: _renamed_target(target, names)
        for value, target in _mapping(schema, SCHEMA).items()
    }
    for variant in [*array(schema, "oneOf"), *array(schema, "anyOf")]:
        component = component_of(variant.get("$ref")) if is_object(variant) else None
        if component is not None and component in names:
            target = _renamed_reference(variant["$ref"], names)
            if target not in mapping.values():
                mapping[component[1]] = target
    return mapping


def _renamed_target(target: Json, names: Mapping[Component, str]) -> Json:
    component = _mapped_component(target)
    if component is not None and target == component[1]:
        return names.get(component, target)
    return _renamed_reference(target, names)
