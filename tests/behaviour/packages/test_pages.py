"""Listings of any package, whatever their convention: items, pages, and pages that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import Subject
from tests.support.hostile import Hostile, Step, answer

pytestmark = pytest.mark.needs("listing")

BEYOND = "cursor=c2&page=2"
NEXT = f'<https://api.invalid/next?{BEYOND}>; rel="next"'


def promising(subject: Subject) -> Any:
    """A page that says in every way there is that more follow."""
    page = subject.listing(subject.testing.FakeAPI().client()).first_page()
    if not hasattr(page, "to_dict"):
        return subject.listing.example
    make = subject.factory(page)
    for seed in (None, *range(20)):
        found = _promising(make(seed).to_dict())
        if _leads_on(subject, found):
            return found
    pytest.skip(f"no page of {subject.listing.id} says that more follow")


def _leads_on(subject: Subject, page: Any) -> bool:
    api = subject.testing.FakeAPI()
    api.answer(subject.listing.id, json=page, headers={"Link": NEXT})
    pager = subject.listing(api.client())
    next(pager.pages())
    return pager.cursor is not None


def _promising(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _promising(member) for name, member in value.items()}
    if value is None:
        return "c2"
    if value is False:
        return True
    if type(value) is int:
        return 1_000
    is_url = isinstance(value, str) and "://" in value
    return f"{value}?{BEYOND}" if is_url else value


def endless(subject: Subject) -> Step:
    """A server that answers every request with one page, and promises more."""
    return answer(promising(subject), headers={"Link": NEXT})


def test_all_items_are_listed(caller: Caller, subject: Subject) -> None:
    with Hostile(subject.listing.ok, answer({}, status=500)) as server:
        items = caller.run(server.url, lambda c: subject.listing(c).take(1))
        assert items == subject.listing.value[:1]
        assert len(server.requests) == 1


def test_nothing_is_asked_before_it_is_needed(caller: Caller, subject: Subject) -> None:
    def shown(client: Any) -> str:
        pager = subject.listing(client)
        assert pager.cursor is None
        return repr(pager)

    with Hostile(subject.listing.ok) as server:
        text = caller.run(server.url, shown)
        assert server.requests == []
    assert text.endswith(f"Pager of {subject.listing.id}>")


def test_the_first_page_is_one_request(caller: Caller, subject: Subject) -> None:
    listing = subject.listing
    with Hostile(endless(subject)) as server:
        page = caller.run(server.url, lambda c: listing(c).first_page())
        assert len(server.requests) == 1
    example = promising(subject)
    assert (page.to_dict() if hasattr(page, "to_dict") else len(page)) == (
        example if hasattr(page, "to_dict") else len(example)
    )


def test_a_server_that_always_answers_the_same_is_no_endless_list(
    caller: Caller, subject: Subject
) -> None:
    listing = subject.listing
    with Hostile(endless(subject)) as server:
        with pytest.raises(subject.errors.PaginationError, match=listing.id):
            caller.run(server.url, listing)
        assert len(server.requests) == 2
        first, second = (request.target for request in server.requests)
    assert first != second
    assert first.partition("?")[0] == second.partition("?")[0]


def test_a_page_that_fails_comes_after_the_items_before(
    caller: Caller, subject: Subject
) -> None:
    listing, seen = subject.listing, list[Any]()

    def walk(client: Any) -> Any:
        if caller.mode == "sync":
            return seen.extend(listing(client).pages())
        return _collected(listing(client).pages(), seen)

    with Hostile(endless(subject), answer(status=404)) as server:
        with pytest.raises(subject.errors.NotFoundError):
            caller.run(server.url, walk)
        assert len(server.requests) == 2
    assert len(seen) == 1


async def _collected(pages: Any, seen: list[Any]) -> None:
    async for page in pages:
        seen.append(page)  # noqa: PERF401


def test_a_list_goes_on_where_another_stopped(caller: Caller, subject: Subject) -> None:
    listing, cursors = subject.listing, list[Any]()

    def first(client: Any) -> Any:
        pager = listing(client)
        if caller.mode == "sync":
            next(pager.pages())
            return cursors.append(pager.cursor)
        return _one(pager, cursors)

    with Hostile(endless(subject)) as server:
        caller.run(server.url, first)
        caller.run(server.url, lambda c: listing(c).resume(cursors[0]).first_page())
        began, went_on = (request.target for request in server.requests)
    assert isinstance(cursors[0], str)
    assert began != went_on
    assert began.partition("?")[0] == went_on.partition("?")[0]


async def _one(pager: Any, cursors: list[Any]) -> None:
    pages = pager.pages()
    await anext(pages)
    cursors.append(pager.cursor)
    await pages.aclose()


@pytest.mark.parametrize("cursor", ["", "[1]", "no cursor", "\ud800"], ids=ascii)
def test_what_is_no_cursor_is_refused(
    caller: Caller, subject: Subject, cursor: str
) -> None:
    with Hostile(subject.listing.ok) as server:
        with pytest.raises(ValueError, match="no cursor of a pager"):
            caller.run(server.url, lambda c: subject.listing(c).resume(cursor))
        assert server.requests == []
