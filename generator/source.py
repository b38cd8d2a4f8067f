"""Fragments: OpenAPI documents as they were written, and where they came from.

`load` makes them; later stages carry `Place`s around instead of lines and columns. The
position of a node is found only when somebody asks, by walking the text along the pointer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeGuard

from .diagnostics import Location

Json: TypeAlias = Any
"""A JSON value: `dict[str, Json] | list[Json] | str | int | float | bool | None`."""

Document: TypeAlias = dict[str, Json]
"""A JSON object; here nearly always an OpenAPI document or a part of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """One OpenAPI document and where it came from.

    `file` is the path to show (relative to the project, `/` separators); `label` the heading
    above an embedded document; `url` the page's published address when the page tells it;
    `digest` the SHA-256 of the document's own text, in hex: a stable name for it whatever the
    order in which files are given. `locate` maps a JSON pointer to a line and column of `file`
    (the deepest existing ancestor when the pointer itself does not exist). `moved` names the
    nodes that were written somewhere else: in another file, or under another pointer before a
    conversion; what is below such a node was written below it there. `origin` is the file that
    an embedded document was taken from, when its page tells it.
    """

    document: Document
    file: str
    digest: str
    locate: Callable[[str], tuple[int, int]] = field(repr=False)
    label: str = ""
    url: str = ""
    origin: str = ""
    moved: Mapping[str, Place] = field(default_factory=dict[str, "Place"], repr=False)

    def place(self, pointer: str = "") -> Place:
        return Place(self, pointer)

    def written(self, pointer: str) -> Place:
        """Where the node at `pointer` was written, through `moved`."""
        above, rest = pointer, ""
        while self.moved:
            if (source := self.moved.get(above)) is not None:
                return source.fragment.written(source.pointer + rest)
            if not above:
                break
            above, _, last = above.rpartition("/")
            rest = f"/{last}{rest}"
        return Place(self, pointer)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A node of a fragment, named by its RFC 6901 JSON pointer (`""` is the root)."""

    fragment: Fragment
    pointer: str = ""

    @property
    def location(self) -> Location:
        place = self.fragment.written(self.pointer)
        line, column = place.fragment.locate(place.pointer)
        return Location(place.fragment.file, line, column, place.pointer)

    def child(self, *keys: str | int) -> Place:
        return Place(self.fragment, extend(self.pointer, *keys))


def extend(pointer: str, *keys: str | int) -> str:
    """Append reference tokens to a JSON pointer, escaped by RFC 6901 section 3.

    >>> extend("/paths", "/a~b", 0)
    '/paths/~1a~0b/0'
    """
    for key in keys:
        pointer += "/" + str(key).replace("~", "~0").replace("/", "~1")
    return pointer


def tokens(pointer: str) -> list[str]:
    """Split a JSON pointer into its unescaped reference tokens (RFC 6901 section 4)."""
    found = pointer.split("/")[1:]
    if "~" not in pointer:
        return found
    return [t.replace("~1", "/").replace("~0", "~") for t in found]


def is_object(node: Json) -> TypeGuard[Document]:
    """Say whether the node is a JSON object."""
    return isinstance(node, dict)


def is_array(node: Json) -> TypeGuard[list[Json]]:
    """Say whether the node is a JSON array."""
    return isinstance(node, list)


def object_at(node: Json, key: str) -> Document:
    """The object at a key of an object, {} when there is none."""
    value = node.get(key) if is_object(node) else None
    return value if is_object(value) else {}


def child_at(node: Json, token: str) -> Json:
    """What a reference token leads to, None where it leads nowhere (RFC 6901, section 4)."""
    if is_array(node):
        is_index = token.isdecimal() and int(token) < len(node)
        return node[int(token)] if is_index else None
    return node.get(token) if is_object(node) else None


def array_at(node: Json, key: str) -> list[Json]:
    """The array at a key of an object, [] when there is none."""
    value = node.get(key) if is_object(node) else None
    return value if is_array(value) else []


def text_at(node: Json, key: str) -> str:
    """The string at a key of an object, "" when there is none."""
    value = node.get(key) if is_object(node) else None
    return value if isinstance(value, str) else ""
