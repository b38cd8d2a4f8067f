"""`$dynamicRef`: every schema that binds a template's names gets a copy of its own."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from generator.diagnostics import Report
from generator.load import load
from generator.source import Json
from tests.unit.support import project, rendered

HEAD = """\
openapi: 3.1.0
info: {title: T, version: '1'}
components:
  schemas:
"""
PAGE = """
Page:
  type: object
  required: [items]
  properties: {items: {type: array, items: {$dynamicRef: '#item'}}}
  $defs: {item: {$dynamicAnchor: item}}
User: {type: object, properties: {login: {type: string}}}
"""


def schemas(root: Path, text: str) -> dict[str, Json]:
    report = Report()
    (fragment,) = load(project(root, {"api.yaml": HEAD + indent(text, "    ")}), report)
    assert rendered(report, root) == ""
    found: dict[str, Json] = fragment.document["components"]["schemas"]
    return found


def items(schema: Json) -> Json:
    return schema["properties"]["items"]["items"]


def test_a_template_that_nobody_binds_takes_what_its_own_anchor_takes(
    tmp_path: Path,
) -> None:
    found = schemas(tmp_path, PAGE)
    assert items(found["Page"]) == {"$ref": "#/components/schemas/Page/$defs/item"}


def test_a_name_is_bound_beside_the_reference(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        PAGE + """
Users:
  $ref: '#/components/schemas/Page'
  $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/User'}}
Names:
  allOf: [{$ref: '#/components/schemas/Page'}]
  $defs: {item: {$dynamicAnchor: item, type: string}}
""",
    )
    assert items(found["Users"]) == {"$ref": "#/components/schemas/User"}
    assert found["Users"]["required"] == ["items"]
    copy = found["Names"]["allOf"][0]
    assert items(copy) == {"$ref": "#/components/schemas/Names/$defs/item"}


def test_a_tree_of_a_kind_has_branches_of_its_kind(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        """
Tree:
  $id: https://ex.test/tree
  $dynamicAnchor: node
  type: object
  properties: {items: {items: {$dynamicRef: '#node'}}, root: {$ref: '#'}}
Strict: {$id: https://ex.test/strict, $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false}
""",
    )
    assert items(found["Tree"]) == {"$ref": "#/components/schemas/Tree"}
    assert found["Tree"]["properties"]["root"] == {"$ref": "#/components/schemas/Tree"}
    assert items(found["Strict"]) == {"$ref": "#/components/schemas/Strict"}
    assert found["Strict"]["unevaluatedProperties"] is False


def test_names_reach_templates_within_templates(tmp_path: Path) -> None:
    found = schemas(
        tmp_path,
        PAGE + """
Envelope:
  $dynamicAnchor: self
  properties: {page: {$ref: '#/components/schemas/Page'}, next: {$dynamicRef: '#self'}}
UserEnvelope:
  $ref: '#/components/schemas/Envelope'
  $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/User'}}
""",
    )
    bound = found["UserEnvelope"]["properties"]
    assert items(bound["page"]) == {"$ref": "#/components/schemas/User"}
    assert bound["next"] == {"$ref": "#/components/schemas/UserEnvelope"}


def test_templates_that_multiply_end(tmp_path: Path) -> None:
    level = "L{0}: {{properties: {{a: {{$ref: '#/components/schemas/L{1}'}}, b: {{$ref: '#/components/schemas/L{1}'}}}}}}\n"
    text = "".join(level.format(n, n + 1) for n in range(40))
    text += "L40: {$dynamicRef: '#x'}\n"
    text += "Top: {$ref: '#/components/schemas/L0', $defs: {x: {$dynamicAnchor: x, type: string}}}\n"
    report = Report()
    load(
        project(tmp_path, {"api.yaml": HEAD + indent(text, "    ")}),
        report,
    )
    assert [one.rule for one in report] == ["too-deep"]
