"""The ways in which a listing comes in pages, as part of `ir`.

Fields are named by their wire names: what they are called in Python is for `plan` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

FieldPath: TypeAlias = tuple[str, ...]
"""Wire names from the page down to a field; () is the page itself, or no field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPagination:
    """Pages linked by a cursor that the caller sends back.

    The cursor is the field `last_item` of the last item, or the field `next_cursor` of the page.
    """

    parameter: str
    items: FieldPath
    has_more: FieldPath = ()
    last_item: str = ""
    next_cursor: FieldPath = ()
    page_size: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPagination:
    """Pages that the caller asks for by number; `last` holds how many there are."""

    parameter: str
    items: FieldPath
    first: int = 1
    last: FieldPath = ()
    has_more: FieldPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPagination:
    """Pages that begin after so many items; `total` holds how many there are."""

    parameter: str
    items: FieldPath
    total: FieldPath = ()
    has_more: FieldPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextUrlPagination:
    """Pages that hold the URL of the next one."""

    items: FieldPath
    next_url: FieldPath


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPagination:
    """Pages with a `Link` header (RFC 8288)."""

    items: FieldPath


Pagination: TypeAlias = (
    CursorPagination
    | NumberPagination
    | OffsetPagination
    | NextUrlPagination
    | LinkPagination
)
