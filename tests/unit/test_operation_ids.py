"""Which words of an operationId name the operation."""

from __future__ import annotations

import pytest

from generator.operation_ids import NO_IDS, OperationIds, handler
from generator.routes import Route


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


def of(*identifiers: str) -> OperationIds:
    return OperationIds.of(
        Route(identifier, "GET", f"/{i}") for i, identifier in enumerate(identifiers)
    )


def test_a_number_behind_an_id_that_is_there_already_says_nothing() -> None:
    ids = of("list", "list_1", "get_oauth_2")
    assert ids.words("list_1", "GET", "/1") == ["list"]
    assert ids.words("get_oauth_2", "GET", "/2") == ["get", "oauth", "2"]


def test_the_prefix_of_all_operations_is_no_part_of_a_name() -> None:
    written = ["partnerV1ListAppointments", "partnerV1GetAppointment"]
    ids = of(*written)
    assert ids.prefix == ("partner", "v1")
    assert ids.words(written[0], "GET", "/0") == ["list", "appointments"]
    assert ids.words("other", "GET", "/2") == ["other"]


@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        ([], ()),
        (["apiGetPet"], ()),
        (["getPet", "listPets"], ()),
        (["api_get", "api_get"], ("api",)),
        (["api", "api_get"], ()),
        (["api_list_a", "api_read_a"], ("api",)),
    ],
)
def test_a_prefix_leaves_a_word_of_every_id(
    written: list[str], prefix: tuple[str, ...]
) -> None:
    assert of(*written).prefix == prefix


def test_a_prefix_that_is_published_stays() -> None:
    assert OperationIds.of([Route("getPet", "GET", "/")], ("api",)).prefix == ("api",)


@pytest.mark.parametrize(
    ("identifier", "found"),
    [
        ("patchCoreV1Pod", "patch core v1 pod"),
        ("getV1Pods", "get pods"),
        ("partnerV1Confirm", "confirm"),
        ("v2Confirm", "confirm"),
    ],
)
def test_a_version_ends_what_stands_before_a_name_but_no_verb(
    identifier: str, found: str
) -> None:
    assert " ".join(NO_IDS.words(identifier, "POST", "/a")) == found


@pytest.mark.parametrize(
    ("identifier", "path", "found"),
    [
        ("cable-types_list", "/cables", "list cable types"),
        ("cable-types_read", "/cables/{id}/", "read cable type"),
        ("cable-types_create", "/cables", "create cable type"),
        ("cable-types_partial_update", "/cables/{id}", "partial update cable type"),
        ("locations.assets.batchDelete", "/{parent}", "batch delete locations assets"),
        ("shoppingList", "/lists", "shopping list"),
        ("create_list", "/lists", "create list"),
        ("lists_all", "/lists", "lists all"),
        ("pet-keys_delete_byId", "/keys/{id}", "delete pet key by id"),
        ("report_runs_list", "/runs", "list report runs"),
        ("bulk_delete", "/pets", "bulk delete"),
        ("perform-search", "/search", "perform search"),
    ],
)
def test_a_verb_that_is_the_last_part_of_an_id_stands_in_front(
    identifier: str, path: str, found: str
) -> None:
    assert " ".join(NO_IDS.words(identifier, "POST", path)) == found


def test_a_verb_behind_a_hyphen_is_one_where_another_takes_its_place() -> None:
    ids = of("api-keys-list", "api-keys-get", "shopping-list")
    assert ids.words("api-keys-list", "GET", "/0") == ["list", "api", "keys"]
    assert ids.words("shopping-list", "GET", "/2") == ["shopping", "list"]


@pytest.mark.parametrize(
    ("identifier", "summary", "found"),
    [
        ("Getinputtokencounts", "Get input token counts", "get input token counts"),
        ("Createakeyforanapp", "Create a key for an app", "create key for app"),
        ("getCounts", "Counts", "get counts"),
        ("getCounts", "Getcounts", "get counts"),
    ],
)
def test_the_summary_tells_the_words_of_an_id_apart(
    identifier: str, summary: str, found: str
) -> None:
    route = Route(identifier, "POST", "/a", summary=summary)
    assert " ".join(OperationIds.of([route]).words(identifier, "POST", "/a")) == found


@pytest.mark.parametrize(
    ("identifier", "path", "found"),
    [
        ("listThreadsMethod", "/threads", "list threads"),
        ("getPetHandler", "/pets", "get pet"),
        ("deletePaymentMethod", "/payment_methods", "delete payment method"),
        (
            "readReplicationController",
            "/replicationcontrollers",
            "read replication controller",
        ),
        ("petsEndpoint", "/pets", "pets endpoint"),
        ("getAnAssignmentOfAClass", "/assignments", "get assignment of class"),
        ("getVitaminA", "/vitamins", "get vitamin a"),
    ],
)
def test_what_a_function_is_called_for_is_no_part_of_its_name(
    identifier: str, path: str, found: str
) -> None:
    assert " ".join(NO_IDS.words(identifier, "POST", path)) == found


def test_a_checksum_names_nothing() -> None:
    found = NO_IDS.words("5476362a281d830c946a3d6b", "GET", "/stops")
    assert found == ["list", "stops"]
