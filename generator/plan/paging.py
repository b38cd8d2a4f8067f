"""How a listing is walked, spelled as a constant of the resource's module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..ir import CursorPagination, ListOf, Operation, Ref, Response, TypeExpr
from ..python import Lines
from .layout import call
from .literals import literal
from .types import PlannedModel, Speller


@dataclass(frozen=True, slots=True)
class Paging:
    """The constant's name and lines, and the types of a page and of an item."""

    constant: str
    lines: Lines
    page: str
    item: str


def pages(
    operation: Operation,
    method: str,
    response: Response | None,
    models: Mapping[str, PlannedModel],
    speller: Speller,
) -> Paging | None:
    """The paging of an operation, None when it returns all at once."""
    pagination = operation.pagination
    if pagination is None or response is None or not isinstance(response.type, Ref):
        return None
    page = models.get(response.type.target)
    items = _items(page, pagination.items) if page else None
    if page is None or items is None:
        return None
    page_type = speller.annotation(response.type)
    item_type = speller.annotation(items.item)
    strategy = speller.imports.name(".._runtime.pager", "CursorPages")
    constant = f"_{method.upper()}_PAGES"
    arguments = [
        f"parameter={literal(pagination.parameter)}",
        f"items=lambda page: page.{page.names[pagination.items]}",
        f"cursor={_cursor(pagination, page, items.item, models)}",
    ]
    if pagination.has_more:
        arguments.append(
            f"has_more=lambda page: page.{page.names[pagination.has_more]}"
        )
    lines = call(
        f"{constant} = {strategy}[{page_type}, {item_type}](", arguments, ")", 88
    )
    return Paging(constant, lines, page_type, item_type)


def _items(page: PlannedModel, wire_name: str) -> ListOf | None:
    found = [f.type for f in page.decl.fields if f.wire_name == wire_name]
    return found[0] if found and isinstance(found[0], ListOf) else None


def _cursor(
    pagination: CursorPagination,
    page: PlannedModel,
    item: TypeExpr,
    models: Mapping[str, PlannedModel],
) -> str:
    """A function from a page with items to the cursor of the next one."""
    if pagination.next_cursor:
        return f"lambda page: page.{page.names[pagination.next_cursor]}"
    model = models.get(item.target) if isinstance(item, Ref) else None
    field = model.names[pagination.last_item] if model else pagination.last_item
    return f"lambda page: page.{page.names[pagination.items]}[-1].{field}"
