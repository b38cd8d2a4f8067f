"""Choices that need no declaration: they are spelled where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.expressions import (
    Constant,
    ListOf,
    Nullable,
    OneOf,
    Primitive,
    Scalar,
    TypeExpr,
)
from generator.ir import ModelDecl
from tests.unit.lower.support import lowered

STRING = Primitive(Scalar.STRING)


@pytest.mark.parametrize(
    ("alternatives", "type_"),
    [
        (
            "[{type: string}, {type: integer}]",
            OneOf((STRING, Primitive(Scalar.INTEGER))),
        ),
        (
            "[{type: integer}, {enum: [now]}, {type: 'null'}]",
            Nullable(OneOf((Primitive(Scalar.INTEGER), Constant("now")))),
        ),
        (
            "[{type: array, items: {type: string}}, {const: ''}]",
            OneOf((ListOf(STRING), Constant(""))),
        ),
        ("[{type: string}, {enum: ['']}]", STRING),
    ],
)
def test_a_choice_of_plain_types_is_spelled_where_it_stands(
    tmp_path: Path, alternatives: str, type_: TypeExpr
) -> None:
    api, said = lowered(
        tmp_path,
        f"""
        paths: {{}}
        components:
          schemas:
            Thing: {{type: object, properties: {{value: {{anyOf: {alternatives}}}}}}}
        """,
    )
    (thing,) = api.declarations
    assert isinstance(thing, ModelDecl)
    assert thing.fields[0].type == type_
    assert said == ""
