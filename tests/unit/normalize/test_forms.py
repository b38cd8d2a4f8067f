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
