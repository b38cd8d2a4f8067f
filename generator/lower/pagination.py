"""How an operation pages: by the `x-pagination` extension, else by the usual conventions.

```yaml
x-pagination:
  items: data                  # the field that holds the items; left out: the page is the list
  has_more: has_more           # boolean: false ends the listing (optional)
  # one of
  cursor: {parameter: starting_after, last_item: id}     # or next_cursor: <field of the page>
  page: {parameter: page, first: 1, last: meta.pages}    # first, last: optional
  offset: {parameter: offset, total: meta.total}         # total: optional
  next_url: links.next
  link_header: true
```

A field of a field is written with dots. `x-pagination: false` says that nothing pages.
"""

from __future__ import annotations

from ..diagnostics import Report
from ..pages import (
    CursorPagination,
    FieldPath,
    LinkPagination,
    NextUrlPagination,
    NumberPagination,
    OffsetPagination,
    Pagination,
)
from ..source import Document, extend, is_object, object_at, text_at
from ..spec import Spec
from .page_shape import PageShape
from .paging_rules import detected

EXTENSION = "x-pagination"
STYLES = ("cursor", "page", "offset", "next_url", "link_header")


class _InvalidError(Exception):
    """What is wrong with the extension."""


def pagination(
    spec: Spec,
    method: str,
    path: str,
    operation: Document,
    pointer: str,
    report: Report,
) -> Pagination | None:
    """The operation's pagination, or None when it has none or describes it wrongly."""
    if EXTENSION not in operation:
        return detected(PageShape(spec, path, operation)) if method == "GET" else None
    written = operation[EXTENSION]
    if written is False:
        return None
    try:
        if not is_object(written):
            raise _InvalidError("an object or `false` is needed")
        return _read(PageShape(spec, path, operation), written)
    except _InvalidError as error:
        report.warning(
            "invalid-pagination",
            spec.provenance.at(extend(pointer, EXTENSION)),
            f"{EXTENSION}: {error}; the operation returns single pages",
            help="see docs/configuration.md, x-pagination",
        )
    return None


def _read(shape: PageShape, written: Document) -> Pagination:
    given = [style for style in STYLES if style in written]
    if len(given) != 1:
        raise _InvalidError(f"one of {', '.join(f'`{s}`' for s in STYLES)} is needed")
    items = _field(shape, text_at(written, "items"))
    if shape.kind(items) != "array":
        raise _InvalidError(f"{'.'.join(items) or 'the page'} is no array")
    has_more = _field(shape, text_at(written, "has_more"))
    options = object_at(written, given[0])
    match given[0]:
        case "cursor":
            return _cursor(shape, items, has_more, options, written)
        case "page":
            first = options.get("first", 1)
            return NumberPagination(
                parameter=_parameter(shape, text_at(options, "parameter")),
                items=items,
                first=first if isinstance(first, int) else 1,
                last=_field(shape, text_at(options, "last")),
                has_more=has_more,
            )
        case "offset":
            return OffsetPagination(
                parameter=_parameter(shape, text_at(options, "parameter")),
                items=items,
                total=_field(shape, text_at(options, "total")),
                has_more=has_more,
            )
        case "next_url":
            url = _field(shape, text_at(written, "next_url"))
            if not url:
                raise _InvalidError("`next_url` names a field of the page")
            return NextUrlPagination(items=items, next_url=url)
        case _:
            return LinkPagination(items=items)


def _cursor(
    shape: PageShape,
    items: FieldPath,
    has_more: FieldPath,
    options: Document,
    written: Document,
) -> CursorPagination:
    last_item, next_cursor = text_at(options, "last_item"), text_at(
        options, "next_cursor"
    )
    if bool(last_item) == bool(next_cursor):
        raise _InvalidError("one of `cursor.last_item|next_cursor` is needed")
    if last_item and last_item not in shape.item_fields(items):
        raise _InvalidError(f"an item has no field {last_item!r}")
    page_size = text_at(written, "page_size")
    return CursorPagination(
        parameter=_parameter(shape, text_at(options, "parameter")),
        items=items,
        has_more=has_more,
        last_item=last_item,
        next_cursor=_field(shape, next_cursor),
        page_size=_parameter(shape, page_size) if page_size else "",
    )


def _parameter(shape: PageShape, name: str) -> str:
    if name not in shape.parameters:
        raise _InvalidError(f"the operation has no parameter {name!r}")
    return name


def _field(shape: PageShape, written: str) -> FieldPath:
    if not written:
        return ()
    if written in shape.fields():
        return (written,)
    path = tuple(written.split("."))
    if shape.at(path) is None:
        raise _InvalidError(f"the page has no field {written!r}")
    return path
