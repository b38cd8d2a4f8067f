"""Parts that are no schemas and stand beside the components are written out where they are used."""

from __future__ import annotations

from pathlib import Path

from tests.unit.load.test_bundle import INFO, bundled, loaded, ref


def test_a_parameter_of_another_operation_is_written_out(tmp_path: Path) -> None:
    wanted = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    there = ref("#/paths/~1a/get/parameters/1")
    document = {
        **INFO,
        "paths": {
            "/a": {"get": {"parameters": [{"name": "q", "in": "query"}, wanted]}},
            "/b": {"get": {"parameters": [there]}},
            "/c": {"get": {"parameters": [ref("#/paths/~1b/get/parameters/0")]}},
        },
    }
    paths = bundled(tmp_path, {"api.yaml": document})["paths"]
    assert paths["/b"]["get"]["parameters"] == [wanted]
    assert paths["/c"]["get"]["parameters"] == [wanted]


def test_what_a_written_out_parameter_refers_to_is_followed(tmp_path: Path) -> None:
    elsewhere = {"Page": {"name": "page", "in": "query"}}
    document = {
        **INFO,
        "paths": {
            "/a": {"get": {"parameters": [ref("#/x-shared/Page")]}},
            "/b": {"get": {"parameters": [ref("#/paths/~1a/get/parameters/0")]}},
        },
        "x-shared": elsewhere,
    }
    found = bundled(tmp_path, {"api.yaml": document})
    (parameter,) = found["paths"]["/b"]["get"]["parameters"]
    name = parameter["$ref"].removeprefix("#/components/parameters/")
    assert found["components"]["parameters"][name] == elsewhere["Page"]


def test_responses_that_are_each_other_are_left_out(tmp_path: Path) -> None:
    get = {"responses": {"200": ref("#/paths/~1a/get/responses/201")}}
    get["responses"]["201"] = ref("#/paths/~1a/get/responses/200")
    document = {**INFO, "paths": {"/a": {"get": get}}, "components": {}}
    (_,), said = loaded(tmp_path, {"api.yaml": document})
    assert "unresolved-ref" in said
