"""The text of the merged document: short lines, stable, nothing lost."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.document_text import document_text

VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=60,
)


@given(VALUES)
def test_the_text_is_the_document(value: Any) -> None:
    text = document_text(value)
    assert json.loads(text) == value
    assert text.endswith("\n")


def test_a_container_stands_on_one_line_when_it_fits() -> None:
    text = document_text(
        {"a": {"b": ["x" * 40]}, "c": {"d": "y" * 60, "e": "z" * 60}, "f": []}
    )
    assert text.splitlines() == [
        "{",
        f' "a": {{"b": ["{"x" * 40}"]}},',
        ' "c": {',
        f'  "d": "{"y" * 60}",',
        f'  "e": "{"z" * 60}"',
        " },",
        ' "f": []',
        "}",
    ]


def test_text_is_not_escaped_more_than_json_asks() -> None:
    assert document_text('Größe — "x"\n') == '"Größe — \\"x\\"\\n"\n'


def test_shared_nodes_are_written_in_every_place() -> None:
    shared = {"type": "string"}
    assert (
        document_text([shared, shared]) == '[{"type": "string"}, {"type": "string"}]\n'
    )
