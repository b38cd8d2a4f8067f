"""The kinds of JSON value an API describes: how to decode one, and what to say if not.

Models decode themselves with straight-line code. A kind is the tolerant and slow
second reading: it accepts what JSON Schema accepts (1.0 is an integer), says where a
body went wrong, and finds drift. It never puts a value into a message.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from . import plain, scalars
from .drift import DriftKind
from .enums import OpenIntEnum
from .errors import DecodeError

if TYPE_CHECKING:
    from datetime import date, datetime, time, timedelta

    from .drift import Emit
    from .enums import OpenStrEnum

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound="OpenStrEnum | OpenIntEnum")

FAULTS = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
"""What straight-line decoding raises when a body is not what the API documents."""


class Kind(ABC, Generic[T_co]):
    """How one kind of JSON value becomes a Python value."""

    __slots__ = ()

    @property
    @abstractmethod
    def json_types(self) -> frozenset[type]:
        """What the values are in Python when JSON is read."""

    @abstractmethod
    def decode(self, value: object, path: str) -> T_co:
        """Decode tolerantly.

        Raises:
            DecodeError: with `path`, or a place below it.
        """

    def read(self, value: object) -> T_co:
        """Decode a whole body, the fast way first."""
        return self.decode(value, "$")

    def observe(self, value: object, path: str, emit: Emit) -> None:
        """Emit every departure from this kind, at `path` and below."""
        try:
            self.decode(value, path)
        except DecodeError as error:
            emit(DriftKind.WRONG_TYPE, error.path, error.problem)

    def adopt(self, value: Any) -> Any:
        """An argument with its typed dicts turned into the models they stand for."""
        return value


class Scalar(Kind[T]):
    """A value that one function reads."""

    __slots__ = ("_expected", "_read", "_types")

    def __init__(
        self, expected: str, read: Callable[[Any], T], *json_types: type
    ) -> None:
        self._expected = expected
        self._read = read
        self._types = frozenset(json_types or (str,))

    @property
    def json_types(self) -> frozenset[type]:
        return self._types

    def decode(self, value: object, path: str) -> T:
        try:
            return self._read(value)
        except FAULTS:
            pass  # raised below, so that no chained exception carries the value
        raise mismatch(path, self._expected, value)


class _Anything(Kind[Any]):
    __slots__ = ()

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset(_TYPES)

    def decode(self, value: object, path: str) -> Any:
        return value


class _Nothing(Kind[None]):
    __slots__ = ()

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset(_TYPES)

    def decode(self, value: object, path: str) -> None:
        """Whatever the body holds, the operation documents no result."""


class Const(Kind[Any]):
    """A value the API fixes. Another value of the same type is kept, as with enums.

    Fields are annotated with the literal, which a type checker would not infer here.
    """

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    @property
    def json_types(self) -> frozenset[type]:
        kind = type(self._value)
        return INTEGER.json_types if kind is int else frozenset((kind,))

    def decode(self, value: object, path: str) -> Any:
        if type(self._value) is int:
            return INTEGER.decode(value, path)
        if type(value) is not type(self._value):
            raise mismatch(path, _type_of(self._value), value)
        return value

    def observe(self, value: object, path: str, emit: Emit) -> None:
        try:
            read = self.decode(value, path)
        except DecodeError as error:
            emit(DriftKind.WRONG_TYPE, error.path, error.problem)
            return
        if read != self._value:
            emit(DriftKind.UNKNOWN_ENUM_VALUE, path, "another constant")


class EnumOf(Kind[E]):
    """A member of an open enum."""

    __slots__ = ("_cls",)

    def __init__(self, cls: type[E]) -> None:
        self._cls = cls

    @property
    def json_types(self) -> frozenset[type]:
        kind = INTEGER if issubclass(self._cls, OpenIntEnum) else STRING
        return kind.json_types

    def decode(self, value: object, path: str) -> E:
        if issubclass(self._cls, OpenIntEnum):
            return self._cls.decode(INTEGER.decode(value, path))
        return self._cls.decode(STRING.decode(value, path))

    def observe(self, value: object, path: str, emit: Emit) -> None:
        try:
            member = self.decode(value, path)
        except DecodeError as error:
            emit(DriftKind.WRONG_TYPE, error.path, error.problem)
            return
        if not member.is_known:
            emit(
                DriftKind.UNKNOWN_ENUM_VALUE, path, f"not a known {self._cls.__name__}"
            )


class Nullable(Kind[T | None]):
    """A value or null."""

    __slots__ = ("_kind",)

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    @property
    def json_types(self) -> frozenset[type]:
        return self._kind.json_types | {type(None)}

    def decode(self, value: object, path: str) -> T | None:
        return None if value is None else self._kind.decode(value, path)

    def read(self, value: object) -> T | None:
        return None if value is None else self._kind.read(value)

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if value is not None:
            self._kind.observe(value, path, emit)

    def adopt(self, value: Any) -> Any:
        return value if value is None else self._kind.adopt(value)


class ListOf(Kind[list[T]]):
    """A JSON array."""

    __slots__ = ("_kind",)

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset((list,))

    def decode(self, value: object, path: str) -> list[T]:
        if type(value) is not list:
            raise mismatch(path, "an array", value)
        decode, items = self._kind.decode, cast("list[object]", value)
        return [decode(item, f"{path}[{at}]") for at, item in enumerate(items)]

    def read(self, value: object) -> list[T]:
        read = self._kind.read
        try:
            return [read(item) for item in plain.array(value)]
        except FAULTS:
            pass
        return self.decode(value, "$")

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if type(value) is not list:
            emit(DriftKind.WRONG_TYPE, path, mismatch(path, "an array", value).problem)
            return
        for at, item in enumerate(cast("list[object]", value)):
            self._kind.observe(item, f"{path}[{at}]", emit)

    def adopt(self, value: Any) -> Any:
        return [self._kind.adopt(item) for item in value] if value else value


class MapOf(Kind[dict[str, T]]):
    """A JSON object whose keys are data, shown in paths as `[*]`."""

    __slots__ = ("_kind",)

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset((dict,))

    def decode(self, value: object, path: str) -> dict[str, T]:
        if type(value) is not dict:
            raise mismatch(path, "an object", value)
        decode, items = self._kind.decode, cast("dict[str, object]", value).items()
        return {key: decode(item, f"{path}[*]") for key, item in items}

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if type(value) is not dict:
            emit(DriftKind.WRONG_TYPE, path, mismatch(path, "an object", value).problem)
            return
        for item in cast("dict[str, object]", value).values():
            self._kind.observe(item, f"{path}[*]", emit)

    def adopt(self, value: Any) -> Any:
        if not value:
            return value
        return {key: self._kind.adopt(item) for key, item in value.items()}


def mismatch(path: str, expected: str, value: object) -> DecodeError:
    """The error for a value of the wrong kind, naming types only."""
    found = _type_of(value)
    if found == expected:
        found += " out of range"
    elif isinstance(value, str) and expected not in _TYPES.values():
        found = "another string"
    return DecodeError(path, f"expected {expected}, got {found}")


def expected_types(json_types: frozenset[type]) -> str:
    """`a string or an array`, in a fixed order."""
    names = [name for kind, name in _TYPES.items() if kind in json_types]
    if float in json_types and int in json_types:
        names.remove(_TYPES[int])
    return " or ".join(names)


_TYPES: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def _type_of(value: object) -> str:
    return _TYPES.get(type(value), f"a Python {type(value).__name__}")


STRING: Kind[str] = Scalar("a string", plain.string)
INTEGER: Kind[int] = Scalar("an integer", plain.integer, int, float)
NUMBER: Kind[float] = Scalar("a number", plain.number, int, float)
BOOLEAN: Kind[bool] = Scalar("a boolean", plain.boolean, bool)
DATE_TIME: Kind[datetime] = Scalar(
    "an RFC 3339 date-time with a UTC offset", scalars.parse_datetime
)
DATE: Kind[date] = Scalar("a date", scalars.parse_date)
TIME: Kind[time] = Scalar("a time", scalars.parse_time)
DURATION: Kind[timedelta | str] = Scalar("an ISO 8601 duration", scalars.parse_duration)
BASE64: Kind[bytes] = Scalar("a base64 string", scalars.parse_base64)
ANYTHING: Kind[Any] = _Anything()
NOTHING: Kind[None] = _Nothing()
