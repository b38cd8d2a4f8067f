"""The one document that all fragments became, in OpenAPI 3.2 vocabulary.

The tree stays plain JSON: a 13 MB description has half a million nodes, and every node a
dataclass would cost more than all the rest. What a later stage may rely on is the canonical
form that `normalize` guarantees:

- `openapi` is 3.2.0; no `nullable`, no boolean `exclusiveMinimum`, no schema `example`;
- every object schema with properties and every enum of two or more values stands under
  `components.schemas` and is reached by `$ref`; null beside a `$ref` is
  `anyOf: [{$ref: ...}, {type: "null"}]`;
- every `$ref` is local (`#/components/...`) and resolves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from .lock import NO_NAMES, NamesLock
from .source import (
    Document,
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

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""Fixed fields of a Path Item Object that hold an operation (OAS 3.2, section 4.9)."""

SCHEMAS = "#/components/schemas/"

MOST_HOPS = 64
"""How many references may lead from one to the next."""

OPENAPI = "3.2.0"
"""The version that every document is brought to before it is merged."""


@dataclass(slots=True)
class Provenance:
    """Which places of the input a part of the document came from.

    Keys are JSON pointers into the document; a node without an entry of its own belongs to
    its nearest ancestor that has one.
    """

    origins: dict[str, tuple[Place, ...]] = field(default_factory=dict)

    def record(self, pointer: str, *places: Place) -> None:
        """Remember `places` as the origin of the node at `pointer`, in a stable order."""
        self.origins[pointer] = places

    def places(self, pointer: str) -> tuple[Place, ...]:
        """Every place that the node at `pointer` came from, the rest of the path appended."""
        rest = ""
        while pointer not in self.origins:
            if not pointer:
                return ()
            pointer, _, last = pointer.rpartition("/")
            rest = f"/{last}{rest}"
        return tuple(Place(p.fragment, p.pointer + rest) for p in self.origins[pointer])

    def at(self, pointer: str) -> Place | None:
        """The first of `places`: where to point a reader at."""
        found = self.places(pointer)
        return found[0] if found else None


@dataclass(slots=True)
class Merged:
    """What `merge` returns: one document, not yet canonical, and where its parts came from.

    `decisions` says, by JSON pointer, what was decided where the fragments did not agree.
    """

    document: Document
    provenance: Provenance
    decisions: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )


@dataclass(slots=True)
class Spec:
    """What `normalize` returns: the canonical document (see the module) and its provenance.

    `names` holds the names that the document gives to schemas, to be published; `decisions`
    is handed on from `Merged`.
    """

    document: Document
    provenance: Provenance
    names: NamesLock = NO_NAMES
    decisions: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )

    @property
    def schemas(self) -> dict[str, Json]:
        """`components.schemas`, by name."""
        return object_at(object_at(self.document, "components"), "schemas")

    def resolve(self, node: Json) -> Json:
        """Follow `$ref`s until a node that is not a Reference Object.

        References that lead in a circle describe nothing: the result is an empty object.
        """
        for _ in range(MOST_HOPS):
            if not is_object(node) or not isinstance(node.get("$ref"), str):
                return node
            node = lookup(self.document, node["$ref"][1:])
        return {}

    def resolved(self, node: Json) -> Document:
        """Like `resolve`, for a node that is used as an object: {} when it is none."""
        found = self.resolve(node)
        return found if is_object(found) else {}

    def described(self, node: Json) -> Document:
        """Like `resolved`, with what a Reference Object says itself of what it refers to.

        OAS, Reference Object: its `summary` and `description` override those of the component.
        """
        found = self.resolved(node)
        if not is_object(node) or "$ref" not in node:
            return found
        said = {key: v for key, v in node.items() if key in ("summary", "description")}
        return {**found, **said} if said else found

    def located(self, pointer: str, node: Json) -> tuple[str, Document]:
        """The object that `node`, which stands at `pointer`, refers to in the end, and its place."""
        for _ in range(MOST_HOPS):
            if not is_object(node) or not isinstance(node.get("$ref"), str):
                break
            pointer = node["$ref"][1:]
            node = lookup(self.document, pointer)
        return pointer, node if is_object(node) else {}

    def parts(self, node: Json, pointer: str = "") -> list[tuple[str, Document]]:
        """A schema and all that its `$ref` and its `allOf` make it of, with their places.

        Each comes once, however often it is there or is a part of itself, after its own parts.
        A reference with nothing beside it is none of them.
        """
        found: list[tuple[str, Document]] = []
        entered: set[int] = set()
        followed: set[str] = set()
        way: list[tuple[str, Document, Iterator[tuple[str, Json]]]] = []

        def enter(at: str, part: Json) -> bool:
            reference = text_at(part, "$ref")
            if reference and len(part) == 1:
                if reference in followed:
                    return False
                followed.add(reference)
                at, part = self.located(at, part)
            if not is_object(part) or id(part) in entered:
                return False
            entered.add(id(part))
            target = [(at, {"$ref": reference})] if reference else []
            members = enumerate(array_at(part, "allOf"))
            inner = ((f"{at}/allOf/{i}", member) for i, member in members)
            way.append((at, part, chain(target, inner)))
            return True

        enter(pointer, node)
        while way:
            at, part, inner = way[-1]
            if not any(enter(*each) for each in inner):
                found.append((at, part))
                way.pop()
        return found

    def within(self, node: Json) -> Iterator[Document]:
        """A schema and all that it is put together of or chosen from, each once."""
        seen: set[int] = set()
        waiting = [node]
        while waiting:
            found = self.resolved(waiting.pop())
            if found and id(found) not in seen:
                seen.add(id(found))
                yield found
                for keyword in ("allOf", "anyOf", "oneOf"):
                    waiting += array_at(found, keyword)

    def operations(self) -> Iterator[tuple[str, str, Document]]:
        """Every operation as (method in upper case, path, Operation Object), in document order."""
        for path, item in object_at(self.document, "paths").items():
            for method in METHODS:
                if is_object(item) and method in item:
                    yield method.upper(), path, item[method]
            for method, operation in object_at(item, "additionalOperations").items():
                yield method, path, operation


def operation_pointer(item: Document, path: str, method: str) -> str:
    """Where an operation of the path item `item` stands in its document."""
    if method.lower() in item and method not in object_at(item, "additionalOperations"):
        return extend("/paths", path, method.lower())
    return extend("/paths", path, "additionalOperations", method)


def is_sensitive(schema: Document) -> bool:
    """Whether a value is not to be shown: `x-sensitive`, else what is a password.

    `format: password` is "a hint to obscure the value" (OpenAPI Format Registry).
    """
    marked = schema.get("x-sensitive")
    return marked is True or (marked is None and schema.get("format") == "password")


def path_names(path: str) -> list[str]:
    """The parameters of a path template, each once, in their order (OAS, Path Templating)."""
    return list(dict.fromkeys(re.findall(r"\{([^{}]+)\}", path)))


def lookup(document: Json, pointer: str) -> Json:
    """The node at a JSON pointer.

    Raises:
        KeyError: nothing is there.
    """
    node = document
    for token in tokens(pointer):
        try:
            node = node[int(token)] if is_array(node) else node[token]
        except (LookupError, ValueError, TypeError):
            raise KeyError(pointer) from None
    return node
