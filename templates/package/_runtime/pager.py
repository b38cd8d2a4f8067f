"""Lists that come in pages: items one by one, further pages fetched as needed.

A server whose pages lead nowhere raises `PaginationError`: a loop that never ends and
a list that silently stops short are both worse.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from .call import Call
from .errors import PaginationError

if TYPE_CHECKING:
    from .response import RawResponse
    from .transport import AsyncTransport, SyncTransport

Page = TypeVar("Page")
Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)
Query = Mapping[str, object]


class Pages(Protocol[Page, Item_co]):
    """How the pages of a list are linked."""

    @property
    def items(self) -> Callable[[Page], Sequence[Item_co]]:
        """The items of a page."""
        ...

    def after(self, answer: RawResponse[Page], asked: Query) -> Query | str | None:
        """What to ask for after a page that was asked for with `asked`.

        Returns:
            Query arguments to replace, None after the last page, or what is wrong when
            the server promises more without saying where.
        """
        ...


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

    def after(self, answer: RawResponse[Page], asked: Query) -> Query | str | None:
        """The cursor as an argument; see `Pages.after`."""
        page = answer.parse()
        if self.has_more is not None:
            if not self.has_more(page):
                return None
            if not self.items(page):
                return "more is promised after a page without items"
        cursor = self.cursor(page)
        if cursor is not None:
            return {self.parameter: cursor}
        if self.has_more is None:
            return None
        return "more is promised without a cursor to continue from"


@dataclass(slots=True)
class _Walk(Generic[Page, Item]):
    """Which call comes after a page, and whether that still makes sense."""

    call: Call[Page]
    pages: Pages[Page, Item]
    seen: set[object] = field(default_factory=set[object])
    last: bytes = b""

    def after(self, answer: RawResponse[Page]) -> Call[Page] | None:
        """The call for the next page, or None after the last.

        Raises:
            PaginationError: the next page would be one that was there, or the server
                promises more without saying where.
        """
        asked = self.call.query or {}
        found = self.pages.after(answer, asked)
        if found is None:
            return None
        if isinstance(found, str):
            raise PaginationError(self.call.operation, found)
        self.seen.add(_key({name: asked.get(name) for name in found}))
        # A server that does not know the argument answers with the first page for ever.
        repeated = answer.content == self.last
        self.last = answer.content
        if repeated or _key(found) in self.seen:
            problem = "a page leads back to one that was there"
            raise PaginationError(self.call.operation, problem)
        self.call = self.call.with_arguments(found)
        return self.call


def _key(query: Query) -> object:
    """A query as text: arguments of a caller's may not be hashable, nor be text yet."""
    return frozenset(
        (name, None if value is None else str(value)) for name, value in query.items()
    )


class Pager(Generic[Page, Item]):
    """The items of a list; iterating again starts again."""

    def __init__(
        self,
        transport: SyncTransport,
        call: Call[Page],
        pages: Pages[Page, Item],
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
            answer = self._transport.send_raw(call)
            yield answer.parse()
            call = walk.after(answer)

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
        pages: Pages[Page, Item],
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
            answer = await self._transport.send_raw(call)
            yield answer.parse()
            call = walk.after(answer)

    async def first_page(self) -> Page:
        """Fetch the first page alone."""
        return await self._transport.send(self._call)

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._call.operation}>"
