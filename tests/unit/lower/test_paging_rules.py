"""Conventions of paging are found where request and answer agree, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics import Report
from generator.lower.pagination import pagination
from generator.pages import (
    CursorPagination,
    LinkPagination,
    NextUrlPagination,
    NumberPagination,
    OffsetPagination,
    Pagination,
)
from generator.spec import Provenance, Spec

TEXT = {"type": "string"}
COUNT = {"type": "integer"}
FLAG = {"type": "boolean"}
LIST = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT}}}
FIRST = {"type": "integer", "default": 1}


def found(
    page: dict[str, Any], parameters: dict[str, Any], **more: Any
) -> Pagination | None:
    schema = page if "type" in page else {"type": "object", "properties": page}
    response = {"content": {"application/json": {"schema": schema}}}
    response |= {"headers": more.pop("headers", {})}
    operation = {
        "parameters": [
            {"name": name, "in": "query", "schema": s} for name, s in parameters.items()
        ],
        "responses": {"200": response},
        **more,
    }
    document = {"paths": {"/a": {"get": operation}}}
    report = Report()
    result = pagination(
        Spec(document, Provenance()), "GET", "/a", operation, "", report
    )
    assert bool(list(report)) == more.get("x-pagination", {}).get("faulty", False)
    return result


NESTED = {"type": "object", "properties": {"next_cursor": TEXT, "total": COUNT}}
LINKS = {"type": "object", "properties": {"next": TEXT, "prev": TEXT}}
HREF = {
    "type": "object",
    "properties": {"next": {"type": "object", "properties": {"href": TEXT}}},
}
DATA = ("data",)

CASES: list[tuple[dict[str, Any], dict[str, Any], Pagination]] = [
    (
        {"data": LIST, "has_more": FLAG},
        {"starting_after": TEXT, "limit": COUNT},
        CursorPagination(
            parameter="starting_after",
            items=DATA,
            has_more=("has_more",),
            last_item="id",
        ),
    ),
    (
        {"data": LIST, "meta": NESTED},
        {"cursor": TEXT},
        CursorPagination(
            parameter="cursor", items=DATA, next_cursor=("meta", "next_cursor")
        ),
    ),
    (
        {"files": LIST, "nextPageToken": TEXT},
        {"pageToken": TEXT},
        CursorPagination(
            parameter="pageToken", items=("files",), next_cursor=("nextPageToken",)
        ),
    ),
    (
        {
            "items": LIST,
            "metadata": {"type": "object", "properties": {"continue": TEXT}},
        },
        {"continue": TEXT},
        CursorPagination(
            parameter="continue", items=("items",), next_cursor=("metadata", "continue")
        ),
    ),
    (
        {"droplets": LIST, "links": {"type": "object", "properties": {"pages": LINKS}}},
        {"page": COUNT, "per_page": COUNT},
        NextUrlPagination(items=("droplets",), next_url=("links", "pages", "next")),
    ),
    (
        {"values": LIST, "_links": HREF},
        {"page": COUNT},
        NextUrlPagination(items=("values",), next_url=("_links", "next", "href")),
    ),
    (
        {"results": LIST, "next": {"type": ["string", "null"], "format": "uri"}},
        {"offset": COUNT},
        NextUrlPagination(items=("results",), next_url=("next",)),
    ),
    (
        {"values": LIST, "next": {"type": "string", "format": "uri"}},
        {},
        NextUrlPagination(items=("values",), next_url=("next",)),
    ),
    (
        {"data": LIST, "next_page": TEXT, "has_more": FLAG},
        {"page": TEXT, "limit": COUNT},
        CursorPagination(
            parameter="page",
            items=DATA,
            has_more=("has_more",),
            next_cursor=("next_page",),
        ),
    ),
    (
        LIST,
        {"page": FIRST, "per_page": COUNT},
        NumberPagination(parameter="page", items=()),
    ),
    (
        {"data": LIST, "total_pages": COUNT},
        {"page": FIRST},
        NumberPagination(parameter="page", items=DATA, last=("total_pages",)),
    ),
    (
        {"data": LIST, "hasMore": FLAG},
        {"page": {"type": "integer", "minimum": 0}},
        NumberPagination(parameter="page", items=DATA, first=0, has_more=("hasMore",)),
    ),
    (
        {"data": LIST, "total": COUNT},
        {"offset": COUNT, "limit": COUNT},
        OffsetPagination(parameter="offset", items=DATA, total=("total",)),
    ),
]


@pytest.mark.parametrize(("page", "parameters", "expected"), CASES)
def test_conventions(
    page: dict[str, Any], parameters: dict[str, Any], expected: Pagination
) -> None:
    assert found(page, parameters) == expected


def test_a_link_header_pages_a_list_with_numbers() -> None:
    header = {"Link": {"schema": TEXT}}
    assert found(LIST, {"page": COUNT}, headers=header) == LinkPagination(items=())
    assert found(LIST, {}, headers=header) is None


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ({"data": LIST}, {"page": FIRST}),
        ({"data": LIST, "next_cursor": TEXT}, {"limit": COUNT}),
        ({"data": LIST, "total": COUNT}, {"page": COUNT}),
        ({"data": LIST, "has_more": FLAG}, {"limit": COUNT}),
        ({"a": LIST, "b": LIST, "total_pages": COUNT}, {"page": FIRST}),
        ({"total": COUNT}, {"offset": COUNT, "limit": COUNT}),
        (LIST, {"page": FIRST}),
        (LIST, {"page": COUNT, "per_page": COUNT}),
        ({"tags": LIST, "next": {"type": "string", "format": "uri"}}, {}),
        ({"data": LIST, "next_page": TEXT}, {"page": COUNT}),
    ],
)
def test_one_side_alone_says_nothing(
    page: dict[str, Any], parameters: dict[str, Any]
) -> None:
    assert found(page, parameters) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"page": {"parameter": "p", "first": 0, "last": "meta.total"}},
         NumberPagination(parameter="p", items=DATA, first=0, last=("meta", "total"))),
        ({"offset": {"parameter": "p", "total": "meta.total"}},
         OffsetPagination(parameter="p", items=DATA, total=("meta", "total"))),
        ({"next_url": "meta.next_cursor"},
         NextUrlPagination(items=DATA, next_url=("meta", "next_cursor"))),
        ({"link_header": True}, LinkPagination(items=DATA)),
        ({"cursor": {"parameter": "p", "next_cursor": "meta.next_cursor"}},
         CursorPagination(parameter="p", items=DATA, next_cursor=("meta", "next_cursor"))),
    ],
)  # fmt: skip
def test_the_extension_says_it_for_any_other(
    written: dict[str, Any], expected: Pagination
) -> None:
    page = {"data": LIST, "meta": NESTED}
    extension = {"items": "data", **written}
    assert found(page, {"p": TEXT}, **{"x-pagination": extension}) == expected


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"items": "meta", "link_header": True},
        {"items": "data", "page": {"parameter": "none"}},
        {"items": "data", "next_url": "meta.none"},
        {"items": "data", "link_header": True, "next_url": "meta.next_cursor"},
    ],
)
def test_an_extension_that_names_what_is_not_there_is_reported(
    written: dict[str, Any],
) -> None:
    page = {"data": LIST, "meta": NESTED}
    extension = {**written, "faulty": True}
    assert found(page, {"p": TEXT}, **{"x-pagination": extension}) is None
