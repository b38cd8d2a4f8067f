"""What can be said in several ways is said in one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.canonical import TEXT, api, call, canonical, ref, thing

NULL = {"type": "null"}


def field(schema: Any, **schemas: Any) -> Any:
    """The canonical form of a property's schema."""
    spec = canonical(api({"GET /a": call("getA", thing(x=schema))}, **schemas))
    return spec.schemas["GetAResponse"]["properties"]["x"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"allOf": [ref("Pet")]}, ref("Pet")),
        (
            {"allOf": [ref("Pet")], "description": "D"},
            {"description": "D", **ref("Pet")},
        ),
        (
            {"allOf": [ref("Pet"), {"description": "D"}]},
            {"description": "D", **ref("Pet")},
        ),
        ({"oneOf": [ref("Pet"), NULL]}, {"anyOf": [ref("Pet"), NULL]}),
        ({"oneOf": [NULL, ref("Pet")]}, {"anyOf": [ref("Pet"), NULL]}),
    ],
)
def test_one_form(written: Any, expected: Any) -> None:
    assert field(written, Pet=thing("id")) == expected


@pytest.mark.parametrize(
    "nullable",
    [
        {**thing("id"), "type": ["object", "null"]},
        {"anyOf": [thing("id"), NULL]},
        {"oneOf": [NULL, thing("id")]},
    ],
)
def test_null_moves_from_a_component_to_its_uses(nullable: Any) -> None:
    spec = canonical(
        api(
            {
                "GET /a": call(
                    "getA", thing(x=ref("Pet"), y={"anyOf": [ref("Pet"), NULL]})
                )
            },
            Pet=nullable,
            Alias=ref("Pet"),
            Either={"oneOf": [ref("Alias"), TEXT]},
            Both={"allOf": [ref("Pet"), thing("more")]},
        )
    )
    assert spec.schemas["Pet"] == thing("id")
    assert spec.schemas["Alias"] == ref("Pet")
    assert spec.schemas["Either"]["oneOf"] == [ref("Alias"), TEXT, NULL]
    assert spec.schemas["Both"]["allOf"][0] == ref("Pet")
    assert spec.schemas["GetAResponse"]["properties"] == {
        "x": {"anyOf": [ref("Pet"), NULL]},
        "y": {"anyOf": [ref("Pet"), NULL]},
    }


def test_an_object_that_may_be_of_another_type_is_a_choice() -> None:
    written = {**thing("id"), "type": ["object", "string", "null"], "maxLength": 9}
    spec = canonical(
        api({"GET /a": call("getA", thing(x={**written, "description": "D"}))})
    )
    union = spec.schemas["GetAResponse"]["properties"]["x"]
    assert union["description"] == "D"
    assert union["anyOf"][1] == NULL
    assert spec.resolve(union["anyOf"][0])["anyOf"][1] == {
        "type": "string",
        "maxLength": 9,
    }


def test_types_beside_other_keywords_stay_together() -> None:
    written = {**thing("id"), "type": ["object", "string"], "not": {"const": "x"}}
    spec = canonical(api({}, Odd=written))
    assert spec.schemas["Odd"] == written


def test_a_choice_of_constants_is_an_enumeration() -> None:
    day = [{"title": "MONDAY", "const": 0}, {"title": "SUNDAY", "enum": [6]}]
    spec = canonical(api({}, Day={"type": "integer", "oneOf": day}))
    assert spec.schemas["Day"] == {"type": "integer", "oneOf": day, "enum": [0, 6]}


def test_null_beside_constants_is_a_matter_of_the_use() -> None:
    day = [{"const": "mon"}, {"const": "sun"}]
    spec = canonical(api({}, Plan=thing(day={"oneOf": [*day, NULL]})))
    assert spec.schemas["Day"] == {"oneOf": day, "enum": ["mon", "sun"]}
    found = spec.schemas["Plan"]["properties"]["day"]
    assert found == {"anyOf": [ref("Day"), NULL]}


@pytest.mark.parametrize(
    "choice",
    [
        [{"const": 0}],
        [{"const": 0}, {"const": "a"}],
        [{"const": "a"}, {"const": "b", "pattern": "b"}],
        [{"const": "a"}, TEXT],
        [{"const": True}, {"const": False}],
    ],
)
def test_other_choices_are_none(choice: Any) -> None:
    assert "enum" not in canonical(api({}, Day={"oneOf": choice})).schemas["Day"]
