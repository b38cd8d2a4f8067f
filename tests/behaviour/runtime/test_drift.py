"""Drift: everything that is not as documented is reported by place and type."""

from __future__ import annotations

from typing import Any

import pytest

from templates.package._runtime import codec
from templates.package._runtime.drift import DriftKind
from tests.behaviour.runtime.sample import PARCEL, Colour, Owner, Parcel


def drift(kind: codec.Kind[Any], value: object) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    kind.observe(
        value, "$", lambda what, path, detail: found.append((what, path, detail))
    )
    return found


def test_a_good_body_has_none() -> None:
    assert drift(codec.ModelOf(Parcel), {**PARCEL, "children": [PARCEL]}) == []


@pytest.mark.parametrize(
    ("change", "kind", "path", "detail"),
    [
        ({"new": 1}, DriftKind.UNKNOWN_FIELD, "$.new", "not in Parcel"),
        ({"Noor Z": 1}, DriftKind.UNKNOWN_FIELD, "$[*]", "not in Parcel"),
        (
            {"colour": "Noor"},
            DriftKind.UNKNOWN_ENUM_VALUE,
            "$.colour",
            "not a known Colour",
        ),
        ({"colour": 1}, DriftKind.WRONG_TYPE, "$.colour", "expected a string"),
        ({"owner": {}}, DriftKind.MISSING_FIELD, "$.owner.name", "required"),
        ({"owner": 1}, DriftKind.WRONG_TYPE, "$.owner", "expected an object"),
        ({"tags": ["a", 1]}, DriftKind.WRONG_TYPE, "$.tags[1]", "expected a string"),
        ({"tags": "a"}, DriftKind.WRONG_TYPE, "$.tags", "expected an array"),
        ({"note": 1}, DriftKind.WRONG_TYPE, "$.note", "expected a string"),
        ({"metadata": {"a": 1}}, DriftKind.WRONG_TYPE, "$.metadata[*]", "a string"),
        ({"metadata": []}, DriftKind.WRONG_TYPE, "$.metadata", "expected an object"),
    ],
)
def test_each_departure_is_reported_without_its_value(
    change: dict[str, Any], kind: DriftKind, path: str, detail: str
) -> None:
    ((found_kind, found_path, found_detail),) = drift(
        codec.ModelOf(Parcel), {**PARCEL, **change}
    )
    assert (found_kind, found_path) == (kind, path)
    assert detail in found_detail
    assert "Noor" not in found_detail


def test_all_departures_of_a_body_are_reported() -> None:
    body = [{"name": 1}, {}, {"name": "a", "x": 1}]
    assert [what for what, _, _ in drift(codec.ListOf(codec.ModelOf(Owner)), body)] == [
        DriftKind.WRONG_TYPE,
        DriftKind.MISSING_FIELD,
        DriftKind.UNKNOWN_FIELD,
    ]


def test_another_constant_is_drift_like_an_enum_value() -> None:
    assert drift(codec.Const("order"), "other")[0][0] is DriftKind.UNKNOWN_ENUM_VALUE
    assert drift(codec.Const("order"), 1)[0][0] is DriftKind.WRONG_TYPE
    assert drift(codec.Const("order"), "order") == []


def test_null_is_no_drift_where_it_is_allowed() -> None:
    assert drift(codec.Nullable(codec.EnumOf(Colour)), None) == []
    assert drift(codec.ANYTHING, object()) == []
    assert drift(codec.NOTHING, 1) == []
