"""A name that was published stays, whatever is added to the API or taken from it."""

from __future__ import annotations

from itertools import combinations

import pytest

from generator.config import Config, SchemaRules
from generator.diagnostics import Report
from generator.load import load
from generator.lock import NO_NAMES, NamesLock
from generator.merge import merge
from generator.normalize import normalize
from generator.normalize.dialect import upgrade
from generator.source import Document, Fragment
from generator.spec import Spec
from tests.support.canonical import (
    PAGE,
    api,
    call,
    canonical,
    constant,
    one_of,
    ref,
    thing,
)

FIVE = range(5)


def fragments() -> list[Fragment]:
    return list(load(Config(root=PAGE, inputs=("pages/*.md",)), Report()))


def named(chosen: list[Fragment], lock: NamesLock = NO_NAMES) -> Spec:
    config, report = Config(root=PAGE), Report()
    upgraded = tuple(upgrade(f, report) for f in chosen)
    return normalize(merge(upgraded, config, report), (), lock, config, report)


def kept(before: NamesLock, after: NamesLock) -> None:
    """Every use that both know has one name in both."""
    names = {key: name for name, keys in before.schemas.items() for key in keys}
    for name, keys in after.schemas.items():
        for key in keys:
            assert names.get(key, name) == name


@pytest.mark.parametrize("missing", FIVE)
def test_a_fifth_operation_renames_nothing(missing: int) -> None:
    five = fragments()
    first = named([f for i, f in enumerate(five) if i != missing])
    then = named(five, first.names)
    kept(first.names, then.names)
    assert first.schemas.keys() <= then.schemas.keys()


@pytest.mark.parametrize("gone", FIVE)
def test_an_operation_that_goes_renames_nothing(gone: int) -> None:
    five = fragments()
    first = named(five)
    then = named([f for i, f in enumerate(five) if i != gone], first.names)
    kept(first.names, then.names)
    assert then.schemas.keys() <= first.schemas.keys()


@pytest.mark.parametrize("pair", list(combinations(FIVE, 2)))
def test_two_operations_alone_keep_their_names_when_the_others_come(
    pair: tuple[int, int],
) -> None:
    five = fragments()
    first = named([five[i] for i in pair])
    kept(first.names, named(five, first.names).names)


def test_a_new_namesake_does_not_take_a_published_name() -> None:
    cat = call("getCat", thing(object=constant("cat"), food=thing("fish")))
    cow = call("getCow", thing(object=constant("cow"), food=thing("grass")))
    first = canonical(api({"GET /cat": cat}))
    assert "Food" in first.schemas
    then = canonical(api({"GET /cat": cat, "GET /cow": cow}), lock=first.names)
    assert sorted(then.schemas) == ["Cat", "Cow", "CowFood", "Food"]
    assert sorted(canonical(api({"GET /cat": cat, "GET /cow": cow})).schemas) == [
        "Cat",
        "CatFood",
        "Cow",
        "CowFood",
    ]


def test_two_published_names_stay_two_when_their_schemas_become_equal() -> None:
    def version(*values: str) -> Fragment:
        colour, paint = one_of("red", "blue"), one_of("red", *values)
        return api({"GET /a": call("getA", thing(colour=colour, paint=paint))})

    first = canonical(version("green"))
    then = canonical(version("blue"), lock=first.names)
    assert sorted(then.schemas) == ["Colour", "GetAResponse", "Paint"]
    assert then.schemas["Colour"] == then.schemas["Paint"]


def test_when_copies_drift_apart_the_larger_part_keeps_the_name() -> None:
    def operations(extra: str) -> Fragment:
        pet = thing("id", object=constant("pet"))
        odd = thing("id", *([extra] if extra else []), object=constant("pet"))
        return api(
            {
                "GET /a": call("getA", thing(pet=pet)),
                "GET /b": call("getB", thing(pet=pet)),
                "GET /c": call("getC", odd),
            }
        )

    first = canonical(operations(""))
    then = canonical(operations("age"), lock=first.names)
    assert set(then.names.schemas["Pet"]) == {"GetAResponse.pet", "GetBResponse.pet"}


