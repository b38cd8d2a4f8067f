"""Method names that clash are told apart by what differs, whatever the order."""

from __future__ import annotations

import itertools

import pytest

from generator.ir import Operation
from generator.lower.names import distinct, group, one_resource_each, path_base


def operation(id_: str, name: str, path: str, method: str = "GET") -> Operation:
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
        title="",
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


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", "get"),
        ("GET", "/v1/pets", "get pets"),
        ("GET", "/pets/{petId}", "get pets by pet id"),
        ("PUT", "/a/{b}/c/{d}/{e}", "put a c by d and e"),
    ],
)
def test_operations_without_an_id_are_named_by_their_path(
    method: str, path: str, expected: str
) -> None:
    assert " ".join(path_base(method, path)) == expected


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
