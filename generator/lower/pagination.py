"""How an operation pages: the `x-pagination` extension, usually set by an overlay.

```yaml
x-pagination:
  items: data                  # array of the page that holds the items
  has_more: has_more           # boolean of the page: false ends the listing (optional)
  cursor: {parameter: starting_after, last_item: id}   # or next_cursor: <field of the page>
  page_size: limit             # query parameter (optional)
```
"""

from __future__ import annotations

from ..diagnostics import Report
from ..ir import CursorPagination
from ..source import Document, array_at, extend, is_object, object_at, text_at
from ..spec import Spec

EXTENSION = "x-pagination"


def pagination(
    spec: Spec, operation: Document, pointer: str, report: Report
) -> CursorPagination | None:
    """The operation's pagination, or None when it has none or describes it wrongly."""
    if EXTENSION not in operation:
        return None
    written = object_at(operation, EXTENSION)
    fault = _fault(spec, operation, written)
    if fault:
        report.warning(
            "invalid-pagination",
            spec.provenance.at(extend(pointer, EXTENSION)),
            f"{EXTENSION}: {fault}; the operation returns single pages",
            help="see docs/configuration.md, x-pagination",
        )
        return None
    cursor = object_at(written, "cursor")
    return CursorPagination(
        parameter=text_at(cursor, "parameter"),
        items=text_at(written, "items"),
        has_more=text_at(written, "has_more"),
        last_item=text_at(cursor, "last_item"),
        next_cursor=text_at(cursor, "next_cursor"),
        page_size=text_at(written, "page_size"),
    )


def _fault(spec: Spec, operation: Document, written: Document) -> str:
    """What is wrong with the extension, "" when nothing is."""
    cursor = object_at(written, "cursor")
    items, parameter = text_at(written, "items"), text_at(cursor, "parameter")
    last_item, next_cursor = text_at(cursor, "last_item"), text_at(
        cursor, "next_cursor"
    )
    if not items or not parameter or bool(last_item) == bool(next_cursor):
        return "`items`, `cursor.parameter` and one of `cursor.last_item|next_cursor` are needed"
    parameters = {
        text_at(spec.resolve(p), "name") for p in array_at(operation, "parameters")
    }
    for name in (parameter, text_at(written, "page_size")):
        if name and name not in parameters:
            return f"the operation has no parameter {name!r}"
    page = _page(spec, operation)
    for name in (items, text_at(written, "has_more"), next_cursor):
        if name and name not in page:
            return f"the page has no field {name!r}"
    item = spec.resolved(spec.resolved(page[items]).get("items"))
    if last_item and last_item not in object_at(item, "properties"):
        return f"an item has no field {last_item!r}"
    return ""


def _page(spec: Spec, operation: Document) -> Document:
    """The properties of the first successful JSON response."""
    for code, written in object_at(operation, "responses").items():
        if not code.startswith("2"):
            continue
        for media in object_at(spec.resolved(written), "content").values():
            properties = object_at(
                spec.resolved(media.get("schema") if is_object(media) else None),
                "properties",
            )
            if properties:
                return properties
    return {}
