"""What is said of parameters and answers, by the component or where it is used."""

from __future__ import annotations

from pathlib import Path

from tests.unit.lower.support import lowered, only


def test_prose_comes_without_html(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /a:
            get:
              description: "<p>All <code>a</code>.</p><ul><li>One &amp; two</li></ul>"
              responses: {}
        """,
    )
    assert only(api).doc.description == "All `a`.\n\n- One & two"


def test_a_reference_may_say_more_than_the_component(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /a:
            get:
              parameters:
                - {$ref: "#/components/parameters/Active", description: Only plans that are active.}
              responses: {default: {$ref: "#/components/responses/Gone", description: The plan is gone.}}
          /b:
            get:
              parameters: [{$ref: "#/components/parameters/Active"}]
              responses: {default: {$ref: "#/components/responses/Gone"}}
        components:
          parameters:
            Active: {name: active, in: query, description: Only what is active., schema: {type: boolean}}
          responses: {Gone: {description: It is gone.}}
        """,
    )
    operations = [o for resource in api.resources for o in resource.operations]
    assert [
        (o.parameters[0].doc.description, o.responses[0].doc.description)
        for o in operations
    ] == [
        ("Only plans that are active.", "The plan is gone."),
        ("Only what is active.", "It is gone."),
    ]


def test_parameters_that_differ_in_prose_keep_it(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /a: {get: {parameters: [{name: q, in: query, description: Of a., schema: {type: string}}], responses: {}}}
          /b: {get: {parameters: [{name: q, in: query, description: Of b., schema: {type: string}}], responses: {}}}
        """,
    )
    assert [
        o.parameters[0].doc.description for r in api.resources for o in r.operations
    ] == ["Of a.", "Of b."]
