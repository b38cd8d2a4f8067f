"""Listing with the worked example: items, pages, and pages that lead nowhere."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.support.calling import Caller, ok


def page(sdk: ModuleType, *ids: str, more: bool = False) -> Any:
    data = [sdk.testing.make_appointment(id=id).to_dict() for id in ids]
    return ok({"object": "list", "url": "/x", "has_more": more, "data": data})


def cursors(caller: Caller) -> list[list[str] | None]:
    queries = [parse_qs(request.url.query.decode()) for request in caller.requests]
    return [query.get("starting_after") for query in queries]


def test_items_of_all_pages_are_walked(caller: Caller, sdk: ModuleType) -> None:
    items = caller.call(
        lambda c: c.appointments.list(status="held", limit=2),
        page(sdk, "a", "b", more=True),
        page(sdk, "c", "d", more=True),
        page(sdk, "e"),
    )
    assert [item.id for item in items] == ["a", "b", "c", "d", "e"]
    assert cursors(caller) == [None, ["b"], ["d"]]
    for request in caller.requests:
        query = parse_qs(request.url.query.decode())
        assert (query["status"], query["limit"]) == (["held"], ["2"])


def test_pages_are_walked(caller: Caller, sdk: ModuleType) -> None:
    pages = caller.call(
        lambda c: c.appointments.list().pages(),
        page(sdk, "a", more=True),
        page(sdk, "b"),
    )
    assert [[item.id for item in found.data] for found in pages] == [["a"], ["b"]]
    assert type(pages[0]) is sdk.models.AppointmentPage


def test_a_listing_starts_where_it_is_told(caller: Caller, sdk: ModuleType) -> None:
    caller.call(
        lambda c: c.appointments.list(starting_after="z"),
        page(sdk, "a", more=True),
        page(sdk, "b"),
    )
    assert cursors(caller) == [["z"], ["a"]]


def test_an_empty_listing_has_no_items(caller: Caller, sdk: ModuleType) -> None:
    assert caller.call(lambda c: c.appointments.list(), page(sdk)) == []


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        ([("a", True)], 2),
        ([("a", True), ("b", True), ("a", True)], 3),
        ([("", True)], 1),
    ],
    ids=["stuck", "circle", "empty"],
)
def test_pages_that_lead_nowhere_are_an_error(
    caller: Caller, sdk: ModuleType, answers: list[tuple[str, bool]], requests: int
) -> None:
    pages = [page(sdk, *ids, more=more) for ids, more in answers]
    with pytest.raises(sdk.errors.PaginationError, match="partnerV1ListAppointments"):
        caller.call(lambda c: c.appointments.list(), *pages)
    assert len(caller.requests) == requests
