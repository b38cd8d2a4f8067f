"""References that depend on where one comes from are made plain (JSON Schema, `$dynamicRef`).

A schema with `$dynamicRef: '#item'` is a template: a schema that refers to it says what an item
is by a `$dynamicAnchor` of that name, its own or one of its `$defs`. A type is the same wherever
it is used, so each such schema gets a copy of the template in which the reference is plain. What
nobody says leads to the anchor in the template itself, and is any value without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..diagnostics import Report
from ..grammar import DOCUMENT, SCHEMA, Kind, walk
from ..source import (
    Document,
    Fragment,
    Json,
    Place,
    array_at,
    extend,
    is_array,
    is_object,
    object_at,
    text_at,
    tokens,
)
from ..spec import lookup
from .document import digest_of
from .text import MAX_DEPTH

_MOST_COPIED = 50_000
"""How many values the copies of templates may have together: templates may use each other."""

_OWN = frozenset(("$dynamicAnchor", "$anchor", "$id"))
"""Keywords that name a schema; a copy of it has another place, and no name."""


def with_plain_references(fragment: Fragment, report: Report) -> Fragment:
    """The fragment without `$dynamicRef`; its other references must be plain pointers."""
    binder = _Binder(fragment, report)
    document: Document = binder.rebuilt(fragment.document, DOCUMENT, "")
    return replace(
        fragment,
        document=document,
        digest=digest_of(document) or fragment.digest,
        moved={**fragment.moved, **binder.moved},
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the names mean within a copy, and where templates that are being copied end up."""

    names: Mapping[str, str]
    open: Mapping[str, str]
    depth: int = 0


