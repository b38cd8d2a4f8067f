"""Operations, parameters, bodies, responses and the service: each change and its reverse."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from generator.checks.diff import Level, Semver, Side
from generator.checks.diff.families import FAMILIES, Noun
from generator.checks.diff.rules import RULES
from tests.unit.checks.diff_versions import compared, rules

PET = "{$ref: '#/components/schemas/Pet'}"
BASE = """
servers: [{url: 'https://a.example', variables: {v: {default: a}}}]
security: [{key: []}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPet
      tags: [Pets]
      parameters:
        - {name: q, in: query, schema: {type: array, items: {type: string}}}
        - {name: plain, in: query, allowEmptyValue: true, schema: {type: string}}
      responses:
        '200':
          description: ok
          headers: {X-Rate: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        '404': {description: none}
    put:
      operationId: putPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'204': {description: done}, default: {description: error}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
    http: {type: http, scheme: bearer}
    oauth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://a.example/t', scopes: {read: r}}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
"""

DELETE = (
    "    delete: {operationId: deletePet, responses: {'204': {description: done}}}\n"
)


@dataclass(frozen=True)
class Edit:
    """One edit of the base, and the rules it and its reverse are found by."""

    old: str
    new: str
    found: tuple[str, ...]
    reverse: tuple[str, ...]


EDITS = {
    "version": Edit(
        "servers: [",
        "info: {title: Pets, version: '2'}\nservers: [",
        ("api-version-changed",),
        ("api-version-decreased",),
    ),
    "server": Edit(
        "'https://a.example', variables: {v: {default: a}}",
        "'https://b.example', variables: {v: {default: a}}",
        ("server-url-added", "server-url-changed-or-removed"),
        ("server-url-added", "server-url-changed-or-removed"),
    ),
    "server-variable": Edit(
        "{v: {default: a}}",
        "{v: {default: b}}",
        ("server-variable-changed",),
        ("server-variable-changed",),
    ),
    "security-added": Edit(
        "security: [{key: []}]",
        "security: [{key: []}, {http: []}]",
        ("security-requirement-relaxed",),
        ("security-requirement-tightened",),
    ),
    "security-scope": Edit(
        "security: [{key: []}]",
        "security: [{key: [], oauth: [read]}]",
        ("security-requirement-tightened",),
        ("security-requirement-relaxed",),
    ),
    "scheme-existence": Edit(
        "    http: {type: http, scheme: bearer}\n",
        "",
        ("api-security-component-removed",),
        ("api-security-component-added",),
    ),
    "scheme-type": Edit(
        "{type: http, scheme: bearer}",
        "{type: mutualTLS}",
        ("api-security-component-type-changed",),
        ("api-security-component-type-changed",),
    ),
    "scheme-http": Edit(
        "scheme: bearer",
        "scheme: basic",
        ("security-scheme-http-scheme-changed",),
        ("security-scheme-http-scheme-changed",),
    ),
    "scheme-key": Edit(
        "name: X-Key",
        "name: X-Token",
        ("security-scheme-key-name-or-in-changed",),
        ("security-scheme-key-name-or-in-changed",),
    ),
    "scheme-url": Edit(
        "https://a.example/t'",
        "https://a.example/u'",
        ("security-scheme-oauth-url-changed",),
        ("security-scheme-oauth-url-changed",),
    ),
    "scheme-scope": Edit(
        "{read: r}",
        "{read: r, write: w}",
        ("api-security-component-oauth-scope-added",),
        ("api-security-component-oauth-scope-removed",),
    ),
    "operation": Edit(
        "    put:\n",
        f"{DELETE}    put:\n",
        ("endpoint-added",),
        ("api-removed-without-deprecation",),
    ),
    "operation-deprecated": Edit(
        "operationId: getPet\n",
        "operationId: getPet\n      deprecated: true\n",
        ("endpoint-deprecated",),
        ("endpoint-reactivated",),
    ),
    "operation-deprecated-and-removed": Edit(
        "    put:\n",
        DELETE.replace("{", "{deprecated: true, ", 1) + "    put:\n",
        ("endpoint-added",),
        ("api-removed-with-deprecation",),
    ),
    "operation-moved": Edit(
        "/pets/{id}:",
        "/animals/{id}:",
        ("endpoint-moved",) * 2,
        ("endpoint-moved",) * 2,
    ),
    "operation-id": Edit(
        "operationId: getPet\n",
        "operationId: readPet\n",
        ("operation-id-changed",),
        ("operation-id-changed",),
    ),
    "operation-tag": Edit(
        "tags: [Pets]",
        "tags: [Animals]",
        ("operation-tag-changed",),
        ("operation-tag-changed",),
    ),
    "webhook": Edit(
        "paths:\n",
        "webhooks: {born: {post: {responses: {}}}}\npaths:\n",
        ("webhook-added",),
        ("webhook-removed",),
    ),
    "schema": Edit(
        "  schemas:\n",
        "  schemas:\n    Unused: {type: object}\n",
        ("api-schema-added",),
        ("api-schema-removed",),
    ),
    "path-parameter-name": Edit(
        "/pets/{id}:\n    parameters: [{name: id,",
        "/pets/{pet}:\n    parameters: [{name: pet,",
        ("path-parameter-renamed",),
        ("path-parameter-renamed",),
    ),
    "parameter-required": Edit(
        "        - {name: q,",
        "        - {name: new, in: query, required: true, schema: {}}\n        - {name: q,",
        ("new-required-request-parameter",),
        ("request-parameter-removed",),
    ),
    "parameter-optional": Edit(
        "        - {name: q,",
        "        - {name: new, in: query, schema: {}}\n        - {name: q,",
        ("new-optional-request-parameter",),
        ("request-parameter-removed",),
    ),
    "parameter-requiredness": Edit(
        "{name: q, in: query,",
        "{name: q, in: query, required: true,",
        ("request-parameter-became-required",),
        ("request-parameter-became-optional",),
    ),
    "parameter-deprecated": Edit(
        "{name: q, in: query,",
        "{name: q, in: query, deprecated: true,",
        ("request-parameter-deprecated",),
        ("request-parameter-reactivated",),
    ),
    "parameter-location": Edit(
        "{name: q, in: query,",
        "{name: q, in: header,",
        ("parameter-location-changed",),
        ("parameter-location-changed",),
    ),
    "parameter-style": Edit(
        "{name: q, in: query,",
        "{name: q, in: query, style: pipeDelimited,",
        ("parameter-style-changed",),
        ("parameter-style-changed",),
    ),
    "parameter-explode": Edit(
        "{name: q, in: query,",
        "{name: q, in: query, explode: false,",
        ("parameter-explode-changed",),
        ("parameter-explode-changed",),
    ),
    "parameter-reserved": Edit(
        "{name: q, in: query,",
        "{name: q, in: query, allowReserved: true,",
        ("parameter-allow-reserved-changed",),
        ("parameter-allow-reserved-changed",),
    ),
    "parameter-empty": Edit(
        ", allowEmptyValue: true",
        "",
        ("parameter-allow-empty-value-removed",),
        ("parameter-allow-empty-value-added",),
    ),
    "parameter-content": Edit(
        "allowEmptyValue: true, schema: {type: string}",
        "allowEmptyValue: true, content: {application/json: {schema: {type: string}}}",
        ("parameter-media-type-changed",),
        ("parameter-media-type-changed",),
    ),
    "body-requiredness": Edit(
        "        required: true\n        content",
        "        content",
        ("request-body-became-optional",),
        ("request-body-became-required",),
    ),
    "body-media-type": Edit(
        f"required: true\n        content: {{application/json: {{schema: {PET}}}}}",
        f"required: true\n        content: {{application/json: {{schema: {PET}}}, text/csv: {{}}}}",
        ("request-body-media-type-added",),
        ("request-body-media-type-removed",),
    ),
    "body": Edit(
        "      operationId: getPet\n",
        "      operationId: getPet\n      requestBody: {content: {text/csv: {}}}\n",
        ("request-body-added-optional",),
        ("request-body-removed",),
    ),
    "body-that-must-be-sent": Edit(
        "      operationId: getPet\n",
        "      operationId: getPet\n      requestBody: {required: true, content: {text/csv: {}}}\n",
        ("request-body-added-required",),
        ("request-body-removed",),
    ),
    "response-media-type": Edit(
        f"          content: {{application/json: {{schema: {PET}}}}}\n        '404'",
        f"          content: {{application/json: {{schema: {PET}}}, text/csv: {{}}}}\n        '404'",
        ("response-media-type-added",),
        ("response-media-type-removed",),
    ),
    "success-status": Edit(
        "'204': {description: done},",
        "'204': {description: done}, '201': {description: made},",
        ("response-success-status-added",),
        ("response-success-status-removed",),
    ),
    "error-status": Edit(
        "        '404': {description: none}\n",
        "",
        ("response-non-success-status-removed",),
        ("response-non-success-status-added",),
    ),
    "default-status": Edit(
        ", default: {description: error}",
        "",
        ("default-response-removed",),
        ("default-response-added",),
    ),
    "header": Edit(
        "          headers: {X-Rate: {required: true, schema: {type: string}}}\n",
        "",
        ("required-response-header-removed",),
        ("response-header-added",),
    ),
    "header-optional": Edit(
        "headers: {X-Rate:",
        "headers: {X-More: {schema: {}}, X-Rate:",
        ("response-header-added",),
        ("optional-response-header-removed",),
    ),
    "header-requiredness": Edit(
        "{X-Rate: {required: true,",
        "{X-Rate: {",
        ("response-header-became-optional",),
        ("response-header-became-required",),
    ),
    "property-required": Edit(
        "required: [name]\n      properties:\n",
        "required: [name, new]\n      properties:\n        new: {type: string}\n",
        ("new-required-request-property", "response-required-property-added"),
        ("request-property-removed", "response-required-property-removed"),
    ),
    "property-optional": Edit(
        "      properties:\n",
        "      properties:\n        new: {type: string}\n",
        ("new-optional-request-property", "response-optional-property-added"),
        ("request-property-removed", "response-optional-property-removed"),
    ),
    "property-requiredness": Edit(
        "required: [name]",
        "required: [name, age]",
        ("request-property-became-required", "response-property-became-required"),
        ("request-property-became-optional", "response-property-became-optional"),
    ),
    "property-read-only": Edit(
        "age: {type: integer}",
        "age: {type: integer, readOnly: true}",
        ("request-property-became-read-only", "response-property-became-read-only"),
        (
            "request-property-became-not-read-only",
            "response-property-became-not-read-only",
        ),
    ),
    "property-write-only": Edit(
        "age: {type: integer}",
        "age: {type: integer, writeOnly: true}",
        ("request-property-became-write-only", "response-property-became-write-only"),
        (
            "request-property-became-not-write-only",
            "response-property-became-not-write-only",
        ),
    ),
    "property-never-sent": Edit(
        "id: {type: string,",
        "id: {type: integer,",
        (
            "request-property-that-never-travels-changed",
            "response-property-type-changed",
        ),
        (
            "request-property-that-never-travels-changed",
            "response-property-type-changed",
        ),
    ),
    "property-never-received": Edit(
        "secret: {type: string,",
        "secret: {type: integer,",
        (
            "request-property-type-changed",
            "response-property-that-never-travels-changed",
        ),
        (
            "request-property-type-changed",
            "response-property-that-never-travels-changed",
        ),
    ),
    "property-that-never-travels": Edit(
        "        age: {type: integer}\n",
        "        age: {type: integer}\n        at: {type: string, readOnly: true}\n",
        (
            "request-property-that-never-travels-changed",
            "response-optional-property-added",
        ),
        (
            "request-property-that-never-travels-changed",
            "response-optional-property-removed",
        ),
    ),
    "header-explode": Edit(
        "{X-Rate: {required: true,",
        "{X-Rate: {required: true, explode: true,",
        ("response-header-explode-changed",),
        ("response-header-explode-changed",),
    ),
    "request-schema": Edit(
        f"required: true\n        content: {{application/json: {{schema: {PET}}}}}",
        "required: true\n        content: {application/json: {}}",
        ("request-body-media-type-schema-removed",),
        ("request-body-media-type-schema-added",),
    ),
    "response-schema": Edit(
        f"          content: {{application/json: {{schema: {PET}}}}}\n        '404'",
        "          content: {application/json: {}}\n        '404'",
        ("response-media-type-schema-removed",),
        ("response-media-type-schema-added",),
    ),
    "documentation": Edit(
        "description: ok",
        "description: fine",
        ("documentation-changed",),
        ("documentation-changed",),
    ),
    "what-no-rule-knows": Edit(
        "responses: {'204': {description: done}",
        "callbacks: {on: {}}\n      responses: {'204': {description: done}",
        ("unclassified-change",),
        ("unclassified-change",),
    ),
}


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
