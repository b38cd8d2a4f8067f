"""A property that `allOf` describes in parts has one schema that says all of them."""

from __future__ import annotations

from typing import Any

from generator.spec import Spec
from tests.support.canonical import api, canonical, ref, thing

NULL = {"type": "null"}


def united(**schemas: Any) -> Spec:
    return canonical(api({}, **schemas))


def test_objects_of_one_property_are_united_where_the_last_stands() -> None:
    spec = united(
        Base=thing(size=thing("w")),
        Sub={"allOf": [ref("Base"), thing(size={**thing("h"), "description": "D"})]},
    )
    member = spec.schemas["Sub"]["allOf"][1]
    assert member["properties"]["size"] == {"description": "D", **ref("SubSize")}
    base = spec.schemas["Base"]["properties"]["size"]
    assert spec.schemas["SubSize"]["allOf"] == [base, thing("h")]


def test_a_schema_without_one_of_its_own_gets_the_property() -> None:
    spec = united(
        Width=thing(size=thing("w")),
        Height=thing(size=thing("h")),
        Both={"allOf": [ref("Width"), ref("Height")]},
    )
    size = spec.schemas["Both"]["properties"]["size"]
    parts = [spec.schemas[n]["properties"]["size"] for n in ("Width", "Height")]
    assert spec.resolve(size)["allOf"] == parts


def test_what_one_part_says_completely_stays_as_it_is() -> None:
    schemas = {
        "Base": thing(size=ref("Small")),
        "Small": thing("w"),
        "Large": thing("w", "h"),
        "Sub": {"allOf": [ref("Base"), thing(size=ref("Large"))]},
    }
    assert united(**schemas).schemas == schemas


def test_parts_of_parts_are_united() -> None:
    spec = united(
        A=thing(m=thing(size=thing("w"))),
        B={"allOf": [ref("A"), thing(m=thing(size=thing("h")))]},
    )
    inner = spec.resolve(spec.schemas["B"]["allOf"][1]["properties"]["m"])
    size = spec.resolve(inner["allOf"][1]["properties"]["size"])
    assert size["allOf"][1] == thing("h")


def test_null_is_allowed_where_every_part_allows_it() -> None:
    nullable = {"anyOf": [thing("w"), NULL]}
    spec = united(
        A=thing(size=nullable),
        B=thing(size={**thing("h"), "type": ["object", "null"]}),
        C=thing(size=thing("d")),
        Some={"allOf": [ref("A"), ref("B")]},
        None_={"allOf": [ref("A"), ref("C")]},
    )
    assert NULL in spec.schemas["Some"]["properties"]["size"]["anyOf"]
    assert "$ref" in spec.schemas["None_"]["properties"]["size"]


def test_objects_that_hold_themselves_come_to_an_end() -> None:
    spec = united(
        A=thing("a", next=ref("A")),
        B=thing("b", next=ref("B")),
        Both={"allOf": [ref("A"), ref("B")]},
    )
    assert spec.schemas["Both"]["properties"]["next"] == ref("Both")
