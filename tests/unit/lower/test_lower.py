"""What the service offers, read from the canonical document."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.expressions import (
    Anything,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    Primitive,
    Ref,
    Scalar,
)
from generator.ir import EnumDecl, Format, ModelDecl, ParameterIn, UnionDecl
from generator.pages import CursorPagination
from tests.unit.lower.support import lowered, only

STRING = Primitive(Scalar.STRING)


def test_resources_are_tags_else_the_first_fixed_segment(tmp_path: Path) -> None:
    answer = "responses: {}"
    api, _ = lowered(
        tmp_path,
        f"""
        tags: [{{name: Big Pets, description: All of them.}}]
        paths:
          /a: {{get: {{operationId: one, tags: [Big Pets, other], {answer}}}}}
          /a/b: {{get: {{operationId: two, {answer}}}}}
          /{{id}}/c:
            parameters: [{{name: id, in: path, required: true, schema: {{}}}}]
            get: {{operationId: three, {answer}}}
          /{{id}}:
            parameters: [{{name: id, in: path, required: true, schema: {{}}}}]
            get: {{operationId: four, tags: [" "], {answer}}}
        """,
    )
    found = {r.name: [o.id for o in r.operations] for r in api.resources}
    assert found == {
        "Big Pets": ["one"],
        "a": ["two"],
        "c": ["three"],
        "default": ["four"],
    }
    assert api.resources[0].doc.description == "All of them."


def test_an_operation_overrides_the_parameters_of_its_path(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /a/{id}:
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: q, in: query, schema: {type: string}}
              - {name: q, in: header, schema: {type: string}}
            get:
              parameters: [{name: q, in: query, required: true, schema: {type: integer}}]
              responses: {}
        """,
    )
    found = [(p.wire_name, p.location, p.required) for p in only(api).parameters]
    assert found == [
        ("id", ParameterIn.PATH, True),
        ("q", ParameterIn.QUERY, True),
        ("q", ParameterIn.HEADER, False),
    ]
    assert only(api).parameters[1].type == Primitive(Scalar.INTEGER)


def test_presence_is_of_the_field_and_null_of_the_type(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths: {}
        components:
          schemas:
            Thing:
              type: object
              required: [a, c]
              properties:
                a: {type: string}
                b: {type: string}
                c: {type: [string, "null"]}
                d: {type: [string, "null"]}
        """,
    )
    (thing,) = api.declarations
    assert isinstance(thing, ModelDecl)
    assert [(f.wire_name, f.required, f.type) for f in thing.fields] == [
        ("a", True, STRING),
        ("b", False, STRING),
        ("c", True, Nullable(STRING)),
        ("d", False, Nullable(STRING)),
    ]


def test_a_required_field_says_in_which_direction_it_travels(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths: {}
        components:
          schemas:
            Thing:
              type: object
              required: [id, secret, name]
              properties:
                id: {type: string, readOnly: true}
                secret: {type: string, writeOnly: true}
                name: {type: string}
        """,
    )
    (thing,) = api.declarations
    assert isinstance(thing, ModelDecl)
    found = {f.wire_name: (f.required, f.read_only, f.write_only) for f in thing.fields}
    assert found == {
        "id": (True, True, False),
        "secret": (True, False, True),
        "name": (True, False, False),
    }


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ("{type: string, format: uuid}", Primitive(Scalar.UUID)),
        ("{type: string, format: unheard-of}", STRING),
        ("{const: a}", Constant("a")),
        ("{enum: [a, null]}", Nullable(Constant("a"))),
        ("{enum: [1]}", Constant(1)),
        ("{type: [array, 'null'], items: {}}", Nullable(ListOf(Anything()))),
        ("{items: {type: string}}", ListOf(STRING)),
        ("{additionalProperties: {type: string}}", MapOf(STRING)),
        ("{type: object, additionalProperties: false}", MapOf(Anything())),
        ("{$ref: '#/components/schemas/Plain'}", STRING),
        ("{$ref: '#/components/schemas/Other'}", Ref("Other")),
        ("{type: 'null'}", Constant(None)),
        ("true", Anything()),
    ],
)
def test_types(tmp_path: Path, schema: str, type_: object) -> None:
    api, _ = lowered(
        tmp_path,
        f"""
        paths: {{}}
        components:
          schemas:
            Plain: {{type: string}}
            Other: {{type: object, properties: {{id: {{type: string}}}}}}
            Thing: {{type: object, properties: {{value: {schema}}}}}
        """,
    )
    thing = next(d for d in api.declarations if d.id == "Thing")
    assert isinstance(thing, ModelDecl)
    assert thing.fields[0].type == type_


def test_a_choice_of_types_is_a_declaration_of_its_own(tmp_path: Path) -> None:
    api, said = lowered(
        tmp_path,
        """
        paths: {}
        components:
          schemas:
            Thing:
              type: object
              properties:
                value: {oneOf: [{type: string}, {$ref: "#/components/schemas/Other"}]}
            Other: {type: object, properties: {id: {type: string}}}
        """,
    )
    _, thing, union = api.declarations
    assert isinstance(thing, ModelDecl)
    assert isinstance(union, UnionDecl)
    assert thing.fields[0].type == Ref(union.id)
    assert union.variants == (STRING, Ref("Other"))
    assert said == ""


