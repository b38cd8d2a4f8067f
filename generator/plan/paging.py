"""How a list is paged: the constant beside its builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from ..expressions import (
    Anything,
    Constant,
    ListOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    TypeExpr,
)
from ..ir import Field, Format, Operation
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
from .declared import PlannedModel
from .layout import call, opened
from .literals import literal
from .results import Result
from .scalars import SCALARS
from .types import Speller

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
    returned: Result,
    models: Mapping[str, PlannedModel],
    speller: Speller,
) -> Paging | None:
    """The paging of an operation, None when it returns all at once.

    An answer without content, which some servers give instead of an empty list, is a page
    without items.
    """
    pagination, response = operation.pagination, returned.response
    if pagination is None or response is None or response.type is None:
        return None
    if response.format is not Format.JSON:
        return None
    written = speller.scratch().annotation(response.type)
    if returned.annotation not in (written, f"{written} | None"):
        return None
    page = _Page(response.type, models, is_always=returned.annotation == written)
    items = page.type_at(pagination.items)
    if not isinstance(items, ListOf):
        return None
    arguments = _arguments(pagination, page, items.item, speller)
    if arguments is None:
        return None
    page_type = returned.annotation
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

    def __init__(
        self, type_: TypeExpr, models: Mapping[str, PlannedModel], *, is_always: bool
    ) -> None:
        """A page of the type; `is_always` when there is one in every answer."""
        self._type = type_.inner if isinstance(type_, Nullable) else type_
        self._models = models
        self._is_always = is_always and type_ == self._type

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

    def item_field(self, item: TypeExpr, wire_name: str) -> tuple[Field, str] | None:
        """A field of an item, and its attribute; None without one."""
        model = self._models.get(item.target) if isinstance(item, Ref) else None
        for field in model.decl.fields if model else ():
            if model and field.wire_name == wire_name:
                return field, model.names[wire_name]
        return None

    def getter(
        self,
        path: FieldPath,
        otherwise: str,
        after: str = "",
        *,
        may_be_empty: bool = False,
        is_flag: bool = False,
        written: Callable[[str], str] = str,
    ) -> str | None:
        """A function from a page to a field; `otherwise` where it may be absent or null.

        `after` is what follows the field; one that `may_be_empty` counts as absent then. Of one
        that `is_flag`, False is told from absent. `written` makes of the value's expression what
        is returned. None when there is no such field.
        """
        fields = self._fields(path)
        if fields is None:
            return None
        expression, tests = "page", list[str]()
        if not self._is_always:
            tests.append(expression)
        for field, attribute in fields:
            expression += f".{attribute}"
            if not field.required or isinstance(field.type, Nullable):
                tests.append(expression)
        if may_be_empty and expression not in tests:
            tests.append(expression)
        if is_flag and expression in tests:
            tests[-1] = f"isinstance({expression}, bool)"
        value = written(f"{expression}{after}")
        if not tests:
            return f"lambda page: {value}"
        if tests == [value]:
            return f"lambda page: {value} or {otherwise}"
        return f"lambda page: {value} if {' and '.join(tests)} else {otherwise}"


def _arguments(
    pagination: Pagination, page: _Page, item: TypeExpr, speller: Speller
) -> list[str] | None:
    """The arguments of the strategy, None when the page does not have what it needs."""
    found: dict[str, str | None] = {}
    items = page.getter(pagination.items, "[]")
    match pagination:
        case CursorPagination():
            found["parameter"] = literal(pagination.parameter)
            found["items"] = items
            found["cursor"] = _cursor(pagination, page, item, speller)
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


def _cursor(
    pagination: CursorPagination, page: _Page, item: TypeExpr, speller: Speller
) -> str | None:
    """A function from a page to the cursor of the next one, None after the last.

    An empty cursor is none. Without `has_more`, a page without items is the last.
    """
    path, after, may_be_empty = pagination.next_cursor, "", True
    type_ = page.type_at(path) if path else None
    if not path:
        found = page.item_field(item, pagination.last_item)
        if found is None:
            return None
        field, attribute = found
        # Where the page says that there are more, an item without an id is a fault that it finds.
        plain = isinstance(field.type, Primitive) and _is_plain(field.type, speller)
        if not field.required and not (pagination.has_more and plain):
            return None
        path, after, type_ = pagination.items, f"[-1].{attribute}", field.type
        may_be_empty = not pagination.has_more
    # One that is not text has to be written; whether it is null, only the page can tell.
    is_scalar = isinstance(type_, Primitive)
    if type_ is None or not (is_scalar or _is_plain(type_, speller)):
        return None

    def written(value: str) -> str:
        return str(speller.encoded(type_, value)) if is_scalar else value

    return page.getter(path, "None", after, may_be_empty=may_be_empty, written=written)


def _is_plain(type_: TypeExpr, speller: Speller) -> bool:
    """Whether values of the type are text or numbers as they are."""
    match type_:
        case Primitive(scalar):
            return not SCALARS[scalar].encode
        case Nullable(inner):
            return _is_plain(inner, speller)
        case OneOf(variants):
            return all(_is_plain(variant, speller) for variant in variants)
        case Ref(target):
            return speller.declared[target].is_enum
        case _:
            return isinstance(type_, Constant | Anything)
