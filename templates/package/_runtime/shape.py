"""The fields of a model on the wire, and the decoding that follows them.

Used when a model's straight-line code gave up, and to look for drift. It does not call
the straight-line code of nested models: that would read a body nested n levels 2^n
times before saying what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, Self, TypeVar, cast

from . import json
from .drift import DriftKind, Emit
from .errors import DecodeError
from .kinds import Kind, MapOf, mismatch
from .unset import UNSET, Unset


class Model(Protocol):
    """What a generated model offers the runtime."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Decode a JSON object."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Encode as a JSON object."""
        ...

    @classmethod
    def __shape__(cls) -> Shape:
        """The fields on the wire."""
        ...


M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name on the wire, its attribute and what it holds."""

    wire: str
    name: str
    kind: Kind[Any]
    is_required: bool
    absent: Unset | None
    """What the attribute holds when an optional field is left out."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What an object holds besides its fields, and the attribute that keeps it."""

    kind: Kind[Any]
    name: str


def required(wire: str, kind: Kind[Any], name: str | None = None) -> Field:
    """A field that is always there; `name` is the attribute if it is called otherwise."""
    return Field(wire, name or wire, kind, is_required=True, absent=None)


def optional(wire: str, kind: Kind[Any], name: str | None = None) -> Field:
    """A field that may be left out: None then, or UNSET where null is a value too."""
    absent = UNSET if type(None) in kind.json_types else None
    return Field(wire, name or wire, kind, is_required=False, absent=absent)


class Shape:
    """All fields of a model, in order.

    `extra` are the members without a field of their own, kept in the attribute `name`;
    None for a model that does not keep them.
    """

    __slots__ = ("extra", "fields", "wire_names")

    def __init__(self, *fields: Field, extra: Extra | None = None) -> None:
        self.fields = fields
        self.extra = extra
        self.wire_names = frozenset(field.wire for field in fields)

    def rest(self, data: Mapping[str, object]) -> dict[str, object]:
        """The members without a field of their own."""
        return {k: v for k, v in data.items() if k not in self.wire_names}


@cache
def _shape_of(cls: type[Model]) -> Shape:
    return cls.__shape__()


class ModelOf(Kind[M]):
    """A JSON object with a model of its own."""

    __slots__ = ("_cls",)

    def __init__(self, cls: type[M]) -> None:
        self._cls = cls

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset((dict,))

    def decode(self, value: object, path: str) -> M:
        return decode_by_shape(self._cls, value, path)

    def read(self, value: Any) -> M:
        return self._cls.from_dict(value)

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if type(value) is not dict:
            emit(DriftKind.WRONG_TYPE, path, mismatch(path, "an object", value).problem)
            return
        data = cast("dict[str, object]", value)
        shape = _shape_of(self._cls)
        for field in shape.fields:
            if field.wire in data:
                field.kind.observe(data[field.wire], _below(path, field.wire), emit)
            elif field.is_required:
                place = _below(path, field.wire)
                emit(DriftKind.MISSING_FIELD, place, "required, and left out")
        for name, item in shape.rest(data).items():
            if shape.extra is not None:
                shape.extra.kind.observe(item, f"{path}[*]", emit)
                continue
            place = _below(path, name) if _is_plain(name) else f"{path}[*]"
            emit(DriftKind.UNKNOWN_FIELD, place, f"not in {self._cls.__name__}")

    def adopt(self, value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        return as_model(self._cls, value)

    def has_value(self, value: Mapping[str, Any], wire: str, expected: object) -> bool:
        """Whether a typed dict of the model has a value at the field of a wire name."""
        fields = _shape_of(self._cls).fields
        return any(f.wire == wire and value.get(f.name) == expected for f in fields)


def decode_by_shape(cls: type[M], data: object, path: str = "$") -> M:
    """Decode an object field by field.

    Raises:
        DecodeError: says where `data` is not what the API documents.
    """
    if not isinstance(data, Mapping):
        raise mismatch(path, "an object", data)
    members = cast("Mapping[str, object]", data)
    model = object.__new__(cls)
    shape = _shape_of(cls)
    for field in shape.fields:
        setattr(model, field.name, _decode_field(field, members, path))
    if shape.extra is not None:
        extra = MapOf(shape.extra.kind).decode(shape.rest(members), path)
        setattr(model, shape.extra.name, extra)
    return model


def _decode_field(field: Field, data: Mapping[str, object], path: str) -> Any:
    place = _below(path, field.wire)
    if field.wire in data:
        return field.kind.decode(data[field.wire], place)
    if field.is_required:
        raise DecodeError(place, "required, and left out")
    return field.absent


def as_model(cls: type[M], value: M | Mapping[str, Any]) -> M:
    """The model for an argument: itself, or made from a dict of its Python names.

    Raises:
        TypeError: neither, or the dict has the wrong keys; names them.
    """
    if isinstance(value, cls):
        return value
    if not isinstance(value, Mapping):
        raise TypeError(
            f"expected {cls.__name__} or a dict, got {type(value).__name__}"
        )
    shape = _shape_of(cls)
    kinds = {field.name: field.kind for field in shape.fields}
    if shape.extra is not None:
        kinds[shape.extra.name] = MapOf(shape.extra.kind)
    return cls(
        **{
            name: kinds[name].adopt(item) if name in kinds else item
            for name, item in value.items()
        }
    )


def _below(path: str, wire: str) -> str:
    if wire.isidentifier() and wire.isascii():
        return f"{path}.{wire}"
    return f"{path}[{json.dumps(wire).decode()}]"


def _is_plain(name: str) -> bool:
    """Whether a key looks like a field's name, and not like somebody's data."""
    return len(name) <= 64 and name.isascii() and name.isidentifier()
