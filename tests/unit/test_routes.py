"""An operation that nobody named has the name that people give its route."""

from __future__ import annotations

from typing import Any

import pytest

from generator.operation_ids import NO_IDS
from generator.routes import Route, route_words, routes, says_route
from generator.source import Json
from generator.spec import Provenance, Spec


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", "get"),
        ("GET", "/v1/pets", "list pets"),
        ("GET", "/v{version}/pets", "list pets"),
        ("GET", "/_v/pets", "list pets"),
        ("GET", "/pets.json", "list pets"),
        ("GET", "/pets/{petId}", "get pet"),
        ("GET", "/pets/{petId}.json", "get pet"),
        ("GET", "/user/settings", "get user settings"),
        ("GET", "/balance", "get balance"),
        ("GET", "/pets/search", "search pets"),
        ("GET", "/orders/open", "get orders open"),
        ("POST", "/pets", "create pet"),
        ("POST", "/pets/{petId}", "update pet"),
        ("POST", "/pets/{petId}/toys", "create pet toy"),
        ("POST", "/charges/{charge}/capture", "capture charge"),
        ("POST", "/intents/{id}/verify_deposits", "verify intent deposits"),
        ("POST", "/v1/{parent}/assets:batchDelete", "batch delete assets"),
        ("POST", "/v1/groups/{group}:sync", "sync group"),
        ("POST", "/invoices/{id}/pay", "pay invoice"),
        ("POST", "/test_clocks", "create test clock"),
        ("POST", "/webhooks/{id}/test", "test webhook"),
        ("POST", "/readers/{id}/set_reader_display", "set reader display"),
        ("POST", "/pets/bulkFeed", "bulk feed pets"),
        ("DELETE", "/pets/bulkDelete", "bulk delete pets"),
        ("DELETE", "/users/{id}/block", "delete user block"),
        ("GET", "/pets/count", "count pets"),
        ("PUT", "/a/{b}/toys/{d}/{e}", "update a toy"),
        ("PATCH", "/pets/{id}", "patch pet"),
        ("DELETE", "/pets/{id}", "delete pet"),
        ("DELETE", "/pets", "delete pets"),
        ("HEAD", "/pets", "head pets"),
    ],
)
def test_a_route_reads_as_people_would_say_it(
    method: str, path: str, expected: str
) -> None:
    assert " ".join(route_words(Route("", method, path))) == expected


@pytest.mark.parametrize(
    ("has_items", "answer", "expected"),
    [(True, "page", "list pets"), (False, "page", "get pet"), (True, "", "get pet")],
)
def test_a_path_that_goes_on_with_an_item_lists(
    has_items: bool, answer: str, expected: str
) -> None:
    route = Route("", "GET", "/pets/{owner}", answer, has_items=has_items)
    assert " ".join(route_words(route)) == expected


def test_a_post_of_an_item_beside_a_put_creates_it() -> None:
    route = Route("", "POST", "/pets/{id}", is_edited=True)
    assert route_words(route) == ["create", "pet"]


@pytest.mark.parametrize(
    ("answer", "path", "expected"),
    [
        ({"type": "array"}, "/history", "list history"),
        ({"type": "array"}, "/repositories/{workspace}", "list repositories"),
        ({"properties": {"a": {"type": "string"}}}, "/pets", "get pets"),
        (
            {"properties": {"a": {"items": {"properties": {}}}}},
            "/pets",
            "list pets",
        ),
        ({"properties": {"a": {"items": {"properties": {}}}}}, "/pet", "get pet"),
    ],
)
def test_what_is_answered_tells_a_list_from_one(
    answer: Json, path: str, expected: str
) -> None:
    media: dict[str, Any] = {"application/json": {"schema": answer}}
    operation: dict[str, Any] = {"responses": {"200": {"content": media}}}
    document: dict[str, Any] = {"paths": {path: {"get": operation}}}
    (route,) = routes(Spec(document=document, provenance=Provenance()))
    assert " ".join(route_words(route)) == expected


@pytest.mark.parametrize(
    ("identifier", "path", "expected"),
    [
        ("get-users-userId", "/v1/users/{userId}", True),
        ("GetUsersUser", "/v1/users/{user}", True),
        ("UsersPaginatedGet", "/users-paginated", True),
        ("getUsers", "/users", True),
        ("getUserById", "/users/{userId}", False),
        ("users", "/users", False),
        ("api/v{version:apiVersion}/Users", "/api/v1/users", True),
        ("users_user_id", "/users/{user_id}", True),
        ("get", "/", False),
    ],
)
def test_an_id_that_repeats_the_route_is_known(
    identifier: str, path: str, expected: bool
) -> None:
    assert says_route(identifier, "GET", path) is expected


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("GetPetsPetToys", "list pet toys"),
        ("", "list pet toys"),
        ("dropToy", "drop toy"),
    ],
)
def test_an_operation_is_named_by_its_id_or_else_by_its_route(
    identifier: str, expected: str
) -> None:
    assert " ".join(NO_IDS.words(identifier, "GET", "/pets/{pet}/toys")) == expected


def test_an_id_tells_how_the_words_of_its_path_are_cut() -> None:
    route = Route("getCustomPages", "GET", "/custompages")
    assert route_words(route) == ["list", "custom", "pages"]