@dataclass(slots=True)
class _Binder:
    """One walk over the document."""

    fragment: Fragment
    report: Report
    moved: dict[str, Place] = field(default_factory=dict[str, Place])
    _copied: int = 0
    _said: bool = False
    _free: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _anchors: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def __post_init__(self) -> None:
        for pointer, node, kind in walk(self.fragment.document, DOCUMENT):
            if kind is SCHEMA and (name := text_at(node, "$dynamicAnchor")):
                self._anchors.setdefault(name, []).append(pointer)

    def rebuilt(self, node: Json, kind: Kind, pointer: str) -> Json:
        """A new tree for what the grammar knows."""
        if is_array(node) and kind.each is not None:
            each = kind.each
            return [self.rebuilt(n, each, f"{pointer}/{i}") for i, n in enumerate(node)]
        if not is_object(node):
            return node
        new: Document = {}
        for key, value in node.items():
            child = kind.child(key)
            at = extend(pointer, key)
            new[key] = value if child is None else self.rebuilt(value, child, at)
        if kind is not SCHEMA:
            return new
        if "$dynamicRef" in node:
            self._resolve(new, pointer, {})
        names = self._names(node, pointer)
        return self._bound(new, node, pointer, names) if names else new

    def _names(self, node: Document, pointer: str) -> dict[str, str]:
        """What a schema says about names: name -> reference."""
        found: dict[str, str] = {}
        for key, schema in object_at(node, "$defs").items():
            if name := text_at(schema, "$dynamicAnchor"):
                alias = text_at(schema, "$ref")
                is_alias = alias and len(schema) == 2
                found[name] = alias if is_alias else f"#{extend(pointer, '$defs', key)}"
        if name := text_at(node, "$dynamicAnchor"):
            found.setdefault(name, f"#{pointer}")
        return found

    def _bound(
        self, new: Document, node: Document, pointer: str, names: dict[str, str]
    ) -> Document:
        """The schema with copies of the templates that it refers to and says the names of."""
        for index, member in enumerate(array_at(node, "allOf")):
            copy = self._template(member, pointer, names)
            if copy is not None:
                new["allOf"][index] = copy
        copy = self._template(node, pointer, names)
        if copy is None:
            return new
        target = text_at(node, "$ref")[1:]
        del new["$ref"]
        defs = {**object_at(copy, "$defs"), **object_at(new, "$defs")}
        if not (copy.keys() & new.keys()) - {"$defs", "title", "description"}:
            for key in copy.keys() - new.keys():
                place = self.fragment.written(extend(target, key))
                self.moved[extend(pointer, key)] = place
            new = {**copy, **new}
        else:
            new["allOf"] = [copy, *array_at(new, "allOf")]
        return {**new, "$defs": defs} if defs else new

    def _template(
        self, node: Json, pointer: str, names: dict[str, str]
    ) -> Document | None:
        """A copy of the template that a node refers to, None when it is none of these names."""
        target = text_at(node, "$ref")[1:]
        if not target or target == pointer or not self._uses(target) & names.keys():
            return None
        own = text_at(self._at(target), "$dynamicAnchor")
        known = {own: f"#{pointer}", **names} if own else names
        return self._copy(target, _Scope(known, {target: f"#{pointer}"}))

    def _copy(self, target: str, scope: _Scope) -> Document | None:
        body = self._copied_node(self._at(target), SCHEMA, target, scope)
        return body if is_object(body) else None

    def _copied_node(self, node: Json, kind: Kind, pointer: str, scope: _Scope) -> Json:
        self._copied += 1
        deeper = replace(scope, depth=scope.depth + 1)
        if is_array(node) and kind.each is not None:
            each = kind.each
            return [
                self._copied_node(n, each, f"{pointer}/{i}", deeper)
                for i, n in enumerate(node)
            ]
        if not is_object(node):
            return node
        new: Document = {}
        for key, value in node.items():
            child = kind.child(key)
            if kind is SCHEMA and key in _OWN:
                continue
            at = extend(pointer, key)
            new[key] = (
                value if child is None else self._copied_node(value, child, at, deeper)
            )
        if kind is SCHEMA and "$dynamicRef" in new:
            self._resolve(new, pointer, scope.names)
        elif kind is SCHEMA and isinstance(new.get("$ref"), str):
            return self._nested(new, deeper)
        return new

    def _nested(self, new: Document, scope: _Scope) -> Document:
        """A template within a template."""
        target = text_at(new, "$ref")[1:]
        if not self._uses(target) & scope.names.keys():
            return new
        if target in scope.open:
            return {**new, "$ref": scope.open[target]}
        if self._copied > _MOST_COPIED or scope.depth > MAX_DEPTH // 2:
            self._too_much()
            return new
        inner = replace(scope, open={**scope.open, target: f"#{target}"})
        copy = self._copy(target, inner)
        del new["$ref"]
        return {**(copy or {}), **new}

    def _resolve(self, node: Document, pointer: str, names: Mapping[str, str]) -> None:
        """Make the dynamic reference of a schema a plain one."""
        reference = node.pop("$dynamicRef")
        name = reference.partition("#")[2] if isinstance(reference, str) else ""
        plain = f"#{name}" if name.startswith("/") else names.get(name, "")
        if not plain:
            plain = self._own_anchor(name, pointer)
        if plain:
            node.setdefault("$ref", plain)

    def _own_anchor(self, name: str, pointer: str) -> str:
        """The anchor of this name in the same component, else the only component called so."""
        own = tokens(pointer)[:3]
        known = self._anchors.get(name, [])
        same = [one for one in known if tokens(one)[:3] == own]
        whole = [one for one in known if len(tokens(one)) == 3]
        found = same or (whole if len(whole) == 1 else [])
        return f"#{found[0]}" if found else ""

    def _uses(self, target: str) -> frozenset[str]:
        """The names of every dynamic reference in a schema, and in those that it refers to."""
        if target not in self._free:
            found: set[str] = set()
            waiting, seen = [target], {target}
            while waiting:
                for _, node, kind in walk(self._at(waiting.pop()), SCHEMA):
                    if kind is not SCHEMA:
                        continue
                    found.add(text_at(node, "$dynamicRef").partition("#")[2])
                    further = text_at(node, "$ref")[1:]
                    if further and further not in seen:
                        seen.add(further)
                        waiting.append(further)
            self._free[target] = frozenset(found - {""})
        return self._free[target]

    def _at(self, pointer: str) -> Json:
        try:
            return lookup(self.fragment.document, pointer)
        except KeyError:
            return None

    def _too_much(self) -> None:
        if not self._said:
            self._said = True
            self.report.warning(
                "too-deep",
                self.fragment.place(),
                "templates (`$dynamicRef`) use each other too often; some of their names mean"
                " what the template itself says",
                help="write out what the templates stand for",
            )
