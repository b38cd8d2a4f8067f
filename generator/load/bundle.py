"""Makes one document of a description that is spread over files.

What a reference into another file names becomes a component where OpenAPI has a section for
it, so that it stays one thing however often it is used; anything else (a path item, an
operation, a map) takes the place of the reference. Parts remember their own file and line.
What references are local is left as it is written, except where later stages want plain
JSON pointers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..diagnostics import Report
from ..grammar import (
    COMPONENTS,
    DOCUMENT,
    MEDIA_TYPE,
    PATH_ITEM,
    SCHEMA,
    Kind,
    kind_at,
)
from ..source import (
    Document,
    Fragment,
    Json,
    Place,
    extend,
    is_array,
    is_object,
    object_at,
)
from .component_names import component_names
from .document import digest_of
from .reference_files import ReferenceFiles
from .structure import names_file
from .targets import Target, Targets, is_alias
from .text import MAX_DEPTH, quoted

_MOST_NODES = 2_000_000
"""How many values a bundled document may have: inlined parts can multiply."""

_TEXTS = ("description", "summary", "title")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The kind of a whole document, and for each kind the path of its section."""

    document: Kind
    sections: Mapping[Kind, str]


OPENAPI_3 = Grammar(
    replace(DOCUMENT, fields={**DOCUMENT.fields, "info": Kind("Info Object")}),
    {
        kind.values: f"/components/{section}"
        for section, kind in COMPONENTS.fields.items()
        if kind.values is not None and kind.values not in (PATH_ITEM, MEDIA_TYPE)
    },
)


def bundle(
    fragment: Fragment,
    path: Path,
    files: ReferenceFiles,
    report: Report,
    grammar: Grammar = OPENAPI_3,
) -> Fragment:
    """The fragment with everything in it that its references name in other files.

    References that lead nowhere, or must not be followed, stay as they are. `path` is the
    fragment's own file.
    """
    return _Bundler(fragment, path, files, report, grammar).bundled()


@dataclass(frozen=True, slots=True, eq=False)
class _Component:
    """A part of another file that becomes a component of the bundled document."""

    target: Target
    section: str
    file: str


@dataclass(frozen=True, slots=True)
class _At:
    """A place in the result: in the document itself, or in a component without a name yet."""

    owner: _Component | None
    pointer: str = ""

    def child(self, key: str | int) -> _At:
        return _At(self.owner, extend(self.pointer, key))


