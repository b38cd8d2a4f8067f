"""What the values of an enumeration are called, and what is said of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ir import EnumDecl
from tests.unit.lower.support import lowered


def enumeration(tmp_path: Path, schema: str) -> EnumDecl:
    api, _ = lowered(
        tmp_path, f"paths: {{}}\ncomponents: {{schemas: {{Kind: {schema}}}}}"
    )
    (decl,) = api.declarations
    assert isinstance(decl, EnumDecl)
    return decl


def test_titles_name_constants_and_descriptions_tell_of_them(tmp_path: Path) -> None:
    alternatives = (
        "[{const: 1, title: Guild text, description: T}, {const: 2, title: DM}]"
    )
    decl = enumeration(tmp_path, f"{{type: integer, oneOf: {alternatives}}}")
    assert decl.values == (1, 2)
    assert decl.names == ("Guild text", "DM")
    assert decl.notes == ("T", "")


@pytest.mark.parametrize(
    ("schema", "names", "notes"),
    [
        ("{enum: [1, 2], x-enum-varnames: [Low, High]}", ("Low", "High"), ()),
        ("{enum: [1, 2], x-enumNames: [Low]}", (), ()),
        ("{enum: [1, 2], x-enumNames: [Low, low]}", (), ()),
        ("{enum: [a, b], x-enum-varnames: [A_ONE, B_TWO]}", ("A_ONE", "B_TWO"), ()),
        ("{enum: [a, b], x-enum-varnames: [The first, b]}", (), ()),
        ("{enum: [a, b], x-enum-descriptions: [First, Other]}", (), ("First", "Other")),
        ("{enum: [1, 2, null], x-enumNames: [A, B, C]}", ("A", "B"), ()),
    ],
)
def test_extensions_beside_the_values(
    tmp_path: Path, schema: str, names: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    decl = enumeration(tmp_path, schema)
    assert (decl.names, decl.notes) == (names, notes)
