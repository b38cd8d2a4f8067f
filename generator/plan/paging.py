"""How a listing is walked, spelled as a constant of the resource's module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..ir import (
    CursorPagination,
    Field,
    ListOf,
    Nullable,
    Operation,
    Ref,
    Response,
    TypeExpr,
)
from ..python import Lines
from .layout import call
from .literals import WIDTH, literal
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
        f"items=lambda page: {_value(page, pagination.items, '[]')}",
        f"cursor=lambda page: {_cursor(pagination, page, items.item, models)}",
    ]
    if pagination.has_more:
        more = _value(page, pagination.has_more, "False")
        arguments.append(f"has_more=lambda page: {more}")
    lines = call(
        f"{constant} = {strategy}[{page_type}, {item_type}](", arguments, ")", WIDTH
    )
    return Paging(constant, lines, page_type, item_type)


def _field(page: PlannedModel, wire_name: str) -> Field:
    return next(f for f in page.decl.fields if f.wire_name == wire_name)


def _items(page: PlannedModel, wire_name: str) -> ListOf | None:
    found = _field(page, wire_name).type
    inner = found.inner if isinstance(found, Nullable) else found
    return inner if isinstance(inner, ListOf) else None


def _value(page: PlannedModel, wire_name: str, absent: str) -> str:
    """A field of `page`, with what it means when it is left out or null."""
    field = _field(page, wire_name)
    certain = field.required and not isinstance(field.type, Nullable)
    value = f"page.{page.names[wire_name]}"
    return value if certain else f"{value} or {absent}"


def _cursor(
    pagination: CursorPagination,
    page: PlannedModel,
    item: TypeExpr,
    models: Mapping[str, PlannedModel],
) -> str:
    """The cursor of the page after `page`, None after the last.

    An empty cursor is none. Without `has_more`, a page without items is the last.
    """
    if pagination.next_cursor:
        return f"page.{page.names[pagination.next_cursor]} or None"
    model = models.get(item.target) if isinstance(item, Ref) else None
    field = model.names[pagination.last_item] if model else pagination.last_item
    items = f"page.{page.names[pagination.items]}"
    last = f"{items}[-1].{field}"
    certain = pagination.has_more and _value(page, pagination.items, "[]") == items
    return last if certain else f"{last} if {items} else None"
