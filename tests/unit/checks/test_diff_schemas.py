"""Schemas in two versions: each change and its reverse, in each of six places of use."""

from __future__ import annotations

import json

import pytest

from generator.checks.diff import Level
from generator.checks.diff.families import FAMILIES, LOWER_LIMITS, UPPER_LIMITS, Noun
from generator.checks.diff.rules import RULES
from tests.unit.checks.diff_versions import compared, rules

# Where `$` is the schema under comparison.
PLACES = {
    Noun.PARAMETER: """
paths:
  /pets:
    get:
      parameters: [{name: q, in: query, schema: $}]
      responses: {'204': {description: none}}
""",
    Noun.REQUEST_BODY: """
paths:
  /pets:
    post:
      requestBody: {content: {application/json: {schema: $}}}
      responses: {'204': {description: none}}
""",
    Noun.REQUEST_PROPERTY: """
paths:
  /pets:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: none}}
components: {schemas: {Pet: {type: object, properties: {it: $}}}}
""",
    Noun.RESPONSE_BODY: """
paths:
  /pets:
    get:
      responses: {'200': {description: ok, content: {application/json: {schema: $}}}}
""",
    Noun.RESPONSE_PROPERTY: """
paths:
  /pets:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components: {schemas: {Pet: {type: object, properties: {it: $}}}}
""",
    Noun.RESPONSE_HEADER: """
paths:
  /pets:
    get:
      responses: {'204': {description: none, headers: {X-It: {schema: $}}}}
""",
}

CAT = {"type": "object", "title": "Cat", "properties": {"cat": {"type": "string"}}}
DOG = {"type": "object", "title": "Dog", "properties": {"dog": {"type": "string"}}}
COW = {"type": "object", "title": "Cow", "properties": {"cow": {"type": "string"}}}
BY_KIND = {"propertyName": "kind", "mapping": {"cat": "Cat"}}
BY_TYPE = {"propertyName": "type", "mapping": {"cat": "Cat"}}
BY_KIND_TOO = {"propertyName": "kind", "mapping": {"feline": "Cat"}}
ANIMALS = {"oneOf": [CAT, DOG]}

# before, after, what the change is called, what its reverse is called
CHANGES: list[tuple[object, object, str, str]] = [
    (
        {"type": "integer"},
        {"type": "array", "items": {}},
        "type-changed",
        "type-changed",
    ),
    ({"type": "integer"}, {"type": "number"}, "type-generalized", "type-specialized"),
    (
        {"type": "string"},
        {"type": ["string", "integer"]},
        "type-generalized",
        "type-specialized",
    ),
    ({"type": "string"}, {}, "type-generalized", "type-specialized"),
    (
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
        "format-changed",
        "format-changed",
    ),
    (
        {"type": "string"},
        {"type": "string", "format": "uuid"},
        "format-added",
        "format-removed",
    ),
    (
        {"type": "integer", "format": "int32"},
        {"type": "integer", "format": "int64"},
        "format-widened",
        "format-narrowed",
    ),
    (
        {"type": "string"},
        {"type": ["string", "null"]},
        "became-nullable",
        "became-not-nullable",
    ),
    (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "enum": ["a", "b", "c"]},
        "enum-value-added",
        "enum-value-removed",
    ),
    (
        {"type": "string"},
        {"type": "string", "enum": ["a", "b"]},
        "became-enum",
        "stopped-being-enum",
    ),
    (
        {"type": "string"},
        {"type": "string", "const": "a"},
        "const-added",
        "const-removed",
    ),
    (
        {"type": "string", "const": "a"},
        {"type": "string", "enum": ["b"]},
        "const-changed",
        "const-changed",
    ),
    (
        {"type": "string"},
        {"type": "string", "default": "a"},
        "default-value-added",
        "default-value-removed",
    ),
    (
        {"type": "string", "default": "b"},
        {"type": "string", "default": "a"},
        "default-value-changed",
        "default-value-changed",
    ),
    (
        {"type": "string"},
        {"type": "string", "deprecated": True},
        "deprecated",
        "reactivated",
    ),
    (
        {"anyOf": [CAT, DOG]},
        {"anyOf": [CAT, DOG, COW]},
        "any-of-added",
        "any-of-removed",
    ),
    (
        {"oneOf": [CAT, DOG]},
        {"oneOf": [CAT, DOG, COW]},
        "one-of-added",
        "one-of-removed",
    ),
    (CAT, {"oneOf": [CAT, DOG]}, "one-of-added", "one-of-removed"),
    (
        ANIMALS,
        ANIMALS | {"discriminator": BY_KIND},
        "discriminator-added",
        "discriminator-removed",
    ),
    (
        ANIMALS | {"discriminator": BY_KIND},
        ANIMALS | {"discriminator": BY_TYPE},
        "discriminator-property-renamed",
        "discriminator-property-renamed",
    ),
    (
        ANIMALS | {"discriminator": BY_KIND},
        ANIMALS | {"discriminator": BY_KIND_TOO},
        "discriminator-mapping-changed",
        "discriminator-mapping-changed",
    ),
    (
        {"type": "object"},
        {"type": "object", "additionalProperties": False},
        "additional-properties-closed",
        "additional-properties-opened",
    ),
    (
        {"type": "object", "additionalProperties": True},
        {"type": "object", "additionalProperties": {"type": "string"}},
        "additional-properties-narrowed",
        "additional-properties-widened",
    ),
    (
        {"type": "string"},
        {"type": "string", "pattern": "^a"},
        "pattern-added",
        "pattern-removed",
    ),
    (
        {"type": "string", "pattern": "^b"},
        {"type": "string", "pattern": "^a"},
        "pattern-changed",
        "pattern-changed",
    ),
]
for keyword, name in (UPPER_LIMITS | LOWER_LIMITS).items():
    CHANGES += [
        ({}, {keyword: 2}, f"{name}-set", f"{name}-unset"),
        ({keyword: 2}, {keyword: 3}, f"{name}-increased", f"{name}-decreased"),
    ]
