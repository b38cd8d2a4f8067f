"""The tables of OpenAPI's section "Style Examples", row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from templates.package._runtime.parameters import (
    JsonText,
    Style,
    Styled,
    cookie_string,
    header_text,
    path_segment,
    query_string,
)
from tests.behaviour.runtime.sample import Colour, Owner

EMPTY = ""
ONE = "blue"
LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

IN_PATH: list[tuple[Style, bool, Any, str]] = [
    ("matrix", False, EMPTY, ";color"),
    ("matrix", False, ONE, ";color=blue"),
    ("matrix", False, LIST, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, EMPTY, ";color"),
    ("matrix", True, ONE, ";color=blue"),
    ("matrix", True, LIST, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
    ("label", False, EMPTY, "."),
    ("label", False, ONE, ".blue"),
    ("label", False, LIST, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, EMPTY, "."),
    ("label", True, ONE, ".blue"),
    ("label", True, LIST, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("simple", False, ONE, "blue"),
    ("simple", False, LIST, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, ONE, "blue"),
    ("simple", True, LIST, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
]
IN_QUERY: list[tuple[Style, bool, Any, str]] = [
    ("form", False, EMPTY, "color="),
    ("form", False, ONE, "color=blue"),
    ("form", False, LIST, "color=blue,black,brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("form", True, EMPTY, "color="),
    ("form", True, ONE, "color=blue"),
    ("form", True, LIST, "color=blue&color=black&color=brown"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("spaceDelimited", False, LIST, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("spaceDelimited", True, LIST, "color=blue&color=black&color=brown"),
    ("pipeDelimited", False, LIST, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("pipeDelimited", True, LIST, "color=blue&color=black&color=brown"),
    (
        "deepObject",
        True,
        OBJECT,
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ),
    ("deepObject", True, ["a", "b"], "color%5B%5D=a&color%5B%5D=b"),
    ("deepObject", True, [{"a": 1}], "color%5B0%5D%5Ba%5D=1"),
    (
        "deepObject",
        True,
        {"a": {"b": [1, 2]}},
        "color%5Ba%5D%5Bb%5D%5B%5D=1&color%5Ba%5D%5Bb%5D%5B%5D=2",
    ),
]
IN_COOKIE: list[tuple[Style, bool, Any, str]] = [
    ("cookie", False, EMPTY, "color="),
    ("cookie", False, ONE, "color=blue"),
    ("cookie", False, LIST, "color=blue,black,brown"),
    ("cookie", False, OBJECT, "color=R,100,G,200,B,150"),
    ("cookie", True, LIST, "color=blue; color=black; color=brown"),
    ("cookie", True, OBJECT, "R=100; G=200; B=150"),
    ("form", True, ONE, "color=blue"),
    ("form", False, LIST, "color=blue,black,brown"),
    ("form", True, LIST, "color=blue; color=black; color=brown"),
]


@pytest.mark.parametrize(("style", "explode", "value", "text"), IN_PATH)
def test_path_styles(style: Style, explode: bool, value: Any, text: str) -> None:
    assert path_segment("color", Styled(value, style, explode)) == text


@pytest.mark.parametrize(("style", "explode", "value", "text"), IN_QUERY)
def test_query_styles(style: Style, explode: bool, value: Any, text: str) -> None:
    assert query_string({"color": Styled(value, style, explode)}) == text


@pytest.mark.parametrize(("style", "explode", "value", "text"), IN_COOKIE)
def test_cookie_styles(style: Style, explode: bool, value: Any, text: str) -> None:
    assert cookie_string({"color": Styled(value, style, explode)}) == text


@pytest.mark.parametrize(
    ("explode", "value", "text"),
    [
        (False, EMPTY, ""),
        (False, ONE, "blue"),
        (False, LIST, "blue,black,brown"),
        (False, OBJECT, "R,100,G,200,B,150"),
        (True, OBJECT, "R=100,G=200,B=150"),
    ],
)
def test_header_styles(explode: bool, value: Any, text: str) -> None:
    assert header_text("X-Color", Styled(value, "simple", explode)) == text


def test_header_values_are_not_percent_encoded() -> None:
    assert header_text("X-Note", "a b/c%") == "a b/c%"


def test_what_ends_an_item_is_encoded_within_it() -> None:
    query = query_string({"q": Styled(["a,b", "c&d"], "form", False)})
    assert query == "q=a%2Cb,c%26d"


def test_reserved_characters_stay_where_they_are_allowed_and_cannot_do_harm() -> None:
    value = "/a?b=c:d&e#f"
    query = query_string({"q": Styled(value, "form", True, allow_reserved=True)})
    assert query == "q=/a?b=c:d%26e%23f"
    path = path_segment("q", Styled(value, "simple", False, allow_reserved=True))
    assert path == "%2Fa%3Fb=c:d&e%23f"


def test_names_with_brackets_are_encoded() -> None:
    assert query_string({"ids[]": [1, 2]}) == "ids%5B%5D=1&ids%5B%5D=2"


def test_models_are_objects() -> None:
    owner = Owner(name="Ada", age=7)
    query = query_string({"owner": Styled(owner, "deepObject", True)})
    assert query == "owner%5Bname%5D=Ada&owner%5Bage%5D=7"


def test_content_parameters_are_json() -> None:
    moment = datetime(2026, 5, 29, tzinfo=UTC)
    value = {"colour": Colour.RED, "since": moment, "n": [1, None]}
    text = query_string({"f": JsonText(value)})
    assert text == (
        "f=%7B%22colour%22%3A%22red%22%2C%22since%22%3A%222026-05-29T00%3A00%3A00Z%22"
        "%2C%22n%22%3A%5B1%2Cnull%5D%7D"
    )
    assert query_string({"f": JsonText(None)}) == ""
    assert header_text("X-F", JsonText([1])) == "[1]"


def test_a_cookie_value_cannot_add_a_cookie() -> None:
    assert cookie_string({"a": "1; b=2", "c": "ü"}) == "a=1%3B%20b=2; c=%C3%BC"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # In an exploded object a list is repeated; within other values lists are JSON.
        (Styled({"sort": ["a", "b"], "page": 1}, "form", True), "sort=a&sort=b&page=1"),
        (Styled({"sort": ["a"]}, "form", False), "color=sort,%5B%22a%22%5D"),
        (Styled([[1, 2], [3]], "form", True), "color=%5B1%2C2%5D&color=%5B3%5D"),
        # RFC 6570, section 2.3: null is undefined, and what is undefined is left out.
        (Styled(["a", None, "b"], "form", False), "color=a,b"),
        (Styled({"in": ["a", None]}, "deepObject", True), "color%5Bin%5D%5B%5D=a"),
    ],
)
def test_lists_within_arguments(value: Styled, text: str) -> None:
    assert query_string({"color": value}) == text


@pytest.mark.parametrize("value", [None, Styled(None), JsonText(None)])
def test_a_header_that_is_not_given_is_not_sent(value: object) -> None:
    assert header_text("X-Color", value) is None
