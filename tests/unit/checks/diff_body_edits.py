"""Edits of one description: parameters, bodies, responses and properties."""

from __future__ import annotations

from tests.unit.checks.diff_edits import PET, Edit

EDITS = {
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