for keyword, name, one, other in (
    ("contains", "contains", {"const": 1}, {"const": 2}),
    ("contentSchema", "content-schema", {"const": 1}, {"const": 2}),
    ("dependentRequired", "dependent-required", {"a": ["b"]}, {"a": ["c"]}),
    ("dependentSchemas", "dependent-schemas", {"a": False}, {"b": False}),
    ("else", "else", {"const": 1}, {"const": 2}),
    ("if", "if", {"const": 1}, {"const": 2}),
    ("multipleOf", "multiple-of", 2, 3),
    ("not", "not", {"const": 1}, {"const": 2}),
    ("patternProperties", "pattern-properties", {"a": False}, {"b": False}),
    ("propertyNames", "property-names", {"const": "a"}, {"const": "b"}),
    ("then", "then", {"const": 1}, {"const": 2}),
    ("unevaluatedItems", "unevaluated-items", False, {"const": 2}),
    ("unevaluatedProperties", "unevaluated-properties", False, {"const": 2}),
):
    CHANGES += [
        ({}, {keyword: one}, f"{name}-added", f"{name}-removed"),
        ({keyword: one}, {keyword: other}, f"{name}-changed", f"{name}-changed"),
    ]
CHANGES += [
    ({}, {"uniqueItems": True}, "unique-items-added", "unique-items-removed"),
]
for keyword, name, encoding in (
    ("contentEncoding", "content-encoding", "base64"),
    ("contentMediaType", "content-media-type", "image/png"),
    ("prefixItems", "prefix-items", [{"type": "string"}]),
):
    CHANGES.append(({}, {keyword: encoding}, f"{name}-changed", f"{name}-changed"))


def planted(noun: Noun, schema: object) -> str:
    return PLACES[noun].replace(" $}", f" {json.dumps(schema)}}}")


@pytest.mark.parametrize("noun", Noun, ids=lambda noun: noun.value)
@pytest.mark.parametrize(
    ("before", "after", "change", "reverse"),
    CHANGES,
    ids=[f"{c[2]}-{n}" for n, c in enumerate(CHANGES)],
)
def test_a_change_of_a_schema_and_its_reverse(
    noun: Noun, before: object, after: object, change: str, reverse: str
) -> None:
    old, new = planted(noun, before), planted(noun, after)
    assert rules(compared(old, new)) == [f"{noun.value}-{change}"]
    assert rules(compared(new, old)) == [f"{noun.value}-{reverse}"]


def test_every_statement_about_schemas_has_a_case() -> None:
    shown = {name for change in CHANGES for name in change[2:]}
    assert shown == {family[0] for family in FAMILIES}


def test_what_a_url_carries_is_text_so_a_string_takes_what_a_number_was() -> None:
    old = planted(Noun.PARAMETER, {"type": "integer"})
    new = planted(Noun.PARAMETER, {"type": "string"})
    assert rules(compared(old, new)) == ["request-parameter-type-generalized"]
    assert rules(compared(new, old)) == ["request-parameter-type-changed"]


def test_one_value_in_a_url_is_a_list_of_one() -> None:
    old = planted(Noun.PARAMETER, {"type": "string"})
    new = planted(Noun.PARAMETER, {"type": "array", "items": {"type": "string"}})
    assert rules(compared(old, new)) == ["request-parameter-type-generalized"]
    assert rules(compared(new, old)) == ["request-parameter-type-changed"]


def test_an_alternative_that_is_still_there_did_not_become_another() -> None:
    schemas = "components: {schemas: {Cat: {type: object}, Cow: {type: object}}}"
    cat, cow = ({"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Cow"))
    number = {"type": "number"}
    old = planted(Noun.REQUEST_BODY, {"oneOf": [number, cat]}) + schemas
    new = planted(Noun.REQUEST_BODY, {"oneOf": [number, cow]}) + schemas
    assert rules(compared(old, new)) == [
        "request-body-one-of-added",
        "request-body-one-of-removed",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string"}, {"type": ["string"]}),
        ({"type": "string", "const": "a"}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "minLength": 0}, {"type": "string"}),
        ({"allOf": [{"type": "string"}]}, {"type": "string"}),
        (
            {"type": ["string", "null"]},
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
        ),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}),
        (
            {"allOf": [{"properties": {"a": {}}}, {"required": ["a"]}]},
            {"type": "object", "properties": {"a": {}}, "required": ["a"]},
        ),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    ],
    ids=lambda schema: json.dumps(schema)[:60],
)
def test_another_spelling_of_the_same_schema_is_no_change(
    before: object, after: object
) -> None:
    findings = compared(
        planted(Noun.RESPONSE_BODY, before), planted(Noun.RESPONSE_BODY, after)
    )
    assert {finding.rule for finding in findings} <= {
        "unclassified-change",
        "documentation-changed",
    }
    assert all(finding.level is not Level.BREAKING for finding in findings)


def test_more_values_break_who_receives_and_fewer_break_who_sends() -> None:
    for change, widens in (
        ("type-generalized", True),
        ("became-nullable", True),
        ("type-specialized", False),
        ("became-not-nullable", False),
    ):
        sent = RULES[f"request-property-{change}"].level
        received = RULES[f"response-property-{change}"].level
        assert (sent is Level.BREAKING) is not widens
        assert (received is Level.BREAKING) is widens
