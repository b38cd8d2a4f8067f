"""Lists whose pages name the next one by its URL, in the page or in a `Link` header.

Of that URL only the query is taken: the next page is another page of the same list, and
neither a key nor a personal value travels to a host that an answer names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from .response import RawResponse

Page = TypeVar("Page")
Item = TypeVar("Item")

_LINK = re.compile(r'<([^>]*)>((?:[^<"]|"[^"]*")*)')


@dataclass(frozen=True, kw_only=True)
class NextUrlPages(Generic[Page, Item]):
    """Pages that hold the URL of the next one."""

    items: Callable[[Page], Sequence[Item]]
    next_url: Callable[[Page], str | None]

    def after(
        self, answer: RawResponse[Page], asked: Mapping[str, object]
    ) -> Mapping[str, object] | str | None:
        """The arguments in the URL, None after the last page."""
        url = self.next_url(answer.parse())
        return _arguments(url) if url else None


@dataclass(frozen=True, kw_only=True)
class LinkedPages(Generic[Page, Item]):
    """Pages with a `Link` header whose relation is `next` (RFC 8288)."""

    items: Callable[[Page], Sequence[Item]]

    def after(
        self, answer: RawResponse[Page], asked: Mapping[str, object]
    ) -> Mapping[str, object] | str | None:
        """The arguments in the link, None after the last page."""
        for url, relations in _links(answer.headers.get("link", "")):
            if "next" in relations:
                return _arguments(url)
        return None


def _arguments(url: str) -> Mapping[str, object] | str:
    try:
        query = urlsplit(url).query
        found = parse_qs(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        found = {}
    if not found:
        return "more is promised at a URL without a query to continue with"
    return {name: v[0] if len(v) == 1 else v for name, v in found.items()}


def _links(header: str) -> Iterator[tuple[str, list[str]]]:
    """(URL, relations) of every link of a header."""
    for url, parameters in _LINK.findall(header):
        for parameter in parameters.split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "rel":
                yield url, value.strip(' ,"').lower().split()
