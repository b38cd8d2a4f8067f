"""Brings one fragment from OpenAPI 3.0, 3.1 or 3.2 to the vocabulary of 3.2.

It works on fragments, before they are merged, so that a 3.0 and a 3.2 copy of one schema compare
equal. The walk follows the grammar, so data (examples, defaults, extensions, a property that is
*named* `nullable`) is never rewritten. Nodes keep their JSON pointers wherever they can.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..diagnostics import Report
from ..grammar import DOCUMENT, HEADER, PARAMETER, SCHEMA, Kind, walk
from ..source import (
    Document,
    Fragment,
    Json,
    child_at,
    extend,
    is_array,
    is_object,
    tokens,
)
from ..spec import OPENAPI
from .lift import described_values, lift_into_parameter, lift_into_schema
from .nullable import (
    allow_null,
    is_composed,
    is_inside,
    is_null_beside_choices,
    with_null,
)
from .references import decoded, references

_REWRITTEN = frozenset(
    (
        "nullable",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "example",
        "format",
        "description",
    )
)
_BINARY = {
    "binary": ("contentMediaType", "application/octet-stream"),
    "byte": ("contentEncoding", "base64"),
}


def upgrade(fragment: Fragment, report: Report) -> Fragment:
    """The same fragment in OpenAPI 3.2 vocabulary; the one given is left as it is.

    Keywords of 3.0 are honoured in 3.1 and 3.2 too, because people write them there; `nullable`,
    which has no meaning in those versions, is reported once a document.
    """
    upgrader = _Upgrader()
    document: Document = upgrader.rebuild(fragment.document, DOCUMENT)
    version = str(document.get("openapi", ""))
    document["openapi"] = OPENAPI
    if upgrader.wrapped:
        _follow(document, fragment.document, upgrader.wrapped)
    if upgrader.nullables and not version.startswith("3.0"):
        _report_nullable(fragment, version, upgrader, report)
    return replace(fragment, document=document)


def _follow(new: Document, old: Document, wrapped: set[int]) -> None:
    """Let references lead to where schemas are now that stood in one that null is allowed beside."""
    for node in references(new):
        reference = decoded(node["$ref"])
        found, place = old, "#"
        for key in tokens(reference[1:]) if reference[:2] == "#/" else ():
            if id(found) in wrapped and is_inside(key):
                place = extend(place, "anyOf", 0)
            place = extend(place, key)
            found = child_at(found, key)
        if place not in ("#", reference):
            node["$ref"] = place


def _report_nullable(
    fragment: Fragment, version: str, upgrader: _Upgrader, report: Report
) -> None:
    first = next(
        pointer
        for pointer, node, kind in walk(fragment.document, DOCUMENT)
        if node is upgrader.first_nullable and kind is SCHEMA
    )
    times = "once" if upgrader.nullables == 1 else f"{upgrader.nullables} times"
    report.warning(
        "nullable-keyword",
        fragment.place(f"{first}/nullable"),
        f"`nullable` is not a keyword of OpenAPI {version}; it is used {times}, first here, and is"
        " read as in 3.0: null is allowed",
        help='write `type: [..., "null"]` instead',
    )


@dataclass(slots=True)
class _Upgrader:
    """One walk over one document, and how often `nullable` was met in it.

    `wrapped` are the schemas, by `id`, whose keywords stand in an `anyOf` now, beside null.
    """

    nullables: int = 0
    first_nullable: Document = field(default_factory=dict[str, Json])
    wrapped: set[int] = field(default_factory=set[int])

    def rebuild(self, node: Json, kind: Kind) -> Json:
        """A new tree for what the grammar knows; data is shared with the old one."""
        if is_object(node):
            return self._rebuild_object(node, kind)
        if kind.each is not None and is_array(node):
            each = kind.each
            return [self.rebuild(item, each) for item in node]
        return node

    def _rebuild_object(self, node: Document, kind: Kind) -> Document:
        # The hottest lines of the stage: `Kind.child` spelled out.
        new: Document = {}
        values = kind.values
        if values is None:
            fields = kind.fields
            for key, value in node.items():
                child = fields.get(key)
                if child is None:
                    new[key] = value
                else:
                    new[key] = self.rebuild(value, child)
        else:
            for key, value in node.items():
                child = kind.child(key) if kind.extensible else values
                new[key] = value if child is None else self.rebuild(value, child)
        if kind is SCHEMA:
            if not _REWRITTEN.isdisjoint(node):
                new = self._upgrade_schema(new, node)
            if not is_null_beside_choices(new):
                return new
            if is_composed(new):
                self.wrapped.add(id(node))
            return with_null(new)
        if (kind is PARAMETER or kind is HEADER) and "description" in node:
            lifted = described_values(node["description"])
            return lift_into_parameter(new, lifted) if lifted else new
        return new

    def _upgrade_schema(self, new: Document, old: Document) -> Document:
        if "description" in old:
            lifted = described_values(old["description"])
            if lifted:
                new = lift_into_schema(new, lifted)
        if "example" in old:
            new = _example_to_examples(new)
        if old.get("format") in _BINARY:
            new = _format_to_encoding(new)
        for bound in ("Minimum", "Maximum"):
            if isinstance(old.get(f"exclusive{bound}"), bool):
                new = _exclusive_to_number(new, bound.lower(), f"exclusive{bound}")
        if isinstance(old.get("nullable"), bool):
            if old["nullable"]:
                if is_composed(new):
                    self.wrapped.add(id(old))
                self.nullables += 1
                if self.nullables == 1:
                    self.first_nullable = old
            new = allow_null(new)
        return new


def _example_to_examples(schema: Document) -> Document:
    """OAS 3.1, Schema Object: `example` is deprecated in favour of JSON Schema's `examples`."""
    rest = schema.get("examples")
    others = [e for e in rest if e != schema["example"]] if is_array(rest) else []
    new: Document = {}
    for key, value in schema.items():
        if key == "example":
            new["examples"] = [value, *others]
        elif key != "examples":
            new[key] = value
    return new


def _format_to_encoding(schema: Document) -> Document:
    """OAS 3.1, "Migrating binary descriptions from OAS 3.0": an explicit encoding wins."""
    keyword, value = _BINARY[schema["format"]]
    new: Document = {}
    for key, old in schema.items():
        if key != "format":
            new[key] = old
        elif keyword not in schema:
            new[keyword] = value
    return new


def _exclusive_to_number(schema: Document, bound: str, exclusive: str) -> Document:
    """JSON Schema draft 4 had a flag beside `minimum`; since draft 6 it is the bound itself."""
    if schema[exclusive] is False or bound not in schema:
        return {key: value for key, value in schema.items() if key != exclusive}
    new = {key: value for key, value in schema.items() if key != bound}
    new[exclusive] = schema[bound]
    return new
