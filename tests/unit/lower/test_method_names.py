"""Method names that clash are told apart by what differs, whatever the order."""

from __future__ import annotations

import itertools

import pytest

from generator.ir import Operation
from generator.lower.method_names import own_name
from generator.lower.names import distinct, group, one_resource_each
from generator.naming import words
from generator.routes import Route


def operation(
    id_: str, name: str, path: str, method: str = "GET", title: str = ""
) -> Operation:
    return Operation(
        id=id_,
        method=method,
        path=path,
        parameters=(),
        body=None,
        responses=(),
        security=(),
        idempotent=True,
        origin="",
        name=name,
        title=title,
    )


def names(*operations: Operation, pinned: dict[str, str] | None = None) -> list[str]:
    found = distinct(operations, "repos", pinned or {})
    for shuffled in itertools.permutations(operations):
        again = {o.id: o.name for o in distinct(shuffled, "repos", pinned or {})}
        assert again == {o.id: o.name for o in found}
    return [o.name for o in found]


def test_names_that_differ_stay() -> None:
    assert names(operation("a", "list", "/a"), operation("b", "get", "/b")) == [
        "list",
        "get",
    ]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("/repos", "/user/repos"), ["list", "list_user"]),
        (("/orgs/{org}/repos", "/users/{u}/repos"), ["list_orgs", "list_users"]),
        (
            ("/repos/{id}", "/repos/{owner}/{repo}"),
            ["list_by_id", "list_by_owner_repo"],
        ),
    ],
)
def test_the_words_that_differ_are_added(
    paths: tuple[str, str], expected: list[str]
) -> None:
    first, second = (operation(path, "list", path) for path in paths)
    assert names(first, second) == expected


def test_things_of_others_say_whose_they_are_where_names_clash() -> None:
    own = operation("a", "list", "/repos", title="List repos")
    ours = operation("b", "list", "/orgs/{o}/repos", title="List org repos")
    theirs = operation("c", "list", "/users/{u}/repos", title="List user repos")
    assert names(own, ours, theirs) == ["list", "list_org_repos", "list_user_repos"]
    assert names(own, ours) == ["list", "list_org_repos"]


def test_by_id_is_left_out_where_nothing_else_is_found_otherwise() -> None:
    by_id = operation("a", "get_by_id", "/repos/{repo_id}")
    by_parameter = operation("a", "get_by_repo_id", "/repos/{repo_id}")
    by_query = operation("a", "get_by_name", "/repos/{repo_id}")
    by_slug = operation("b", "get_by_slug", "/repos/by-slug/{slug}")
    assert names(by_id) == names(by_parameter) == ["get"]
    assert names(by_query) == ["get_by_name"]
    assert names(by_id, by_slug) == ["get_by_id", "get_by_slug"]
    assert names(by_id, operation("b", "get", "/repos")) == ["get_by_id", "get"]
    assert names(by_id, pinned={"a": "get_by_id"}) == ["get_by_id"]


def test_what_is_read_keeps_its_name_beside_what_is_sent() -> None:
    read = operation("a", "search", "/repos/search")
    sent = operation("b", "search", "/repos/search", "POST")
    assert names(read, sent) == ["search", "search_by_post"]


def test_methods_of_one_path_are_told_apart_by_their_verb() -> None:
    put = operation("a", "update", "/repos/{id}", "PUT")
    patch = operation("b", "update", "/repos/{id}", "PATCH")
    assert names(put, patch) == ["update_by_put", "update_by_patch"]


def test_a_published_name_stays() -> None:
    first = operation("a", "list", "/user/repos")
    second = operation("b", "list", "/org/repos")
    assert names(first, second, pinned={"a": "list"}) == ["list", "list_org"]


def test_an_operation_on_many_keeps_its_noun_beside_the_one_on_one() -> None:
    one = operation("a", "delete", "/repos/{id}", "DELETE", title="Delete repo")
    many = operation("b", "delete", "/repos", "DELETE", title="Delete repos")
    assert names(one, many) == ["delete", "delete_repos"]
    assert names(one, many, pinned={"b": "delete"})[1] == "delete"


@pytest.mark.parametrize(
    ("identifier", "path", "answer", "expected"),
    [
        ("getRepos", "/repositories", "array", "list"),
        ("getRepos", "/repositories", "page", "list"),
        ("getRepos", "/repositories", "object", "get"),
        ("getRepos", "/repositories/{id}", "page", "get"),
        ("getRepo", "/repositories", "array", "get"),
        ("app.contacts.repos.send", "/x", "", "send"),
        ("app.repos.repos.list", "/x", "", "list"),
        ("repos/list-labels-on-repo", "/x", "", "list_labels_on_repo"),
    ],
)
def test_a_method_says_what_its_resource_does_not(
    identifier: str, path: str, answer: str, expected: str
) -> None:
    route = Route(identifier, "GET", path, answer)
    assert own_name(route, words(identifier), "repos") == expected


