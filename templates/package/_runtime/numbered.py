"""Lists whose pages are numbered, or begin at an offset."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from .response import RawResponse

Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class NumberedPages(Generic[Page, Item]):
    """Pages that are asked for by number; the first without items is behind the last."""

    parameter: str
    """The query parameter that takes the number."""
    items: Callable[[Page], Sequence[Item]]
    first: int = 1
    """The number of the first page."""
    last: Callable[[Page], int | None] | None = None
    """How many pages there are, where a page says so."""
    has_more: Callable[[Page], bool | None] | None = None
    """Whether more follow, where a page says so."""

    def after(
        self, answer: RawResponse[Page], asked: Mapping[str, object]
    ) -> Mapping[str, object] | None:
        """The next number, None after the last page."""
        page = answer.parse()
        number = _number(asked.get(self.parameter), self.first) + 1
        if not self.items(page):
            return None
        if self.has_more is not None and self.has_more(page) is False:
            return None
        last = self.last(page) if self.last is not None else None
        if last is not None and number - self.first >= last:
            return None
        return {self.parameter: number}


@dataclass(frozen=True, kw_only=True)
class OffsetPages(Generic[Page, Item]):
    """Pages that begin after so many items."""

    parameter: str
    """The query parameter that takes the offset."""
    items: Callable[[Page], Sequence[Item]]
    total: Callable[[Page], int | None] | None = None
    """How many items there are in all, where a page says so."""
    has_more: Callable[[Page], bool | None] | None = None
    """Whether more follow, where a page says so."""

    def after(
        self, answer: RawResponse[Page], asked: Mapping[str, object]
    ) -> Mapping[str, object] | None:
        """The next offset, None after the last page."""
        page = answer.parse()
        count = len(self.items(page))
        if not count or (self.has_more is not None and self.has_more(page) is False):
            return None
        offset = _number(asked.get(self.parameter), 0) + count
        total = self.total(page) if self.total is not None else None
        if total is not None and offset >= total:
            return None
        return {self.parameter: offset}


def _number(value: object, otherwise: int) -> int:
    return int(value) if isinstance(value, int | str) else otherwise
