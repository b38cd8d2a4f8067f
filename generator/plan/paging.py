"""How a list is paged: the constant beside its builder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from ..ir import (
    Field,
    Format,
    ListOf,
    Nullable,
    Operation,
    Ref,
    Response,
    TypeExpr,
)
from ..pages import (
    CursorPagination,
    FieldPath,
    LinkPagination,
    NextUrlPagination,
    NumberPagination,
    OffsetPagination,
    Pagination,
)
from ..python import WIDTH, Lines, columns
from .layout import call, opened
from .literals import literal
from .types import PlannedModel, Speller

STRATEGIES = {
    CursorPagination: ("pager", "CursorPages"),
    NumberPagination: ("numbered", "NumberedPages"),
    OffsetPagination: ("numbered", "OffsetPages"),
    NextUrlPagination: ("linked", "NextUrlPages"),
    LinkPagination: ("linked", "LinkedPages"),
}
"""Module of the runtime and class for each way of paging."""


LAMBDA = "lambda page: "


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
    if pagination is None or response is None or response.type is None:
        return None
    if response.format is not Format.JSON:
        return None
    page = _Page(response.type, models)
    items = page.type_at(pagination.items)
    if not isinstance(items, ListOf):
        return None
    arguments = _arguments(pagination, page, items.item)
    if arguments is None:
        return None
    page_type = speller.annotation(response.type)
    item_type = speller.annotation(items.item)
    module, name = STRATEGIES[type(pagination)]
    strategy = speller.imports.name(f".._runtime.{module}", name)
    constant = f"_{method.upper()}_PAGES"
    head, types = f"{constant} = {strategy}[", f"{page_type}, {item_type}"
    lines = call(f"{head}{types}](", arguments, ")", WIDTH)
    if columns(lines[0]) > WIDTH:
        lines = (*opened(head, types, "](", 0), *lines[1:])
    return Paging(constant, lines, page_type, item_type)


class _Page:
    """The type of a page, and expressions for what is in it."""

    def __init__(self, type_: TypeExpr, models: Mapping[str, PlannedModel]) -> None:
        self._type = type_
        self._models = models

    def _fields(self, path: FieldPath) -> list[tuple[Field, str]] | None:
        """Every field on the way down a path with its attribute; None when one is missing."""
        found: list[tuple[Field, str]] = []
        type_ = self._type
        for wire_name in path:
            model = self._models.get(type_.target) if isinstance(type_, Ref) else None
            fields = model.decl.fields if model else ()
            field = next((f for f in fields if f.wire_name == wire_name), None)
            if model is None or field is None:
                return None
            found.append((field, model.names[wire_name]))
            type_ = field.type.inner if isinstance(field.type, Nullable) else field.type
        return found

    def type_at(self, path: FieldPath) -> TypeExpr | None:
        """The type of the field at a path, null left out."""
        fields = self._fields(path)
        if fields is None:
            return None
        type_ = fields[-1][0].type if fields else self._type
        return type_.inner if isinstance(type_, Nullable) else type_

    def item_attribute(self, item: TypeExpr, wire_name: str) -> str | None:
        """The attribute of an item that is always there; None without one."""
        model = self._models.get(item.target) if isinstance(item, Ref) else None
        for field in model.decl.fields if model else ():
            if model and field.wire_name == wire_name and field.required:
                return model.names[wire_name]
        return None

    def getter(
        self,
        path: FieldPath,
        otherwise: str,
        after: str = "",
        *,
        may_be_empty: bool = False,
        is_flag: bool = False,
    ) -> str | None:
        """A function from a page to a field; `otherwise` where it may be absent or null.

        `after` is what follows the field; one that `may_be_empty` counts as absent then. Of one
        that `is_flag`, False is told from absent. None when there is no such field.
        """
        fields = self._fields(path)
        if fields is None:
            return None
        expression, tests = "page", list[str]()
        for field, attribute in fields:
            expression += f".{attribute}"
            if not field.required or isinstance(field.type, Nullable):
                tests.append(expression)
        if may_be_empty and expression not in tests:
            tests.append(expression)
        if is_flag and expression in tests:
            tests[-1] = f"isinstance({expression}, bool)"
        if not tests:
            return f"lambda page: {expression}{after}"
        if tests == [expression] and not after:
            return f"lambda page: {expression} or {otherwise}"
        test = " and ".join(tests)
        return f"lambda page: {expression}{after} if {test} else {otherwise}"


def _arguments(pagination: Pagination, page: _Page, item: TypeExpr) -> list[str] | None:
    """The arguments of the strategy, None when the page does not have what it needs."""
    found: dict[str, str | None] = {}
    items = page.getter(pagination.items, "[]")
    match pagination:
        case CursorPagination():
            found["parameter"] = literal(pagination.parameter)
            found["items"] = items
            found["cursor"] = _cursor(pagination, page, item)
            if pagination.has_more:
                found["has_more"] = page.getter(pagination.has_more, "False")
        case NumberPagination():
            found["parameter"] = literal(pagination.parameter)
            found["items"] = items
            if pagination.first != 1:
                found["first"] = literal(pagination.first)
            if pagination.last:
                found["last"] = page.getter(pagination.last, "None")
            if pagination.has_more:
                found["has_more"] = page.getter(
                    pagination.has_more, "None", is_flag=True
                )
        case OffsetPagination():
            found["parameter"] = literal(pagination.parameter)
            found["items"] = items
            if pagination.total:
                found["total"] = page.getter(pagination.total, "None")
            if pagination.has_more:
                found["has_more"] = page.getter(
                    pagination.has_more, "None", is_flag=True
                )
        case NextUrlPagination():
            found["items"] = items
            found["next_url"] = page.getter(pagination.next_url, "None")
        case LinkPagination():
            found["items"] = items
        case _:
            assert_never(pagination)
    if None in found.values():
        return None
    return [_argument(name, expression or "") for name, expression in found.items()]


def _argument(name: str, expression: str) -> str:
    """An argument four columns in; a long lambda has its body in parentheses."""
    line = f"{name}={expression}"
    if len(line) + 5 <= WIDTH or not expression.startswith(LAMBDA):
        return line
    return f"{name}={LAMBDA}(\n    {expression.removeprefix(LAMBDA)}\n)"


def _cursor(pagination: CursorPagination, page: _Page, item: TypeExpr) -> str | None:
    """A function from a page to the cursor of the next one, None after the last.

    An empty cursor is none. Without `has_more`, a page without items is the last.
    """
    if pagination.next_cursor:
        return page.getter(pagination.next_cursor, "None", may_be_empty=True)
    attribute = page.item_attribute(item, pagination.last_item)
    if not attribute:
        return None
    return page.getter(
        pagination.items,
        "None",
        f"[-1].{attribute}",
        may_be_empty=not pagination.has_more,
    )
