"""Descriptions in several files become one document, and nothing outside the project is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.diagnostics import Report
from generator.load import bundle, load
from generator.source import Fragment, Json
from tests.unit.support import project, rendered

INFO = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}


def ref(target: str) -> Json:
    return {"$ref": target}


def text(name: str, value: Json) -> str:
    if isinstance(value, str):
        return value
    dump = yaml.safe_dump if name.endswith(("yaml", "yml")) else json.dumps
    return dump(value, sort_keys=False)


def loaded(
    root: Path, files: dict[str, Json], *inputs: str
) -> tuple[list[Fragment], str]:
    report = Report()
    written = {name: text(name, value) for name, value in files.items()}
    found = load(project(root, written, *(inputs or ("api.yaml",))), report)
    return list(found), rendered(report, root)


def bundled(root: Path, files: dict[str, Json]) -> Json:
    (found,), said = loaded(root, files)
    assert said == ""
    return found.document


def api(schemas: Json, **more: Json) -> Json:
    return {**INFO, **more, "components": {"schemas": schemas}}


def test_what_other_files_define_becomes_a_component(tmp_path: Path) -> None:
    files = {
        "api.yaml": api(
            {"A": {"properties": {"b": ref("models/b.json"), "c": ref("c.yaml#/C")}}}
        ),
        "models/b.json": {"type": "object", "properties": {"c": ref("../c.yaml#/C")}},
        "c.yaml": {"C": {"items": ref("#/D")}, "D": {"type": "string"}},
    }
    assert bundled(tmp_path, files)["components"]["schemas"] == {
        "A": {
            "properties": {
                "b": ref("#/components/schemas/b"),
                "c": ref("#/components/schemas/C"),
            }
        },
        "b": {"type": "object", "properties": {"c": ref("#/components/schemas/C")}},
        "C": {"items": ref("#/components/schemas/D")},
        "D": {"type": "string"},
    }


def test_a_component_that_is_only_a_reference_gives_its_name(tmp_path: Path) -> None:
    files = {
        "api.yaml": api({"Pet": ref("pet.yaml"), "Same": ref("pet.yaml")}),
        "pet.yaml": {"properties": {"friend": ref("pet.yaml"), "own": ref("#")}},
    }
    assert bundled(tmp_path, files)["components"]["schemas"] == {
        "Pet": {
            "properties": {
                "friend": ref("#/components/schemas/Pet"),
                "own": ref("#/components/schemas/Pet"),
            }
        },
        "Same": ref("#/components/schemas/Pet"),
    }


def test_files_may_refer_to_each_other_in_a_circle(tmp_path: Path) -> None:
    files = {
        "api.yaml": api({"A": {"items": ref("b.yaml")}}),
        "b.yaml": {"properties": {"c": ref("c.yaml"), "a": ref("api.yaml#/components/schemas/A")}},
        "c.yaml": {"properties": {"b": ref("b.yaml")}},
    }  # fmt: skip
    assert bundled(tmp_path, files)["components"]["schemas"] == {
        "A": {"items": ref("#/components/schemas/b")},
        "b": {
            "properties": {
                "c": ref("#/components/schemas/c"),
                "a": ref("#/components/schemas/A"),
            }
        },
        "c": {"properties": {"b": ref("#/components/schemas/b")}},
    }


def test_path_items_and_operations_take_the_place_of_the_reference(
    tmp_path: Path,
) -> None:
    files = {
        "api.yaml": {
            **INFO,
            "paths": {
                "/a": ref("paths.yaml#/~1a"),
                "/b": {"get": ref("operation.yaml")},
                "/c": {**ref("#/paths/~1b"), "summary": "c"},
            },
        },
        "paths.yaml": {"/a": {"get": {"parameters": [ref("p.yaml#/limit")]}}},
        "p.yaml": {"limit": {"name": "limit", "in": "query"}},
        "operation.yaml": {"operationId": "b", "responses": ref("responses.yaml")},
        "responses.yaml": {"200": {"description": "ok"}},
    }
    document = bundled(tmp_path, files)
    operation = {"operationId": "b", "responses": {"200": {"description": "ok"}}}
    assert document["paths"] == {
        "/a": {"get": {"parameters": [ref("#/components/parameters/limit")]}},
        "/b": {"get": operation},
        "/c": {"get": operation, "summary": "c"},
    }
    assert document["components"]["parameters"] == files["p.yaml"]


def test_every_kind_of_component_has_its_section(tmp_path: Path) -> None:
    response = {
        "headers": {"H": ref("x.yaml#/h")},
        "links": {"L": ref("x.yaml#/l")},
        "content": {"a/b": {"examples": {"e": ref("x.yaml#/e")}}},
    }
    operation = {
        "requestBody": ref("x.yaml#/b"),
        "responses": {"200": response, "default": ref("x.yaml#/r")},
        "callbacks": {"c": ref("x.yaml#/c")},
    }
    files = {
        "api.yaml": {**INFO, "paths": {"/a": {"post": operation}}},
        "x.yaml": {"h": {"schema": {}}, "l": {"operationId": "a"}, "e": {"value": ref("data")},
                   "b": {"content": {}}, "r": {"description": ""}, "c": {"{$url}": {"post": {}}}},
    }  # fmt: skip
    found = bundled(tmp_path, files)["components"]
    assert {section: list(names) for section, names in found.items()} == {
        "callbacks": ["c"],
        "examples": ["e"],
        "headers": ["h"],
        "links": ["l"],
        "requestBodies": ["b"],
        "responses": ["r"],
    }
    assert found["examples"]["e"] == {"value": ref("data")}


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("my%20file.yaml#/a%20b/%7Bc%7D", "#/components/schemas/c"),
        ("./my%20file.yaml#/a%20b/x~1y", "#/components/schemas/x_y"),
        ("my file.yaml#named", "#/components/schemas/anchored"),
    ],
)
def test_references_are_uris(tmp_path: Path, reference: str, pointer: str) -> None:
    files = {
        "api.yaml": api({"A": {"items": ref(reference)}}),
        "my file.yaml": {
            "a b": {"{c}": {"type": "string"}, "x/y": {"type": "string"}},
            "anchored": {"$anchor": "named", "type": "string"},
        },
    }
    (found,), _ = loaded(tmp_path, files)
    assert found.document["components"]["schemas"]["A"]["items"] == ref(pointer)


def test_names_that_clash_follow_from_the_files(tmp_path: Path) -> None:
    files = {
        "api.yaml": api({"A": {}, "B": {"allOf": [ref("b/error.yaml"), ref("a/error.yaml"),
                                                  ref("a/error.yaml#/A"), ref("index.yaml#/0")]}}),
        "a/error.yaml": {"A": {"type": "string"}},
        "b/error.yaml": {"type": "number"},
        "index.yaml": [{"type": "integer"}],
    }  # fmt: skip
    schemas = bundled(tmp_path, files)["components"]["schemas"]
    assert [one["$ref"] for one in schemas["B"]["allOf"]] == [
        "#/components/schemas/b_error",
        "#/components/schemas/error",
        "#/components/schemas/error_A",
        "#/components/schemas/index",
    ]


def test_discriminators_follow(tmp_path: Path) -> None:
    mapping = {"dog": "pets.yaml#/Dog", "cat": "cat.yaml", "own": "Own"}
    files = {
        "api.yaml": api({"Own": {}, "Pet": {"discriminator": {"propertyName": "kind", "mapping": mapping}}}),
        "pets.yaml": {"Dog": {"type": "object"}},
        "cat.yaml": {"type": "object"},
    }  # fmt: skip
    found = bundled(tmp_path, files)["components"]["schemas"]["Pet"]["discriminator"]
    assert found["mapping"] == {
        "dog": "#/components/schemas/Dog",
        "cat": "#/components/schemas/cat",
        "own": "Own",
    }


def test_identifiers_are_looked_up_and_never_fetched(tmp_path: Path) -> None:
    tree = {
        "$id": "https://x.example/schemas/tree",
        "properties": {
            "leaf": ref("leaf"),
            "me": ref("https://x.example/schemas/tree"),
        },
    }
    leaf = {"$id": "https://x.example/schemas/leaf", "type": "string"}
    own = ref("https://x.example/api.yaml#/components/schemas/Leaf")
    document = api({"Tree": tree, "Leaf": leaf, "Own": {"items": own}})
    document["$self"] = "https://x.example/api.yaml"
    found = bundled(tmp_path, {"api.yaml": document})["components"]["schemas"]
    assert found["Tree"]["properties"] == {
        "leaf": ref("#/components/schemas/Leaf"),
        "me": ref("#/components/schemas/Tree"),
    }
    assert found["Own"]["items"] == ref("#/components/schemas/Leaf")


def test_parts_know_their_own_file_and_line(tmp_path: Path) -> None:
    files = {
        "api.yaml": api(
            {"A": {"items": ref("b.yaml#/B")}}, paths={"/a": ref("p.yaml")}
        ),
        "b.yaml": "x: 1\nB:\n  properties:\n    c: {type: string}\n",
        "p.yaml": "# a comment\nget:\n  tags: [t]\n",
    }
    (found,), _ = loaded(tmp_path, files)
    places = [
        found.place("/components/schemas/B/properties/c").location,
        found.place("/paths/~1a/get/tags").location,
        found.place("/info/title").location,
    ]
    assert [(one.file, one.line) for one in places] == [
        ("b.yaml", 4),
        ("p.yaml", 3),
        ("api.yaml", 3),
    ]


def test_texts_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    files = {
        "api.yaml": {**INFO, "tags": [{"name": "t", "description": ref("t.md")}],
                     "paths": {"/a": {"get": {"description": ref("texts.yaml#/get")}}}},
        "t.md": "# Pets\n",
        "texts.yaml": {"get": "Gets"},
    }  # fmt: skip
    document = bundled(tmp_path, files)
    assert document["tags"][0]["description"] == "# Pets\n"
    assert document["paths"]["/a"]["get"]["description"] == "Gets"


def test_a_folder_holds_parts_beside_documents(tmp_path: Path) -> None:
    files = {
        "api.yaml": api({"A": ref("shared.yaml#/components/schemas/S")}),
        "shared.yaml": {**INFO, "info": {"title": "Shared", "version": "2"},
                        "components": {"schemas": {"S": {"type": "string"}}}},
        "part.json": {"type": "object"},
    }  # fmt: skip
    found, said = loaded(tmp_path, files, ".")
    assert [one.file for one in found] == ["api.yaml"]
    assert "error" not in said
    assert "warning" not in said


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("../secret.yaml", "error[outside-root]"),
        ("%2e%2e/secret.yaml", "error[outside-root]"),
        ("link.yaml", "error[outside-root]"),
        ("/etc/passwd", "error[outside-root]"),
        ("file:///etc/passwd", "error[outside-root]"),
        ("\\\\host\\share", "error[outside-root]"),
        ("a%00b", "error[outside-root]"),
        ("https://x.example/a.yaml#/A", "warning[external-ref]"),
        ("//x.example/a.yaml", "warning[external-ref]"),
        ("gone.yaml", "warning[unresolved-ref]: the file of"),
        ("here.yaml#/x", "warning[unresolved-ref]"),
        ("here.yaml#x", "warning[unresolved-ref]"),
    ],
)
def test_what_must_not_or_cannot_be_followed_is_left_out(
    tmp_path: Path, reference: str, said: str
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.yaml").write_text("type: string")
    (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    files = {"api.yaml": api({"A": {"items": ref(reference)}}), "here.yaml": {"y": 1}}
    (found,), report = loaded(root, files)
    assert report.startswith("api.yaml:9:9: " + said), report
    assert report.count("[") == 1
    assert found.document["components"]["schemas"]["A"] == {"items": {}}


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ({"parameters": [ref("gone.yaml"), {"name": "a"}]}, {"parameters": [{"name": "a"}]}),
        ({"requestBody": ref("gone.yaml")}, {}),
        ({"responses": {"200": ref("#/gone")}}, {"responses": {"200": {"description": ""}}}),
        ({"callbacks": {"c": ref("#/gone")}}, {"callbacks": {}}),
    ],
)  # fmt: skip
def test_the_smallest_piece_is_left_out(
    tmp_path: Path, place: Json, after: Json
) -> None:
    document = {**INFO, "paths": {"/a": {"post": place}, "/b": ref("gone.yaml")}}
    (found,), report = loaded(tmp_path, {"api.yaml": document})
    assert found.document["paths"] == {"/a": {"post": after}}
    assert "error" not in report


def test_parts_that_multiply_are_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "_MOST_NODES", 2000)
    files: dict[str, Json] = {"api.yaml": {**INFO, "paths": {"/a": ref("0.yaml")}}}
    for n in range(40):
        callback = {f"{{$x}}{i}": ref(f"{n + 1}.yaml") for i in range(9)}
        files[f"{n}.yaml"] = {"post": {"callbacks": {"c": callback}}}
    files["40.yaml"] = {}
    _, report = loaded(tmp_path, files)
    assert "error[too-deep]" in report


def test_path_items_that_refer_to_each_other_are_stopped(tmp_path: Path) -> None:
    paths = {
        "/a": ref("#/paths/~1b"),
        "/b": {"post": {"callbacks": {"c": {"u": ref("#/paths/~1b")}}}},
    }
    (found,), report = loaded(tmp_path, {"api.yaml": {**INFO, "paths": paths}})
    assert "warning[unresolved-ref]: the reference leads back to itself" in report
    assert list(found.document["paths"]) == ["/a", "/b"]


def test_parts_of_3_2_are_read_where_they_are_used(tmp_path: Path) -> None:
    media = {"itemSchema": {"type": "string"}}
    item = {
        "query": {"parameters": [{"name": "q", "in": "querystring", "content": {}}]},
        "additionalOperations": {"COPY": {"responses": {"200": {"description": ""}}}},
    }
    content = {"application/jsonl": ref("#/components/mediaTypes/Lines")}
    document = {
        **INFO,
        "openapi": "3.2.0",
        "$self": "https://x.example/api.yaml",
        "paths": {
            "/a": ref("#/components/pathItems/Item"),
            "/b": {
                "get": {"responses": {"200": {"description": "", "content": content}}}
            },
        },
        "webhooks": {"w": ref("#/components/pathItems/Item")},
        "components": {"mediaTypes": {"Lines": media}, "pathItems": {"Item": item}},
    }
    found = bundled(tmp_path, {"api.yaml": document})
    assert found["paths"]["/a"] == found["webhooks"]["w"] == item
    response = found["paths"]["/b"]["get"]["responses"]["200"]
    assert response["content"] == {"application/jsonl": media}


def test_faults_around_other_files_are_no_crashes(tmp_path: Path) -> None:
    files = {
        "api.yaml": {**INFO, "paths": {"/a": {"get": {"responses": {"200": ref("r.yaml")}}}}, "components": True},
        "r.yaml": [1],
    }  # fmt: skip
    (found,), report = loaded(tmp_path, files)
    responses = found.document["paths"]["/a"]["get"]["responses"]
    assert responses == {"200": {"description": ""}}
    assert "warning[invalid-structure]" in report
