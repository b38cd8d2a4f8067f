"""Operations of several fragments: agreement in silence, conflicts with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.diagnostics import Report
from generator.source import Document
from tests.support.fragments import (
    TEXT,
    block,
    components,
    conflicting,
    fragment,
    merged,
    operation,
    page,
    rules,
    said,
)


def test_fragments_of_one_operation_each_become_one_document() -> None:
    report = Report()
    root: Document = {
        "servers": [{"url": "https://shop.example/v1"}],
        "security": [{"key": []}],
        "tags": [{"name": "Things"}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}
        },
    }
    found = merged(
        [
            page("b.json", "/things/{id}", operation("get"), **root),
            page("a.json", "/things", operation("list"), **root),
        ],
        report,
    )
    assert not list(report)
    assert found.document == {
        "openapi": "3.2.0",
        "info": {"title": "Shop", "version": "1"},
        **root,
        "paths": {
            "/things": {"get": operation("list")},
            "/things/{id}": {"get": operation("get")},
        },
    }
    assert list(found.document) == [
        "openapi",
        "info",
        "servers",
        "security",
        "tags",
        "paths",
        "components",
    ]


def test_paths_sort_by_segment_and_methods_as_the_specification_lists_them() -> None:
    items = {
        "/a-b": {"post": operation("1")},
        "/a/{id}/x": {"get": operation("2")},
        "/a": {
            "additionalOperations": {"COPY": operation("3")},
            "delete": operation("4"),
            "get": operation("5"),
            "summary": "A",
        },
    }
    found = merged([fragment("a.json", {"paths": items})]).document["paths"]
    assert list(found) == ["/a", "/a/{id}/x", "/a-b"]
    assert list(found["/a"]) == ["summary", "get", "delete", "additionalOperations"]


def test_identical_operations_are_one_in_silence() -> None:
    report = Report()
    found = merged(
        [page("a.json", "/a", operation("x")), page("b.json", "/a", operation("x"))],
        report,
    )
    assert not list(report)
    assert found.document["paths"] == {"/a": {"get": operation("x")}}
    assert [p.fragment.file for p in found.provenance.places("/paths/~1a/get")] == [
        "a.json",
        "b.json",
    ]


def test_the_order_of_what_has_no_order_is_no_difference() -> None:
    report = Report()
    a, b = ({"name": name, "in": "query", "schema": TEXT} for name in "ab")
    one = {"type": ["string", "null"], "enum": ["x", "y", None]}
    other = {"enum": [None, "y", "x"], "type": ["null", "string"]}
    merged(
        [
            page(
                "a.json", "/a", operation("x", parameters=[a, b]), **components(S=one)
            ),
            page(
                "b.json", "/a", operation("x", parameters=[b, a]), **components(S=other)
            ),
        ],
        report,
    )
    assert not list(report)


def test_of_different_annotations_the_longest_text_is_taken_at_each_node() -> None:
    report = Report()

    def described(summary: str, id: str, **members: Any) -> Document:
        parameter = {"name": "p", "in": "query", "description": id, "schema": TEXT}
        return operation("x", summary=summary, parameters=[parameter], **members)

    found = merged(
        [
            page("a.json", "/a", described("Much longer", "Id")),
            page("b.json", "/a", described("Short", "The id", **{"x-extra": True})),
        ],
        report,
    )
    assert found.document["paths"]["/a"]["get"] == {
        **described("Much longer", "The id"),
        "x-extra": True,
    }
    assert said(report) == block("""
        a.json/paths/~1a/get: info[annotations-differ]: 2 descriptions of GET /a differ only in annotations (description, summary, x-extra); the longest text is taken
          b.json/paths/~1a/get: note: also described here
        """)


def test_a_disagreement_is_an_error_that_shows_every_place() -> None:
    report = Report()
    merged(conflicting(), report)
    assert said(report) == block("""
        new.json/paths/~1a/get: error[merge-conflict]: 2 descriptions of GET /a disagree
          old.json/paths/~1a/get/responses: note: /responses/200: {"description":"Fine Fine Fine Fine Fine Fine Fine Fine F... there, absent here
          old.json/paths/~1a/get/responses/201: note: /responses/201: absent there, {"description":"Fine Fine Fine Fine Fine Fine Fine Fine F... here
          old.json/paths/~1a/get/parameters/0/schema/maximum: note: /parameters/0/schema/maximum: 100 there, 50 here
          help: correct the wrong one, or say in the configuration who wins: `on_conflict: newest`, or `resolutions: {"/paths/~1a/get": "new.json"}`
        """)


def test_true_and_one_are_not_the_same() -> None:
    report = Report()
    defaults = [operation("x", responses={"200": {"content": {}}}) for _ in range(2)]
    for found, default in zip(defaults, (1, True), strict=True):
        schema = {"default": default}
        found["parameters"] = [{"name": "p", "in": "query", "schema": schema}]
    merged([page(f"{i}.json", "/a", found) for i, found in enumerate(defaults)], report)
    assert rules(report) == ["merge-conflict"]


def test_a_long_conflict_shows_its_first_differences_only() -> None:
    report = Report()
    documents = [{f"{200 + i}": {"$ref": f"#/{v}"} for i in range(9)} for v in "ab"]
    merged(
        [
            page(f"{i}.json", "/a", {"responses": responses})
            for i, responses in enumerate(documents)
        ],
        report,
    )
    notes = [note.message for found in report for note in found.notes]
    assert len(notes) == 6
    assert notes[-1] == "and 4 more differences"


def test_path_parameters_that_differ_move_into_the_operations() -> None:
    def item(method: str, type_: str, own: Sequence[Document] = ()) -> Document:
        shared = [
            {"name": "id", "in": "path", "schema": {"type": type_}},
            {"name": "lang", "in": "query", "schema": TEXT},
        ]
        return {"parameters": shared, method: operation(method, parameters=[*own])}

    override = {"name": "lang", "in": "query", "schema": {"type": "integer"}}
    agreed, apart = (
        merged(
            [
                fragment(
                    "a.json", {"paths": {"/{id}": item("get", "string", [override])}}
                ),
                fragment("b.json", {"paths": {"/{id}": item("put", type_)}}),
            ]
        ).document["paths"]["/{id}"]
        for type_ in ("string", "integer")
    )
    assert len(agreed["parameters"]) == 2
    assert agreed["get"]["parameters"] == [override]
    assert "parameters" not in apart
    assert [p["schema"]["type"] for p in apart["get"]["parameters"]] == [
        "string",
        "integer",
    ]
    assert [p["schema"]["type"] for p in apart["put"]["parameters"]] == [
        "integer",
        "string",
    ]


def test_paths_that_differ_only_in_a_parameter_s_name_are_reported() -> None:
    report = Report()
    merged(
        [
            page("a.json", "/a/{id}", operation("x")),
            page("b.json", "/a/{x}", operation("y")),
            fragment("c.json", {"paths": {"/a/{z}": {"put": operation("z")}}}),
        ],
        report,
    )
    assert said(report) == block("""
        a.json/paths/~1a~1{id}/get: warning[path-conflict]: 2 paths of GET differ only in the names of their parameters: /a/{id} and /a/{x}
          b.json/paths/~1a~1{x}/get: note: the same path again
          help: give the parameter one name
        """)


def test_an_operation_id_used_twice_is_reported_and_kept() -> None:
    report = Report()
    found = merged(
        [page("a.json", "/a", operation("x")), page("b.json", "/b", operation("x"))],
        report,
    ).document
    assert len(found["paths"]) == 2
    assert said(report) == block("""
        a.json/paths/~1a/get/operationId: warning[duplicate-operation-id]: 2 operations have the operationId "x"
          b.json/paths/~1b/get/operationId: note: the same operationId again
          help: give each operation an id of its own
        """)


def test_webhooks_merge_like_paths_and_extensions_are_kept() -> None:
    hook = {"webhooks": {"paid": {"post": operation("paid")}}}
    found = merged(
        [
            fragment("a.json", {**hook, "x-a": 1, "paths": {"x-note": "short"}}),
            fragment("b.json", {**hook, "x-b": 2, "paths": {"x-note": "longer text"}}),
        ]
    )
    assert found.document["webhooks"] == hook["webhooks"]
    assert found.document["paths"] == {"x-note": "longer text"}
    assert (found.document["x-a"], found.document["x-b"]) == (1, 2)
    assert len(found.provenance.places("/webhooks/paid/post")) == 2
