"""What an operation is called: the words of its operationId that tell it from others.

An operationId is any unique text (OAS 3.2, Operation Object), and most are written by a framework
that surrounds the name of a function with what the document says anyhow: the class it is a method
of, its path, its HTTP method, a number. The name of the function is what people call it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .english import ACTIONS, MODIFIERS, NOUNS_TOO, VERBS, one_of, singulars
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
_ARTICLES = frozenset({"a", "an", "the"})
_BEFORE_ARTICLES = (
    VERBS | ACTIONS | {"and", "by", "for", "from", "in", "of", "on", "or", "to", "with"}
)
_HANDLERS = frozenset({"api", "controller", "endpoint", "handler", "method"})
"""What a function that serves an operation is, at the end of its name."""


@dataclass(frozen=True)
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
            if has_name(route.identifier, route.method, route.path)
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
        route = self.routes.get((method, path)) or Route(operation_id, method, path)
        if not has_name(operation_id, method, path):
            return route_words(route)
        found = self._plain(operation_id, path)
        size = len(self.prefix)
        if size and len(found) > size and tuple(found[:size]) == self.prefix:
            found = found[size:]
        found = _as_summed_up(_unversioned(found), route.summary)
        head, _, verb = operation_id.rpartition("-")
        is_kebab = verb in VERBS and self._heads[head] > 1
        written = operation_id.replace("-", "_") if is_kebab else operation_id
        return _without_article(_named(verb_first(written, found, path), route))

    @cached_property
    def _heads(self) -> Counter[str]:
        """What stands before a verb behind a hyphen: one more than once tells verbs from nouns."""
        split = [known.rpartition("-") for known in self.known]
        return Counter(head for head, _, verb in split if verb in VERBS)

    def _plain(self, operation_id: str, path: str) -> list[str]:
        """All words, save the number that tells an id from an equal one (springdoc, ReadMe)."""
        plain = _NUMBER.sub("", operation_id)
        return words(handler(plain if plain in self.known else operation_id, path))


NO_IDS = OperationIds(frozenset(), ())


def has_name(operation_id: str, method: str, path: str) -> bool:
    """Whether an id says more than the route does."""
    is_text = bool(words(operation_id)) and not _HASH.fullmatch(operation_id)
    return is_text and not says_route(operation_id, method, path)


def _as_summed_up(found: list[str], summary: str) -> list[str]:
    """The words as the summary tells them apart, where the id only runs it together.

    >>> _as_summed_up(["getinputtokencounts"], "Get input token counts")
    ['get', 'input', 'token', 'counts']
    """
    told = words(summary)
    same = "".join(told) == "".join(found)
    return told if same and len(told) > len(found) else found


def _named(found: list[str], route: Route) -> list[str]:
    """The words without what the function that serves the operation is called for.

    >>> _named(["list", "threads", "method"], Route("", "GET", "/threads"))
    ['list', 'threads']
    """
    said = singulars(words(f"{route.path} {route.summary}"))
    is_handler = len(found) > 2 and found[-1] in _HANDLERS
    is_said = any(word.endswith(found[-1]) for word in said)
    return found[:-1] if is_handler and not is_said else found


def _without_article(found: list[str]) -> list[str]:
    """The words without articles, which stand between others: `get an assignment of the class`."""
    between = zip(["", *found], found, [*found[1:], ""], strict=False)
    return [
        word
        for before, word, after in between
        if word not in _ARTICLES or before not in _BEFORE_ARTICLES or not after
    ]


def verb_first(operation_id: str, found: list[str], path: str) -> list[str]:
    """The words with a verb in front that the id has as its last part, as Django and Google do.

    >>> verb_first("dcim_cable-types_partial_update", ["cable", "types", "partial", "update"], "/{id}")
    ['partial', 'update', 'cable', 'type']
    """
    parts = [words(part) for part in re.split(r"[_./]", operation_id)]
    how = parts.pop() if len(parts) > 2 and parts[-1][:1] == ["by"] else []
    last: list[str] = []
    while len(parts) > 1 and _ENDS.issuperset(parts[-1]):
        last = parts.pop() + last
    nouns = found[: len(found) - len(last) - len(how)]
    if (
        (VERBS | _DJANGO).isdisjoint(last)
        or not nouns
        or found != nouns + last + how
        or nouns[0] in VERBS | ACTIONS - NOUNS_TOO
        or MODIFIERS.issuperset(nouns)
    ):
        return found
    is_one = path.rstrip("/").endswith("}") or last[0] == "create"
    if is_one and last[0] not in MODIFIERS | {"list"}:
        nouns[-1] = one_of(nouns[-1])
    return last + nouns + how


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