def test_all_of_is_flattened(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths: {}
        components:
          schemas:
            Base: {type: object, required: [id], properties: {id: {type: string}}}
            Thing:
              allOf:
                - {$ref: "#/components/schemas/Base"}
                - {type: object, required: [name], properties: {name: {type: string}}}
        """,
    )
    thing = next(d for d in api.declarations if d.id == "Thing")
    assert isinstance(thing, ModelDecl)
    assert [(f.wire_name, f.required) for f in thing.fields] == [
        ("id", True),
        ("name", True),
    ]


def test_usage_says_who_is_sent_and_who_is_received(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /a:
            post:
              parameters: [{name: kind, in: query, schema: {$ref: "#/components/schemas/Kind"}}]
              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/In"}}}}
              responses: {default: {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Out"}}}}}
        components:
          schemas:
            Kind: {enum: [a, b]}
            In: {type: object, properties: {both: {$ref: "#/components/schemas/Both"}}}
            Out: {type: object, properties: {both: {$ref: "#/components/schemas/Both"}}}
            Both: {type: object, properties: {id: {}}}
            Neither: {type: object, properties: {id: {}}}
        """,
    )
    found = {d.id: (d.usage.sent, d.usage.received) for d in api.declarations}
    assert found == {
        "Both": (True, True),
        "In": (True, False),
        "Kind": (True, False),
        "Neither": (False, False),
        "Out": (False, True),
    }
    assert isinstance(api.declarations[2], EnumDecl)


PAGED = """
paths:
  /a:
    get:
      x-pagination: %s
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        "200":
          description: ""
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
components:
  schemas:
    Item: {type: object, properties: {id: {type: string}}}
    Page:
      type: object
      properties: {data: {type: array, items: {$ref: "#/components/schemas/Item"}}, next: {type: string}}
"""


def test_pagination_is_read(tmp_path: Path) -> None:
    text = "{items: data, cursor: {parameter: after, last_item: id}}"
    api, said = lowered(tmp_path, PAGED % text)
    assert only(api).pagination == CursorPagination(
        parameter="after", items=("data",), last_item="id"
    )
    assert said == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("7", "an object or `false` is needed"),
        ("{items: data}", "one of `cursor`, `page`, `offset`, `next_url`, "),
        ("{items: data, cursor: 1}", "one of `cursor.last_item|next_cursor` is"),
        ("{items: data, cursor: {parameter: after}}", "one of `cursor.last_item|"),
        (
            "{items: data, cursor: {parameter: x, next_cursor: next}}",
            "the operation has no parameter 'x'",
        ),
        (
            "{items: rows, cursor: {parameter: after, next_cursor: next}}",
            "the page has no field 'rows'",
        ),
        (
            "{items: data, cursor: {parameter: after, last_item: uid}}",
            "an item has no field 'uid'",
        ),
        (
            "{items: data, has_more: more, cursor: {parameter: after, last_item: id}}",
            "the page has no field 'more'",
        ),
    ],
)
def test_pagination_that_cannot_work_is_left_out_with_the_reason(
    tmp_path: Path, text: str, fault: str
) -> None:
    api, said = lowered(tmp_path, PAGED % text)
    assert only(api).pagination is None
    assert "warning[invalid-pagination]" in said
    assert fault in said


@pytest.mark.parametrize(
    "media_type", ["application/\u65e5+json", "application/a\\nb+json"]
)
def test_a_media_type_that_no_header_can_hold_is_any(
    tmp_path: Path, media_type: str
) -> None:
    api, _ = lowered(
        tmp_path,
        f"""
        paths:
          /a:
            post:
              requestBody: {{content: {{"{media_type}": {{schema: {{type: string}}}}}}}}
              responses:
                "200": {{description: "", content: {{"{media_type}": {{}}}}}}
        """,
    )
    body, (response,) = only(api).body, only(api).responses
    assert body is not None
    found = [(said.media_type, said.format) for said in (body, response)]
    assert found == [("*/*", Format.JSON)] * 2


@pytest.mark.parametrize(
    ("method", "body", "is_sent"),
    [
        ("get", "schema: {type: object, properties: {}}", False),
        ("delete", "schema: {type: object, properties: {}}", False),
        ("post", "schema: {type: object, properties: {}}", True),
        ("get", "schema: {properties: {}, additionalProperties: false}", False),
        ("get", "schema: {type: object}", True),
        ("get", "schema: {properties: {}, additionalProperties: true}", True),
        ("get", "schema: {properties: {}, anyOf: [{required: [a]}]}", True),
        ("get", "schema: {properties: {a: {}}}", True),
    ],
)
def test_an_optional_body_that_holds_nothing_is_not_asked_for_where_http_knows_none(
    tmp_path: Path, method: str, body: str, is_sent: bool
) -> None:
    api, _ = lowered(
        tmp_path,
        f"""
        paths:
          /a:
            {method}:
              requestBody:
                content: {{application/x-www-form-urlencoded: {{{body}}}}}
              responses: {{}}
        """,
    )
    assert (only(api).body is not None) is is_sent
