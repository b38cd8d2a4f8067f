"""Names of bodies and variants that rules tell apart, where a number or a hash would."""

from __future__ import annotations

from typing import Any

from tests.support.canonical import api, call, canonical, thing
from tests.support.fragments import fragment


def names(paths: dict[str, Any]) -> list[str]:
    return sorted(canonical(api(paths)).schemas)


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