@pytest.mark.parametrize(
    ("identifier", "answer", "has_items", "expected"),
    [
        ("getForks", "array", False, "list_forks"),
        ("getForks", "page", True, "list_forks"),
        ("getForks", "page", False, "get_forks"),
        ("getForks", "object", True, "get_forks"),
        ("getFork", "array", False, "get_fork"),
        ("getSettings", "array", False, "get_settings"),
        ("getForkList", "page", False, "list_forks"),
        ("getRepoList", "array", False, "list"),
        ("getForkList", "object", False, "get_fork_list"),
        ("getListOfForks", "array", False, "get_list_of_forks"),
    ],
)
def test_to_get_many_is_to_list_them(
    identifier: str, answer: str, has_items: bool, expected: str
) -> None:
    route = Route(identifier, "GET", "/x/forks", answer, has_items=has_items)
    assert own_name(route, words(identifier), "repos") == expected


@pytest.mark.parametrize(
    ("method", "path", "resource", "expected"),
    [
        ("GET", "/users/{id}/keys", "API Keys", "list"),
        ("GET", "/users/{id}/keys/{key}", "keys", "get"),
        ("POST", "/users/{id}/keys/{key}/rotate", "keys", "rotate"),
        ("GET", "/users/{id}/keys/{key}/uses", "keys", "list_uses"),
        (
            "GET",
            "/integrations/jira-cloud/projects",
            "Jira cloud integration",
            "list_projects",
        ),
        (
            "POST",
            "/orders/{id}/consumerqueries/late",
            "Consumer queries",
            "create_late",
        ),
        ("POST", "/reset", "Password reset", "reset"),
        ("GET", "/users/{id}/keys", "Accounts", "list_user_keys"),
        ("POST", "/forks/bulkDelete", "forks", "bulk_delete"),
    ],
)
def test_a_route_is_named_from_its_resource_on(
    method: str, path: str, resource: str, expected: str
) -> None:
    assert own_name(Route("", method, path), [], resource) == expected


@pytest.mark.parametrize(
    ("identifier", "path", "named", "expected"),
    [
        ("domains_create_record", "/v2/domains/{id}/records", "", "create"),
        ("genai_create_agent", "/gen-ai/agents", "", "create_agent"),
        ("auth_login", "/auth/login", "", "login"),
        ("poll_expire", "/channels/{id}/polls/{poll}/expire", "", "poll_expire"),
        ("callback_test", "/callback", "", "callback_test"),
        ("x.resource.list", "/resource", "list x resource", "list_x_resource"),
        ("records.adapter.list", "/adapter", "list records adapter", "list_adapter"),
    ],
)
def test_a_group_in_the_id_is_no_part_of_a_name(
    identifier: str, path: str, named: str, expected: str
) -> None:
    found = named.split() or words(identifier)
    assert own_name(Route(identifier, "POST", path), found, "records") == expected


@pytest.mark.parametrize(
    ("identifier", "method", "path", "expected"),
    [
        ("Jobs_Post", "POST", "/Jobs", "create"),
        ("postJob", "POST", "/v2/jobs/new", "create_new"),
        ("Jobs_Put", "PUT", "/v1/tenant/Jobs/{id}", "update"),
        ("get_jobs_id", "GET", "/jobs/{job_id}", "get"),
        ("PostJobsIDRuns", "POST", "/jobs/{jobID}/runs", "create_run"),
    ],
)
def test_what_only_repeats_the_method_of_http_is_named_by_the_route(
    identifier: str, method: str, path: str, expected: str
) -> None:
    route = Route(identifier, method, path)
    assert own_name(route, words(identifier), "Jobs") == expected


def test_a_group_that_is_a_part_of_the_resource_is_none_of_a_name() -> None:
    route = Route("inference_upload_batch_file", "POST", "/v1/batches/files")
    named = own_name(route, words(route.identifier), "Batch Inference")
    assert named == "upload_batch_file"


@pytest.mark.parametrize(
    ("path", "tags", "expected"),
    [
        ("/pets/{id}", ["Cats", "Dogs"], "Cats"),
        ("/pets/{id}", [], "pets"),
        ("/api/v2/pets", [" "], "pets"),
        ("/v1", [], "v1"),
        ("/{id}", [], "default"),
        ("/pets", ["Питомцы"], "Питомцы"),
        ("/pets", ["pet-controller"], "pet"),
        ("/pets", ["PetController"], "Pet"),
        ("/pets", ["controller"], "controller"),
        ("/pets", ["Pets API"], "Pets"),
        ("/pets", ["PetsApi"], "Pets"),
        ("/pets", ["API"], "API"),
        ("/pets", ["Okapi"], "Okapi"),
        ("/#X-Target=Shop.ListPets", [], "default"),
        ("/pets?kind={kind}", [], "pets"),
    ],
)
def test_the_resource_is_the_first_tag_or_the_first_telling_segment(
    path: str, tags: list[str], expected: str
) -> None:
    assert group(path, {"tags": tags}) == expected


@pytest.mark.parametrize(
    ("operation_id", "expected"),
    [
        ("PetToys_List", "PetToys"),
        ("petToys_list", "pets"),
        ("Pet_Toys_List", "pets"),
        ("ListPets", "pets"),
    ],
)
def test_a_group_in_the_id_stands_for_a_missing_tag(
    operation_id: str, expected: str
) -> None:
    assert group("/pets/{id}/toys", {"operationId": operation_id}) == expected


def test_spellings_of_one_tag_are_one_resource() -> None:
    found = one_resource_each(["pets", "Pets", "pet-toys", "PetToys"], ["Pets"])
    assert found == {
        "Pets": "Pets",
        "pets": "Pets",
        "PetToys": "PetToys",
        "pet-toys": "PetToys",
    }
