"""What an operation is called: the words of its operationId that tell it from others.

An operationId is any unique text (OAS 3.2, Operation Object), and most are written by a framework
that surrounds the name of a function with what the document says anyhow: the class it is a method
of, its path, its HTTP method, a number. The name of the function is what people call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .naming import VERBS, words

_METHOD = re.compile(r"_(?:get|put|post|delete|options|head|patch|trace|query)$")
_CONTROLLER = re.compile(r"^\w*controller[_.](?=[a-z])", re.IGNORECASE)
_VERSION = re.compile(r"_(v[0-9]+)$")
_USING = re.compile(r"(?<=[a-z0-9])Using(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH)$")
_NUMBER = re.compile(r"[_-][0-9]+$")


@dataclass(frozen=True, slots=True)
class OperationIds:
    """The operationIds of one document; `prefix` are the words that all of them begin with."""

    known: frozenset[str]
    prefix: tuple[str, ...]

    @classmethod
    def of(
        cls, operations: Iterable[tuple[str, str]], published: Sequence[str] = ()
    ) -> OperationIds:
        """Read operations, each its id and its path; a prefix that is published stays."""
        named = [(identifier, path) for identifier, path in operations if identifier]
        ids = cls(frozenset(identifier for identifier, _ in named), ())
        found = tuple(published) or _shared(ids._plain(*each) for each in named)
        return cls(ids.known, found)

    def words(self, operation_id: str, path: str) -> list[str]:
        """The words of an id without `prefix` and without a leading `... v1`; [] for no id.

        >>> OperationIds(frozenset(), ()).words("partnerV1ConfirmAppointment", "")
        ['confirm', 'appointment']
        """
        found = self._plain(operation_id, path)
        size = len(self.prefix)
        if size and len(found) > size and tuple(found[:size]) == self.prefix:
            found = found[size:]
        for i, word in enumerate(found[:3]):
            if _is_version(word) and i + 1 < len(found):
                return found[i + 1 :]
        return found

    def words_or_path(self, operation_id: str, method: str, path: str) -> list[str]:
        """The words of an id; where there are none the method and the words of the path.

        >>> OperationIds(frozenset(), ()).words_or_path("", "get", "/pets/{petId}/toys")
        ['get', 'pets', 'by', 'pet', 'id', 'toys']
        """
        found = self.words(operation_id, path)
        if found:
            return found
        found = words(method)
        for segment in path.split("/"):
            found += ["by"] if segment.startswith("{") else []
            found += words(segment)
        return found

    def _plain(self, operation_id: str, path: str) -> list[str]:
        """All words, save the number that tells an id from an equal one (springdoc, ReadMe)."""
        plain = _NUMBER.sub("", operation_id)
        return words(handler(plain if plain in self.known else operation_id, path))


def handler(operation_id: str, path: str) -> str:
    """The name of the function in an id that a framework made; other ids as they are.

    FastAPI appends the path and a method, springfox the method, Litestar writes the path before
    the name, and NestJS the class, with the version of the path behind it.

    >>> handler("read_item_items__item_id__get", "/items/{item_id}")
    'read_item'
    >>> handler("ItemsItemIdReadItem", "/items/{item_id}")
    'ReadItem'
    >>> handler("ItemsController_findOne_v1", "/v1/items/{id}")
    'findOne'
    """
    before = _METHOD.sub("", operation_id)
    trail = re.sub(r"\W", "_", path)
    if before != operation_id and before.endswith(trail) and before != trail:
        return before.removesuffix(trail)
    plain = _USING.sub("", operation_id)
    of_class = _CONTROLLER.sub("", plain)
    if of_class != plain:
        found = _VERSION.search(of_class)
        is_said = found is not None and f"/{found[1]}/" in path
        return _VERSION.sub("", of_class) if is_said else of_class
    titled = "".join(segment.title() for segment in path.split("/"))
    start = "".join(c for c in titled if c.isalnum())
    rest = plain.removeprefix(start)
    is_name = rest[:1].isupper() and not _METHOD.match(f"_{rest.lower()}")
    return rest if start and rest != plain and is_name else plain


def _shared(ids: Iterable[list[str]]) -> tuple[str, ...]:
    """The words that all ids begin with; () for fewer than two ids.

    At least one word of every id is left. A verb is no prefix: an API that can only `get` things
    still says so in every name.
    """
    split = list(ids)
    if len(split) < 2:
        return ()
    shared: list[str] = []
    for column in zip(*(s[:-1] for s in split), strict=False):
        if len(set(column)) > 1 or column[0] in VERBS:
            break
        shared.append(column[0])
    return tuple(shared)


def _is_version(word: str) -> bool:
    return (
        word[:1] == "v" and len(word) > 1 and set(word[1:]) <= frozenset("0123456789.")
    )
