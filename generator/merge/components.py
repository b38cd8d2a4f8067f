"""Merges components: one for each (section, name), unless fragments mean different things by it.

Then each meaning gets a name of its own, and the references of its fragments follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..diagnostics import Note
from ..grammar import COMPONENTS, DOCUMENT
from ..source import Document, Fragment, Json, extend
from ..spec import Provenance
from .compare import essence
from .meanings import KeptApart, Variants, component_kind, kept_apart
from .members import mapping
from .references import Component, references, renamed
from .settle import Settlement
from .variant import Variant, difference_notes, label


@dataclass(frozen=True, slots=True, eq=False)
class Renaming:
    """The components that were kept apart, and what each fragment calls them from now on.

    `names` holds one mapping for each fragment.
    """

    apart: list[KeptApart]
    names: tuple[Mapping[Component, str], ...]

    def follow(self, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
        """The fragments with their references renamed; the components keep their old keys."""
        return tuple(
            replace(f, document=renamed(f.document, DOCUMENT, names)) if names else f
            for f, names in zip(fragments, self.names, strict=True)
        )


def declared(fragments: Sequence[Fragment]) -> Variants:
    """Every component of every fragment, by section and name, in the order of their places."""
    found: Variants = {}
    for fragment in fragments:
        components = mapping(fragment.document, "components")
        for section in components:
            if component_kind(section) is not None:
                for name, node in mapping(components, section).items():
                    at = extend("/components", section, name)
                    found.setdefault((section, name), []).append(
                        Variant(fragment, at, node)
                    )
    return found


def resolved(
    fragments: Sequence[Fragment], settlement: Settlement
) -> tuple[Fragment, ...]:
    """The fragments with the components that the configuration decides about made equal."""
    if not settlement.config.resolutions:
        return tuple(fragments)
    changes: dict[Fragment, dict[Component, Json]] = {}
    for (section, name), variants in declared(fragments).items():
        kind = component_kind(section)
        if kind is not None and len({essence(v.node, kind) for v in variants}) > 1:
            pointer = extend("/components", section, name)
            nodes = settlement.resolutions.apply(pointer, variants, kind)
            for variant, node in zip(variants, nodes, strict=True):
                changes.setdefault(variant.fragment, {})[section, name] = node
    return tuple(
        replace(f, document=_with_components(f.document, changes.get(f, {})))
        for f in fragments
    )


def _with_components(document: Document, changes: Mapping[Component, Json]) -> Document:
    if not changes:
        return document
    components = dict(document["components"])
    for (section, name), node in changes.items():
        components[section] = {**components[section], name: node}
    return {**document, "components": components}


def renaming(fragments: Sequence[Fragment]) -> Renaming:
    """Which components are kept apart, and under which names."""
    apart = kept_apart(declared(fragments))
    names: dict[Fragment, dict[Component, str]] = {
        fragment: {} for fragment in fragments
    }
    for found in apart:
        for variant in found.variants:
            names[variant.fragment][found.component] = found.name
    return Renaming(apart, tuple(names[fragment] for fragment in fragments))


def merged_components(
    fragments: Sequence[Fragment],
    renaming: Renaming,
    settlement: Settlement,
    provenance: Provenance,
) -> Document:
    """The Components Object, sections in the specification's order and names sorted."""
    by_name: Variants = {}
    for fragment, names in zip(fragments, renaming.names, strict=True):
        for (section, name), variants in declared([fragment]).items():
            new = names.get((section, name), name)
            by_name.setdefault((section, new), []).extend(variants)
    components: Document = {}
    for section in COMPONENTS.fields:
        kind = component_kind(section)
        for name in sorted(name for where, name in by_name if where == section):
            at = extend("/components", section, name)
            variants = by_name[section, name]
            if kind is not None:
                node = settlement.settle(at, f"{section}/{name}", variants, kind)
                components.setdefault(section, {})[name] = node
                provenance.record(at, *(variant.place for variant in variants))
    return components


def drop_unused(
    document: Document, renaming: Renaming, provenance: Provenance
) -> list[KeptApart]:
    """Remove bodies that were kept apart for operations that lost a conflict.

    Returns those that stay. A page that describes components only is not touched.
    """
    if not renaming.apart:
        return []
    used = _used(document)
    kept: list[KeptApart] = []
    for found in renaming.apart:
        section, _ = found.component
        documents = [variant.fragment.document for variant in found.variants]
        if (section, found.name) in used or not all(d.get("paths") for d in documents):
            kept.append(found)
        else:
            del document["components"][section][found.name]
            del provenance.origins[extend("/components", section, found.name)]
    return kept


def _used(document: Document) -> set[Component]:
    rest = {key: value for key, value in document.items() if key != "components"}
    used = references(rest, DOCUMENT)
    waiting = list(used)
    while waiting:
        section, name = waiting.pop()
        kind = component_kind(section)
        node = mapping(mapping(document, "components"), section).get(name)
        if kind is not None and node is not None:
            new = references(node, kind) - used
            used |= new
            waiting += new
    return used


def report_kept_apart(kept: Sequence[KeptApart], settlement: Settlement) -> None:
    """Warn of every component that stands under two names now."""
    for found in kept:
        section, name = found.component
        kind = component_kind(section)
        if kind is None:
            continue
        first = found.variants[0]
        notes = difference_notes(found.leading, first, kind) or [
            Note("the same text, but it refers to components that differ", first.place)
        ]
        settlement.decide(
            extend("/components", section, found.name),
            f"kept apart: not the {name} of {label(found.leading.fragment)}",
        )
        settlement.report.warning(
            "component-kept-apart",
            first.place,
            f"{name} of {section} is not the same in all fragments; this one is kept apart as"
            f" {found.name}",
            Note(f"this one is {name}", found.leading.place),
            *notes,
            help="correct one of them, or say in the configuration who wins: `resolutions:"
            f' {{"{extend("/components", section, name)}": "{found.leading.fragment.file}"}}`',
        )
