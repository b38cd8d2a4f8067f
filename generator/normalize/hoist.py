"""Puts one component where many copies of a schema stood, and a reference in every place.

What a copy says of its place (its description there, its default) stays beside the reference;
what all places say alike belongs to the component. Where copies differ in annotations further
inside, the most common text wins: the longest may be the one that is of one place only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from ..grammar import SCHEMA, Kind
from ..source import Document, Json, is_array, is_object
from ..spec import SCHEMAS
from .groups import Group
from .sites import CHOICES, USE_ONLY, Form, Site, is_null

_OWN = ("title", "description", "examples", "externalDocs", "$comment")
"""Annotations that a component can take over from all of its uses."""


def hoist(groups: Sequence[Group]) -> dict[str, Document]:
    """Replace every site by a reference; the new components, by name.

    The groups have names, and owners stand before what they own: the innermost are done first,
    so that the copies of an owner hold references already when they are compared.
    """
    components: dict[str, Document] = {}
    for group in reversed(groups):
        own = {} if group.existing else _own_annotations(group)
        if not group.existing:
            copies = [_core(site) for site in group.sites]
            components[group.name] = own | _united(copies)
        for site in group.sites:
            site.holder[site.key] = _use(site, group.name, own)
    return components


def _core(site: Site) -> Document:
    """The schema without null and without what belongs to its place."""
    core: Document = {}
    for name, value in site.node.items():
        if _belongs_to_use(name):
            continue
        if name == "type" and site.nullable and is_array(value):
            rest = [t for t in value if t != "null"]
            value = rest[0] if len(rest) == 1 else rest
        elif name == "enum" and site.nullable:
            value = [v for v in value if v is not None]
        elif site.form in (Form.UNION, Form.ENUM) and name in CHOICES:
            value = [member for member in value if not is_null(member)]
        core[name] = value
    return core


def _belongs_to_use(name: str) -> bool:
    return SCHEMA.annotates(name) or name in USE_ONLY


def _use(site: Site, name: str, own: Document) -> Document:
    """The reference, with what the place adds to the component's own annotations."""
    reference = {"$ref": f"{SCHEMAS}{name}"}
    use: Document = (
        {"anyOf": [reference, {"type": "null"}]} if site.nullable else reference
    )
    for key, value in site.node.items():
        if _belongs_to_use(key) and own.get(key) != value:
            use[key] = value
    return use


def _own_annotations(group: Group) -> Document:
    """What the component says of itself.

    A schema that is all of a body, an item or a variant describes itself where it stands; a
    property's description is the property's, unless several different places agree on it.
    """
    own: Document = {}
    for key in _OWN:
        values = [(site, site.node[key]) for site in group.sites if key in site.node]
        themselves = [
            v for site, v in values if not site.trail or site.trail[-1][0] in "[{|"
        ]
        if themselves or (key == "title" and values):
            own[key] = _usual(themselves or [v for _, v in values])
        elif len(group.uses) > 1 and len(values) == len(group.sites):
            first = values[0][1]
            if all(value == first for _, value in values):
                own[key] = first
    return own


def _usual(values: Iterable[Json]) -> Json:
    """The most common value; the longest of several that are."""
    found = [(_text(value), value) for value in values]
    counts = Counter(text for text, _ in found)
    return max(found, key=lambda one: (counts[one[0]], len(one[0]), one[0]))[1]


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _united(copies: list[Document]) -> Document:
    """The first copy, with the most common annotations of all."""
    first, *others = copies
    if all(other == first for other in others):
        return first
    united: Document = _annotated(first, others, SCHEMA)
    return united


def _annotated(first: Json, others: list[Json], kind: Kind) -> Json:
    """`first` with every annotation, at any depth, as most of all copies have it."""
    if is_array(first) and kind.each is not None:
        return [
            _annotated(item, [o[i] for o in others], kind.each)
            for i, item in enumerate(first)
        ]
    if not is_object(first):
        return first
    united: Document = {}
    for key, value in first.items():
        alike = [other[key] for other in others if key in other]
        child = kind.child(key)
        if kind.annotates(key):
            united[key] = _usual([value, *alike])
        elif child is not None:
            united[key] = _annotated(value, alike, child)
        else:
            united[key] = value
    for other in others:
        for key in other:
            if key not in united and kind.annotates(key):
                united[key] = _usual(o[key] for o in others if key in o)
    return united
