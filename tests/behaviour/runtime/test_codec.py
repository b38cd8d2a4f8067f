"""Decoding: what is accepted, where it says a body is wrong, and what it never says."""

from __future__ import annotations

from typing import Any

import pytest

from templates.package._runtime import codec
from templates.package._runtime.unset import UNSET
from tests.behaviour.runtime.sample import PARCEL, Colour, Level, Owner, Parcel
from tests.support.calling import everything_said

SECRET = "Noor"


def test_a_good_body_survives_decoding_and_encoding() -> None:
    assert Parcel.from_dict(PARCEL).to_dict() == PARCEL


def test_the_slow_reading_gives_what_the_fast_one_gives() -> None:
    assert codec.decode_by_shape(Parcel, PARCEL) == Parcel.from_dict(PARCEL)


def test_absent_fields_are_none_or_unset() -> None:
    bare = {k: PARCEL[k] for k in ("id", "colour", "sent_at", "owner", "tags")}
    for parcel in (Parcel.from_dict(bare), codec.decode_by_shape(Parcel, bare)):
        assert parcel.note is UNSET
        assert parcel.metadata is None
        assert parcel.to_dict() == bare


def test_a_null_is_kept_apart_from_an_absent_field() -> None:
    assert Parcel.from_dict({**PARCEL, "note": None}).note is None


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        ({"id": None}, "$.id", "expected a string, got null"),
        ({"id": 7}, "$.id", "expected a string, got an integer"),
        ({"colour": 3}, "$.colour", "expected a string, got an integer"),
        (
            {"sent_at": "Noor"},
            "$.sent_at",
            "expected an RFC 3339 date-time with a UTC offset, got another string",
        ),
        ({"owner": []}, "$.owner", "expected an object, got an array"),
        ({"owner": {"name": True}}, "$.owner.name", "expected a string, got a boolean"),
        ({"owner": {}}, "$.owner.name", "required, and left out"),
        ({"tags": {"a": 1}}, "$.tags", "expected an array, got an object"),
        ({"tags": ["a", 1.5]}, "$.tags[1]", "expected a string, got a number"),
        ({"odd-one": "x"}, '$["odd-one"]', "expected an integer, got a string"),
        ({"note": 1}, "$.note", "expected a string, got an integer"),
        ({"metadata": None}, "$.metadata", "expected an object, got null"),
        (
            {"metadata": {SECRET: 1}},
            "$.metadata[*]",
            "expected a string, got an integer",
        ),
        ({"children": [PARCEL, {**PARCEL, "id": 1}]}, "$.children[1].id", ""),
    ],
)
def test_a_wrong_body_is_explained_by_place_and_type(
    change: dict[str, Any], path: str, problem: str
) -> None:
    with pytest.raises(codec.DecodeError) as caught:
        Parcel.from_dict({**PARCEL, **change})
    assert caught.value.path == path
    assert problem in caught.value.problem
    assert str(caught.value) == f"{path}: {caught.value.problem}"
    assert SECRET not in everything_said(caught.value)


@pytest.mark.parametrize("body", [None, [], "text", 1, True])
def test_a_body_that_is_no_object_is_explained(body: Any) -> None:
    with pytest.raises(codec.DecodeError, match=r"^\$: expected an object, got "):
        Parcel.from_dict(body)


def test_a_fault_far_down_is_found_at_once() -> None:
    body: dict[str, Any] = {**PARCEL, "id": 1}
    for _ in range(60):  # 2**60 readings, if every level read the ones below twice
        body = {**PARCEL, "children": [body]}
    with pytest.raises(codec.DecodeError) as caught:
        Parcel.from_dict(body)
    assert caught.value.path == "$" + ".children[0]" * 60 + ".id"


@pytest.mark.parametrize(
    ("kind", "value", "decoded"),
    [
        (codec.INTEGER, 1.0, 1),
        (codec.INTEGER, -0.0, 0),
        (codec.INTEGER, 2**70, 2**70),
        (codec.NUMBER, 1, 1),
        (codec.NUMBER, 1.5, 1.5),
        (codec.STRING, "\ud800", "\ud800"),
        (codec.EnumOf(Level), 2.0, Level.HIGH),
        (codec.EnumOf(Colour), "green", Colour("green")),
        (codec.Const("order"), "another", "another"),
        (codec.ListOf(codec.Nullable(codec.STRING)), ["a", None], ["a", None]),
        (codec.MapOf(codec.INTEGER), {"a": 1.0}, {"a": 1}),
        (codec.ANYTHING, {"a": [None]}, {"a": [None]}),
        (codec.NOTHING, "whatever", None),
        (codec.ListOf(codec.ModelOf(Owner)), [{"name": "A"}], [Owner(name="A")]),
        (codec.ListOf(codec.INTEGER), [1.0], [1]),
        (codec.Nullable(codec.ModelOf(Owner)), None, None),
    ],
)
def test_what_json_schema_accepts_is_accepted(
    kind: codec.Kind[Any], value: object, decoded: object
) -> None:
    assert kind.decode(value, "$") == decoded
    assert kind.read(value) == decoded
    assert type(kind.read(value)) is type(decoded)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (codec.INTEGER, True),
        (codec.INTEGER, 1.5),
        (codec.INTEGER, 1e300),
        (codec.INTEGER, "1"),
        (codec.NUMBER, float("inf")),
        (codec.NUMBER, float("nan")),
        (codec.NUMBER, False),
        (codec.BOOLEAN, 1),
        (codec.STRING, 1),
        (codec.DATE, "2026-05-29T10:00:00Z"),
        (codec.UUID, 7),
        (codec.Const("order"), 1),
        (codec.Const(True), 1),
        (codec.EnumOf(Level), "1"),
        (codec.ListOf(codec.STRING), ("a",)),
        (codec.MapOf(codec.STRING), [["a", "b"]]),
        (codec.ModelOf(Owner), [["name", "A"]]),
    ],
)
def test_what_json_schema_refuses_is_refused(
    kind: codec.Kind[Any], value: object
) -> None:
    with pytest.raises(codec.DecodeError):
        kind.decode(value, "$")
    with pytest.raises(codec.DecodeError):
        kind.read(value)


def test_a_typed_dict_becomes_the_model_it_stands_for() -> None:
    child = {
        "id": "p_2",
        "colour": Colour.RED,
        "sent_at": codec.parse_datetime("2026-05-29T10:00:00Z"),
        "owner": {"name": "B"},
        "tags": [],
    }
    parcel = codec.as_model(Parcel, {**child, "children": [child], "note": UNSET})
    assert parcel.owner == Owner(name="B")
    assert parcel.children is not None
    assert parcel.children[0].owner == Owner(name="B")
    assert parcel.note is UNSET


def test_a_model_is_taken_as_it_is() -> None:
    owner = Owner(name="A")
    assert codec.as_model(Owner, owner) is owner


def test_wrong_names_in_a_typed_dict_are_named() -> None:
    with pytest.raises(TypeError, match="'nam'"):
        codec.as_model(Owner, {"nam": SECRET})
    with pytest.raises(TypeError, match="expected Owner or a dict, got str"):
        codec.as_model(Owner, SECRET)  # type: ignore[arg-type]
