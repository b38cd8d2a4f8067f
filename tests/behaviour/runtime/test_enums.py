"""Open enums: what the server may add later must not break a client of today."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.package._runtime.unset import UNSET, Unset
from tests.behaviour.runtime.sample import Colour, Level


def test_a_known_value_is_the_member() -> None:
    assert Colour.decode("red") is Colour.RED
    assert Colour.RED.is_known
    assert Level.decode(2) is Level.HIGH
    assert Level.HIGH.is_known


def test_an_unknown_value_is_kept() -> None:
    green = Colour.decode("green")
    assert type(green) is Colour
    assert green == "green"
    assert green.value == "green"
    assert str(green) == f"{green}" == "green"
    assert not green.is_known
    assert repr(green) == "<Colour, not known: 'green'>"


def test_an_unknown_integer_is_kept() -> None:
    nine = Level.decode(9)
    assert type(nine) is Level
    assert nine == 9
    assert nine + 1 == 10
    assert not nine.is_known
    assert repr(nine) == "<Level, not known: 9>"


@pytest.mark.parametrize(
    ("cls", "value"), [(Colour, "red"), (Colour, "green"), (Level, 2), (Level, 9)]
)
def test_a_decoder_found_once_reads_the_same(
    cls: type[Colour | Level], value: object
) -> None:
    decode = cls.decoder()
    assert decode(value) == cls.decode(value)
    assert type(decode(value)) is cls
    assert decode(value).is_known == cls.decode(value).is_known
    assert list(cls) == list(cls.__members__.values())


@pytest.mark.parametrize("cls", [Colour, Level])
@pytest.mark.parametrize("value", [None, True, 1.5, [], {}])
def test_a_decoder_refuses_other_types(
    cls: type[Colour | Level], value: object
) -> None:
    with pytest.raises(TypeError):
        cls.decoder()(value)


def test_unknown_values_compare_and_hash_like_the_wire_value() -> None:
    assert Colour.decode("green") == Colour.decode("green")
    assert Colour.decode("green") != Colour.RED
    assert {Colour.decode("green"), "green"} == {"green"}
    assert {Level.decode(9): "x"}[9] == "x"  # type: ignore[index]


def test_unknown_values_are_not_remembered() -> None:
    first, second = Colour.decode("green"), Colour.decode("green")
    assert first is not second
    assert list(Colour) == [Colour.RED, Colour.BLUE]
    assert "green" not in Colour.__members__


@pytest.mark.parametrize("member", [Colour.RED, Colour("green"), Level.LOW, Level(9)])
def test_members_survive_pickle_and_copy(member: Colour | Level) -> None:
    for twin in (
        pickle.loads(pickle.dumps(member)),
        copy.copy(member),
        copy.deepcopy(member),
    ):
        assert twin == member
        assert type(twin) is type(member)
        assert twin.is_known == member.is_known


def test_members_match() -> None:
    def heat(colour: Colour) -> str:
        match colour:
            case Colour.RED:
                return "hot"
            case Colour.BLUE:
                return "cold"
            case _:  # a checker believes that the members are all there is
                return "unknown"  # type: ignore[unreachable]

    assert [heat(Colour(c)) for c in ("red", "blue", "green")] == [
        "hot",
        "cold",
        "unknown",
    ]


@pytest.mark.parametrize("value", [None, 1, 1.0, True, ["red"], {"red": 1}, b"red"])
def test_only_strings_are_values_of_a_string_enum(value: object) -> None:
    with pytest.raises(TypeError):
        Colour.decode(value)


@pytest.mark.parametrize("value", [None, True, 1.0, "1", [1]])
def test_only_integers_are_values_of_an_integer_enum(value: object) -> None:
    with pytest.raises(TypeError):
        Level.decode(value)


def test_members_of_the_wrong_type_are_refused_by_the_class_too() -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        Colour(3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is not a valid"):
        Level("low")  # type: ignore[arg-type]


@given(st.text())
def test_any_string_survives(value: str) -> None:
    assert json.loads(json.dumps(Colour.decode(value))) == value
    assert hash(Colour.decode(value)) == hash(value)


def test_unset_is_false_and_names_itself() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is Unset.UNSET
