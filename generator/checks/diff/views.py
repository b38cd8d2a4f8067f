"""One schema as `diff` compares it: references followed, null taken out, allOf flattened.

A view tells what values a schema allows apart from how it is spelled: `$ref` beside null,
`allOf` of one, `const` and an enum of one value all look alike, so rewriting a schema
without changing its meaning is no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ...source import Document, Json, extend, is_array, is_object
from ...spec import Spec, lookup

Located: TypeAlias = tuple[str, Json]
"""A node and its JSON pointer in the canonical document."""

_NULL: Document = {"type": "null"}
_OBJECT_KEYWORDS = ("properties", "additionalProperties", "required")
_ANNOTATIONS = frozenset(
    [
        "description",
        "title",
        "summary",
        "examples",
        "example",
        "externalDocs",
        "$comment",
        "xml",
        "deprecated",
        "default",
        "readOnly",
        "writeOnly",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a schema allows.

    `use` points at the node that was looked at, `pointer` at the schema it leads to through
    `$ref`; they differ when `referenced`. `nullable_here` is null allowed beside the
    reference, `nullable` includes what the schema itself says. `types` is None for any type.
    `alternatives` are the members of `anyOf` or `oneOf`, without null.
    """

    use: str
    pointer: str
    referenced: bool
    keywords: Document
    types: frozenset[str] | None
    nullable_here: bool
    nullable: bool
    properties: dict[str, Located]
    required: frozenset[str]
    alternatives: tuple[Located, ...]
    union: str

    @property
    def values(self) -> tuple[Json, ...] | None:
        """The values of `enum` or `const`, None when any value of the type will do."""
        if "const" in self.keywords:
            return (self.keywords["const"],)
        listed = self.keywords.get("enum")
        return tuple(v for v in listed if v is not None) if is_array(listed) else None

    @property
    def items(self) -> Located:
        """The schema of the items of an array; anything when it has none."""
        return f"{self.pointer}/items", self.keywords.get("items", {})

    @property
    def extra(self) -> Json:
        """`additionalProperties`: False, True, or a schema that says something."""
        extra = self.keywords.get("additionalProperties", True)
        return True if extra == {} else extra


def view(spec: Spec, pointer: str, node: Json) -> View:
    """Look at the schema `node` that stands at `pointer`."""
    target, at, referenced, nullable_here = _target(spec, pointer, node)
    flat = _Flat(spec)
    flat.add(at, target)
    union = next((key for key in ("oneOf", "anyOf") if flat.keywords.get(key)), "")
    types, null = _types(flat)
    members = [
        (extend(flat.at.get(union, at), union, index), member)
        for index, member in enumerate(flat.keywords.get(union, ()))
    ]
    return View(
        use=pointer,
        pointer=at,
        referenced=referenced,
        keywords=flat.keywords,
        types=types,
        nullable_here=nullable_here,
        nullable=nullable_here or null or any(_is_null(m) for _, m in members),
        properties=flat.properties,
        required=frozenset(flat.required),
        alternatives=tuple(member for member in members if not _is_null(member[1])),
        union=union,
    )


def _is_null(node: Json) -> bool:
    return is_object(node) and (
        node.get("type") in ("null", ["null"])
        or node.get("enum") == [None]
        or ("const" in node and node["const"] is None)
    )


def _as_object(node: Json) -> Document:
    """A boolean schema as an object: `true` allows everything, `false` nothing."""
    if is_object(node):
        return node
    return {"not": {}} if node is False else {}


def _target(spec: Spec, pointer: str, node: Json) -> tuple[Document, str, bool, bool]:
    """Follow `$ref`, null beside one schema, and allOf of one, to where the schema is."""
    schema, referenced, nullable = _as_object(node), False, False
    seen: set[str] = set()
    while True:
        beside = {key: value for key, value in schema.items() if key in _ANNOTATIONS}
        if isinstance(reference := schema.get("$ref"), str):
            pointer = reference[1:]
            if pointer in seen:
                return beside, pointer, referenced, nullable
            seen.add(pointer)
            schema = {**_as_object(lookup(spec.document, pointer)), **beside}
            referenced = True
            continue
        step = _only_member(schema)
        if step is None:
            return schema, pointer, referenced, nullable
        key, index, null = step
        nullable = nullable or null
        pointer = extend(pointer, key, index)
        schema = {**_as_object(schema[key][index]), **beside}


def _only_member(schema: Document) -> tuple[str, int, bool] | None:
    """The one schema that a wrapper stands for: keyword, index, and whether null may be too."""
    for key in ("anyOf", "oneOf", "allOf"):
        members = schema.get(key)
        if not is_array(members) or any(
            k != key and k not in _ANNOTATIONS and not k.startswith("x-")
            for k in schema
        ):
            continue
        real = [index for index, member in enumerate(members) if not _is_null(member)]
        if len(real) == 1 and (key != "allOf" or len(members) == 1):
            return key, real[0], len(members) > 1
    return None


class _Flat:
    """A schema and the members of its allOf, as one set of keywords."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.keywords: Document = {}
        self.at: dict[str, str] = {}
        self.properties: dict[str, Located] = {}
        self.required: set[str] = set()
        self._seen: set[str] = set()

    def add(self, pointer: str, schema: Document) -> None:
        """Take in a schema and, breadth first, its members; the first to say a keyword wins."""
        waiting = [(pointer, schema)]
        for at, node in waiting:
            if at not in self._seen:
                self._seen.add(at)
                self._take(at, node)
                for index, member in enumerate(node.get("allOf") or ()):
                    inner, place, _, _ = _target(
                        self.spec, extend(at, "allOf", index), member
                    )
                    waiting.append((place, inner))

    def _take(self, pointer: str, schema: Document) -> None:
        for key, value in schema.items():
            if key == "properties" and is_object(value):
                for name, child in value.items():
                    self.properties.setdefault(
                        name, (extend(pointer, key, name), child)
                    )
            elif key == "required" and is_array(value):
                self.required.update(name for name in value if isinstance(name, str))
            elif key != "allOf" and key not in self.keywords:
                self.keywords[key] = value
                self.at[key] = pointer


def _types(flat: _Flat) -> tuple[frozenset[str] | None, bool]:
    """The types without null, and whether null is among them.

    A schema without `type` that speaks of properties or items is read as an object or an
    array, which is how everybody writes and means it.
    """
    stated = flat.keywords.get("type")
    names = {stated} if isinstance(stated, str) else set(stated or ())
    listed = flat.keywords.get("enum")
    null_listed = is_array(listed) and None in listed
    if not names and (
        flat.properties or any(k in flat.keywords for k in _OBJECT_KEYWORDS)
    ):
        names = {"object"}
    elif not names and "items" in flat.keywords:
        names = {"array"}
    null = "null" in names or (not names and null_listed)
    if is_array(listed) and listed and not null_listed:
        null = False
    return (frozenset(names - {"null"}) or None), null
