"""Values that fit several alternatives of a `oneOf`, with a discriminator beside it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.examples import conforms
from generator.validation import Validation
from tests.unit.examples.support import spec

CAT: dict[str, Any] = {
    "type": "object",
    "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
}
DOG: dict[str, Any] = {
    "type": "object",
    "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
}
PUPPY: dict[str, Any] = {"allOf": [{"$ref": "#/components/schemas/Dog"}]}
OWN: dict[str, Any] = {"type": "object", "properties": {"age": {"type": "integer"}}}


def pet(name: str, *alternatives: str, **more: Any) -> dict[str, Any]:
    """Alternatives that a property of a name tells apart."""
    refs = [{"$ref": f"#/components/schemas/{one}"} for one in alternatives]
    return {"oneOf": refs, "discriminator": {"propertyName": name, **more}}


@pytest.mark.parametrize(
    ("schema", "value", "fits"),
    [
        (pet("kind", "Cat", "Dog"), {"kind": "Cat"}, True),
        (pet("kind", "Cat", "Dog"), {}, False),
        (pet("kind", "Own", "Puppy"), {}, False),
        (pet("other", "Cat", "Dog"), {}, True),
        (pet("other", "Cat", "Dog"), {"lives": "nine", "name": 1}, False),
        (pet("other", "Cat", "Dog", mapping={"a": "Cat"}), {}, False),
        ({"oneOf": pet("", "Cat", "Dog")["oneOf"]}, {}, False),
    ],
    ids=[
        "it says which it is",
        "it does not say which it is",
        "it does not say it, and a part of an alternative could",
        "no alternative has the property",
        "no alternative has the property, and it fits none",
        "the description says what the values of the property mean",
        "there is no discriminator",
    ],
)
def test_what_may_fit_several_alternatives(
    schema: dict[str, Any], value: Any, fits: bool
) -> None:
    described = spec(Cat=CAT, Dog=DOG, Puppy=PUPPY, Own=OWN, Pet=schema)
    assert conforms(described, schema, value) is fits
    faults = Validation(described).faults("/components/schemas/Pet", value)
    assert bool(faults) is not fits
