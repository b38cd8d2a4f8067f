"""Copies of one schema become one component, and nothing is lost on the way."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from generator.diagnostics import Report
from generator.source import Fragment
from generator.spec import lookup
from tests.support.canonical import TEXT, api, body, call, canonical, one_of, ref, thing

ADDRESS = thing("city", "street")


def test_equal_objects_become_one_component_and_keep_what_each_place_says() -> None:
    home = {**ADDRESS, "description": "Where they live"}
    work = {**ADDRESS, "description": "Where they work", "readOnly": True}
    spec = canonical(
        api({"GET /p": call("getPerson", thing(home_address=home, address=work))})
    )
    properties = spec.schemas["GetPersonResponse"]["properties"]
    assert spec.schemas["Address"] == ADDRESS
    assert properties["home_address"] == {
        **ref("Address"),
        "description": "Where they live",
    }
    assert properties["address"] == {
        **ref("Address"),
        "description": "Where they work",
        "readOnly": True,
    }


def test_null_stands_beside_the_reference() -> None:
    nullable = {**ADDRESS, "type": ["object", "null"], "description": "If known"}
    spec = canonical(api({"GET /p": call("getPerson", thing(address=nullable))}))
    assert spec.schemas["GetPersonResponse"]["properties"]["address"] == {
        "anyOf": [ref("Address"), {"type": "null"}],
        "description": "If known",
    }


def test_an_enumeration_with_null_and_one_without_share_a_component() -> None:
    sex = {"type": ["string", "null"], "enum": ["f", "m", None]}
    spec = canonical(
        api(
            {
                "GET /a": call("getA", thing(sex=sex)),
                "GET /b": call("getB", thing(sex=one_of("m", "f"))),
            }
        )
    )
    assert sorted(spec.schemas["Sex"]["enum"]) == ["f", "m"]
    assert spec.schemas["GetAResponse"]["properties"]["sex"] == {
        "anyOf": [ref("Sex"), {"type": "null"}]
    }
    assert spec.schemas["GetBResponse"]["properties"]["sex"] == ref("Sex")


@pytest.mark.parametrize(
    "other",
    [
        thing(city={"type": ["string", "null"]}, street=TEXT),
        thing("city", street={"type": "string", "maxLength": 9}),
        {**ADDRESS, "required": ["city"]},
        {**ADDRESS, "additionalProperties": False},
        thing("city", street={"type": "string", "default": "Main"}),
        thing("city", "street", "zip"),
    ],
)
def test_schemas_that_accept_different_values_stay_two(other: Any) -> None:
    spec = canonical(
        api(
            {
                "GET /a": call("getA", thing(address=ADDRESS)),
                "GET /b": call("getB", thing(address=other)),
            }
        )
    )
    mine, others = (
        spec.schemas[name]["properties"]["address"]["$ref"]
        for name in ("GetAResponse", "GetBResponse")
    )
    assert mine != others


def test_order_of_properties_required_and_values_means_nothing() -> None:
    turned = {
        "type": "object",
        "required": ["street", "city"],
        "properties": {"street": TEXT, "city": TEXT},
    }
    spec = canonical(
        api({"GET /a": call("getA", thing(address=ADDRESS, old_address=turned))})
    )
    assert sorted(spec.schemas) == ["Address", "GetAResponse"]


def test_the_most_common_annotation_wins_inside_copies() -> None:
    city = thing(city={**TEXT, "description": "The city."})
    of_one = thing(city={**TEXT, "description": "The city that the cow is from."})
    shuffled = thing(a=city, b=of_one, c=city), thing(a=of_one, b=city, c=city)
    for answer in shuffled:
        spec = canonical(api({"GET /a": call("getA", answer)}))
        (found,) = (s for name, s in spec.schemas.items() if name != "GetAResponse")
        assert found["properties"]["city"]["description"] == "The city."


def test_of_as_common_annotations_the_longest_wins() -> None:
    short = thing(city={**TEXT, "description": "City"}, street=TEXT)
    long = thing(
        city={**TEXT, "description": "City or town"}, street={**TEXT, "examples": ["x"]}
    )
    spec = canonical(
        api({"GET /a": call("getA", thing(address=short, old_address=long))})
    )
    assert spec.schemas["Address"]["properties"] == {
        "city": {**TEXT, "description": "City or town"},
        "street": {**TEXT, "examples": ["x"]},
    }


def test_what_all_places_say_alike_moves_to_the_component() -> None:
    sex = one_of("f", "m", examples=["f"])
    spec = canonical(
        api(
            {
                "GET /a": call("getA", thing(sex=sex)),
                "GET /b": call("getB", thing(sex=sex)),
            }
        )
    )
    assert spec.schemas["Sex"]["examples"] == ["f"]
    assert spec.schemas["GetAResponse"]["properties"]["sex"] == ref("Sex")


def test_bodies_of_two_operations_stay_two_though_they_are_equal() -> None:
    answer = thing(address=ADDRESS)
    spec = canonical(
        api({"POST /a": call("confirm", answer), "POST /b": call("cancel", answer)})
    )
    assert sorted(spec.schemas) == ["Address", "CancelResponse", "ConfirmResponse"]
    assert body(spec, "post", "/a") == ref("ConfirmResponse")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object"},
        one_of("only"),
        {"const": "only"},
        {"type": "array", "items": TEXT},
        {"type": "number", "enum": [1.5, 2]},
    ],
)
def test_maps_constants_and_plain_types_stay_inline(schema: Any) -> None:
    spec = canonical(api({"GET /a": call("getA", thing(x=schema, y=schema))}))
    assert sorted(spec.schemas) == ["GetAResponse"]
    assert spec.schemas["GetAResponse"]["properties"]["x"] == schema


def test_a_component_with_the_name_and_the_shape_is_used() -> None:
    report = Report()
    spec = canonical(
        api({"GET /a": call("getA", thing(address=ADDRESS))}, Address=ADDRESS),
        report=report,
    )
    assert sorted(spec.schemas) == ["Address", "GetAResponse"]
    assert [found.rule for found in report] == ["same-schema"]


def test_inline_members_of_all_of_stay_in_their_schema() -> None:
    pet = {"allOf": [ref("Base"), thing(colour=one_of("red", "blue"))]}
    spec = canonical(
        api({"GET /a": call("getA", ref("Pet"))}, Base=thing("id"), Pet=pet)
    )
    assert spec.schemas["Pet"]["allOf"][1]["properties"] == {"colour": ref("Colour")}
    assert sorted(spec.schemas) == ["Base", "Colour", "Pet"]


def test_unions_are_named_and_null_is_told_apart() -> None:
    owner = {"oneOf": [thing("first_name"), thing("company"), {"type": "null"}]}
    spec = canonical(api({"GET /a": call("getA", thing(owner=owner))}))
    assert spec.schemas["GetAResponse"]["properties"]["owner"] == {
        "anyOf": [ref("Owner"), {"type": "null"}]
    }
    assert spec.schemas["Owner"] == {
        "oneOf": [ref("OwnerWithFirstName"), ref("OwnerWithCompany")]
    }


def test_a_reference_into_a_schema_leads_to_a_component() -> None:
    deep = {"$ref": "#/components/schemas/Pet/properties/tags"}
    pet = thing(tags={"type": "array", "items": TEXT}, owner=thing("id"))
    owner = {"$ref": "#/components/schemas/Pet/properties/owner"}
    spec = canonical(
        api({"GET /a": call("getA", thing(labels=deep, holder=owner))}, Pet=pet)
    )
    properties = spec.schemas["GetAResponse"]["properties"]
    assert properties == {"labels": ref("Tags"), "holder": ref("Owner")}
    assert spec.schemas["Tags"] == {"type": "array", "items": TEXT}


def test_a_reference_is_a_uri_so_its_pointer_may_be_percent_encoded() -> None:
    at = "#/paths/~1pets~1%7Bid%7D/get/responses/200/content/application~1json/schema"
    whole, part = {"$ref": at}, {"$ref": f"{at}/properties/age"}
    spec = canonical(
        api(
            {
                "GET /pets/{id}": call("getPet", thing(age={"type": "integer"})),
                "GET /a": call("getA", thing(pet=whole, years=part)),
            }
        )
    )
    assert spec.schemas["GetAResponse"]["properties"] == {
        "pet": ref("GetPetResponse"),
        "years": ref("Age"),
    }


def test_what_no_type_mentions_gets_no_name() -> None:
    never = thing(never=thing(at=TEXT))
    branches = {"then": thing(later=ADDRESS), "else": thing(other=TEXT)}
    used = {"$ref": "#/components/schemas/Thing/$defs/Used"}
    schema = {
        **thing(used=used),
        **branches,
        "if": thing(kind=one_of("a", "b")),
        "not": never,
        "contains": never,
        "propertyNames": one_of("a", "b"),
        "dependentSchemas": {"kind": thing(more=TEXT)},
        "$defs": {"Used": thing(inner=thing(x=TEXT)), "Unused": thing(y=TEXT)},
    }
    spec = canonical(api({"GET /a": call("getA", ref("Thing"))}, Thing=schema))
    assert sorted(spec.schemas) == ["Inner", "Later", "Thing", "Used"]
    assert spec.schemas["Thing"]["then"]["properties"] == {"later": ref("Later")}


def test_components_know_every_place_they_came_from() -> None:
    spec = canonical(
        api({"GET /a": call("getA", thing(address=ADDRESS))}, "a.json"),
        api({"GET /b": call("getB", thing(address=ADDRESS))}, "b.json"),
    )
    places = spec.provenance.places("/components/schemas/Address/properties/city")
    assert sorted(place.fragment.file for place in places) == ["a.json", "b.json"]
    for place in places:
        assert lookup(place.fragment.document, place.pointer) == TEXT


def test_the_merged_document_is_left_alone_and_order_changes_nothing() -> None:
    operations = {
        "GET /a": call("getA", thing(address=ADDRESS, status=one_of("x", "y"))),
        "GET /b": call(
            "getB",
            thing(address={**ADDRESS, "description": "B"}, kind=one_of("x", "y")),
        ),
        "POST /c": call("createC", ADDRESS, request=thing(status=one_of("z", "y"))),
    }
    fragments = [
        api({key: value}, f"{i}.json")
        for i, (key, value) in enumerate(operations.items())
    ]
    before = copy.deepcopy([f.document for f in fragments])
    expected = canonical(*fragments)
    assert [f.document for f in fragments] == before
    for seed in range(6):
        shuffled: list[Fragment] = list(fragments)
        random.Random(seed).shuffle(shuffled)
        again = canonical(*shuffled)
        assert again.document == expected.document
        assert again.names == expected.names


def test_what_is_required_beside_a_reference_is_a_schema_of_its_own() -> None:
    stricter = {"allOf": [ref("Base")], "required": ["name"]}
    spec = canonical(
        api({"POST /a": call("createA", request=stricter)}, Base=thing("id"))
    )
    assert spec.schemas["CreateARequest"] == stricter


def test_objects_in_headers_and_in_texts_get_no_name() -> None:
    header = {"schema": thing(inside=thing("x")), "required": True}
    operation = call("getA", thing(text={**TEXT, "contentSchema": thing("y")}))
    operation["responses"]["200"]["headers"] = {"X-Odd": header}
    level = {"schema": {"type": "array", "items": one_of("low", "high")}}
    operation["responses"]["200"]["headers"]["X-Levels"] = level
    spec = canonical(api({"GET /a": operation}))
    assert sorted(spec.schemas) == ["GetAResponse", "XLevel"]