class _Bundler:
    """One walk over the document and over what it brings in."""

    def __init__(
        self,
        fragment: Fragment,
        path: Path,
        files: ReferenceFiles,
        report: Report,
        grammar: Grammar,
    ) -> None:
        files.within(fragment, path)
        self._root = fragment
        self._files = files
        self._targets = Targets(files)
        self._report = report
        self._grammar = grammar
        self._claimed: dict[tuple[Fragment, str, str], str] = {}
        self._components: dict[tuple[Fragment, str, str], _Component] = {}
        self._waiting: list[_Component] = []
        self._links: list[tuple[Document, str, str | _Component]] = []
        self._moved: list[tuple[_At, Place]] = []
        self._open: set[tuple[Fragment, str]] = set()
        self._nodes = 0
        self._stopped = False

    def bundled(self) -> Fragment:
        self._claim()
        document = self._build(
            self._root.document,
            self._grammar.document,
            self._root.place(),
            _At(None),
            0,
        )
        bodies: list[tuple[_Component, Json]] = []
        while self._waiting:
            new = self._waiting.pop()
            kind = next(
                k for k, s in self._grammar.sections.items() if s == new.section
            )
            place = new.target.place
            body = self._build(new.target.node, kind, place, _At(new), 1)
            bodies.append((new, body))
            self._moved.append((_At(new), place))
        pointers = self._named(document)
        for node, key, to in self._links:
            node[key] = "#" + (to if isinstance(to, str) else pointers[to])
        for component, body in sorted(bodies, key=lambda item: pointers[item[0]]):
            *above, name = pointers[component].split("/")[1:]
            section = document
            for key in above:
                if not is_object(section.get(key)):
                    section[key] = {}
                section = section[key]
            section[name] = body
        moved = {
            (pointers[at.owner] if at.owner else "") + at.pointer: place
            for at, place in self._moved
        }
        digest = digest_of(document) or self._root.digest
        return replace(self._root, document=document, digest=digest, moved=moved)

    def _named(self, document: Document) -> dict[_Component, str]:
        """The pointer of each new component."""
        pointers: dict[_Component, str] = {}
        for section in sorted({one.section for one in self._components.values()}):
            parts = [c for c in self._components.values() if c.section == section]
            taken: Json = document
            for key in section.split("/")[1:]:
                taken = object_at(taken, key)
            places = [(one.file, one.target.place.pointer) for one in parts]
            names = component_names(places, taken)
            for one, place in zip(parts, places, strict=True):
                pointers[one] = extend(section, names[place])
        return pointers

    def _claim(self) -> None:
        """A component that only refers to another file gives its name to what stands there."""
        for section in self._grammar.sections.values():
            node: Json = self._root.document
            for key in section.split("/")[1:]:
                node = object_at(node, key)
            for name in sorted(node):
                if is_alias(node[name]):
                    pointer = extend(section, name)
                    link = self._root.place(pointer)
                    target = self._targets.find(node[name]["$ref"], link)
                    if target and target.place.fragment is not self._root:
                        self._claimed.setdefault((*target.key, section), pointer)

    def _build(
        self, node: Json, kind: Kind | None, here: Place, at: _At, depth: int
    ) -> Json:
        if kind is None or self._stopped:
            return node
        if depth > MAX_DEPTH or self._nodes > _MOST_NODES:
            self._too_much(here, depth)
            return None
        if is_array(node):
            self._nodes += len(node)
            each = kind.each
            return [
                self._build(item, each, here.child(i), at.child(i), depth + 1)
                for i, item in enumerate(node)
            ]
        if not is_object(node):
            return node
        self._nodes += len(node)
        if isinstance(node.get("$ref"), str):
            return self._reference(node, kind, here, at, depth)
        return self._members(node, kind, here, at, depth)

    def _members(
        self, node: Document, kind: Kind, here: Place, at: _At, depth: int
    ) -> Document:
        new: Document = {}
        for key, value in node.items():
            child = kind.child(key)
            if child is not None:
                new[key] = self._build(
                    value, child, here.child(key), at.child(key), depth + 1
                )
            elif key in _TEXTS and is_alias(value) and kind.values is None:
                new[key] = self._text(value, here.child(key), at.child(key))
            else:
                new[key] = value
        if kind is SCHEMA and is_object(node.get("discriminator")):
            self._discriminator(new, here)
        return new

    def _text(self, node: Document, here: Place, at: _At) -> Json:
        target = self._targets.find(node["$ref"], here)
        if target is None or not isinstance(target.node, str):
            return node
        self._moved.append((at, target.place))
        return target.node

    def _reference(
        self, node: Document, kind: Kind, here: Place, at: _At, depth: int
    ) -> Json:
        new = self._members(
            {k: v for k, v in node.items() if k != "$ref"}, kind, here, at, depth
        )
        new = {"$ref": node["$ref"], **new}
        section = self._grammar.sections.get(kind)
        target = self._target(node["$ref"], here, direct=section is not None)
        if target is None:
            return new
        if section is None or self._is_beside(target, kind, section):
            return self._inlined(new, target, kind, here, at, depth)
        if self._claimed.get((*target.key, section)) == at.pointer and not at.owner:
            self._moved.append((at, target.place))
            return self._build(target.node, kind, target.place, at, depth)
        self._link(new, "$ref", target, section)
        return new

    def _is_beside(self, target: Target, kind: Kind, section: str) -> bool:
        """Whether a part of the document itself that is no schema stands beside its section.

        Schemas have names wherever they stand; a parameter of another operation may come to
        stand elsewhere.
        """
        fragment, pointer = target.key
        if fragment is not self._root or kind is SCHEMA:
            return False
        is_component = pointer.rpartition("/")[0] == section
        return not is_component and kind_at(pointer, self._grammar.document) is kind

    def _target(self, reference: str, here: Place, *, direct: bool) -> Target | None:
        """What a reference leads to; `direct` keeps local references to aliases as they are.

        A file that is a mere part may mean the document that it is a part of by `#/...`.
        """
        local = reference.startswith("#")
        if direct and local and here.fragment is self._root:
            target = self._targets.step(reference, here)
            if target is None or target.place.fragment is self._root:
                return target
        target = self._targets.find(reference, here)
        if target is None and local and here.fragment is not self._root:
            return self._targets.find(reference, self._root.place())
        if target is None and not local:
            self._dangling(reference, here)
        return target

    def _link(self, node: Document, key: str, target: Target, section: str) -> None:
        """Let a reference lead to its target in the result."""
        fragment, pointer = target.key
        kind = self._grammar.document
        if fragment is self._root and kind_at(pointer, kind) is not None:
            node[key] = f"#{pointer}"
        elif claimed := self._claimed.get((fragment, pointer, section)):
            self._links.append((node, key, claimed))
        else:
            self._links.append((node, key, self._component(target, section)))

    def _component(self, target: Target, section: str) -> _Component:
        key = (*target.key, section)
        if key not in self._components:
            new = _Component(target, section, target.place.fragment.file)
            self._components[key] = new
            self._waiting.append(new)
        return self._components[key]

    def _inlined(
        self,
        node: Document,
        target: Target,
        kind: Kind,
        here: Place,
        at: _At,
        depth: int,
    ) -> Json:
        if target.key in self._open:
            self._report.warning(
                "unresolved-ref",
                here.child("$ref"),
                "the reference leads back to itself; what it stands for is left out",
                help="write out one of the parts that refer to each other",
            )
            return {}
        self._open.add(target.key)
        body = self._build(target.node, kind, target.place, at, depth + 1)
        self._open.remove(target.key)
        self._moved.append((at, target.place))
        if not is_object(body):
            return body
        del node["$ref"]
        self._moved += [(at.child(key), here.child(key)) for key in node]
        body |= node  # the same object: its own reference may still be to be set
        return body

    def _discriminator(self, schema: Document, here: Place) -> None:
        """A mapping's values are names of components or references to schemas."""
        old = schema["discriminator"]
        new = dict(object_at(old, "mapping"))
        for value, name in list(new.items()):
            reference = self._mapped(name, here)
            target = self._targets.find(reference, here) if reference else None
            if target is not None:
                self._link(new, value, target, self._grammar.sections[SCHEMA])
        if new:
            schema["discriminator"] = {**old, "mapping": new}

    def _mapped(self, name: Json, here: Place) -> str:
        """The reference that a discriminator's target is, where it has to be rewritten."""
        if not isinstance(name, str):
            return ""
        if here.fragment is self._root:
            return name if names_file(name) else ""
        path = name.startswith("#") or names_file(name)
        return name if path else extend("#" + self._grammar.sections[SCHEMA], name)

    def _dangling(self, reference: str, here: Place) -> None:
        """Say that a file has no such part, when there is the file."""
        if self._targets.file(reference, here) is not None:
            self._report.warning(
                "unresolved-ref",
                here.child("$ref"),
                f"the reference {quoted(reference)} leads nowhere in that file; what it stands"
                " for is left out",
                help="correct the reference, or add what it names",
            )

    def _too_much(self, here: Place, depth: int) -> None:
        self._stopped = True
        if depth > MAX_DEPTH:
            message = f"with its references followed the document is nested deeper than {MAX_DEPTH} levels"
            help = "move the inner parts to components and point at them with $ref"
        else:
            message = f"with its references followed the document has more than {_MOST_NODES:,} values"
            help = "put the repeated parts under components"
        self._report.error("too-deep", here, message, help=help)
