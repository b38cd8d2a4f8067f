"""Generated types write back what they read and refuse what they must: held by another validator.

The same questions are put to real descriptions by `make roundtrip`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.roundtrip import examine
from tests.support.packages import build_text, install, load_package

HEAD = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths: {}
components:
  schemas:
"""

DOCUMENTS = {
    "every field optional": """
    Note: {type: object, properties: {type: {type: string}, end: {type: string}}}
    Holder: {type: object, properties: {note: {$ref: '#/components/schemas/Note'}}}
""",
    "constants that are integers": """
    Event:
      type: object
      required: [version]
      properties: {version: {const: 2}, sub: {enum: [1]}}
    One: {type: object, required: [kind], properties: {kind: {const: 1}, a: {type: string}}}
    Two: {type: object, required: [kind], properties: {kind: {const: 2}, b: {type: string}}}
    Either:
      oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]
      discriminator: {propertyName: kind}
""",
    "decimal numbers": """
    Price:
      type: object
      required: [amount]
      properties:
        amount: {type: number, format: decimal}
        tax: {type: string, format: decimal}
        rate: {type: [number, 'null'], format: decimal}
""",
    "types that are implied": """
    Parent:
      type: object
      properties:
        child: {properties: {name: {type: string}}, required: [name]}
        tags: {items: {type: string}}
        one: {oneOf: [{properties: {a: {const: 1}}, required: [a]}, {type: string}]}
""",
    "items beside another type": """
    Totals:
      type: object
      properties: {sum: {type: object, items: {type: string}}}
""",
    "properties that allOf says twice": """
    User:
      type: object
      required: [login]
      properties: {login: {type: string}, age: {type: integer}}
    Issue:
      type: object
      required: [assignees]
      properties:
        owner: {$ref: '#/components/schemas/User'}
        assignees: {type: array, items: {$ref: '#/components/schemas/User'}}
        names: {type: object, additionalProperties: {$ref: '#/components/schemas/User'}}
    Closed:
      allOf:
        - $ref: '#/components/schemas/Issue'
        - type: object
          properties:
            owner: {type: object, required: [login], properties: {login: {type: string}}}
            assignees: {type: array, items: {type: object}}
            names: {type: object, additionalProperties: {type: object}}
""",
    "unions, maps and null": """
    Base: {type: object, required: [id], properties: {id: {type: string, format: uuid}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [lives], properties: {lives: {type: integer}}}]}
    Dog:
      allOf: [{$ref: '#/components/schemas/Base'}]
      type: object
      required: [barks]
      properties: {barks: {type: boolean}, born: {type: [string, 'null'], format: date-time}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    Box:
      type: object
      required: [pets, words]
      properties:
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        words: {type: object, additionalProperties: {type: [string, 'null']}}
        size: {enum: [small, large, null]}
        value: {type: [string, integer, 'null']}
        pet: {anyOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]}
      additionalProperties: {type: string, format: date}
""",
    "a pattern that nobody can run safely": r"""
    Entry:
      type: object
      required: [created_at]
      properties: {created_at: {type: string, pattern: '^(\d{12}|\d{16})*$'}}
""",
}


@pytest.mark.parametrize("schemas", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_valid_values_come_back_and_violations_are_refused(
    schemas: str, tmp_path: Path
) -> None:
    built = build_text(tmp_path, HEAD + schemas)
    found = examine(built, load_package(install(built.output, tmp_path)))
    assert found.faults == []
    assert found.silent == []
    assert found.types > 0
    assert found.values >= 2 * found.types
    assert found.violations > found.types
    assert found.undeclared == 0
