"""Where references lead: the node that a URI reference names, in whichever file.

Besides JSON pointers there are plain names (`#pet`, declared with `$anchor`) and absolute
identifiers (`$id`, and the document's `$self`); they are looked up in what was read, so an
address that is only a name is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin

from ..source import Fragment, Json, Place, extend, is_array, is_object, tokens
from ..spec import MOST_HOPS
from .reference_files import ReferenceFiles


@dataclass(frozen=True, slots=True)
class Target:
    """The node that a reference leads to."""

    place: Place
    node: Json

    @property
    def key(self) -> tuple[Fragment, str]:
        return self.place.fragment, self.place.pointer


@dataclass(slots=True)
class _Identifiers:
    """What a document calls its own schemas: identifier or plain name -> JSON pointer."""

    ids: dict[str, str] = field(default_factory=dict[str, str])
    anchors: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Targets:
    """Follows references from file to file."""

    files: ReferenceFiles
    _known: dict[Fragment, _Identifiers] = field(
        default_factory=dict[Fragment, _Identifiers]
    )

    def find(self, reference: str, link: Place) -> Target | None:
        """The node that `reference`, standing at `link`, names; None when there is none.

        An object that holds nothing but a `$ref` is followed to what that names. Only faults
        of files are reported here: whether a pointer leads somewhere is asked of the result.
        """
        for _ in range(MOST_HOPS):
            target = self.step(reference, link)
            if target is None or not is_alias(target.node):
                return target
            reference, link = target.node["$ref"], target.place
        return None

    def file(self, reference: str, link: Place) -> Fragment | None:
        """The file that a reference names, when it can be opened."""
        return self.files.open(unquote(reference.partition("#")[0]), link)

    def step(self, reference: str, link: Place, hops: int = 0) -> Target | None:
        """Like `find`, without going on where the reference leads to another one."""
        name, _, pointer = reference.partition("#")
        fragment, base = link.fragment, ""
        pointer = unquote(pointer)
        if not name and (resource := self._resource(link)):
            # A schema with an identifier is a document of its own (JSON Schema, `$id`), but
            # most authors mean the file that they see: that is tried next.
            inner = self._inside(fragment, resource, pointer, hops)
            if inner is not None:
                return inner
        if name:
            own = self._own(name, link)
            opened = fragment if own is not None else self.file(reference, link)
            if opened is None:
                return None
            fragment, base = opened, own or ""
        if pointer and not pointer.startswith("/"):
            anchor = self._identifiers(fragment).anchors.get(pointer)
            if anchor is None:
                return None
            base, pointer = anchor, ""
        return self._walk(fragment, base + pointer, hops)

    def _inside(
        self, fragment: Fragment, own: str, pointer: str, hops: int
    ) -> Target | None:
        if pointer and not pointer.startswith("/"):
            return None  # plain names are looked up in the whole file
        return self._walk(fragment, own + pointer, hops)

    def _resource(self, link: Place) -> str:
        """The pointer of the nearest schema around `link` with an identifier, "" without one."""
        if not self._identifiers(link.fragment).ids:
            return ""
        node: Json = link.fragment.document
        at, found = "", ""
        for key in tokens(link.pointer):
            node = node[int(key)] if is_array(node) else node[key]
            at = extend(at, key)
            found = at if is_object(node) and "$id" in node else found
        return found

    def _walk(self, fragment: Fragment, pointer: str, hops: int) -> Target | None:
        """Go down a pointer, through references that stand on the way."""
        node, at = fragment.document, ""
        for key in tokens(pointer):
            if is_alias(node) and key != "$ref" and hops < MOST_HOPS:
                inner = self.step(node["$ref"], Place(fragment, at), hops + 1)
                if inner is None:
                    return None
                fragment, at, node = (
                    inner.place.fragment,
                    inner.place.pointer,
                    inner.node,
                )
            if is_array(node) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            elif is_object(node) and key in node:
                node = node[key]
            else:
                return None
            at = extend(at, key)
        return Target(Place(fragment, at), node)

    def _own(self, name: str, link: Place) -> str | None:
        """The pointer of what the document of `link` itself calls `name`."""
        known = self._identifiers(link.fragment).ids
        if not known:
            return None
        if name in known:
            return known[name]
        node: Json = link.fragment.document
        base = _joined("", _identifier(node))
        for key in tokens(link.pointer):
            node = node[int(key)] if is_array(node) else node[key]
            base = _joined(base, _identifier(node))
        return known.get(_joined(base, name))

    def _identifiers(self, fragment: Fragment) -> _Identifiers:
        if fragment not in self._known:
            found = _Identifiers()
            for pointer, node, base in _objects(fragment.document):
                if _identifier(node):
                    found.ids.setdefault(base.rstrip("#"), pointer)
                for keyword in ("$anchor", "$dynamicAnchor"):
                    if isinstance(node.get(keyword), str):
                        found.anchors.setdefault(node[keyword], pointer)
            self._known[fragment] = found
        return self._known[fragment]


def is_alias(node: Json) -> bool:
    """Say whether a node is nothing but a reference."""
    return is_object(node) and len(node) == 1 and isinstance(node.get("$ref"), str)


def _identifier(node: Json) -> str:
    for keyword in ("$id", "$self"):
        value = node.get(keyword) if is_object(node) else None
        if isinstance(value, str):
            return value
    return ""


def _objects(document: Json) -> Iterator[tuple[str, dict[str, Json], str]]:
    """Every object with its pointer and its base URI, parents first."""
    waiting: list[tuple[str, Json, str]] = [("", document, "")]
    while waiting:
        pointer, node, base = waiting.pop()
        if is_object(node):
            identifier = _identifier(node)
            if identifier:
                base = _joined(base, identifier)
            yield pointer, node, base
            members = [(extend(pointer, k), v, base) for k, v in node.items()]
        elif is_array(node):
            members = [(extend(pointer, i), v, base) for i, v in enumerate(node)]
        else:
            continue
        waiting.extend(reversed(members))


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # not a URI at all
        return reference
