"""Packages in two versions: what callers of the SDK notice, by Python symbol."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.diff import Findings, Side
from generator.checks.diff.rules import RULES
from generator.python import (
    ClientModel,
    EnumMember,
    EnvironmentModel,
    Export,
    FieldModel,
    PackageModel,
    ParameterModel,
)
from tests.unit.checks.diff_versions import (
    argument,
    attribute,
    compared,
    enum,
    made,
    method,
    model,
    package,
    resource,
)

# Pet is received only, PetInput sent only, Owner both.
SPEC = """
paths:
  /pets:
    get:
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/PetInput'}}}}
      responses: {'204': {}}
components:
  schemas:
    Pet:
      type: object
      properties: {owner: {$ref: '#/components/schemas/Owner'}}
    PetInput:
      type: object
      properties: {owner: {$ref: '#/components/schemas/Owner'}}
    Owner: {type: object}
    Kind: {type: string, enum: [cat, dog]}
"""


def sdk(
    old: PackageModel, new: PackageModel, spec: str = SPEC, revised: str = ""
) -> Findings:
    return compared(spec, revised or spec, old, new)


def found(findings: Findings) -> list[tuple[str, str]]:
    """(rule, first symbol) of the SDK findings."""
    return sorted((f.rule, f.symbols[0]) for f in findings if f.side is Side.SDK)


def field_of(
    owner: str, annotation: str, default: str = "", name: str = "x", **given: object
) -> FieldModel:
    return attribute(owner, name, annotation, default, **given)


def fields_changed(owner: str, before: FieldModel, after: FieldModel) -> list[str]:
    old = package(models=(model(owner, before),))
    new = package(models=(model(owner, after),))
    return [rule.removeprefix("sdk-field-") for rule, _ in found(sdk(old, new))]


# before, after, what is found for a model that is received, sent, both
FIELDS = [
    (("str",), ("int",), ["type-changed"], ["type-changed"]),
    (("int",), ("float",), ["type-changed"], ["accepts-more"]),
    (("float",), ("int",), ["promises-more"], ["type-changed"]),
    (("str",), ("str | None", "None"), ["became-optional"], ["accepts-more"]),
    (("str | None", "None"), ("str",), ["promises-more"], ["became-required"]),
    (("str",), ("str | None",), ["became-nullable"], ["accepts-more"]),
    (("str | None",), ("str",), ["promises-more"], ["became-not-nullable"]),
    (
        ("str | None", "None"),
        ("str | None | Unset", "UNSET"),
        ["none-changes-meaning"],
        ["none-changes-meaning"],
    ),
    (
        ("str | None | Unset", "UNSET"),
        ("str | None", "None"),
        ["none-changes-meaning"],
        ["none-changes-meaning"],
    ),
    (
        ("str | None",),
        ("str | None | Unset", "UNSET"),
        ["became-optional"],
        ["accepts-more"],
    ),
    (("str", "'a'"), ("str", "'b'"), ["default-changed"], ["default-changed"]),
    (("datetime",), ("dt.datetime",), [], []),
]


@pytest.mark.parametrize(("before", "after", "received", "sent"), FIELDS)
def test_a_field_breaks_whoever_uses_it(
    before: tuple[str, ...],
    after: tuple[str, ...],
    received: list[str],
    sent: list[str],
) -> None:
    assert (
        fields_changed("Pet", field_of("Pet", *before), field_of("Pet", *after))
        == received
    )
    assert (
        fields_changed(
            "PetInput", field_of("PetInput", *before), field_of("PetInput", *after)
        )
        == sent
    )
    both = fields_changed(
        "Owner", field_of("Owner", *before), field_of("Owner", *after)
    )
    harmless = {"accepts-more", "promises-more"}
    assert set(both) == {*received, *sent} - harmless


def test_a_field_that_comes_goes_or_gets_another_name() -> None:
    none = package(models=(model("Pet"),))
    one = package(models=(model("Pet", field_of("Pet", "str")),))
    other = package(
        models=(model("Pet", field_of("Pet", "str", name="x_", wire_name="x")),)
    )
    assert found(sdk(one, none)) == [("sdk-field-removed", "pets.models.Pet.x")]
    assert found(sdk(none, one)) == [("sdk-field-added", "pets.models.Pet.x")]
    assert found(sdk(one, other)) == [("sdk-field-renamed", "pets.models.Pet.x")]


def test_a_new_required_field_breaks_who_makes_the_model() -> None:
    none = package(models=(model("PetInput"),))
    required = package(models=(model("PetInput", field_of("PetInput", "str")),))
    optional = package(
        models=(model("PetInput", field_of("PetInput", "str | None", "None")),)
    )
    assert found(sdk(none, required)) == [
        ("sdk-field-added-required", "pets.models.PetInput.x")
    ]
    assert found(sdk(none, optional)) == [("sdk-field-added", "pets.models.PetInput.x")]


def test_enum_members() -> None:
    def kinds(*members: tuple[str, str], base: str = "OpenStrEnum") -> PackageModel:
        listed = tuple(
            EnumMember(name=n, value=v, definition=(f"{n} = {v!r}",))
            for n, v in members
        )
        return package(enums=(enum("Kind", members=listed, base=base),))

    two = kinds(("CAT", "cat"), ("DOG", "dog"))
    one = kinds(("CAT", "cat"))
    at = "pets.models.Kind"
    assert found(sdk(two, one)) == [("sdk-enum-member-removed", f"{at}.DOG")]
    assert found(sdk(one, two)) == [("sdk-enum-member-added", f"{at}.DOG")]
    assert found(sdk(one, kinds(("FELINE", "cat")))) == [
        ("sdk-enum-member-renamed", f"{at}.CAT")
    ]
    assert found(sdk(one, kinds(("CAT", "tiger")))) == [
        ("sdk-enum-value-changed", f"{at}.CAT")
    ]
    other = kinds(("CAT", "cat"), base="OpenIntEnum")
    assert found(sdk(one, other)) == [("sdk-base-class-changed", at)]


def test_classes_that_come_go_move_or_change_kind() -> None:
    none, one = package(), package(models=(model("Pet"),))
    moved = package(models=(model("Pet", module="animals"),))
    kind = package(enums=(enum("Pet"),))
    assert found(sdk(one, none)) == [("sdk-object-removed", "pets.models.Pet")]
    assert found(sdk(none, one)) == [("sdk-object-added", "pets.models.Pet")]
    assert found(sdk(one, moved)) == [("sdk-object-moved", "pets.models.Pet")]
    assert found(sdk(one, kind)) == [("sdk-object-kind-changed", "pets.models.Pet")]


def test_a_renamed_class_is_matched_by_use_and_its_fields_still_compared() -> None:
    old = package(
        models=(model("Pet", field_of("Pet", "Owner", name="owner")), model("Owner")),
        resources=(resource(method("list", returns="Pet")),),
    )
    new = package(
        models=(
            model(
                "Animal",
                field_of("Animal", "Owner", name="owner"),
                field_of("Animal", "str"),
            ),
            model("Owner"),
        ),
        resources=(resource(method("list", returns="Animal")),),
    )
    revised = SPEC.replace("schemas/Pet'", "schemas/Animal'").replace(
        "    Pet:", "    Animal:"
    )
    assert found(sdk(old, new, SPEC, revised)) == [
        ("sdk-field-added", "pets.models.Animal.x"),
        ("sdk-object-renamed", "pets.models.Pet"),
    ]


def test_other_exports() -> None:
    with_dict = package(
        models=(model("Pet", typed_dict="PetDict"),),
        model_exports=(made(Export, name="PetDict"),),
        exports=(made(Export, name="UNSET"),),
    )
    without = package(models=(model("Pet"),))
    names = ["pets.UNSET", "pets.models.PetDict"]
    assert found(sdk(with_dict, without)) == [
        ("sdk-object-removed", name) for name in names
    ]
    assert found(sdk(without, with_dict)) == [
        ("sdk-object-added", name) for name in names
    ]


def methods_changed(
    *parameters: ParameterModel, was: tuple[ParameterModel, ...]
) -> list[tuple[str, str]]:
    old = package(resources=(resource(method("list", *was)),))
    new = package(resources=(resource(method("list", *parameters)),))
    return found(sdk(old, new))


ARGUMENTS = [
    (("str",), ("int",), ["type-changed"]),
    (("str",), ("str | int",), ["type-widened"]),
    (("str | int",), ("str",), ["type-narrowed"]),
    (("Pet",), ("Pet | PetDict",), ["type-widened"]),
    (("str",), ("str | None",), ["type-widened"]),
    (("str | None",), ("str",), ["type-narrowed"]),
    (("str",), ("str | None", "None"), ["became-optional"]),
    (("str | None", "None"), ("str",), ["became-required"]),
    (("str | None", "None"), ("str | None | Unset", "UNSET"), ["none-changes-meaning"]),
    (("int", "1"), ("int", "2"), ["default-changed"]),
]


@pytest.mark.parametrize(("before", "after", "changes"), ARGUMENTS)
def test_an_argument_takes_more_or_less(
    before: tuple[str, ...], after: tuple[str, ...], changes: list[str]
) -> None:
    rules = methods_changed(argument("x", *after), was=(argument("x", *before),))
    assert rules == [
        (f"sdk-param-{change}", "client.pets.list(x=)") for change in changes
    ]


def test_arguments_that_come_go_get_another_name_kind_or_place() -> None:
    symbol = "client.pets.list(x=)"
    one = argument("x", "str", positional=True)
    two = argument("y", "str", positional=True)
    keyword, optional = argument("x", "str"), argument("x", "str | None", "None")
    renamed = argument("z", "str", positional=True, wire_name="x")
    assert methods_changed(was=(one,)) == [("sdk-param-removed", symbol)]
    assert methods_changed(keyword, was=()) == [("sdk-param-added-required", symbol)]
    assert methods_changed(optional, was=()) == [("sdk-param-added-optional", symbol)]
    assert methods_changed(renamed, was=(one,)) == [("sdk-param-renamed", symbol)]
    assert methods_changed(two, was=(one,)) == [("sdk-param-renamed", symbol)]
    assert methods_changed(keyword, was=(one,)) == [("sdk-param-kind-changed", symbol)]
    assert methods_changed(two, one, was=(one, two)) == [
        ("sdk-param-moved", "client.pets.list()")
    ]


def test_methods_that_come_go_get_another_name_or_result() -> None:
    def listing(name: str = "list", **given: object) -> PackageModel:
        return package(resources=(resource(method(name, **given)),))

    symbol = "client.pets.list()"
    assert found(sdk(listing(), package())) == [("sdk-method-removed", symbol)]
    assert found(sdk(package(), listing())) == [("sdk-method-added", symbol)]
    assert found(sdk(listing(), listing("all"))) == [("sdk-method-renamed", symbol)]
    assert found(sdk(listing(), listing(returns="Owner"))) == [
        ("sdk-return-type-changed", symbol)
    ]
    assert found(sdk(listing(), listing(returns="None"))) == [
        ("sdk-return-now-none", symbol)
    ]
    assert found(sdk(listing(returns="None"), listing())) == [
        ("sdk-return-value-added", symbol)
    ]
    paged = listing(returns="Pager[PetPage, Pet]", paginated=True)
    assert found(sdk(listing(), paged)) == [("sdk-pagination-changed", symbol)]


def test_the_client() -> None:
    def client(**given: object) -> PackageModel:
        stated = {
            "name": "Pets",
            "error": "PetsError",
            "key_variable": "'PETS_KEY'",
        } | given
        return package(client=made(ClientModel, **stated))

    live = made(
        EnvironmentModel, name="'live'", url="'https://a.example'", key_prefix="None"
    )
    moved = made(
        EnvironmentModel, name="'live'", url="'https://b.example'", key_prefix="None"
    )
    for after, rule in (
        (client(error="Failure"), "sdk-client-renamed"),
        (client(key_variable="None"), "sdk-client-key-changed"),
        (client(key_variable="'KEY'"), "sdk-env-var-or-default-base-url-changed"),
        (client(own_parameters=("base_url: str,",)), "sdk-client-init-changed"),
        (client(environments=(live,)), "sdk-environment-added"),
    ):
        assert found(sdk(client(), after)) == [(rule, "pets.Pets")]
    with_live, with_moved = client(environments=(live,)), client(environments=(moved,))
    assert found(sdk(with_live, client())) == [("sdk-environment-removed", "pets.Pets")]
    assert found(sdk(with_live, with_moved)) == [
        ("sdk-env-var-or-default-base-url-changed", "pets.Pets")
    ]
    renamed = package(name="animals")
    assert found(sdk(package(), renamed)) == [("sdk-package-renamed", "pets")]


def test_findings_of_one_cause_are_one_change() -> None:
    spec = SPEC.replace(
        "properties: {owner:", "properties: {x: {type: string}, owner:", 1
    )
    old = package(models=(model("Pet", field_of("Pet", "str | None", "None")),))
    new = package(models=(model("Pet"),))
    change = sdk(old, new, spec, SPEC).changes[0]
    assert [finding.rule for finding in change.findings] == [
        "sdk-field-removed",
        "response-optional-property-removed",
    ]
    assert {finding.symbols for finding in change.findings} == {("pets.models.Pet.x",)}
    assert {finding.operations for finding in change.findings} == {("GET /pets",)}


def test_every_rule_of_the_sdk_has_a_case_here() -> None:
    text = Path(__file__).read_text("utf-8")
    for rule in (rule for rule in RULES.values() if rule.side is Side.SDK):
        last = rule.id.removeprefix("sdk-field-").removeprefix("sdk-param-")
        assert f'"{rule.id}"' in text or f'"{last}"' in text, rule.id
