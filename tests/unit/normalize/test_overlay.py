"""Overlays change the canonical document, and say so when they cannot."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics import Report
from generator.source import Fragment
from generator.spec import Spec
from tests.support.canonical import TEXT, api, call, canonical, one_of, ref, thing

PET = thing(
    "id", born={"type": ["string", "null"]}, tags={"type": "array", "items": TEXT}
)


def overlay(*actions: Any, **members: Any) -> Fragment:
    info = {"title": "Notes", "version": "1"}
    document = {"overlay": "1.1.0", "info": info, "actions": list(actions), **members}
    return Fragment(document, "overlay.yaml", "0" * 64, lambda pointer: (1, 1))


def applied(*actions: Any, report: Report | None = None, **members: Any) -> Spec:
    return canonical(
        api({"GET /pets": call("listPets", thing(pet=PET))}, Owner=thing("name")),
        overlays=[overlay(*actions, **members)],
        report=report,
    )


def messages(report: Report) -> list[str]:
    return [
        f"{d.location.pointer}: {d.severity}[{d.rule}]: {d.message}" for d in report
    ]


def test_an_update_merges_objects_and_concatenates_arrays() -> None:
    spec = applied(
        {
            "target": "$.components.schemas.Pet",
            "update": {"properties": {"born": {"format": "date"}}, "required": ["x-y"]},
        }
    )
    assert spec.schemas["Pet"]["properties"]["born"] == {
        "type": ["string", "null"],
        "format": "date",
    }
    assert spec.schemas["Pet"]["required"] == ["id", "born", "tags", "x-y"]


def test_any_query_of_rfc_9535_selects() -> None:
    spec = applied({"target": "$..properties[?@.items]", "update": {"x-list": True}})
    assert spec.schemas["Pet"]["properties"]["tags"]["x-list"] is True


@pytest.mark.parametrize("target", ["$.components.schemas['Owner']", "$..Owner"])
def test_remove_takes_nodes_out(target: str) -> None:
    assert "Owner" not in applied({"target": target, "remove": True}).schemas


def test_remove_of_several_items_of_an_array() -> None:
    spec = applied(
        {"target": "$.components.schemas.Pet.required[0, 2]", "remove": True}
    )
    assert spec.schemas["Pet"]["required"] == ["born"]


def test_copy_merges_one_node_into_another() -> None:
    schemas = "$.components.schemas"
    spec = applied(
        {"target": schemas, "update": {"Keeper": {}}},
        {"target": f"{schemas}.Keeper", "copy": f"{schemas}.Owner"},
    )
    assert spec.schemas["Keeper"] == spec.schemas["Owner"]


def test_a_single_value_is_replaced() -> None:
    assert (
        applied({"target": "$.info.title", "update": "Zoo"}).document["info"]["title"]
        == "Zoo"
    )


def test_schemas_that_an_overlay_adds_are_hoisted_as_well() -> None:
    spec = applied(
        {
            "target": "$.components.schemas.Pet.properties",
            "update": {"mood": one_of("good", "bad"), "home": thing("street")},
        }
    )
    assert spec.schemas["Pet"]["properties"]["mood"] == ref("Mood")
    assert spec.schemas["Home"] == thing("street")
    assert {"Mood", "Home", "Pet"} <= spec.names.schemas.keys()


def test_a_target_that_matches_nothing_is_a_warning() -> None:
    report = Report()
    applied({"target": "$.components.schemas.Dog", "update": {"x": 1}}, report=report)
    assert messages(report) == [
        (
            "/actions/0/target: warning[overlay-no-match]:"
            " nothing in the description matches $.components.schemas.Dog"
        )
    ]


@pytest.mark.parametrize(
    ("action", "pointer", "problem"),
    [
        ("x", "/actions/0", "an action must be a mapping"),
        (
            {"update": 1},
            "/actions/0",
            "an action needs a `target`, a JSONPath expression",
        ),
        (
            {"target": "$", "updat": 1},
            "/actions/0",
            "'updat' is not a field of an action",
        ),
        (
            {"target": "$"},
            "/actions/0",
            "an action needs one of `update`, `copy` and `remove: true`",
        ),
        (
            {"target": "$", "remove": "yes"},
            "/actions/0",
            "`remove` must be true or false",
        ),
        (
            {"target": "$", "remove": True},
            "/actions/0",
            "the document itself cannot be removed",
        ),
        (
            {"target": "$.info", "update": "x"},
            "/actions/0",
            "$.info is an object; a single value cannot be merged into it",
        ),
        (
            {"target": "$.info", "update": {"title": ["x"]}},
            "/actions/0",
            "$.info.title is a single value; an array cannot be merged into it",
        ),
        (
            {"target": "$.info", "copy": "$.components.*"},
            "/actions/0",
            "`copy` must select one node; it selects 2",
        ),
        (
            {"target": "$.components.schemas.Pet", "update": {"nullable": True}},
            "/actions/0",
            (
                "/components/schemas/Pet: `nullable` is of OpenAPI 3.0; the merged document says"
                ' `type: [..., "null"]`'
            ),
        ),
    ],
)
def test_a_malformed_action_is_an_error_with_its_place(
    action: Any, pointer: str, problem: str
) -> None:
    report = Report()
    fragments = api(
        {
            "GET /a": call(
                "getA", parameters=[{"name": "a", "in": "query", "schema": TEXT}]
            )
        }
        | {
            "GET /b": call(
                "getB", parameters=[{"name": "a", "in": "query", "schema": TEXT}]
            )
        },
        Pet=PET,
    )
    canonical(fragments, overlays=[overlay(action)], report=report)
    assert messages(report) == [f"{pointer}: error[invalid-overlay]: {problem}"]


def test_a_path_that_is_none_is_an_error() -> None:
    report = Report()
    applied({"target": "$.[", "update": {}}, report=report)
    (found,) = messages(report)
    assert found.startswith(
        "/actions/0: error[invalid-overlay]: '$.[' is no JSONPath expression"
    )


def test_a_document_that_is_no_overlay_is_an_error() -> None:
    report = Report()
    applied(overlay="2.0.0", info={}, actions=[], extra=1, report=report)
    assert messages(report) == [
        "/actions: error[invalid-overlay]: `actions` must list at least one action",
        "/extra: error[invalid-overlay]: 'extra' is not a field of an overlay",
        "/info: error[invalid-overlay]: `info` must have a title and a version",
        "/overlay: error[invalid-overlay]: `overlay` must be 1.0.x or 1.1.x",
    ]


def test_a_reference_that_an_overlay_breaks_is_an_error() -> None:
    report = Report()
    applied({"target": "$.components.schemas.Pet", "remove": True}, report=report)
    (found,) = messages(report)
    assert found.startswith("/actions/0: error[unresolved-ref]: after the overlays")
