"""Pagers that stop and go on: the first items, and cursors that outlive the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from itertools import islice
from typing import Any

import httpx2
import pytest

from templates.package._runtime.errors import PaginationError
from templates.package._runtime.linked import LinkedPages
from templates.package._runtime.numbered import NumberedPages
from templates.package._runtime.pager import AsyncPager, Pager, Pages
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import settings
from tests.behaviour.runtime.test_pager import BY_LAST_ID, BY_NEXT, LIST


def page(*data: int, more: bool = False, **extra: Any) -> httpx2.Response:
    return httpx2.Response(200, json={"data": list(data), "more": more, **extra})


class Served:
    """Answers in turn, the last one for ever."""

    def __init__(self, *answers: httpx2.Response) -> None:
        self.answers = list(answers)
        self.targets: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.targets.append(request.url.raw_path.decode())
        last = len(self.answers) == 1
        found = self.answers[0] if last else self.answers.pop(0)
        return httpx2.Response(200, headers=found.headers, content=found.content)


THREE = (page(1, 2, more=True), page(3, 4, more=True), page(5))
Read = Callable[[Any], list[int]]


class Reader:
    """Does the same with either pager."""

    def __init__(self, mode: str, server: Served, pages: Pages[Any, int]) -> None:
        chosen = settings("https://api.test")
        http = httpx2.MockTransport(server)
        self.is_sync = mode == "sync"
        self.pager: Any = (
            Pager(SyncTransport(chosen, httpx2.Client(transport=http)), LIST, pages)
            if self.is_sync
            else AsyncPager(
                AsyncTransport(chosen, httpx2.AsyncClient(transport=http)), LIST, pages
            )
        )

    def some(self, count: int, pager: Any = None, *, whole: bool = False) -> list[Any]:
        """The first items, or whole pages, read by a loop that is left."""
        pager = pager or self.pager
        if self.is_sync:
            return list(islice(pager.pages() if whole else iter(pager), count))

        async def run() -> list[Any]:
            found: list[Any] = []
            source = pager.pages() if whole else aiter(pager)
            async with aclosing(source) as items:
                while len(found) < count:
                    try:
                        found.append(await anext(items))
                    except StopAsyncIteration:
                        break
            return found

        return asyncio.run(run())

    def take(self, count: int) -> list[int]:
        taken = self.pager.take(count)
        if self.is_sync:
            return list(taken)

        async def run() -> list[int]:
            return [item async for item in taken]

        return asyncio.run(run())


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("count", "items", "requests"),
    [
        (0, [], 0),
        (1, [1], 1),
        (2, [1, 2], 1),
        (3, [1, 2, 3], 2),
        (9, [1, 2, 3, 4, 5], 3),
    ],
)
def test_the_first_items_cost_as_few_pages_as_hold_them(
    mode: str, count: int, items: list[int], requests: int
) -> None:
    server = Served(*THREE)
    assert Reader(mode, server, BY_LAST_ID).take(count) == items
    assert len(server.targets) == requests


def test_there_is_no_negative_number_of_items(mode: str) -> None:
    server = Served(*THREE)
    with pytest.raises(ValueError, match="negative"):
        Reader(mode, server, BY_LAST_ID).pager.take(-1)


def test_a_cursor_goes_on_with_the_next_page(mode: str) -> None:
    server = Served(page(1, 2, more=True), page(3, 4, more=True), page(5))
    reader = Reader(mode, server, BY_LAST_ID)
    assert str(reader.pager.cursor) == "None"
    reader.some(1, whole=True)
    cursor = reader.pager.cursor
    assert cursor == '{"after":"2"}'
    resumed = reader.pager.resume(cursor)
    assert reader.some(9, resumed) == [3, 4, 5]
    assert resumed.cursor is None
    assert server.targets[1:] == [
        "/things?limit=2&after=2",
        "/things?limit=2&after=4",
    ]


def test_a_cursor_within_a_page_leads_to_that_page(mode: str) -> None:
    server = Served(page(1, 2, more=True), page(3, 4, more=True), page(5))
    reader = Reader(mode, server, BY_LAST_ID)
    assert reader.some(1) == [1]
    assert str(reader.pager.cursor) == "{}"
    reader.some(3)
    assert server.targets[1:] == ["/things?limit=2", "/things?limit=2&after=4"]
    assert reader.pager.cursor == '{"after":"4"}'


def test_after_the_last_item_of_a_page_it_still_leads_there(mode: str) -> None:
    server = Served(page(1, 2, more=True), page(3, 4, more=True))
    reader = Reader(mode, server, BY_LAST_ID)
    assert reader.some(4) == [1, 2, 3, 4]
    assert reader.pager.cursor == '{"after":"2"}'


def test_after_the_last_page_there_is_no_cursor(mode: str) -> None:
    server = Served(*THREE)
    reader = Reader(mode, server, BY_LAST_ID)
    reader.some(9)
    assert reader.pager.cursor is None


@pytest.mark.parametrize(
    ("pages", "steps", "cursor"),
    [
        (BY_NEXT, [page(1, next="abc")], '{"after":"abc"}'),
        (
            NumberedPages[Any, int](
                parameter="page", items=lambda page: page["data"], first=0
            ),
            [page(1)],
            '{"page":1}',
        ),
        (
            LinkedPages[Any, int](items=lambda page: page["data"]),
            [
                httpx2.Response(
                    200,
                    json={"data": [1]},
                    headers={"Link": '<https://other.test/?p=2&q=a>; rel="next"'},
                )
            ],
            '{"p":"2","q":"a"}',
        ),
    ],
)
def test_every_way_of_paging_has_cursors(
    mode: str, pages: Any, steps: Any, cursor: str
) -> None:
    server = Served(*steps)
    reader = Reader(mode, server, pages)
    reader.some(1, whole=True)
    assert reader.pager.cursor == cursor
    reader.some(1, reader.pager.resume(cursor), whole=True)
    assert len(server.targets) == 2


def test_a_page_that_promises_more_without_saying_where_has_no_cursor(
    mode: str,
) -> None:
    server = Served(page(-1, more=True))
    reader = Reader(mode, server, BY_LAST_ID)
    assert reader.some(1, whole=True) == [{"data": [-1], "more": True}]
    with pytest.raises(PaginationError, match="without a cursor"):
        assert reader.pager.cursor


@pytest.mark.parametrize("text", ["", "abc", "[1]", "7", "null", None, "[" * 100_000])
def test_what_is_no_cursor_is_refused(mode: str, text: Any) -> None:
    server = Served(*THREE)
    with pytest.raises(ValueError, match="no cursor"):
        Reader(mode, server, BY_LAST_ID).pager.resume(text)
