"""Other valid values than the example, for the factories of `testing`.

What a schema leaves open varies: whether an optional field is there, which value of an enumeration,
a boolean, null where it is a value, and what tells one object from another. Numbers and texts
stay as they are, for their limits are not known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, TypeVar, cast

from . import codec
from .kinds import EnumOf, Kind, ListOf, MapOf, Nullable
from .shape import Model, ModelOf

M = TypeVar("M", bound=Model)

_SERIAL = re.compile(r"_1\Z")
_DAYS = 300


def make(
    cls: type[M],
    example: Mapping[str, Any],
    seed: int | None,
    fields: Mapping[str, Any],
    whole: Collection[str] = (),
) -> M:
    """A model with `fields` in place of its own.

    Args:
        seed: which of the valid values, the same one every time; None is the example.
        whole: names of models whose fields depend on one another: all are there.
    """
    data = example
    if seed is not None:
        data = _Variation(seed, whole).model(cls, example)
    made: Any = cls.from_dict(data)
    return cast("M", replace(made, **fields))


class _Variation:
    """One seed: dates move together, so that what comes first stays first."""

    def __init__(self, seed: int, whole: Collection[str]) -> None:
        self._random = Random(seed)  # noqa: S311
        self._whole = whole
        self._serial = f"_{abs(seed) % 9 + 1}"
        self._later = timedelta(days=self._random.randrange(_DAYS))

    def model(self, cls: type[Model], data: Mapping[str, Any]) -> dict[str, Any]:
        """An object of the model."""
        found = dict(data)
        is_whole = cls.__name__ in self._whole
        for field in cls.__shape__().fields:
            if field.wire not in data:
                continue
            if not (field.is_required or is_whole or self._random.random() < 0.5):
                del found[field.wire]
            else:
                found[field.wire] = self.value(field.kind, data[field.wire])
        return found

    def value(self, kind: Kind[Any], value: Any) -> Any:
        """A value of the kind."""
        inside: Any = kind
        match kind:
            case Nullable():
                is_null = value is None or self._random.random() < 0.2
                return None if is_null else self.value(inside._kind, value)
            case EnumOf():
                return self._random.choice([member.value for member in inside._cls])
            case ModelOf() if type(value) is dict:
                return self.model(inside._cls, cast("dict[str, Any]", value))
            case ListOf() if len(value) == 1:  # more might have to differ
                return [self.value(inside._kind, value[0])]
            case MapOf():
                return {
                    key: self.value(inside._kind, item) for key, item in value.items()
                }
            case _:
                return self._scalar(kind, value)

    def _scalar(self, kind: Kind[Any], value: Any) -> Any:
        if kind is codec.STRING:
            return _SERIAL.sub(self._serial, value)
        if kind is codec.BOOLEAN:
            return self._random.random() < 0.5
        if kind is codec.UUID:
            return f"{value[:-4]}{self._random.randrange(16**4):04x}"
        if kind is codec.DATE_TIME:
            return codec.format_datetime(codec.parse_datetime(value) + self._later)
        if kind is codec.DATE:
            return codec.format_date(codec.parse_date(value) + self._later)
        return value
