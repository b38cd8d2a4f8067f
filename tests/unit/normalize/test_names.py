"""Names of hoisted schemas follow from how they are used."""

from __future__ import annotations

from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Report
from generator.load import load, overlays
from generator.lock import NO_NAMES
from generator.merge import merge
from generator.normalize import normalize
from generator.normalize.dialect import upgrade
from tests.support.canonical import (
    PAGE,
    TEXT,
    api,
    call,
    canonical,
    constant,
    one_of,
    ref,
    thing,
)


def names(paths: dict[str, Any], **schemas: Any) -> list[str]:
    """The names that hoisting adds, sorted."""
    return sorted(canonical(api(paths, **schemas)).schemas.keys() - schemas.keys())


def query(name: str, schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def test_the_page_of_five_operations_gives_the_names_a_person_would_choose() -> None:
    config = Config(root=PAGE, inputs=("pages/*.md",), overlays=("overlay.yaml",))
    report = Report()
    fragments = tuple(upgrade(f, report) for f in load(config, report))
    merged = merge(fragments, config, report)
    spec = normalize(merged, overlays(config, report), NO_NAMES, config, report)
    assert sorted(spec.schemas) == [
        "Appointment",
        "AppointmentPage",
        "AppointmentStatus",
        "CancelAppointmentResponse",
        "ConfirmAppointmentRequest",
        "ConfirmAppointmentResponse",
        "ConfirmedAppointment",
        "ContactType",
        "Patient",
        "PatientInput",
        "Questionnaire",
        "QuestionnaireStatus",
        "RescheduleAppointmentRequest",
        "RescheduleAppointmentResponse",
        "Sex",
        "Timezone",
    ]
    assert list(spec.document["components"]["parameters"]) == ["AppointmentId"]
    assert not report.failed


def test_an_object_is_what_its_constant_says() -> None:
    pet = thing("id", object=constant("house_pet"))
    assert names({"GET /a": call("getA", pet)}) == ["HousePet"]


def test_an_object_is_what_its_title_says_unless_it_repeats_the_property() -> None:
    titled = {**thing("id"), "title": "House pet"}
    echo = {**thing("number"), "title": "Owner"}
    assert names({"GET /a": call("getA", thing(animal=titled, owner=echo))}) == [
        "GetAResponse",
        "HousePet",
        "Owner",
    ]


def test_items_of_a_list_are_singular() -> None:
    toys = {"type": "array", "items": thing("name")}
    assert names({"GET /a": call("getA", thing(favourite_toys=toys))}) == [
        "FavouriteToy",
        "GetAResponse",
    ]


def test_a_page_is_named_after_what_it_lists() -> None:
    def page(items: Any) -> Any:
        return thing(
            data={"type": "array", "items": items}, has_more={"type": "boolean"}
        )

    found = names(
        {
            "GET /pets": call("listPets", page(thing("id", object=constant("pet")))),
            "GET /owners": call("listOwners", page(thing("name"))),
            "GET /shops": call("searchShops", page(ref("store"))),
        },
        store=thing("id", "city"),
    )
    assert found == ["Owner", "OwnerPage", "Pet", "PetPage", "StorePage"]


def test_generic_words_take_the_name_of_their_model_before_that_of_an_operation() -> (
    None
):
    status = one_of("open", "closed")
    found = names(
        {
            "GET /shops": call("listShops", parameters=[query("status", status)]),
            "GET /shop": call(
                "getShop", thing("id", object=constant("shop"), status=status)
            ),
            "GET /x": call("findX", parameters=[query("sort", one_of("asc", "desc"))]),
        }
    )
    assert found == ["FindXSort", "Shop", "ShopStatus"]


def test_one_model_among_many_parameters_does_not_name_what_all_of_them_take() -> None:
    span = one_of("today", "ever")
    paths = {
        f"GET /x{n}": call(f"getX{n}", parameters=[query("created", span)])
        for n in range(25)
    }
    paths["GET /shop"] = call("getShop", thing(object=constant("shop"), posted_at=span))
    assert names(paths) == ["Created", "Shop"]


def test_a_request_object_yields_the_plain_name_to_the_entity() -> None:
    found = names(
        {
            "POST /visits": call(
                "createVisit",
                thing(patient=thing("id", "name", object=constant("patient"))),
                request=thing(patient=thing("name")),
            )
        }
    )
    assert found == [
        "CreateVisitRequest",
        "CreateVisitResponse",
        "Patient",
        "PatientInput",
    ]


def test_namesakes_are_told_apart_by_their_owners() -> None:
    found = names(
        {
            "GET /a": call("getA", thing(object=constant("cat"), food=thing("fish"))),
            "GET /b": call("getB", thing(object=constant("cow"), food=thing("grass"))),
        }
    )
    assert found == ["Cat", "CatFood", "Cow", "CowFood"]


def test_the_schema_that_is_used_most_keeps_the_plain_name() -> None:
    common, rare = thing("fish"), thing("grass")
    found = names(
        {
            "GET /a": call("getA", thing(object=constant("cat"), food=common)),
            "GET /b": call("getB", thing(object=constant("dog"), food=common)),
            "GET /c": call("getC", thing(object=constant("cow"), food=rare)),
        }
    )
    assert found == ["Cat", "Cow", "CowFood", "Dog", "Food"]


def test_a_name_that_exists_is_not_given_again_in_any_spelling() -> None:
    found = names(
        {"GET /a": call("getA", thing(simple_user=thing("id", "name")))},
        **{"simple-user": thing("login")},
    )
    assert found == ["GetAResponse", "GetASimpleUser"]


def test_uses_that_end_alike_are_named_by_that_end() -> None:
    address = thing("city", "street")
    found = names(
        {
            "GET /a": call(
                "getA", thing(billing_address=address, shipping_address=address)
            )
        }
    )
    assert found == ["Address", "GetAResponse"]


def test_uses_without_a_common_name_are_named_by_content() -> None:
    access = one_of("write", "read")
    found = names(
        {"GET /a": call("getA", thing(issues=access, pages=access, checks=access))}
    )
    assert found == ["GetAResponse", "ReadWrite"]


def test_answers_with_several_statuses_are_told_apart() -> None:
    operation = call("createPet", thing("id"), status="201")
    operation["responses"]["202"] = {
        "description": "Later",
        "content": {"application/json": {"schema": thing("job")}},
    }
    assert names({"POST /pets": operation}) == [
        "CreatePetAcceptedResponse",
        "CreatePetCreatedResponse",
    ]


def test_equal_errors_of_all_operations_are_one() -> None:
    problem = thing("code", "message")
    found = names(
        {
            "GET /a": call("getA", problem, status="404"),
            "GET /b": call("getB", problem, status="409"),
        }
    )
    assert found == ["ErrorResponse"]


def test_operations_without_an_id_are_named_by_their_route() -> None:
    operation = call("", thing("id"))
    del operation["operationId"]
    assert names({"GET /pets/{petId}/toys": operation}) == ["GetPetToysResponse"]


def choice(*members: Any) -> dict[str, Any]:
    return {"oneOf": list(members)}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


@pytest.mark.parametrize(
    ("component", "hoisted"),
    [
        # below a property, in a list and in a map of the name of its owner
        (thing(commit=thing("sha")), ["CommitDetails"]),
        (thing(commit={"enum": ["a", "b"]}), ["CommitValue"]),
        (array(thing("sha")), ["CommitItem"]),
        ({"additionalProperties": thing("sha")}, ["CommitEntry"]),
        # words without meaning of their own
        (thing(id=thing("sha", "name", "when")), ["CommitId"]),
        (thing(by=thing("sha", "name", "when")), ["CommitBy"]),
        (thing(options=array(thing("a", "b", "c"))), ["CommitOption"]),
        (
            {
                "$defs": {"Item": thing("a")},
                "$ref": "#/components/schemas/Commit/$defs/Item",
            },
            ["CommitItem"],
        ),
        # alternatives
        (
            choice(thing(a={"type": "string"}), thing(a={"type": "integer"})),
            ["CommitWithAAsInteger", "CommitWithAAsString"],
        ),
        (
            choice(thing(a=array({"type": "string"})), thing(a=array(thing("b")))),
            ["CommitWithAOfObjects", "CommitWithAOfObjectsA", "CommitWithAOfStrings"],
        ),
        (
            choice(
                choice(thing("from_id", "a"), thing("from_url", "b")),
                choice(thing("to_id", "c"), thing("to_url", "d")),
            ),
            [
                "CommitWithFrom",
                "CommitWithFromWithFromId",
                "CommitWithFromWithFromUrl",
                "CommitWithTo",
                "CommitWithToWithToId",
                "CommitWithToWithToUrl",
            ],
        ),
    ],
)
def test_a_schema_inside_a_component_is_told_from_it(
    component: Any, hoisted: list[str]
) -> None:
    assert names({}, Commit=component) == hoisted


def test_hopeless_clashes_are_settled_and_reported() -> None:
    report = Report()
    taken = ["Code", "GetACode"]
    taken += [f"GetAResponseCode{kind}" for kind in ("", "Details", "Object")]
    schemas: dict[str, Any] = {name: thing("x") for name in taken}
    spec = canonical(
        api({"GET /a": call("getA", thing(code=thing("value")))}, **schemas),
        report=report,
    )
    (added,) = spec.schemas.keys() - {*taken, "GetAResponse"}
    assert added.isidentifier()
    assert [found.rule for found in report] == ["name-clash"]


def test_parameters_that_operations_repeat_become_components() -> None:
    def get(id: str, *parameters: Any) -> Any:
        return call(id, parameters=list(parameters))

    pet = {"name": "pet-id", "in": "path", "required": True, "schema": TEXT}
    told = {**pet, "description": "Which pet"}
    spec = canonical(
        api(
            {
                "GET /pets/{pet-id}": get("getPet", told, query("limit", TEXT)),
                "PUT /pets/{pet-id}": get("putPet", pet),
                "GET /pets/{pet-id}/toys": get(
                    "listToys", {**told, "description": "Whose"}
                ),
                "GET /cows": get("listCows", query("limit", {"type": "integer"})),
                "GET /cats": get("listCats", query("limit", {"type": "integer"})),
            }
        )
    )
    paths, parameters = (
        spec.document["paths"],
        spec.document["components"]["parameters"],
    )
    assert parameters["PetId"] == pet
    assert paths["/pets/{pet-id}"]["put"]["parameters"] == [
        {"$ref": "#/components/parameters/PetId"}
    ]
    assert [
        paths[path]["get"]["parameters"][0]["description"]
        for path in ("/pets/{pet-id}", "/pets/{pet-id}/toys")
    ] == ["Which pet", "Whose"]
    assert sorted(parameters) == ["Limit", "PetId"]
    assert paths["/pets/{pet-id}"]["get"]["parameters"][1] == query("limit", TEXT)


def test_variants_are_named_by_what_tells_them_apart() -> None:
    def variant(event: str, *names: str) -> dict[str, Any]:
        return thing(*names, event=constant(event))

    events = [variant("run.created", "data"), variant("run.done", "data")]
    sources = [variant("git", "repo_id"), variant("git", "owner")]
    spec = canonical(
        api({}, Event={"oneOf": events}, Source={"anyOf": sources}),
    )
    assert sorted(spec.schemas) == [
        "Event",
        "EventRunCreated",
        "EventRunDone",
        "Source",
        "SourceWithOwner",
        "SourceWithRepoId",
    ]


def test_what_stands_in_a_type_of_a_namespace_is_named_after_the_type() -> None:
    found = names(
        {},
        **{
            "shop.dto.Order": thing("id", status=one_of("open", "closed")),
            "shop.dto.Visit": thing("id", status=one_of("planned", "done")),
            "shop.old.Visit": thing("id", "name", status=one_of("missed", "cancelled")),
        },
    )
    assert found == ["OrderStatus", "ShopDtoVisitStatus", "ShopOldVisitStatus"]
