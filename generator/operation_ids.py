"""What an operation is called: the words of its operationId that tell it from others.

An operationId is any unique text (OAS 3.2, Operation Object), and most are written by a framework
that surrounds the name of a function with what the document says anyhow: the class it is a method
of, its path, its HTTP method, a number. The name of the function is what people call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .english import ACTIONS, MODIFIERS, VERBS, one_of
from .naming import words
from .routes import Route, route_words, says_route

_METHOD = re.compile(r"_(?:get|put|post|delete|options|head|patch|trace|query)$")
_CONTROLLER = re.compile(r"^\w*controller[_.](?=[a-z])", re.IGNORECASE)
_VERSION = re.compile(r"_(v[0-9]+)$")
_USING = re.compile(r"(?<=[a-z0-9])Using(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH)$")
_HASH = re.compile(r"(?=.*[0-9])[0-9a-fA-F-]{12,}")
_DJANGO = {"destroy", "partial"}
_ENDS = VERBS | MODIFIERS | _DJANGO
"""Words that may be the last part of an id whose nouns stand in front."""
_NUMBER = re.compile(r"[_-][0-9]+$")


@dataclass(frozen=True, slots=True)
class OperationIds:
    """The operationIds of one document; `prefix` are the words that all of them begin with."""

    known: frozenset[str]
    prefix: tuple[str, ...]
    routes: Mapping[tuple[str, str], Route] = field(
        default_factory=dict[tuple[str, str], Route]
    )

    @classmethod
    def of(
        cls, operations: Iterable[Route], published: Sequence[str] = ()
    ) -> OperationIds:
        """Read the operations; a prefix that is published stays."""
        routes = {(route.method, route.path): route for route in operations}
        known = frozenset(r.identifier for r in routes.values() if r.identifier)
        ids = cls(known, ())
        named = [
            ids._plain(route.identifier, route.path)
            for route in routes.values()
            if _has_name(route.identifier, route.method, route.path)
        ]
        return cls(known, tuple(published) or _shared(named), routes)

    def words(self, operation_id: str, method: str, path: str) -> list[str]:
        """The words of an id without `prefix` and without a version in front.

        An operation without an id, or with one that only repeats its route, is named by its route.

        >>> NO_IDS.words("partnerV1ConfirmAppointment", "POST", "/confirm")
        ['confirm', 'appointment']
        >>> NO_IDS.words("", "get", "/pets/{petId}/toys")
        ['list', 'pet', 'toys']
        """
        method = method.upper()
        if not _has_name(operation_id, method, path):
            known = self.routes.get((method, path))
            return route_words(known or Route(operation_id, method, path))
        found = self._plain(operation_id, path)
        size = len(self.prefix)
        if size and len(found) > size and tuple(found[:size]) == self.prefix:
            found = found[size:]
        return _verb_first(operation_id, _unversioned(found), path)

    def _plain(self, operation_id: str, path: str) -> list[str]:
        """All words, save the number that tells an id from an equal one (springdoc, ReadMe)."""
        plain = _NUMBER.sub("", operation_id)
        return words(handler(plain if plain in self.known else operation_id, path))


NO_IDS = OperationIds(frozenset(), ())


def _has_name(operation_id: str, method: str, path: str) -> bool:
    is_text = bool(words(operation_id)) and not _HASH.fullmatch(operation_id)
    return is_text and not says_route(operation_id, method, path)


def _verb_first(operation_id: str, found: list[str], path: str) -> list[str]:
    """The words with a verb in front that the id has as its last part, as Django and Google do.

    >>> _verb_first("dcim_cable-types_partial_update", ["cable", "types", "partial", "update"], "/{id}")
    ['partial', 'update', 'cable', 'type']
    """
    parts = [words(part) for part in re.split(r"[_./]", operation_id)]
    last: list[str] = []
    while len(parts) > 1 and _ENDS.issuperset(parts[-1]):
        last = parts.pop() + last
    nouns = found[: len(found) - len(last)]
    if (
        (VERBS | _DJANGO).isdisjoint(last)
        or not nouns
        or found != nouns + last
        or nouns[0] in VERBS | ACTIONS
    ):
        return found
    is_one = path.rstrip("/").endswith("}") or last[0] == "create"
    if is_one and last[0] not in MODIFIERS | {"list"}:
        nouns[-1] = one_of(nouns[-1])
    return last + nouns


def _unversioned(found: list[str]) -> list[str]:
    """The words behind a leading version; a verb in front of it stays.

    >>> _unversioned(["partner", "v1", "confirm"]), _unversioned(["get", "v1", "pets"])
    (['confirm'], ['get', 'pets'])
    >>> _unversioned(["patch", "core", "v1", "pod"])
    ['patch', 'core', 'v1', 'pod']
    """
    for i, word in enumerate(found[:3]):
        if _is_version(word) and i + 1 < len(found):
            if found[0] not in VERBS | ACTIONS:
                return found[i + 1 :]
            return [found[0], *found[2:]] if i == 1 else found
    return found


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
