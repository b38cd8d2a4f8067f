"""Pages by number, by offset and by link: where they end, and what they refuse."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from templates.package._runtime import codec
from templates.package._runtime.call import Call
from templates.package._runtime.errors import PaginationError
from templates.package._runtime.linked import LinkedPages, NextUrlPages
from templates.package._runtime.numbered import NumberedPages, OffsetPages
from templates.package._runtime.pager import Pager, Pages
from templates.package._runtime.transport import SyncTransport
from tests.behaviour.runtime.driver import settings

Page = dict[str, Any]
ALL = list(range(7))


def items(page: Page) -> list[int]:
    found: list[int] = page["items"]
    return found


def walk(serve: Any, pages: Pages[Page, int], **query: Any) -> list[int]:
    """The items of a list that `serve` answers by query."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        found = serve(dict(request.url.params))
        if isinstance(found, httpx2.Response):
            return found
        return httpx2.Response(200, json=found)

    call: Call[Page] = Call("list", "GET", "/a", codec.ANYTHING, query=query)
    with httpx2.Client(transport=httpx2.MockTransport(answer)) as client:
        transport = SyncTransport(settings("https://api.test"), client)
        return list(Pager(transport, call, pages))


def numbered(query: dict[str, str]) -> Page:
    at = (int(query.get("page", "1")) - 1) * 3
    return {"items": ALL[at : at + 3], "pages": 3, "more": at + 3 < len(ALL)}


def by_offset(query: dict[str, str]) -> Page:
    at = int(query.get("offset", "0"))
    return {"items": ALL[at : at + 3], "total": len(ALL)}


@pytest.mark.parametrize(
    "more",
    [{}, {"last": lambda p: p["pages"]}, {"has_more": lambda p: p["more"]}],
    ids=["until-empty", "by-count", "by-flag"],
)
def test_numbered_pages(more: dict[str, Any]) -> None:
    pages = NumberedPages[Page, int](parameter="page", items=items, **more)
    assert walk(numbered, pages) == ALL
    assert walk(numbered, pages, page=2) == ALL[3:]


@pytest.mark.parametrize("more", [{}, {"total": lambda p: p["total"]}])
def test_offset_pages(more: dict[str, Any]) -> None:
    pages = OffsetPages[Page, int](parameter="offset", items=items, **more)
    assert walk(by_offset, pages) == ALL
    assert walk(by_offset, pages, offset=5) == ALL[5:]


@pytest.mark.parametrize(
    "pages",
    [
        NumberedPages[Page, int](parameter="page", items=items),
        OffsetPages[Page, int](parameter="offset", items=items),
    ],
)
def test_a_server_that_ignores_the_argument_is_no_endless_list(
    pages: Pages[Page, int],
) -> None:
    with pytest.raises(PaginationError, match="leads back"):
        walk(lambda query: {"items": [1]}, pages)


def test_next_urls_are_followed_by_their_query_alone() -> None:
    def serve(query: dict[str, str]) -> Page:
        page = numbered(query)
        following = int(query.get("page", "1")) + 1
        page["next"] = (
            f"https://evil.test/b?page={following}&q=x" if page["more"] else None
        )
        assert query.get("q") == "x"
        return page

    pages = NextUrlPages[Page, int](items=items, next_url=lambda p: p["next"])
    assert walk(serve, pages, q="x") == ALL


@pytest.mark.parametrize(
    "header",
    [
        '<https://api.test/a?page={}>; rel="next"',
        '<https://api.test/a?page=1>; rel="prev", </a?page={}>; title="a, b<c>"; rel="last next"',
        "<?page={}>;rel=next,<?page=9>;rel=last",
    ],
)
def test_link_headers(header: str) -> None:
    def serve(query: dict[str, str]) -> httpx2.Response:
        page = numbered(query)
        link = header.format(int(query.get("page", "1")) + 1) if page["more"] else ""
        return httpx2.Response(200, json=page, headers={"link": link})

    assert walk(serve, LinkedPages[Page, int](items=items)) == ALL


def test_a_next_url_that_leads_nowhere_raises() -> None:
    pages = NextUrlPages[Page, int](items=items, next_url=lambda p: "/a")
    with pytest.raises(PaginationError, match="without a query"):
        walk(numbered, pages)


def test_a_next_url_that_stands_still_raises() -> None:
    pages = NextUrlPages[Page, int](items=items, next_url=lambda p: "/a?page=1")
    with pytest.raises(PaginationError, match="leads back"):
        walk(numbered, pages, page=1)


def test_pages_that_are_empty_but_linked_are_passed_over() -> None:
    """A server that filters what it has found may have nothing to show on several pages."""

    def serve(query: dict[str, str]) -> httpx2.Response:
        number = int(query.get("page", "1"))
        link = f'</a?page={number + 1}>; rel="next"' if number < 4 else ""
        found = {"items": [7] if number == 4 else []}
        return httpx2.Response(200, json=found, headers={"link": link})

    assert walk(serve, LinkedPages[Page, int](items=items)) == [7]
