"""JSON is read strictly, and every fault is told at its offset."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.json_text import decode
from generator.load.text import MAX_DEPTH
from generator.source import Json, extend

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda child: st.lists(child) | st.dictionaries(st.text(), child),
    max_leaves=20,
)


def faults(text: str) -> list[tuple[str, int, str]]:
    return [(fault.rule, fault.offset, fault.message) for fault in decode(text).faults]


@given(JSON)
def test_decodes_what_json_says(value: Json) -> None:
    assert decode(json.dumps(value)).value == value


def nodes(value: Json, pointer: str = "") -> list[tuple[str, Json]]:
    """Every node below `value` with its pointer."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str, Json]] = []
    for key, child in children:
        here = extend(pointer, key)
        found.append((here, child))
        if isinstance(child, (dict, list)):
            found += nodes(child, here)
    return found


@given(st.dictionaries(st.text(), JSON) | st.lists(JSON), st.sampled_from([None, 2]))
def test_positions_lead_to_the_key_or_the_item(value: Json, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    decoded = decode(text)
    reader = json.JSONDecoder()
    for pointer, node in nodes(value):
        found, end = reader.raw_decode(text, decoded.positions(pointer))
        rest = text[end:].lstrip()
        if rest.startswith(":"):
            assert extend("", found) == "/" + pointer.rpartition("/")[2]
            found, _ = reader.raw_decode(rest[1:].lstrip())
        assert found == node


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", "{"),
        ("/paths", '"paths"'),
        ("/paths/~1a~0b/get/tags/1", '"second"'),
        ("/paths/~1a~0b/get/nothing/here", '"get"'),
        ("/paths/~1a~0b/get/tags/2", '"tags"'),
        ("/paths/~1a~0b/get/tags/x", '"tags"'),
        ("/openapi/x", '"openapi"'),
    ],
)
def test_a_missing_node_is_found_at_its_nearest_ancestor(
    pointer: str, found: str
) -> None:
    text = ' {"openapi": "3.1.0", "paths": {"/a~b": {"get": {"tags": ["first", "second"]}}}}'
    offset = decode(text).positions(pointer)
    assert text[offset : offset + len(found)] == found


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "the text is empty"),
        ('{"a": 1', 7, "the text ends before the document is complete"),
        ('{"a": tru', 6, "the text ends before the document is complete"),
        ('{"a": "b', 6, "the text ends inside the string that starts here"),
        ('{"a": 1,}', 7, "a comma before '}'"),
        ("[1, 2 , ]", 6, "a comma before ']'"),
        ('{"a" 1}', 5, "expected ':' after the property name"),
        ('{"a": 1 "b": 2}', 8, "expected ',' or a closing bracket"),
        ("{'a': 1}", 1, "expected a property name in double quotes"),
        ('{"a": b}', 6, "expected a JSON value"),
        ('{"a": "b\n"}', 8, "a line break or control character inside a string"),
        (r'{"a": "\x"}', 7, "not an escape sequence of JSON"),
        ('{"a": 1}}', 8, "the document is complete before this, but more text follows"),
        ("\ufeff{}", 0, "expected a JSON value"),
    ],
)
def test_says_in_plain_words_where_json_is_broken(
    text: str, offset: int, message: str
) -> None:
    assert faults(text) == [("invalid-json", offset, f"not valid JSON: {message}")]


def test_finds_every_key_that_stands_twice() -> None:
    text = r'{"a": {"b": 1, "c": [{"b": 2}], "\u0062": 3}, "d": {}, "a": 4}'
    found = decode(text).faults
    assert faults(text) == [
        ("duplicate-key", 32, "'b' stands twice in one object"),
        ("duplicate-key", 55, "'a' stands twice in one object"),
    ]
    assert [fault.notes for fault in found] == [
        (("the first 'b' is here", 7),),
        (("the first 'a' is here", 1),),
    ]


@pytest.mark.parametrize("refused", ['{"b": 1, "b": 2}', "NaN", "1" * 5000])
@pytest.mark.parametrize("rest", ["]]]", ": :", '"\\x"', ""])
def test_what_is_refused_does_not_hide_what_is_broken(refused: str, rest: str) -> None:
    assert [rule for rule, *_ in faults(f"[{refused}{rest}")] == ["invalid-json"]


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_refuses_deep_nesting(opening: str, closing: str, depth: int) -> None:
    text = opening * depth + "1" + closing * depth
    message = "the document is nested deeper than 200 levels here"
    assert faults(text) == [("too-deep", MAX_DEPTH * len(opening), message)]


def test_accepts_nesting_up_to_the_limit() -> None:
    assert decode("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == ()


def test_a_number_that_python_does_not_convert_is_infinite() -> None:
    body = '{"a": ' + "1" * 5000 + ', "b": -Infinity, "c": 1e400, "d": 7}'
    infinity = float("inf")
    assert decode(body).value == {"a": infinity, "b": -infinity, "c": infinity, "d": 7}
