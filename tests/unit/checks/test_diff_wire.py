"""Operations, parameters, bodies, responses and the service: each change and its reverse."""

from __future__ import annotations

import pytest

from generator.checks.diff import Level, Semver, Side
from generator.checks.diff.families import FAMILIES, Noun
from generator.checks.diff.rules import RULES
from tests.unit.checks import diff_body_edits, diff_edits
from tests.unit.checks.diff_edits import BASE, Edit
from tests.unit.checks.diff_versions import compared, rules

EDITS = diff_edits.EDITS | diff_body_edits.EDITS


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_and_its_reverse(edit: Edit) -> None:
    assert edit.old in BASE
    revised = BASE.replace(edit.old, edit.new)
    assert rules(compared(BASE, revised)) == sorted(edit.found)
    assert rules(compared(revised, BASE)) == sorted(edit.reverse)


def test_every_rule_that_is_not_about_a_schema_has_a_case() -> None:
    shown = {rule for edit in EDITS.values() for rule in (*edit.found, *edit.reverse)}
    families = {f"{noun.value}-{family[0]}" for noun in Noun for family in FAMILIES}
    wire = {rule.id for rule in RULES.values() if rule.side is Side.WIRE}
    assert wire - families - {"api-version-not-bumped"} <= shown
    assert shown <= wire


def test_equal_documents_have_no_findings() -> None:
    findings = compared(BASE, BASE)
    assert len(findings) == 0
    assert findings.changes == ()
    assert findings.semver is Semver.NONE
    assert findings.level is None


def test_a_breaking_change_under_the_same_version_is_remarked() -> None:
    revised = BASE.replace("name: {type: string}", "name: {type: integer}")
    found = {finding.rule for finding in compared(BASE, revised)}
    assert "api-version-not-bumped" in found
    bumped = "info: {title: Pets, version: '2'}" + revised
    found = {finding.rule for finding in compared(BASE, bumped)}
    assert "api-version-not-bumped" not in found


def test_the_worst_finding_decides_the_version() -> None:
    grades = {
        "description: ok": ("description: fine", Semver.PATCH, Level.INFO),
        "      properties:\n": (
            "      properties:\n        new: {}\n",
            Semver.MINOR,
            Level.INFO,
        ),
        "age: {type: integer}": ("age: {type: boolean}", Semver.MAJOR, Level.BREAKING),
    }
    for old, (new, semver, level) in grades.items():
        findings = compared(BASE, BASE.replace(old, new))
        assert findings.semver is semver
        assert findings.level is level


def test_a_component_is_reported_once_with_every_operation_it_reaches() -> None:
    revised = BASE.replace("age: {type: integer}", "age: {type: boolean}")
    findings = compared(BASE, revised)
    found = {f.rule: f for f in findings}
    sent, received = (
        found["request-property-type-changed"],
        found["response-property-type-changed"],
    )
    assert sent.operations == ("PUT /pets/{id}",)
    assert received.operations == ("GET /pets/{id}",)
    assert sent.base.pointer == "/components/schemas/Pet/properties/age"
    assert findings.location(sent.revision).file == "api.yaml"


def test_a_recursive_schema_is_compared_to_its_end() -> None:
    recursive = BASE.replace(
        "        age:",
        "        parent: {$ref: '#/components/schemas/Pet'}\n        age:",
    )
    revised = recursive.replace("age: {type: integer}", "age: {type: boolean}")
    assert len(rules(compared(recursive, recursive))) == 0
    assert rules(compared(recursive, revised)) == [
        "request-property-type-changed",
        "response-property-type-changed",
    ]


def test_a_renamed_component_of_the_same_shape_is_no_change_on_the_wire() -> None:
    revised = BASE.replace("schemas/Pet'", "schemas/Animal'").replace(
        "    Pet:", "    Animal:"
    )
    assert rules(compared(BASE, revised)) == ["documentation-changed"]


def test_a_chain_of_thousands_of_references_does_not_overflow() -> None:
    def chain(kind: str) -> str:
        links = [
            f"    S{n}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/S{n + 1}'}}}}}}"
            for n in range(3000)
        ]
        document = BASE.replace("schemas/Pet'", "schemas/S0'")
        return "\n".join([document.rstrip(), *links, f"    S3000: {{type: {kind}}}"])

    found = rules(compared(chain("string"), chain("array")))
    assert found == ["request-property-type-changed", "response-property-type-changed"]


def test_the_order_of_the_documents_members_does_not_matter() -> None:
    revised = BASE.replace("age: {type: integer}", "age: {type: boolean}")
    moved = BASE.replace(
        "        name: {type: string}\n        age: {type: integer}\n",
        "        age: {type: boolean}\n        name: {type: string}\n",
    )
    assert [f.message for f in compared(BASE, revised)] == [
        f.message for f in compared(BASE, moved)
    ]
