"""The structure that every later stage takes for granted, and the references found on the way.

Not a validation: that the values have the JSON types which OpenAPI gives them, so that
nothing later stumbles over a list where an object belongs (`repair` reads what is wrong).
Validation proper is another stage's. One walk without recursion; pointers are made only for what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ..source import Fragment, Json, Place, extend, is_array, is_object, tokens
from .shapes import MAPPING, MEDIA_TYPE, OPENAPI, PATH_ITEM, SCHEMA, STRING, Shape

SCALARS = (str, int, float, bool)

Link: TypeAlias = "tuple[Link, str | int] | None"
"""The way from a node to the root: the parent's link and the key in the parent."""


_Visit: TypeAlias = tuple[Json, Shape, Link, bool]
"""A node that is still to be looked at: the node, what it should be, the way to it, `named`."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value of another type than `shape`; `named` when free names or indexes lead to it."""

    link: Link
    shape: Shape
    value: Json
    named: bool


@dataclass(slots=True)
class Survey:
    """What a walk through one fragment found.

    `references` holds each distinct `$ref` with its first place; `anchors` the names that
    `#name` may refer to (JSON Schema, `$anchor`). A `scattered` document has references that
    later stages do not follow: into other files, to what stands where OpenAPI has nothing, in the
    place of a part that has no section among the components, or to one that is no component and no
    schema: it may be left out or stand elsewhere later. `misled` are references
    to a part of another kind: a schema that is said to be a parameter. In a `dynamic` document
    references mean what the way to them says.
    """

    fragment: Fragment
    wrong: list[Wrong] = field(default_factory=list)
    references: dict[str, Link] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    misled: dict[str, Link] = field(default_factory=dict)
    scattered: bool = False
    dynamic: bool = False

    def keys(self, link: Link) -> tuple[str | int, ...]:
        """The reference tokens on the way from the root."""
        keys: list[str | int] = []
        while link is not None:
            link, key = link
            keys.append(key)
        return tuple(reversed(keys))

    def place(self, link: Link) -> Place:
        return self.fragment.place(extend("", *self.keys(link)))


def survey(fragment: Fragment) -> Survey:
    """Walk through a fragment of OpenAPI 3.

    Siblings are visited last to first, so the place that is kept is the first one.
    """
    found = Survey(fragment)
    stack: list[_Visit] = [(fragment.document, OPENAPI, None, False)]
    aside: set[str] = set()
    while stack:
        node, shape, link, named = stack.pop()
        if is_object(node) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            _reference(reference, shape, link, found)
            if reference[:2] in ("", "#", "#/") and "$ref" in shape.fields:
                target = _target(reference, shape, (link, "$ref"), found)
                if target is not None and reference not in aside:
                    aside.add(reference)
                    stack.append(target)
        if not isinstance(node, shape.types):
            found.wrong.append(Wrong(link, shape, node, named))
            if is_tuple(node, shape, link):
                stack.extend((n, SCHEMA, (link, i), True) for i, n in enumerate(node))
        elif is_object(node):
            if shape is SCHEMA and "enum" in node and node.get("type") == "string":
                _strings(node["enum"], (link, "enum"), found)
            for key, child in node.items():
                own = shape.fields.get(key)
                expected = own or shape.others
                if expected is None or (shape.extensible and key[:2] == "x-"):
                    continue
                if isinstance(child, SCALARS) and isinstance(child, expected.types):
                    if key in ("$anchor", "$dynamicAnchor"):
                        found.anchors.add(str(child))
                    elif key == "$id":
                        found.scattered = True
                    elif key == "$dynamicRef":
                        found.dynamic = True
                    elif shape is MAPPING and names_file(str(child)):
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
    return found


def _reference(reference: str, shape: Shape, link: Link, found: Survey) -> None:
    found.references[reference] = (link, "$ref")
    plain = reference.startswith("#/") and "%" not in reference
    is_component = reference.startswith("#/components/") and reference.count("/") == 3
    if (
        not (plain or reference in ("", "#"))
        or "$ref" not in shape.fields
        or shape is PATH_ITEM
        or shape is MEDIA_TYPE
        or not (is_component or shape is SCHEMA)
    ):
        found.scattered = True


def is_tuple(node: Json, shape: Shape, link: Link) -> bool:
    """Whether `items` is an array of schemas, as before JSON Schema 2020-12."""
    is_items = shape is SCHEMA and link is not None and link[1] == "items"
    return is_items and is_array(node) and bool(node)


def _strings(values: Json, link: Link, found: Survey) -> None:
    """Values of an enumeration of strings that are none: in YAML quotes are easily forgotten."""
    for index, value in enumerate(values if is_array(values) else ()):
        if value is not None and not isinstance(value, str):
            found.wrong.append(Wrong((link, index), STRING, value, named=True))


def _target(
    reference: str, shape: Shape, from_link: Link, found: Survey
) -> _Visit | None:
    """What a reference leads to, where the walk does not come by it otherwise.

    Definitions stand under extensions and other keys that OpenAPI does not know. Keys that it
    knows hold what it says: what is no `shape` there is `misled`.
    """
    keys = tokens(reference[1:])
    expected: Shape | None = OPENAPI
    for key in keys:
        expected = expected.child(key) if expected is not None else None
    if expected is not None:
        if expected is not shape:
            found.misled[reference] = from_link
        return None
    found.scattered = True
    node: Json = found.fragment.document
    link: Link = None
    for key in keys:
        if is_object(node) and key in node:
            link, node = (link, key), node[key]
        elif is_array(node) and key.isdecimal() and int(key) < len(node):
            link, node = (link, int(key)), node[int(key)]
        else:
            return None
    return node, shape, link, True


def names_file(target: str) -> bool:
    """Whether a discriminator's target is a reference that leaves the document."""
    return not target.startswith("#") and (
        "#" in target or "/" in target or target.endswith((".json", ".yaml", ".yml"))
    )
