"""Values that are one of several kinds, and how to tell which one.

A property that names the variant decides where there is one, and what it names is then
held to. Otherwise every variant of the value's JSON type looks at the whole value: the
first one that it departs from in nothing is taken, else the one that it departs from
least. An object or an array that fits none is kept as it came: a newer server may know
variants that this package does not.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, TypeAlias, TypeVar, cast

from . import scalars
from .drift import DriftKind, Emit
from .errors import DecodeError
from .kinds import Kind, expected_types, mismatch
from .shape import ModelOf

T = TypeVar("T")
Tag: TypeAlias = str | int | bool
Outcome: TypeAlias = tuple[int, bool]
"""How often a value departs from a kind, and whether the kind refuses it for that."""


@dataclass(slots=True)
class UnknownVariant:
    """A value of a union that this package does not know, as it came.

    It is written back unchanged. Its `repr` does not show the value, which may be
    personal data.
    """

    value: Any = field(repr=False)
    """The JSON value."""


class Variants:
    """The kinds of a union, in the order of the description.

    `tags` are the values of the property `tag` with the kind that each one names;
    `default` is the kind of objects with another value, or none.
    """

    __slots__ = ("_json_types", "default", "kinds", "tag", "tags")

    def __init__(
        self,
        *kinds: Kind[Any],
        tag: str = "",
        tags: Mapping[Tag, Kind[Any]] | None = None,
        default: Kind[Any] | None = None,
    ) -> None:
        self.kinds = kinds
        self.tag = tag
        self.tags = tags or {}
        self.default = default
        self._json_types: frozenset[type] | None = None

    @property
    def json_types(self) -> frozenset[type]:
        """Those of all kinds. Null is said by each use of a union, also where bytes may be anything."""
        if self._json_types is None:
            types = (kind.json_types for kind in self.kinds)
            self._json_types = frozenset[type]().union(*types) - {type(None)}
        return self._json_types

    def of_type(self, json_type: type) -> list[Kind[Any]]:
        """The kinds that take values of a JSON type."""
        return [kind for kind in self.kinds if json_type in kind.json_types]


class _Union(Kind[T]):
    """What is common to unions with and without a name."""

    __slots__ = ()

    @property
    @abstractmethod
    def variants(self) -> Variants:
        """The kinds, and what tells them apart."""

    @property
    def json_types(self) -> frozenset[type]:
        return self.variants.json_types

    def decode(self, value: object, path: str) -> T:
        kind = self._choose(value, path, {})
        if kind is None:
            return cast("T", UnknownVariant(value))
        return cast("T", kind.decode(value, path))

    def read(self, value: object) -> T:
        kind = self._choose(value, "$", {})
        return cast("T", UnknownVariant(value) if kind is None else kind.read(value))

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if isinstance(emit, _Tally):
            emit.add(self._outcome(value, emit.memo))
        else:
            self._report(value, path, emit, {})

    def adopt(self, value: Any) -> Any:
        kind = self._written_for(value)
        return value if kind is None else kind.adopt(value)

    def encode(self, value: Any) -> Any:
        """A value of the union, or a typed dict for one, as JSON."""
        return to_json(self.adopt(value))

    def _choose(self, value: object, path: str, memo: _Memo) -> Kind[Any] | None:
        """The kind to decode a value with, None when no variant fits.

        Raises:
            DecodeError: no variant has the value's JSON type.
        """
        variants, json_type = self.variants, type(value)
        if variants.tag and json_type is dict:
            try:
                return _tagged(variants, cast("dict[str, object]", value))
            except KeyError:
                pass
        same = variants.of_type(json_type)
        if len(same) == 1:
            return same[0]
        best = _best(same, value, memo)
        if best is None and not (same and json_type in (dict, list)):
            types = expected_types(variants.json_types)
            raise mismatch(path, f"a {self._name()}" if same else types, value)
        return best

    def _report(self, value: object, path: str, emit: Emit, memo: _Memo) -> None:
        try:
            kind = self._choose(value, path, memo)
        except DecodeError as error:
            emit(DriftKind.WRONG_TYPE, error.path, error.problem)
            return
        if kind is None:
            emit(DriftKind.UNKNOWN_VARIANT, path, f"not a known {self._name()}")
        else:
            kind.observe(value, path, emit)

    def _outcome(self, value: object, memo: _Memo) -> Outcome:
        """Remembered, or unions within unions would be looked at again for each variant."""
        key = (id(self), id(value))
        if key not in memo:
            tally = _Tally(memo)
            self._report(value, "$", tally, memo)
            memo[key] = (tally.count, tally.is_refused)
        return memo[key]

    def _written_for(self, value: Any) -> Kind[Any] | None:
        """The kind that a dict or list in Python's names is for; None when it is JSON already."""
        variants = self.variants
        if type(value) in (list, tuple):
            return _only(variants.of_type(list))
        if not isinstance(value, Mapping):
            return None
        members = cast("Mapping[str, Any]", value)
        for tag, kind in variants.tags.items():
            if isinstance(kind, ModelOf) and kind.has_value(members, variants.tag, tag):
                return kind
        return _only(variants.of_type(dict))

    def _name(self) -> str:
        return "variant"


