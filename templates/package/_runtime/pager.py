"""Lists that come in pages: items one by one, further pages fetched as needed.

A server whose pages lead nowhere raises `PaginationError`: a loop that never ends and
a list that silently stops short are both worse.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from .call import Call
from .errors import PaginationError

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport

Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class CursorPages(Generic[Page, Item]):
    """Pages that continue after a cursor."""

    parameter: str
    """The query parameter that takes the cursor."""
    items: Callable[[Page], Sequence[Item]]
    cursor: Callable[[Page], str | int | None]
    """The cursor after a page, which has items if `has_more` says so."""
    has_more: Callable[[Page], bool | None] | None = None
    """Whether more follow; without it, a cursor says so."""


@dataclass(slots=True)
class _Walk(Generic[Page, Item]):
    """Which call comes after a page, and whether that still makes sense."""

    call: Call[Page]
    pages: CursorPages[Page, Item]
    seen: set[object] = field(default_factory=set[object])

    def __post_init__(self) -> None:
        self.seen.add((self.call.query or {}).get(self.pages.parameter))

    def after(self, page: Page) -> Call[Page] | None:
        """The call for the next page, or None after the last.

        Raises:
            PaginationError: the next page would be one that was there, or the server
                promises more without saying where.
        """
        pages = self.pages
        if pages.has_more is not None:
            if not pages.has_more(page):
                return None
            if not pages.items(page):
                raise self._error("more is promised after a page without items")
        cursor = pages.cursor(page)
        if cursor is None:
            if pages.has_more is None:
                return None
            raise self._error("more is promised without a cursor to continue from")
        if cursor in self.seen:
            raise self._error("a page leads back to one that was there")
        self.seen.add(cursor)
        return self.call.with_query(pages.parameter, cursor)

    def _error(self, problem: str) -> PaginationError:
        return PaginationError(self.call.operation, problem)


class Pager(Generic[Page, Item]):
    """The items of a list; iterating again starts again."""

    def __init__(
        self,
        transport: SyncTransport,
        call: Call[Page],
        pages: CursorPages[Page, Item],
    ) -> None:
        self._transport = transport
        self._call = call
        self._pages = pages

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from self._pages.items(page)

    def pages(self) -> Iterator[Page]:
        """The pages, each fetched when it is asked for."""
        walk = _Walk(self._call, self._pages)
        call: Call[Page] | None = self._call
        while call is not None:
            page = self._transport.send(call)
            yield page
            call = walk.after(page)

    def first_page(self) -> Page:
        """Fetch the first page alone."""
        return self._transport.send(self._call)

    def __repr__(self) -> str:
        return f"<Pager of {self._call.operation}>"


class AsyncPager(Generic[Page, Item]):
    """The items of a list, for `async for`; iterating again starts again."""

    def __init__(
        self,
        transport: AsyncTransport,
        call: Call[Page],
        pages: CursorPages[Page, Item],
    ) -> None:
        self._transport = transport
        self._call = call
        self._pages = pages

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for item in self._pages.items(page):
                yield item

    async def pages(self) -> AsyncIterator[Page]:
        """The pages, each fetched when it is asked for."""
        walk = _Walk(self._call, self._pages)
        call: Call[Page] | None = self._call
        while call is not None:
            page = await self._transport.send(call)
            yield page
            call = walk.after(page)

    async def first_page(self) -> Page:
        """Fetch the first page alone."""
        return await self._transport.send(self._call)

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._call.operation}>"
