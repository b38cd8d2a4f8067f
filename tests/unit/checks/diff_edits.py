"""Edits of one description: the API as a whole, and its operations."""

from __future__ import annotations

from dataclasses import dataclass

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
}
