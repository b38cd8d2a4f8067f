"""A reference may name any schema of the document, whatever normalizing makes of its place."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.grammar import DOCUMENT, SCHEMA, walk
from generator.normalize.references import references
from generator.spec import Spec, lookup
from tests.support.canonical import TEXT, api, call, canonical, ref, thing

NULL = {"type": "null"}
COMPONENTS: dict[str, Any] = {
    "Alias": {"allOf": [ref("Owner")], "description": "An owner."},
    "Owner": thing("name"),
    "MaybeOwner": {"anyOf": [thing(home=thing("city")), NULL]},
    "NullFirst": {"oneOf": [NULL, thing("name")]},
    "Variants": {
        "oneOf": [thing("a"), {"type": "array", "items": thing("b")}, NULL, TEXT]
    },
    "Colour": {"type": ["string", "null"], "enum": ["red", "blue", None]},
    "ByName": {"type": "object", "additionalProperties": thing("age")},
    "Free": {"type": "object", "additionalProperties": True},
    "Pair": {"type": "array", "prefixItems": [TEXT, thing("second")]},
    "Pet": thing(
        owner={"allOf": [ref("MaybeOwner")]},
        keeper={"anyOf": [ref("Owner"), NULL]},
        other={"not": thing("wild")},
    ),
    "Switches": {"type": "array", "items": {"anyOf": [TEXT, {"type": "boolean"}]}},
    "Ruled": {"anyOf": [TEXT, {"type": "integer"}], "not": thing("no")},
    "Combined": {"allOf": [{"allOf": [thing("inner")]}, thing(outer=ref("Alias"))]},
}
OPERATIONS = {
    "GET /keys": call("listKeys", {"allOf": [thing("keys"), thing("links")]}),
    "GET /pets": call("listPets", {"type": "array", "items": thing("id")}),
}
POINTERS = [
    pointer
    for pointer, _, kind in walk(api(OPERATIONS, **COMPONENTS).document, DOCUMENT)
    if kind is SCHEMA
]


def with_schema(schema: Any) -> Spec:
    """The operations and the components, and a component `New`."""
    return canonical(api(OPERATIONS, **copy.deepcopy(COMPONENTS), New=schema))


@pytest.mark.parametrize("pointer", POINTERS)
def test_every_schema_can_be_referred_to(pointer: str) -> None:
    there = {"$ref": f"#{pointer}"}
    new = {**thing(part=there), "allOf": [there, thing("own")]}
    spec = with_schema(new)
    for node in references(spec.document):
        lookup(spec.document, node["$ref"][1:])


@pytest.mark.parametrize(
    ("pointer", "meaning"),
    [
        ("/components/schemas/MaybeOwner/anyOf/1", NULL),
        ("/components/schemas/NullFirst/oneOf/0", NULL),
        ("/components/schemas/Free/additionalProperties", {}),
        ("/components/schemas/Alias/allOf/0", ref("Owner")),
        ("/components/schemas/Variants/oneOf/3", TEXT),
    ],
)
def test_a_reference_to_what_normalizing_takes_away_keeps_its_meaning(
    pointer: str, meaning: Any
) -> None:
    spec = with_schema(thing(part={"$ref": f"#{pointer}"}))
    part = spec.schemas["New"]["properties"]["part"]
    assert meaning in (part, spec.resolve(part))


def test_a_variant_that_is_referred_to_is_no_longer_its_union() -> None:
    pointer = "/components/schemas/NullFirst/oneOf/1"
    spec = with_schema(thing(part={"$ref": f"#{pointer}"}))
    part = spec.schemas["New"]["properties"]["part"]
    assert spec.resolve(part) == thing("name")
    assert spec.schemas["NullFirst"] == {"anyOf": [part]}
