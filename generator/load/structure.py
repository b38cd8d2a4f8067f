"""The structure that every later stage takes for granted, and the references found on the way.

Not a validation: that the values have the JSON types which OpenAPI gives them, so that
nothing later stumbles over a list where an object belongs (`repair` reads what is wrong).
Validation proper is another stage's. One walk without recursion; pointers are made only for what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ..source import (
    Document,
    Fragment,
    Json,
    Place,
    extend,
    is_array,
    is_object,
    tokens,
)
from .shapes import MAPPING, MEDIA_TYPE, OPENAPI, PATH_ITEM, Shape

Link: TypeAlias = "tuple[Link, str | int] | None"
"""The way from a node to the root: the parent's link and the key in the parent."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value of another type than `shape`; `named` when free names or indexes lead to it.

    `refers` says that the value is a reference, to something else than belongs there.
    """

    link: Link
    shape: Shape
    value: Json
    named: bool
    refers: bool = False


@dataclass(slots=True)
class Survey:
    """What a walk through one fragment found.

    `references` holds each distinct `$ref` with its first place; `anchors` the names that
    `#name` may refer to (JSON Schema, `$anchor`). A `scattered` document has references that
    later stages do not follow: into other files, in the place of a part that has no section
    among the components, or to what is no part of OpenAPI (`#/definitions/Pet`).
    """

    fragment: Fragment
    wrong: list[Wrong] = field(default_factory=list)
    references: dict[str, Link] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    scattered: bool = False
    _leads: dict[str, Shape | None] = field(default_factory=dict[str, "Shape | None"])

    def keys(self, link: Link) -> tuple[str | int, ...]:
        """The reference tokens on the way from the root."""
        keys: list[str | int] = []
        while link is not None:
            link, key = link
            keys.append(key)
        return tuple(reversed(keys))

    def leads(self, reference: str) -> Shape | None:
        """What a plain reference leads to in this document; None when that is not in the table."""
        if reference not in self._leads:
            found = None
            if reference.startswith("#/"):
                found = _shape_at(self.fragment.document, reference[1:])
            self._leads[reference] = found
        return self._leads[reference]

    def place(self, link: Link) -> Place:
        return self.fragment.place(extend("", *self.keys(link)))


def survey(fragment: Fragment) -> Survey:
    """Walk through a fragment of OpenAPI 3.

    Siblings are visited last to first, so the place that is kept is the first one.
    """
    found = Survey(fragment)
    stack: list[tuple[Json, Shape, Link, bool]] = [
        (fragment.document, OPENAPI, None, False)
    ]
    while stack:
        node, shape, link, named = stack.pop()
        if is_object(node) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            _reference(reference, shape, link, found)
            if found.leads(reference) not in (shape, None):
                found.wrong.append(Wrong(link, shape, node, named, refers=True))
                continue
        if not isinstance(node, shape.types):
            found.wrong.append(Wrong(link, shape, node, named))
        elif is_object(node):
            for key, child in node.items():
                own = shape.fields.get(key)
                expected = own or shape.others
                if expected is None or (shape.extensible and key[:2] == "x-"):
                    continue
                if isinstance(child, str) and str in expected.types:
                    if key in ("$anchor", "$dynamicAnchor"):
                        found.anchors.add(child)
                    elif shape is MAPPING and names_file(child):
                        found.scattered = True
                    continue
                if key == "$ref" and own is None and isinstance(child, str):
                    continue
                stack.append((child, expected, (link, key), own is None))
        elif is_array(node) and shape.items is not None:
            stack.extend(
                (child, shape.items, (link, i), True) for i, child in enumerate(node)
            )
    found.wrong.reverse()
    found.scattered = found.scattered or any(
        reference.count("/") != 3 and found.leads(reference) is None
        for reference in found.references
    )
    return found


def _reference(reference: str, shape: Shape, link: Link, found: Survey) -> None:
    found.references[reference] = (link, "$ref")
    plain = reference.startswith("#/") and "%" not in reference
    if (
        not (plain or reference in ("", "#"))
        or "$ref" not in shape.fields
        or shape is PATH_ITEM
        or shape is MEDIA_TYPE
    ):
        found.scattered = True


def _shape_at(document: Document, pointer: str) -> Shape | None:
    node: Json = document
    shape: Shape | None = OPENAPI
    for token in tokens(pointer):
        if shape is None:
            break
        if is_object(node) and token in node:
            data = shape.extensible and token[:2] == "x-"
            node = node[token]
            shape = None if data else shape.fields.get(token) or shape.others
        elif is_array(node) and token.isdecimal() and int(token) < len(node):
            node, shape = node[int(token)], shape.items
        else:
            shape = None
    return shape


def names_file(target: str) -> bool:
    """Whether a discriminator's target is a reference that leaves the document."""
    return not target.startswith("#") and (
        "#" in target or "/" in target or target.endswith((".json", ".yaml", ".yml"))
    )
