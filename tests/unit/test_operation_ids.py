"""Which words of an operationId name the operation."""

from __future__ import annotations

import pytest

from generator.operation_ids import OperationIds, handler

NONE = OperationIds(frozenset(), ())


@pytest.mark.parametrize(
    ("operation_id", "path", "name"),
    [
        # FastAPI: function, path, one of the methods
        ("list_items_items_get", "/items", "list_items"),
        ("root__get", "/", "root"),
        ("read_items__item_id__get", "/items/{item_id}", "read"),
        ("multi_api_multi_post", "/api/multi", "multi"),
        ("item_file_files__path__get", "/files/{path}", "item_file"),
        # Litestar: path, function
        ("ItemsItemIdGetItem", "/items/{item_id}", "GetItem"),
        # springfox: function, method
        ("createUserUsingPOST", "/users", "createUser"),
        # NestJS: class, function, version
        ("ItemsController_findAll", "/items", "findAll"),
        ("items_controller.find_all", "/items", "find_all"),
        ("ItemsController_findOne_v2", "/v2/items/{id}", "findOne"),
        ("ItemsController_findOne_v2", "/items/{id}", "findOne_v2"),
        # what people write
        ("items_get", "/items", "items_get"),
        ("ItemsGet", "/items", "ItemsGet"),
        ("get_items_by_id", "/items/{id}", "get_items_by_id"),
        ("getControllerState", "/state", "getControllerState"),
        ("findPets", "/", "findPets"),
    ],
)
def test_what_a_framework_writes_around_a_name_is_no_part_of_it(
    operation_id: str, path: str, name: str
) -> None:
    assert handler(operation_id, path) == name


def test_a_number_behind_an_id_that_is_there_already_says_nothing() -> None:
    ids = OperationIds.of([("list", "/a"), ("list_1", "/b"), ("get_oauth_2", "/c")])
    assert ids.words("list_1", "/b") == ["list"]
    assert ids.words("get_oauth_2", "/c") == ["get", "oauth", "2"]


def test_the_prefix_of_all_operations_is_no_part_of_a_name() -> None:
    written = ["partnerV1ListAppointments", "partnerV1GetAppointment"]
    ids = OperationIds.of((identifier, "/") for identifier in written)
    assert ids.prefix == ("partner", "v1")
    assert ids.words(written[0], "/") == ["list", "appointments"]
    assert ids.words("other", "/") == ["other"]


@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        ([], ()),
        (["apiGetPet"], ()),
        (["getPet", "listPets"], ()),
        (["api_get", "api_get"], ("api",)),
        (["api", "api_get"], ()),
        (["api_list_a_get", "api_read_a_get"], ("api",)),
    ],
)
def test_a_prefix_leaves_a_word_of_every_id(
    written: list[str], prefix: tuple[str, ...]
) -> None:
    ids = OperationIds.of((identifier, "/a") for identifier in written)
    assert ids.prefix == prefix


def test_a_prefix_that_is_published_stays() -> None:
    assert OperationIds.of([("getPet", "/")], ("api",)).prefix == ("api",)


def test_an_operation_without_an_id_is_named_after_its_route() -> None:
    route = ("delete", "/pets/{petId}/toys/{toyId}")
    words = ["delete", "pets", "by", "pet", "id", "toys", "by", "toy", "id"]
    assert NONE.words_or_path("", *route) == words
    assert NONE.words_or_path("dropToy", *route) == ["drop", "toy"]
    assert NONE.words_or_path("", "get", "/") == ["get"]
