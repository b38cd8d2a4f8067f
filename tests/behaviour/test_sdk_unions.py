"""Values of one of several types: told apart, kept when unknown, written back as they came."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from generator.examples import variants
from tests.support.packages import Built, build_text, install, load_package

TYPES = """
openapi: 3.2.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [orders]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
      responses:
        '200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
components:
  schemas:
    Cat:
      type: object
      required: [kind, lives]
      properties:
        kind: {const: cat}
        lives: {type: integer}
        friend: {$ref: '#/components/schemas/Pet'}
    Dog:
      type: object
      required: [kind]
      properties: {kind: {const: dog}, born: {type: string, format: date-time}}
      additionalProperties: {type: string}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Untagged:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
    Mapped:
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
      discriminator:
        propertyName: form
        mapping: {round: '#/components/schemas/Circle', angular: Square}
        defaultMapping: Square
    Circle: {type: object, required: [form], properties: {form: {type: string}, radius: {type: number}}}
    Square: {type: object, required: [form], properties: {form: {type: string}, side: {type: number}}}
    ByKeys:
      anyOf:
        - {title: Card, type: object, required: [number], properties: {number: {type: string}}}
        - {title: Account, type: object, required: [iban], properties: {iban: {type: string}, bank: {type: string}}}
        - {title: Longer, type: object, required: [number], properties: {number: {type: string}, name: {type: string}}}
    ByJson: {anyOf: [{type: string}, {type: integer}, {type: array, items: {type: string}}, {$ref: '#/components/schemas/Cat'}]}
    Formats: {oneOf: [{type: string, format: uuid}, {type: string, format: date}]}
    Same: {anyOf: [{type: string, minLength: 2}, {type: string, maxLength: 3}]}
    Nested: {oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Formats'}, {type: 'null'}]}
    JsonValue:
      anyOf:
        - {type: string}
        - {type: number}
        - {type: boolean}
        - {type: 'null'}
        - {type: array, items: {$ref: '#/components/schemas/JsonValue'}}
        - {type: object, additionalProperties: {$ref: '#/components/schemas/JsonValue'}}
    Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    Left: {oneOf: [{type: string}, {$ref: '#/components/schemas/Right'}]}
    Right: {oneOf: [{type: integer}, {$ref: '#/components/schemas/Left'}]}
    Ambiguous: {anyOf: [{$ref: '#/components/schemas/NodeA'}, {$ref: '#/components/schemas/NodeB'}]}
    NodeA: {type: object, properties: {next: {$ref: '#/components/schemas/Ambiguous'}, a: {type: string}}}
    NodeB: {type: object, properties: {next: {$ref: '#/components/schemas/Ambiguous'}, b: {type: string}}}
    Merged:
      allOf:
        - {type: object, required: [base], properties: {base: {type: string}, form: {type: string}}}
        - oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
        - {required: [later]}
    Narrowed:
      allOf:
        - {type: object, properties: {kind: {type: string}, size: {type: integer}}}
        - {type: object, required: [kind], properties: {kind: {const: narrow}, size: {description: How large}}}
    Order:
      type: object
      required: [id, pet, secret, mixed]
      properties:
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
        pet: {$ref: '#/components/schemas/Pet'}
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        by_keys: {$ref: '#/components/schemas/ByKeys'}
        nested: {$ref: '#/components/schemas/Nested'}
        mixed: {enum: [1, a, true, null]}
        flag: {type: boolean, enum: [true, false]}
        nothing: {type: 'null'}
        either: {type: [string, integer, 'null']}
        tuple: {type: array, prefixItems: [{type: string}, {type: integer}]}
        ratio: {enum: [0.5, 1]}
        extra: {type: string}
        same: {$ref: '#/components/schemas/Same'}
      additionalProperties: true
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("types"), TYPES)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("shop")))


def kind(shop: ModuleType, module: str) -> Any:
    found = import_module(f"{shop.__name__}.models.{module}")
    return getattr(found, f"{module.upper()}_KIND")


def read(shop: ModuleType, module: str, value: Any) -> Any:
    """The value, decoded; it must be written back as it came."""
    union = kind(shop, module)
    found = union.read(value)
    assert union.encode(found) == value
    return found


def refusal(shop: ModuleType, module: str, value: Any) -> str:
    with pytest.raises(shop.errors.DecodeError) as refused:
        kind(shop, module).read(value)
    return str(refused.value)


