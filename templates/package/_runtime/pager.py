"""Lists that come in pages: items one by one, further pages fetched as needed.

A server whose pages lead nowhere raises `PaginationError`: a loop that never ends and
a list that silently stops short are both worse.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from . import json
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
    cursor: Callable[[Page], str | float | None]
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
class _Place(Generic[Page]):
    """A page of a list: what it was asked for with, and whether all of it was handed out."""

    asked: Query
    """The arguments that led to it, {} for the first page."""
    answer: RawResponse[Page]
    call: Call[Page]
    is_read: bool = True


@dataclass(slots=True)
class _Walk(Generic[Page, Item]):
    """Which call comes after a page, and whether that still makes sense."""

    call: Call[Page]
    pages: Pages[Page, Item]
    asked: Query = field(default_factory=dict[str, object])
    seen: set[object] = field(default_factory=set[object])
    last: tuple[bytes, str | None] = (b"", None)

    def after(self, answer: RawResponse[Page]) -> Call[Page] | None:
        """The call for the next page, or None after the last.

        Raises:
            PaginationError: the next page would be one that was there, or the server
                promises more without saying where.
        """
        found = _next(self.call, self.pages, answer)
        if found is None:
            return None
        asked = self.call.query or {}
        self.seen.add(_key({name: asked.get(name) for name in found}))
        # A server that does not know the argument answers with the first page for ever.
        # Pages that say nothing, and link to different ones, are not the same.
        before, self.last = self.last, (answer.content, answer.headers.get("link"))
        if before == self.last or _key(found) in self.seen:
            problem = "a page leads back to one that was there"
            raise PaginationError(self.call.operation, problem)
        self.asked = found
        self.call = self.call.with_arguments(found)
        return self.call


def _next(
    call: Call[Page], pages: Pages[Page, Item], answer: RawResponse[Page]
) -> Query | None:
    """What to ask for after a page, None after the last.

    Raises:
        PaginationError: the server promises more without saying where.
    """
    found = pages.after(answer, call.query or {})
    if isinstance(found, str):
        raise PaginationError(call.operation, found)
    return found


def _key(query: Query) -> object:
    """A query as text: arguments of a caller's may not be hashable, nor be text yet."""
    return frozenset(
        (name, None if value is None else str(value)) for name, value in query.items()
    )


class _Listing(Generic[Page, Item]):
    """What both pagers know of a list."""

    def __init__(self, call: Call[Page], pages: Pages[Page, Item]) -> None:
        self._call = call
        self._pages = pages
        self._place: _Place[Page] | None = None

    @property
    def cursor(self) -> str | None:
        """Where to go on later, for `resume`; None before the first page and after the last.

        Within a page of which items are left it leads to this page, so that none is lost,
        and otherwise to the next. It is text of this package's own, safe to store: it holds
        the query arguments of a page. Where several loops run over one pager, the latest
        one moves it.

        Raises:
            PaginationError: the server promises more without saying where.
        """
        place = self._place
        if place is None:
            return None
        asked: Query | None = place.asked
        if place.is_read:
            asked = _next(place.call, self._pages, place.answer)
        return None if asked is None else json.dumps(asked).decode()

    def _resumed(self, cursor: str) -> Call[Page]:
        try:
            found: Any = json.loads(cursor.encode())
        except (AttributeError, ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ValueError("this is no cursor of a pager")
        return self._call.with_arguments(cast("dict[str, object]", found))


class Pager(_Listing[Page, Item]):
    """The items of a list; iterating again starts again."""

    def __init__(
        self,
        transport: SyncTransport,
        call: Call[Page],
        pages: Pages[Page, Item],
    ) -> None:
        super().__init__(call, pages)
        self._transport = transport

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            place = self._place
            assert place is not None
            place.is_read = False
            yield from self._pages.items(page)
            place.is_read = True

    def pages(self) -> Iterator[Page]:
        """The pages, each fetched when it is asked for."""
        walk = _Walk(self._call, self._pages)
        call: Call[Page] | None = self._call
        while call is not None:
            answer = self._transport.send_raw(call)
            page = answer.parse()
            self._place = _Place(walk.asked, answer, call)
            yield page
            call = walk.after(answer)

    def take(self, count: int) -> Iterator[Item]:
        """The first `count` items, from as few pages as hold them.

        Raises:
            ValueError: `count` is negative.
        """
        return islice(self, _checked(count))

    def resume(self, cursor: str) -> Pager[Page, Item]:
        """The same list, from where `cursor` of an earlier pager says.

        Raises:
            ValueError: it is no such cursor.
        """
        return Pager(self._transport, self._resumed(cursor), self._pages)

    def first_page(self) -> Page:
        """Fetch the first page alone."""
        return self._transport.send(self._call)

    def __repr__(self) -> str:
        return f"<Pager of {self._call.operation}>"


class AsyncPager(_Listing[Page, Item]):
    """The items of a list, for `async for`; iterating again starts again."""

    def __init__(
        self,
        transport: AsyncTransport,
        call: Call[Page],
        pages: Pages[Page, Item],
    ) -> None:
        super().__init__(call, pages)
        self._transport = transport

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            place = self._place
            assert place is not None
            place.is_read = False
            for item in self._pages.items(page):
                yield item
            place.is_read = True

    async def pages(self) -> AsyncIterator[Page]:
        """The pages, each fetched when it is asked for."""
        walk = _Walk(self._call, self._pages)
        call: Call[Page] | None = self._call
        while call is not None:
            answer = await self._transport.send_raw(call)
            page = answer.parse()
            self._place = _Place(walk.asked, answer, call)
            yield page
            call = walk.after(answer)

    def take(self, count: int) -> AsyncIterator[Item]:
        """The first `count` items, from as few pages as hold them.

        Raises:
            ValueError: `count` is negative.
        """
        return self._taken(_checked(count))

    async def _taken(self, count: int) -> AsyncIterator[Item]:
        if not count:
            return
        async for item in self:
            yield item
            count -= 1
            if not count:
                return

    def resume(self, cursor: str) -> AsyncPager[Page, Item]:
        """The same list, from where `cursor` of an earlier pager says.

        Raises:
            ValueError: it is no such cursor.
        """
        return AsyncPager(self._transport, self._resumed(cursor), self._pages)

    async def first_page(self) -> Page:
        """Fetch the first page alone."""
        return await self._transport.send(self._call)

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._call.operation}>"


def _checked(count: int) -> int:
    if count < 0:
        raise ValueError("the number of items must not be negative")
    return count
