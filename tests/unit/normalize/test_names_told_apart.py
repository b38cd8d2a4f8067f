"""Names that rules tell apart where a number, a hash or the first owner would."""

from __future__ import annotations

from typing import Any

from tests.support.canonical import api, call, canonical, one_of, ref, thing
from tests.support.fragments import fragment


def names(paths: dict[str, Any]) -> list[str]:
    return sorted(canonical(api(paths)).schemas)


def added(**schemas: Any) -> list[str]:
    """The names that hoisting adds to these."""
    return sorted(canonical(api({}, **schemas)).schemas.keys() - schemas.keys())


def test_variants_that_are_lists_are_named_by_what_tells_their_items_apart() -> None:
    def many(*names: str) -> dict[str, Any]:
        return {"type": "array", "items": thing(*names)}

    hooks = {"oneOf": [many("url", "owner"), many("url")]}
    assert names({"GET /hooks": call("listHooks", hooks)}) == [
        "ListHooksResponse",
        "ListHooksResponseWithOwner",
        "ListHooksResponseWithUrl",
    ]


def test_bodies_of_operations_of_one_name_say_where_these_are() -> None:
    found = names(
        {
            "POST /v1/accounts/{a}/people": call("", None, thing("name")),
            "POST /v1/accounts/{a}/persons": call("", None, thing("name", "age")),
        }
    )
    assert found == [
        "AccountsPeopleCreateAccountPersonRequest",
        "AccountsPersonsCreateAccountPersonRequest",
    ]


def test_bodies_of_one_path_say_by_which_method_they_are_asked_for() -> None:
    found = names(
        {
            "GET /search": call("getSearch", thing("hits")),
            "POST /search": call("postSearch", thing("hits", "count")),
        }
    )
    assert found == ["SearchByGetResponse", "SearchByPostResponse"]


def test_shared_bodies_in_several_media_types_say_in_which() -> None:
    shared = {
        "content": {
            "application/json": {"schema": thing("sum")},
            "application/xml": {"schema": thing("sum", "currency")},
        }
    }
    document = fragment("a.json", {"components": {"requestBodies": {"Pay": shared}}})
    assert sorted(canonical(document).schemas) == ["PayJsonRequest", "PayXmlRequest"]


def test_which_alternative_a_variant_is_says_no_number() -> None:
    def action(title: str, *names: str) -> dict[str, Any]:
        return {"title": title, **thing(*names)}

    actions = [
        action("input", "selector", "value"),
        action("sendKeys", "selector", "value"),
        action("click", "selector", "skip"),
    ]
    found = canonical(api({}, Step={"anyOf": actions})).schemas
    assert sorted(found) == ["Click", "Step", "StepWithValue"]


def test_a_choice_that_several_owners_have_is_named_after_none_of_them() -> None:
    customer = {"oneOf": [{"type": "string"}, ref("Customer")]}
    found = added(
        Customer=thing("id"),
        Charge=thing(customer=customer),
        Invoice=thing(customer=customer),
    )
    assert found == ["CustomerChoice"]


def test_an_enumeration_of_several_owners_may_be_named_after_its_values() -> None:
    common, rare, other = one_of("on", "off"), one_of("high", "low"), thing("id")
    found = added(
        Car=thing(season=common),
        Door=thing(season=common),
        Oven=thing(season=common),
        Game=thing(season=rare),
        River=thing(season=rare),
        Season=other,
    )
    assert found == ["HighLow", "SeasonValue"]


def test_what_several_owners_have_is_named_after_what_all_their_names_begin_with() -> (
    None
):
    level, other = one_of("read", "write"), one_of("high", "low")
    found = added(
        SpaceMemberAdded=thing(season=level),
        SpaceMemberRemoved=thing(season=level),
        Game=thing(season=other),
        Season=thing("id"),
    )
    assert found == ["GameSeason", "SpaceMemberSeason"]
