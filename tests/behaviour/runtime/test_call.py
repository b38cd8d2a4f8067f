"""From arguments to URLs: no argument can become more than an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import UUID

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.package._runtime import codec
from templates.package._runtime.call import Call
from templates.package._runtime.parameters import Styled
from tests.behaviour.runtime.sample import Colour, Level


def get(path: dict[str, Any] | None = None, **query: Any) -> Call[Any]:
    route = "/a/{one}/b/{two}/c" if path else "/a"
    return Call("getA", "GET", route, codec.ANYTHING, path=path, query=query)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text("./\\%"))
def test_a_path_argument_stays_one_segment(one: str, two: str) -> None:
    call = get({"one": one, "two": f"x{two}"})
    if one in (".", ".."):
        with pytest.raises(ValueError, match="must not be"):
            call.target()
        return
    url = httpx2.URL("https://api.test/v1" + call.target())
    segments = url.raw_path.decode().split("/")
    assert segments[1:3] == ["v1", "a"]
    assert unquote(segments[3]) == one
    assert segments[4] == "b"
    assert unquote(segments[5]) == f"x{two}"
    assert segments[6:] == ["c"]
    assert (url.host, url.query, url.fragment) == ("api.test", b"", "")


@pytest.mark.parametrize("value", ["", [], Styled])
def test_an_empty_path_argument_is_refused_by_name(value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="two"):
        get({"one": "x", "two": value}).target()


@pytest.mark.parametrize("value", [".", ".."])
def test_dot_segments_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"one and two must not be '\.' or '\.\.'"):
        get({"one": value, "two": "x"}).target()


def test_dots_in_a_longer_segment_are_fine() -> None:
    assert get({"one": "...", "two": ".x"}).target() == "/a/.../b/.x/c"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b&c=d#e?f/g", "a%20b%26c%3Dd%23e%3Ff%2Fg"),
        ("\u00fc", "%C3%BC"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (1.5, "1.5"),
        (Decimal("1E+2"), "100"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Colour.RED, "red"),
        (Colour("green"), "green"),
        (Level.HIGH, "2"),
        (datetime(2026, 5, 29, 10, tzinfo=UTC), "2026-05-29T10%3A00%3A00Z"),
        (date(2026, 5, 29), "2026-05-29"),
        (time(10), "10%3A00%3A00"),
        (timedelta(hours=1), "PT1H"),
    ],
)
def test_scalars_are_written_as_json_would(value: Any, text: str) -> None:
    assert get(x=value).target() == f"/a?x={text}"
    assert get({"one": value, "two": 1}).target() == f"/a/{text}/b/1/c"


@pytest.mark.parametrize(
    ("value", "query"),
    [
        (None, ""),
        ([], ""),
        (["a", "b,c"], "?x=a&x=b%2Cc"),
        (("a",), "?x=a"),
        (Styled(["a", "b,c"]), "?x=a,b%2Cc"),
        (Styled(["a", "b"], "spaceDelimited"), "?x=a%20b"),
        (Styled(["a", "b"], "pipeDelimited"), "?x=a%7Cb"),
        (Styled([], "pipeDelimited"), ""),
        (Styled({"k": "v", "n": None}, "deepObject", explode=True), "?x%5Bk%5D=v"),
        ({"k": "v", "l": 1}, "?k=v&l=1"),
        (Styled({"k": "v", "l": 1}), "?x=k,v,l,1"),
        (Styled(None), ""),
    ],
)
def test_lists_and_objects_are_written_in_their_style(value: Any, query: str) -> None:
    assert get(x=value).target() == f"/a{query}"


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers())
)
def test_query_arguments_are_read_back(query: dict[str, int]) -> None:
    call = Call("getA", "GET", "/a", codec.ANYTHING, query=query)
    text = call.target().partition("?")[2]
    expected = [(name, str(value)) for name, value in query.items()]
    assert parse_qsl(text, keep_blank_values=True) == expected


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (datetime(2026, 5, 29), ValueError),
        (float("nan"), ValueError),
        (Decimal("Infinity"), ValueError),
        (object(), TypeError),
    ],
)
def test_what_cannot_stand_in_a_url_is_refused_by_name(
    value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"^since "):
        get(since=value).target()


def test_half_a_surrogate_pair_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="surrogate") as caught:
        get(x="Noor\ud800").target()
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("method", "declared", "may_repeat"),
    [
        ("GET", None, True),
        ("HEAD", None, True),
        ("PUT", None, True),
        ("DELETE", None, True),
        ("QUERY", None, True),
        ("POST", None, False),
        ("PATCH", None, False),
        ("LINK", None, False),
        ("POST", True, True),
        ("GET", False, False),
    ],
)
def test_whether_a_call_may_repeat(
    method: str, declared: bool | None, may_repeat: bool
) -> None:
    call = Call("x", method, "/a", codec.NOTHING, idempotent=declared)
    assert call.may_repeat is may_repeat


def test_a_query_argument_can_be_replaced() -> None:
    call = get(x=1, y=2)
    assert call.with_arguments({"x": "c"}).target() == "/a?x=c&y=2"
    assert call.target() == "/a?x=1&y=2"


def test_a_call_shows_its_template_alone() -> None:
    call = get({"one": "Noor", "two": "x"}, q="Noor")
    assert repr(call) == "<Call getA: GET /a/{one}/b/{two}/c>"
