"""Arrays whose items are described one by one, by their position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from .drift import DriftKind, Emit
from .errors import DecodeError
from .kinds import Kind, mismatch


class TupleOf(Kind[Any]):
    """A JSON array with a kind for each of its first items.

    An array of fewer items, where the API permits them, is a shorter tuple than the
    annotation says. Items that nothing describes are left out, as members of objects are.
    Fields are annotated with the tuple, which a type checker would not infer here.

    Args:
        rest: the kind of the items after the first ones, None where there are none.
        least: how many items there are at least.
    """

    __slots__ = ("_kinds", "_least", "_rest")

    def __init__(
        self, *kinds: Kind[Any], rest: Kind[Any] | None = None, least: int = 0
    ) -> None:
        self._kinds = kinds
        self._rest = rest
        self._least = least

    @property
    def json_types(self) -> frozenset[type]:
        return frozenset((list,))

    def decode(self, value: object, path: str) -> tuple[Any, ...]:
        if type(value) is not list:
            raise mismatch(path, "an array", value)
        items = cast("list[object]", value)
        if len(items) < self._least:
            raise DecodeError(f"{path}[{len(items)}]", "required, and left out")
        each = enumerate(zip(self._each(items), items, strict=False))
        return tuple(kind.decode(item, f"{path}[{at}]") for at, (kind, item) in each)

    def observe(self, value: object, path: str, emit: Emit) -> None:
        if type(value) is not list:
            emit(DriftKind.WRONG_TYPE, path, mismatch(path, "an array", value).problem)
            return
        items = cast("list[object]", value)
        for at in range(len(items), self._least):
            emit(DriftKind.MISSING_FIELD, f"{path}[{at}]", "required, and left out")
        kinds = self._each(items)
        for at, (kind, item) in enumerate(zip(kinds, items, strict=False)):
            kind.observe(item, f"{path}[{at}]", emit)
        for at in range(len(kinds), len(items)):
            emit(
                DriftKind.UNKNOWN_FIELD, f"{path}[{at}]", "an item more than described"
            )

    def adopt(self, value: Any) -> Any:
        if not value:
            return value
        kinds = self._each(value)
        adopted = (k.adopt(item) for k, item in zip(kinds, value, strict=False))
        return (*adopted, *value[len(kinds) :])

    def _each(self, items: Sequence[object]) -> list[Kind[Any]]:
        """A kind for every item that is described."""
        more = len(items) - len(self._kinds)
        if self._rest is None or more <= 0:
            return list(self._kinds)
        return [*self._kinds, *[self._rest] * more]
