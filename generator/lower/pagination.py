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
from ..source import Document, Json, extend
from ..spec import Spec

EXTENSION = "x-pagination"


def pagination(
    spec: Spec, operation: Document, pointer: str, report: Report
) -> CursorPagination | None:
    """The operation's pagination, or None when it has none or describes it wrongly."""
    written = operation.get(EXTENSION)
    if written is None:
        return None
    fault = _fault(spec, operation, written)
    if fault:
        where = spec.provenance.at(extend(pointer, EXTENSION))
        report.warning(
            "invalid-pagination",
            where,
            f"{EXTENSION}: {fault}; the operation returns single pages",
            help="see docs/configuration.md, x-pagination",
        )
        return None
    cursor = written["cursor"]
    return CursorPagination(
        parameter=cursor["parameter"],
        items=written["items"],
        has_more=written.get("has_more", ""),
        last_item=cursor.get("last_item", ""),
        next_cursor=cursor.get("next_cursor", ""),
        page_size=written.get("page_size", ""),
    )


def _fault(spec: Spec, operation: Document, written: Json) -> str:
    """What is wrong with the extension, "" when nothing is."""
    if not isinstance(written, dict) or not isinstance(written.get("cursor"), dict):
        return "an object with `items` and `cursor` is expected"
    cursor = written["cursor"]
    named = [written.get("items"), cursor.get("parameter")]
    source = [cursor[key] for key in ("last_item", "next_cursor") if key in cursor]
    if len(source) != 1 or not all(isinstance(n, str) for n in [*named, *source]):
        return "`items`, `cursor.parameter` and one of `cursor.last_item|next_cursor` are names"
    parameters = {spec.resolve(p).get("name") for p in operation.get("parameters", [])}
    for name in (cursor["parameter"], written.get("page_size", "")):
        if name and name not in parameters:
            return f"the operation has no parameter {name!r}"
    page = _page(spec, operation)
    for name in (written["items"], written.get("has_more"), cursor.get("next_cursor")):
        if name and name not in page:
            return f"the page has no field {name!r}"
    return _item_fault(spec, page[written["items"]], cursor.get("last_item"))


def _item_fault(spec: Spec, items: Json, name: str | None) -> str:
    array = spec.resolve(items)
    item = spec.resolve(array.get("items")) if isinstance(array, dict) else None
    fields = item.get("properties", {}) if isinstance(item, dict) else {}
    return f"an item has no field {name!r}" if name and name not in fields else ""


def _page(spec: Spec, operation: Document) -> Document:
    """The properties of the first successful JSON response."""
    for code, written in (operation.get("responses") or {}).items():
        if not code.startswith("2"):
            continue
        for media in (spec.resolve(written).get("content") or {}).values():
            schema = spec.resolve(media.get("schema"))
            if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
                return dict(schema["properties"])
    return {}