def test_nothing_is_said_about_what_is_expressed(built: Built) -> None:
    assert "warning" not in built.said


def test_every_variant_of_everything_is_read_and_written_back(
    built: Built, shop: ModuleType
) -> None:
    codec = import_module(f"{shop.__name__}._runtime.codec")
    for model in built.model.models:
        cls = getattr(shop.models, model.name)
        for label, value in variants(built.spec, built.spec.schemas[model.id]):
            found = cls.from_dict(value)
            assert found.to_dict() == value, (model.name, label)
            assert codec.decode_by_shape(cls, value) == found, (model.name, label)
    for union in built.model.unions:
        for label, value in variants(built.spec, built.spec.schemas[union.id]):
            found = read(shop, union.module, value)
            assert type(found).__name__ != "UnknownVariant", (union.name, label)


def test_the_discriminator_says_which_and_the_variant_is_held_to_it(
    shop: ModuleType,
) -> None:
    cat = read(shop, "pet", {"kind": "cat", "lives": 9})
    assert type(cat) is shop.models.Cat
    said = refusal(shop, "pet", {"kind": "cat", "lives": "nine"})
    assert said == "$.lives: expected an integer, got a string"


@pytest.mark.parametrize("module", ["pet", "untagged"])
def test_an_unknown_variant_is_kept_and_written_back(
    shop: ModuleType, module: str
) -> None:
    value = {"kind": "parrot", "words": ["hello"]}
    found = read(shop, module, value)
    assert isinstance(found, shop.UnknownVariant)
    assert found.value == value
    assert "hello" not in repr(found)


def test_constants_tell_variants_apart_without_a_discriminator(
    shop: ModuleType,
) -> None:
    assert type(read(shop, "untagged", {"kind": "dog"})) is shop.models.Dog


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"form": "round", "radius": 1}, "Circle"),
        ({"form": "angular", "side": 1}, "Square"),
        ({"form": "hexagonal", "side": 1}, "Square"),
    ],
)
def test_the_mapping_and_its_default_are_followed(
    shop: ModuleType, value: Any, name: str
) -> None:
    assert type(read(shop, "mapped", value)).__name__ == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"number": "1"}, "Card"),
        ({"iban": "2"}, "Account"),
        ({"number": "1", "name": "Ada"}, "Longer"),
        ({"bank": "3"}, "UnknownVariant"),
    ],
)
def test_keys_tell_variants_apart_and_the_first_of_equals_is_taken(
    shop: ModuleType, value: Any, name: str
) -> None:
    assert type(read(shop, "by_keys", value)).__name__ == name


def test_json_types_tell_variants_apart(shop: ModuleType) -> None:
    assert read(shop, "by_json", "a") == "a"
    assert read(shop, "by_json", 1) == 1
    assert read(shop, "by_json", ["a"]) == ["a"]
    assert type(read(shop, "by_json", {"kind": "cat", "lives": 1})) is shop.models.Cat


def test_another_json_type_and_a_fault_in_the_only_candidate_are_refused(
    shop: ModuleType,
) -> None:
    expected = "a number or a string or an array or an object"
    assert refusal(shop, "by_json", True).endswith(
        f"expected {expected}, got a boolean"
    )
    assert refusal(shop, "by_json", [1]) == "$[0]: expected a string, got an integer"
    assert "another string" in refusal(shop, "formats", "neither")


def test_formats_tell_strings_apart(shop: ModuleType) -> None:
    assert read(shop, "formats", "2026-06-10") == date(2026, 6, 10)


def test_types_that_refer_to_themselves_are_read_to_any_depth(shop: ModuleType) -> None:
    assert read(shop, "tree", [[], [[[]]]]) == [[], [[[]]]]
    value = {"a": [1, None, {"b": [True, "x"]}]}
    assert read(shop, "json_value", value) == value


def test_unions_of_each_other_take_the_variants_of_both(shop: ModuleType) -> None:
    for module in ("left", "right"):
        assert [read(shop, module, v) for v in (1, "a")] == [1, "a"]


def test_a_deep_value_of_ambiguous_unions_is_read_in_reasonable_time(
    shop: ModuleType,
) -> None:
    value: Any = {"b": "end"}
    for _ in range(40):
        value = {"next": value}
    found = read(shop, "ambiguous", value)
    for _ in range(40):
        found = found.next
    assert type(found) is shop.models.NodeB


