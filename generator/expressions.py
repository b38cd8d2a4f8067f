"""Type expressions: what a value is, in neither OpenAPI's words nor Python's.

A type that has a name is used by reference. Null is a fact of the type: `Nullable`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

DeclarationId: TypeAlias = str
"""Name of the component schema that a declaration comes from."""


class Scalar(Enum):
    """A JSON string, number or boolean, with what its `format` says about it."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    DECIMAL = "decimal"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True)
class Primitive:
    """A value that holds no others."""

    scalar: Scalar


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array of one type."""

    item: TypeExpr


@dataclass(frozen=True, slots=True)
class TupleOf:
    """A JSON array whose first items have types of their own.

    `rest` is the type of the items after them, None where there are none; `least` is how many
    items there are at least.
    """

    items: tuple[TypeExpr, ...]
    rest: TypeExpr | None
    least: int

    @property
    def each(self) -> tuple[TypeExpr, ...]:
        """The types that items have."""
        return self.items if self.rest is None else (*self.items, self.rest)


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object whose keys are data."""

    value: TypeExpr


@dataclass(frozen=True, slots=True)
class Nullable:
    """A value or null."""

    inner: TypeExpr


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A string, integer, boolean or null that is always the same; 1 is another one than true."""

    value: str | int | bool | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[type, object]:
        return type(self.value), self.value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of one of several types, none of them nullable or a choice in turn."""

    variants: tuple[TypeExpr, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A declaration, by its id."""

    target: DeclarationId


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value, kept as it is."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A body of bytes that is not JSON."""


Leaf: TypeAlias = Primitive | Constant | Ref | Anything | Binary
TypeExpr: TypeAlias = Leaf | ListOf | TupleOf | MapOf | Nullable | OneOf


def is_flat(type_: TypeExpr) -> bool:
    """Whether the value holds no other values that need decoding one by one."""
    return not isinstance(type_, Nullable | ListOf | TupleOf | MapOf | OneOf)


def has_null(type_: TypeExpr) -> bool:
    """Whether null is one of the values, so that an absent one must be told apart from it."""
    return isinstance(type_, Nullable | Anything | Binary) or type_ == Constant(None)


def members(type_: TypeExpr) -> list[str]:
    """The declarations that a type refers to."""
    match type_:
        case Ref(target):
            return [target]
        case Nullable(inner) | ListOf(inner) | MapOf(inner):
            return members(inner)
        case OneOf(variants):
            return [target for variant in variants for target in members(variant)]
        case TupleOf():
            return [target for item in type_.each for target in members(item)]
        case _:
            return []
