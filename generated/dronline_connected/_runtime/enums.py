"""Enums that outlive the server's next release.

A value that this package does not know yet becomes a member-like instance which keeps
the wire value, instead of an exception in a client that was fine yesterday. Such
instances are made anew each time: a cache would grow with whatever a server sends.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, StrEnum
from typing import Any, Generic, Self, TypeVar

E = TypeVar("E", bound="OpenStrEnum")


class OpenStrEnum(StrEnum):
    """A string enum that keeps values it does not know.

    An unknown value compares and hashes like its string, survives pickle and copy, and
    says `is_known == False`.
    """

    @property
    def is_known(self) -> bool:
        """Whether this package knew the value when it was generated."""
        return self._value_ in type(self)._value2member_map_

    @classmethod
    def decoder(cls) -> Callable[[Any], Self]:
        """`decode` for code that runs often: the attributes of an enum are slow to find."""
        return _Members(cls).__getitem__

    @classmethod
    def decode(cls, value: object) -> Self:
        """The member for a JSON string.

        Raises:
            TypeError: `value` is not a string.
        """
        if type(value) is not str:
            raise TypeError("expected a string")
        return cls(value)

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = str(value)
        return member

    def __repr__(self) -> str:
        if self.is_known:
            return super().__repr__()
        return f"<{type(self).__name__}, not known: {self._value_!r}>"


class _Members(dict[Any, E], Generic[E]):
    """The members of an enum by their JSON values."""

    __slots__ = ("_cls",)

    def __init__(self, cls: type[E]) -> None:
        super().__init__(cls._value2member_map_)
        self._cls = cls

    def __missing__(self, value: object) -> E:
        return self._cls.decode(value)


class OpenIntEnum(IntEnum):
    """An integer enum that keeps values it does not know; see `OpenStrEnum`."""

    @property
    def is_known(self) -> bool:
        """Whether this package knew the value when it was generated."""
        return self._value_ in type(self)._value2member_map_

    @classmethod
    def decoder(cls) -> Callable[[Any], Self]:
        """`decode`, found once."""
        return cls.decode

    @classmethod
    def decode(cls, value: object) -> Self:
        """The member for a JSON integer.

        Raises:
            TypeError: `value` is not an integer; true and false are not integers.
        """
        if type(value) is not int:
            raise TypeError("expected an integer")
        return cls(value)

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = int(value)
        return member

    def __repr__(self) -> str:
        if self.is_known:
            return super().__repr__()
        return f"<{type(self).__name__}, not known: {self._value_!r}>"
