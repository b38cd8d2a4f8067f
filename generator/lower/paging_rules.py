"""The usual conventions of listings, found where a request and its answer agree on one.

Nothing is guessed from one side alone: a parameter `page` pages only where the answer counts
pages or items or is nothing but items, a field `next_cursor` only where a parameter takes it. In
this order:

1. the last item's id as the cursor, where the page says `has_more` and items have an `id`;
2. a cursor in the page that a parameter takes;
3. the URL of the next page in the page, or a `Link` header;
4. numbered pages; 5. offsets.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..naming import snake
from ..pages import (
    CursorPagination,
    FieldPath,
    LinkPagination,
    NextUrlPagination,
    NumberPagination,
    OffsetPagination,
    Pagination,
)
from ..source import Json, is_array, is_object, text_at
from .page_shape import PageShape

LAST_ITEM = ("starting_after", "after", "after_id", "last_id")
"""Parameters that take the id of the last item."""

CURSORS: dict[str, tuple[str, ...]] = {
    "cursor": ("next_cursor", "cursor", "next", "end_cursor"),
    "next_cursor": ("next_cursor",),
    "page_cursor": ("next_cursor", "next_page_cursor"),
    "after": ("next_cursor", "after", "next", "end_cursor", "last_id", "next_after"),
    "starting_after": ("starting_after", "next_cursor", "last_id"),
    "page_token": ("next_page_token", "next_token"),
    "pagetoken": ("nextpagetoken", "next_page_token"),
    "next_page_token": ("next_page_token",),
    "next_token": ("next_token",),
    "pagination_token": ("next_token", "pagination_token"),
    "continuation_token": ("continuation_token", "next_continuation_token"),
    "continue": ("continue",),
    "marker": ("next_marker", "marker"),
    "page": ("next_page_token", "next_cursor", "next_page"),
}
"""Parameters that take a cursor, and the fields of a page that may hold it."""

HOLDERS = (
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page_info",
    "response_metadata",
    "links",
    "_links",
    "cursors",
    "pages",
    "paginator",
)
"""Objects of a page that hold what links the pages."""

NEXT_URLS = (
    "next",
    "next_url",
    "next_link",
    "next_page_url",
    "next_href",
    "odata_next_link",
)
HAS_MORE = ("has_more", "has_next", "has_next_page", "more")
COUNTS = ("total_pages", "page_count", "last_page", "num_pages", "pages_count", "pages")
TOTALS = ("total", "total_count", "total_items", "total_results", "count", "total_size")
NUMBERS = ("page", "page_number", "page_no", "pagenumber")
SIZES = ("per_page", "page_size", "limit", "size", "count", "max_results", "perpage")
OFFSETS = ("offset", "skip", "start", "start_index", "from")
USUAL_ITEMS = ("data", "items", "results", "values", "entries", "records", "list")
DEEPEST = 3


def detected(shape: PageShape) -> Pagination | None:
    """The convention that a listing follows, None when it follows none for certain."""
    items = _items(shape)
    if items is None:
        return None
    fields = _fields(shape)
    return (
        _by_last_item(shape, items, fields)
        or _by_cursor(shape, items, fields)
        or _by_url(shape, items, fields)
        or _by_number(shape, items, fields)
        or _by_offset(shape, items, fields)
    )


def _items(shape: PageShape) -> FieldPath | None:
    """The array of the page: itself, or its only one, or the one of a usual name."""
    if shape.kind(()) == "array":
        return ()
    arrays = [name for name in shape.fields() if shape.kind((name,)) == "array"]
    if len(arrays) > 1:
        arrays = [name for name in USUAL_ITEMS if name in arrays][:1]
    return (arrays[0],) if arrays else None


def _fields(shape: PageShape) -> dict[FieldPath, str]:
    """What may link the pages: (path, name in snake case), outer fields first."""
    found: dict[FieldPath, str] = {}
    waiting: list[FieldPath] = [()]
    while waiting:
        path = waiting.pop(0)
        for name in shape.fields(path):
            inner = (*path, name)
            spelled = snake(name).strip("_")
            found[inner] = spelled
            if len(inner) < DEEPEST and (spelled in HOLDERS or name in HOLDERS):
                waiting.append(inner)
            elif spelled == "next" and shape.kind(inner) == "object":
                found.update(
                    {(*inner, n): "next" for n in shape.fields(inner) if n == "href"}
                )
    return found


def _first(
    shape: PageShape,
    fields: dict[FieldPath, str],
    names: Iterable[str],
    kinds: tuple[str, ...],
) -> FieldPath:
    for name in names:
        for path, spelled in fields.items():
            if spelled == name and shape.kind(path) in kinds:
                return path
    return ()


def _named(shape: PageShape, names: Iterable[str]) -> str:
    """The first parameter of one of these names."""
    spelled = {snake(name): name for name in shape.parameters}
    return next((spelled[name] for name in names if name in spelled), "")


def _by_last_item(
    shape: PageShape, items: FieldPath, fields: dict[FieldPath, str]
) -> Pagination | None:
    has_more = _first(shape, fields, HAS_MORE, ("boolean",))
    parameter = _named(shape, LAST_ITEM)
    told = _first(shape, fields, ("next_cursor", "end_cursor"), ("string",))
    if not has_more or not parameter or told or "id" not in shape.item_fields(items):
        return None
    return CursorPagination(
        parameter=parameter, items=items, has_more=has_more, last_item="id"
    )


def _by_cursor(
    shape: PageShape, items: FieldPath, fields: dict[FieldPath, str]
) -> Pagination | None:
    for parameter in shape.parameters:
        held = CURSORS.get(snake(parameter), ()) or CURSORS.get(parameter.lower(), ())
        is_number = snake(parameter) == "page"
        if is_number and _types(shape.parameters[parameter]) & {"integer", "number"}:
            held = held[:-1]  # the next page has a number, too
        kinds = ("string",) if is_number else ("string", "integer")
        found = _first(shape, fields, held, kinds)
        if found and not _is_url(shape, found):
            has_more = _first(shape, fields, HAS_MORE, ("boolean",))
            return CursorPagination(
                parameter=parameter, items=items, has_more=has_more, next_cursor=found
            )
    return None


def _by_url(
    shape: PageShape, items: FieldPath, fields: dict[FieldPath, str]
) -> Pagination | None:
    found = _first(shape, fields, NEXT_URLS, ("string",))
    if found and _is_url(shape, found) and _is_page(items, fields):
        return NextUrlPagination(items=items, next_url=found)
    places = (*NUMBERS, *OFFSETS, *CURSORS)
    if not _named(shape, places):
        return None
    if found and (_is_url(shape, found) or _has_url_name(found, fields)):
        return NextUrlPagination(items=items, next_url=found)
    return LinkPagination(items=items) if shape.has_link_header else None


def _by_number(
    shape: PageShape, items: FieldPath, fields: dict[FieldPath, str]
) -> Pagination | None:
    parameter = _named(shape, NUMBERS)
    last = _first(shape, fields, COUNTS, ("integer",))
    has_more = _first(shape, fields, HAS_MORE, ("boolean",))
    total = _first(shape, fields, TOTALS, ("integer",))
    # A list that is the whole answer goes on until a page is empty, where a page has a size.
    is_plain = not items and bool(_named(shape, SIZES))
    if not parameter or not (last or has_more or total or is_plain):
        return None
    schema = shape.parameters[parameter]
    # Whether pages count from 0 or from 1 must be said: a wrong guess would skip a page.
    first = schema.get("default", schema.get("minimum"))
    if schema.get("type") not in ("integer", "number") or first not in (0, 1):
        return None
    return NumberPagination(
        parameter=parameter, items=items, first=int(first), last=last, has_more=has_more
    )


def _by_offset(
    shape: PageShape, items: FieldPath, fields: dict[FieldPath, str]
) -> Pagination | None:
    parameter = _named(shape, OFFSETS)
    total = _first(shape, fields, TOTALS, ("integer",))
    has_more = _first(shape, fields, HAS_MORE, ("boolean",))
    if not parameter or not _named(shape, SIZES) or not (total or has_more):
        return None
    if shape.parameters[parameter].get("type") not in ("integer", "number"):
        return None
    # `count` says as often how many items are on the page.
    total = () if total and fields[total] == "count" else total
    return OffsetPagination(
        parameter=parameter, items=items, total=total, has_more=has_more
    )


def _is_page(items: FieldPath, fields: dict[FieldPath, str]) -> bool:
    """Whether an answer says itself that it is one page of several: no parameter has to."""
    told = {*TOTALS, "previous", "prev", "first", "last", "page", "size"}
    return bool(items) and (
        items[-1] in USUAL_ITEMS or not told.isdisjoint(fields.values())
    )


def _types(schema: Json) -> set[Json]:
    """The JSON types of a schema."""
    types = schema.get("type") if is_object(schema) else None
    return set(types) if is_array(types) else {types}


def _is_url(shape: PageShape, path: FieldPath) -> bool:
    return text_at(shape.at(path), "format") in ("uri", "url", "uri-reference")


def _has_url_name(path: FieldPath, fields: dict[FieldPath, str]) -> bool:
    """Whether the name says that it is a URL, or what stands around it does."""
    around = {snake(name).strip("_") for name in path[:-1]}
    siblings = {name for other, name in fields.items() if other[:-1] == path[:-1]}
    return (
        fields[path] != "next"
        or "links" in around
        or not siblings.isdisjoint({"previous", "prev", "first", "last"})
    )