class OneOf(_Union[Any]):
    """A value of one of a few kinds, given where they are used."""

    __slots__ = ("_variants",)

    def __init__(self, *kinds: Kind[Any]) -> None:
        self._variants = Variants(*kinds)

    @property
    def variants(self) -> Variants:
        return self._variants


class UnionOf(_Union[T]):
    """A union with a name. Its variants are found when first needed: they may refer to it."""

    __slots__ = ("_find", "_known", "_union")

    def __init__(self, name: str, find: Callable[[], Variants]) -> None:
        self._union = name
        self._find = find
        self._known: Variants | None = None

    @property
    def variants(self) -> Variants:
        if self._known is None:
            self._known = self._find()
        return self._known

    def _name(self) -> str:
        return self._union


_Memo: TypeAlias = dict[tuple[int, int], Outcome]


class _Tally:
    """An `Emit` that counts."""

    __slots__ = ("count", "is_refused", "memo")

    def __init__(self, memo: _Memo) -> None:
        self.memo = memo
        self.count = 0
        self.is_refused = False

    def __call__(self, kind: DriftKind, path: str, detail: str) -> None:
        self.count += 1
        self.is_refused |= kind in (DriftKind.WRONG_TYPE, DriftKind.MISSING_FIELD)

    def add(self, outcome: Outcome) -> None:
        """Count what was counted before."""
        self.count += outcome[0]
        self.is_refused |= outcome[1]


def _tagged(variants: Variants, value: Mapping[str, object]) -> Kind[Any] | None:
    """The kind that an object names, None when it is not known.

    Raises:
        KeyError: the object names none.
    """
    tag = value.get(variants.tag)
    if isinstance(tag, float) and tag.is_integer():
        tag = int(tag)
    if isinstance(tag, Tag):
        return variants.tags.get(tag, variants.default)
    if variants.default is None:
        raise KeyError
    return variants.default


def _best(kinds: list[Kind[Any]], value: object, memo: _Memo) -> Kind[Any] | None:
    """The kind that a value departs from least, the first of equals; None if none takes it."""
    best: Kind[Any] | None = None
    least = 0
    for kind in kinds:
        tally = _Tally(memo)
        kind.observe(value, "$", tally)
        if tally.is_refused or (best is not None and tally.count >= least):
            continue
        if not tally.count:
            return kind
        best, least = kind, tally.count
    return best


def _only(kinds: list[Kind[Any]]) -> Kind[Any] | None:
    return kinds[0] if len(kinds) == 1 else None


def to_json(value: Any) -> Any:
    """A Python value of any kind that models hold, as JSON."""
    match value:
        case None | bool() | int() | float() | str():
            return value.value if isinstance(value, Enum) else value
        case UnknownVariant():
            return value.value
        case list() | tuple():
            return [to_json(item) for item in cast("list[Any]", value)]
        case Mapping():
            items = cast("Mapping[str, Any]", value).items()
            return {key: to_json(item) for key, item in items}
        case _ if hasattr(value, "to_dict"):
            return value.to_dict()
        case _:
            return _formatted(value)


def _formatted(value: Any) -> Any:
    match value:
        case datetime():
            return scalars.format_datetime(value)
        case date():
            return scalars.format_date(value)
        case time():
            return scalars.format_time(value)
        case timedelta():
            return scalars.format_duration(value)
        case bytes():
            return scalars.format_base64(value)
        case _:
            return _rare(value)


def _rare(value: Any) -> str:
    # Slow to import, unless there is one of their values: then they have been imported.
    from decimal import Decimal
    from uuid import UUID

    from .decimals import format_decimal

    match value:
        case Decimal():
            return format_decimal(value)
        case UUID():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
