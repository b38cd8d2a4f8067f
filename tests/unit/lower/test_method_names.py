"""Method names that clash are told apart by what differs, whatever the order."""

from __future__ import annotations

import itertools

import pytest

from generator.ir import Operation
from generator.lower.names import distinct, group, one_resource_each, own_name
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
