"""Paging: every item once, lazily, and never round in circles."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from templates.package._runtime import codec
from templates.package._runtime.call import Call
from templates.package._runtime.errors import PaginationError
from templates.package._runtime.pager import AsyncPager, CursorPages, Pager
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import Driver, settings
from tests.support.hostile import Hostile, Step, answer

LIST: Call[dict[str, Any]] = Call(
    "listThings", "GET", "/things", codec.MapOf(codec.ANYTHING), query={"limit": 2}
)
BY_LAST_ID = CursorPages[dict[str, Any], int](
    parameter="after",
    items=lambda page: page["data"],
    has_more=lambda page: page["more"],
    cursor=lambda page: str(page["data"][-1]) if page["data"][-1] >= 0 else None,
)
BY_NEXT = CursorPages[dict[str, Any], int](
    parameter="after",
    items=lambda page: page["data"],
    cursor=lambda page: page["next"],
)


def page(*data: int, more: bool = False, next: str | None = None) -> Step:
    return answer({"data": list(data), "more": more, "next": next})


@dataclass
class Walker:
    """Walks pages with either pager, and says what came before an error."""

    driver: Driver
    items: list[int]

    def walk(
        self, server: Hostile, pages: CursorPages[dict[str, Any], int], **query: Any
    ) -> list[int]:
        call = LIST
        for name, value in query.items():
            call = call.with_arguments({name: value})
        chosen = settings(server.url)
        if self.driver.mode == "async":
            asyncio.run(self._walk(chosen, call, pages))
            return self.items
        transport = SyncTransport(chosen)
        try:
            for item in Pager(transport, call, pages):
                self.items.append(item)
        finally:
            transport.close()
        return self.items

    async def _walk(
        self, chosen: Any, call: Call[Any], pages: CursorPages[dict[str, Any], int]
    ) -> None:
        transport = AsyncTransport(chosen)
        try:
            async for item in AsyncPager(transport, call, pages):
                self.items.append(item)
        finally:
            await transport.close()


@pytest.fixture
def walker(driver: Driver) -> Walker:
    return Walker(driver, [])


def test_all_items_come_once_and_in_order(walker: Walker) -> None:
    with Hostile(page(1, 2, more=True), page(3, 4, more=True), page(5)) as server:
        assert walker.walk(server, BY_LAST_ID) == [1, 2, 3, 4, 5]
        assert [request.target for request in server.requests] == [
            "/things?limit=2",
            "/things?limit=2&after=2",
            "/things?limit=2&after=4",
        ]


def test_a_cursor_in_the_page_is_followed_until_it_is_null(walker: Walker) -> None:
    with Hostile(page(1, next="b"), page(next="c"), page(2)) as server:
        assert walker.walk(server, BY_NEXT) == [1, 2]
        assert len(server.requests) == 3


def test_an_empty_list_is_no_items(walker: Walker) -> None:
    with Hostile(page()) as server:
        assert walker.walk(server, BY_LAST_ID) == []


@pytest.mark.parametrize(
    ("steps", "problem", "before"),
    [
        ((page(1, 2, more=True), page(2, more=True)), "leads back", [1, 2, 2]),
        (
            (page(1, more=True), page(2, more=True), page(1, more=True)),
            "back",
            [1, 2, 1],
        ),
        ((page(more=True),), "without items", []),
        ((page(-1, more=True),), "without a cursor", [-1]),
    ],
)
def test_pages_that_lead_nowhere_raise(
    walker: Walker, steps: tuple[Step, ...], problem: str, before: list[int]
) -> None:
    with Hostile(*steps) as server:
        with pytest.raises(PaginationError, match=f"listThings: .*{problem}"):
            walker.walk(server, BY_LAST_ID)
        assert len(server.requests) == len(steps)
    assert walker.items == before


def test_a_page_that_leads_to_where_the_caller_began_raises(walker: Walker) -> None:
    with Hostile(page(1, more=True)) as server, pytest.raises(PaginationError):
        walker.walk(server, BY_LAST_ID, after="1")


def test_pages_are_fetched_when_asked_for_and_again_from_the_start() -> None:
    with Hostile(page(1, more=True), page(2), page(1)) as server:
        transport = SyncTransport(settings(server.url))
        pager = Pager(transport, LIST, BY_LAST_ID)
        assert repr(pager) == "<Pager of listThings>"
        assert server.requests == []
        walk = iter(pager)
        assert next(walk) == 1
        assert len(server.requests) == 1
        assert next(walk) == 2
        assert list(pager) == [1]
        assert pager.first_page()["data"] == [1]
        assert [list(one["data"]) for one in pager.pages()] == [[1]]
        transport.close()


def test_asynchronous_pages_come_whole_too() -> None:
    async def run(url: str) -> tuple[list[int], int]:
        transport = AsyncTransport(settings(url))
        pager = AsyncPager(transport, LIST, BY_LAST_ID)
        assert repr(pager) == "<AsyncPager of listThings>"
        first = await pager.first_page()
        count = len([page async for page in pager.pages()])
        await transport.close()
        return first["data"], count

    with Hostile(page(1, more=True), page(1, more=True), page(2)) as server:
        assert asyncio.run(run(server.url)) == ([1], 2)