def test_drift_names_unknown_variants_and_keeps_quiet_about_known_ones(
    shop: ModuleType,
) -> None:
    events: list[tuple[str, str]] = []

    def emit(kind: str, path: str, _detail: str) -> None:
        events.append((kind, path))

    for value in ({"kind": "parrot"}, {"kind": "cat", "lives": 1}, 5):
        kind(shop, "pet").observe(value, "$", emit)
    assert events == [("unknown-variant", "$"), ("wrong-type", "$")]


def test_alternatives_beside_properties_are_laid_over_each_other(
    shop: ModuleType,
) -> None:
    value = {"base": "b", "form": "round", "radius": 1, "later": [1]}
    found = shop.models.Merged.from_dict(value)
    assert (found.radius, found.side, found.later) == (1, None, [1])
    assert found.to_dict() == value


def test_the_narrower_of_conflicting_properties_holds(shop: ModuleType) -> None:
    found = shop.models.Narrowed(size=3)
    assert found.to_dict() == {"kind": "narrow", "size": 3}


# Members without a field


def test_additional_members_are_kept_and_checked(shop: ModuleType) -> None:
    dog = shop.models.Dog.from_dict({"kind": "dog", "colour": "red"})
    assert dog.extra == {"colour": "red"}
    assert dog.to_dict() == {"kind": "dog", "colour": "red"}
    with pytest.raises(shop.errors.DecodeError, match=r"^\$\[\*\]: expected a string"):
        shop.models.Dog.from_dict({"kind": "dog", "colour": 1})


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (1, 1),
        (1.0, 1),
        ("a", "a"),
        (True, True),
        (None, None),
        ("z", "z"),
        (False, False),
    ],
)
def test_listed_values_of_several_types_keep_theirs(
    shop: ModuleType, value: Any, read: Any
) -> None:
    order = {"id": "1", "pet": {"kind": "dog"}, "mixed": value}
    found = shop.models.Order.from_dict(order)
    assert (found.mixed, type(found.mixed)) == (read, type(read))
    assert found.to_dict()["mixed"] is found.mixed


def test_a_field_of_the_name_goes_first(shop: ModuleType) -> None:
    value = {"id": "1", "pet": {"kind": "dog"}, "mixed": None, "extra": "e", "more": 1}
    order = shop.models.Order.from_dict(value)
    assert (order.extra, order.additional) == ("e", {"more": 1})


def test_additional_members_are_no_drift(shop: ModuleType) -> None:
    events: list[str] = []

    def emit(kind: str, _path: str, _detail: str) -> None:
        events.append(kind)

    codec = import_module(f"{shop.__name__}._runtime.codec")
    dogs = codec.ModelOf(shop.models.Dog)
    dogs.observe({"kind": "dog", "colour": "red"}, "$", emit)
    assert events == []


# What is sent


def sent(shop: ModuleType, **arguments: Any) -> Any:
    fake = shop.testing.FakeAPI()
    given = {"secret": "s", "pet": {"kind": "dog"}, "mixed": 1} | arguments
    with fake.client() as client:
        client.orders.create(**given)
    return import_module("json").loads(fake.requests[-1].content)


def test_models_dicts_and_unknown_variants_can_be_sent(shop: ModuleType) -> None:
    unknown = shop.UnknownVariant({"kind": "parrot"})
    cat = shop.models.Cat(lives=1)
    body = sent(shop, pet={"kind": "cat", "lives": 9}, pets=[cat, unknown])
    assert body["pet"] == {"kind": "cat", "lives": 9}
    assert body["pets"] == [{"kind": "cat", "lives": 1}, {"kind": "parrot"}]


def test_additional_members_can_be_sent(shop: ModuleType) -> None:
    assert sent(shop, additional={"colour": 1})["colour"] == 1


def test_what_only_the_server_sets_is_not_asked_for(shop: ModuleType) -> None:
    assert "id" not in sent(shop)
    with pytest.raises(TypeError):
        sent(shop, id="1")


def test_what_only_the_client_sets_may_be_missing_in_answers_and_nothing_else_may(
    shop: ModuleType,
) -> None:
    value = {"id": "1", "pet": {"kind": "dog"}, "mixed": "a"}
    assert shop.models.Order.from_dict(value).secret is None
    del value["id"]
    with pytest.raises(shop.errors.DecodeError, match=r"^\$\.id: required"):
        shop.models.Order.from_dict(value)