def test_the_same_input_gives_the_same_document_with_its_own_lock() -> None:
    twice = [thing(food=thing("fish")), thing(food=thing("grass"))]
    operations = {"GET /a": call("getA", thing(pet={"allOf": twice}))}
    first = canonical(api(operations))
    then = canonical(api(operations), lock=first.names)
    assert (then.document, then.names) == (first.document, first.names)


def test_published_methods_are_carried_over() -> None:
    lock = NamesLock(operations={"getA": "a.get"})
    assert canonical(api({"GET /a": call("getA")}), lock=lock).names.operations == {
        "getA": "a.get"
    }


def test_a_choice_of_plain_types_keeps_a_name_that_was_published() -> None:
    plain = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    document = api({}, Thing=thing(value=plain))
    assert "ThingValue" not in canonical(document).schemas
    lock = NamesLock(schemas={"ThingValue": ("Thing.value",)})
    assert "ThingValue" in canonical(document, lock=lock).schemas


def test_a_component_that_is_added_leaves_an_inline_namesake_its_class() -> None:
    inline = thing(food=one_of("fish", "grass"))
    pets = {"GET /pets": call("getPets", thing(pet=inline))}
    first = canonical(api(pets))
    assert first.names.schemas["Pet"] == ("GetPetsResponse.pet",)
    pet = thing("name", food=one_of("hay", "oats"))
    then = canonical(api(pets, Pet=pet), lock=first.names)
    assert then.names.schemas["InlinePet"] == ("GetPetsResponse.pet",)
    assert then.names.classes == {"InlinePet": "Pet"}
    assert then.names.schemas["Food"] == ("InlinePet.food",)
    assert then.names.schemas["PetFood"] == ("Pet.food",)
    again = canonical(api(pets, Pet=pet), lock=then.names)
    assert (again.document, again.names) == (then.document, then.names)


def test_a_component_that_is_the_inline_schema_takes_its_name_over() -> None:
    inline = thing(food=one_of("fish", "grass"))
    cat = {"GET /cat": call("getCat", thing("id", pet=inline))}
    named = SchemaRules(names={"Pet": "Animal"})
    first = canonical(api(cat), schemas=named)
    assert first.names.schemas["Animal"] == ("GetCatResponse.pet",)
    then = canonical(api(cat, Animal=inline), lock=first.names)
    assert sorted(then.schemas) == ["Animal", "Food", "GetCatResponse"]
    assert then.names.classes == {}


def test_an_inline_schema_that_becomes_a_component_keeps_the_names_inside() -> None:
    def cat(pet: Document) -> Document:
        return {"GET /cat": call("getCat", thing("id", pet=pet))}

    inside = [thing(food=one_of("fish", "grass")), thing(food=one_of("hay", "oats"))]
    first = canonical(api(cat(inside[0])))
    then = canonical(api(cat(ref("Pet")), Pet=inside[1]), lock=first.names)
    assert then.names.schemas["Food"] == ("Pet.food",)
    assert then.names.classes == {}


def test_an_overlay_finds_the_names_of_a_class_that_was_kept() -> None:
    pets = {"GET /pets": call("getPets", thing(pet=thing("id")))}
    first = canonical(api(pets))
    action: Document = {
        "target": "$.components.schemas.InlinePet.properties",
        "update": {"food": one_of("fish", "grass")},
    }
    overlay = Fragment(
        {"actions": [action]}, "overlay.yaml", "", lambda pointer: (1, 1)
    )
    both = api(pets, Pet=thing("name"))
    then = canonical(both, lock=first.names, overlays=[overlay])
    assert then.names.schemas["InlinePet"] == ("GetPetsResponse.pet",)
    assert then.names.classes == {"InlinePet": "Pet"}
