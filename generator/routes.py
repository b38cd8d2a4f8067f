"""What an operation is called by its HTTP method and its path, when nobody named it.

The words are those that people use for such a route: `GET /pets` lists pets, `POST /pets/{id}/feed`
feeds one, whether the description has no operationId there or one that only repeats the route.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from .english import (
    ACTIONS,
    MODIFIERS,
    NOUNS_TOO,
    VERBS,
    is_plural,
    joined,
    one_of,
    singular,
    singulars,
)
from .naming import words
from .source import Document, Json, array_at, is_array, is_object, object_at, text_at
from .spec import Spec

_VERSION = re.compile(r"_?v(\d[\d.]*|\{[^}]*\})?")
_SUFFIX = re.compile(r"\.(json|xml|php|aspx?|ashx|jspx?|cgi|do)$")

PREFIXES = frozenset({"api", "apis", "rest"})
"""Path segments that say nothing about what stands behind them; versions say as little."""

_ASKED = {"list", "get", "search", "query", "lookup", "find"} | {
    "download",
    "export",
    "check",
    "validate",
    "verify",
    "ping",
    "preview",
    "count",
}
"""The verbs among the last segments of what is read: the others are states (`GET /orders/open`)."""

_VERBS = {
    "GET": "get",
    "POST": "create",
    "PUT": "update",
    "PATCH": "patch",
    "DELETE": "delete",
}
METHODS = frozenset({*map(str.lower, _VERBS), "head", "options", "trace", "query"})
_ACTIONS_OF = {"GET": _ASKED, "DELETE": {"delete", "destroy", "remove"}}


@dataclass(frozen=True, slots=True)
class Route:
    """An operation as its description has it.

    `answer` is the shape of its first successful answer: `array`, `page` (an object with one
    array of objects), `object`, or "" when that is not known. `is_edited` says that the same path
    has a PUT or a PATCH, `has_items` that a path goes on with a parameter right behind it.
    """

    identifier: str
    method: str
    path: str
    answer: str = ""
    is_edited: bool = False
    summary: str = ""
    has_items: bool = False

    @property
    def lists(self) -> bool:
        """Whether the answer holds many, whatever the path ends with."""
        return self.answer == "array" or (self.answer == "page" and self.has_items)


def routes(spec: Spec) -> list[Route]:
    """The operations of a document, in its order."""
    collections = {
        path.rstrip("/").rpartition("/")[0]
        for _, path, _ in spec.operations()
        if path.rstrip("/").endswith("}")
    }
    return [
        Route(
            text_at(operation, "operationId"),
            method,
            path,
            _answer(spec, operation),
            bool({"put", "patch"} & spec.document["paths"][path].keys()),
            text_at(operation, "summary"),
            path.rstrip("/") in collections,
        )
        for method, path, operation in spec.operations()
    ]


def route_words(route: Route) -> list[str]:
    """The words that name a route: a verb, and what it is done to.

    >>> route_words(Route("", "GET", "/v1/pets/{petId}/toys"))
    ['list', 'pet', 'toys']
    >>> route_words(Route("", "POST", "/pets/{petId}/feed"))
    ['feed', 'pet']
    """
    segments = _spelled_as_said(route, list(_segments(route.path)))
    if not any(segments):
        return [_VERBS.get(route.method, route.method.lower())]
    of_one = not segments[-1]
    last = segments[-1]
    verb = _action(last, route.method)
    if verb:
        segments.pop()
    nouns: list[str] = []
    for i, found in enumerate(segments):
        is_item = bool(found) and i + 1 < len(segments) and not segments[i + 1]
        is_item = is_item and not (route.lists and i + 2 == len(segments))
        nouns += [*found[:-1], singular(found[-1])] if is_item else found
    if verb:
        return [*verb, *joined(nouns, last[len(verb) :])]
    if route.method == "POST" and not of_one:
        return ["create", *nouns[:-1], one_of(nouns[-1])]
    return [_verb(route, nouns[-1], of_one=of_one), *nouns]


def _action(last: Sequence[str], method: str) -> list[str]:
    """The words of the last segment that say what is done: `bulk activate` of `bulkActivate`."""
    how = list(takewhile(MODIFIERS.__contains__, last))
    verb, *more = last[len(how) :] or [""]
    if verb in NOUNS_TOO and more and is_plural(more[-1]):
        return []
    return [*how, verb] if verb in _ACTIONS_OF.get(method, ACTIONS | VERBS) else []


def _verb(route: Route, noun: str, *, of_one: bool) -> str:
    if route.method == "POST":
        return "create" if route.is_edited else "update"
    if route.method != "GET":
        return _VERBS.get(route.method, route.method.lower())
    if route.lists:
        return "list"
    is_list = one_of(noun) != noun and route.answer != "object"
    return "list" if is_list and not of_one else "get"


def of_resource(route: Route, noun: Sequence[str]) -> Route:
    """The route from where it names its resource on; what is before only says whose that is.

    >>> of_resource(Route("", "GET", "/users/{user}/keys/{id}"), ["api", "keys"]).path
    '/api_keys/{id}'
    """
    segments = [s for s in route.path.split("/") if s]
    for start in range(len(segments)):
        fixed = list(takewhile(lambda s: "{" not in s, segments[start:]))
        for end in range(start + len(fixed), start, -1):
            spelled = _spelled_resource(noun, segments[start:end])
            if not spelled or (
                end == len(segments) and _is_action(segments[-1], route)
            ):
                continue
            return replace(route, path="/".join(["", spelled, *segments[end:]]))
    return route


def _is_action(segment: str, route: Route) -> bool:
    return bool(_action(words(segment), route.method))


def _spelled_resource(noun: Sequence[str], segments: Iterable[str]) -> str:
    """The resource as segments that name it, or the end of its name, spell it; else ""."""
    said = [word for segment in segments for word in words(segment)]
    one, letters = singulars(noun), "".join(singulars(said))
    for start in range(len(one)):
        if "".join(one[start:]) == letters:
            return "_".join([*noun[:start], *said])
    return "_".join(noun) if sorted(singulars(said)) == sorted(one) else ""


def says_route(identifier: str, method: str, path: str) -> bool:
    """Whether an operationId only repeats the method and the path, or is a path itself.

    >>> says_route("get-users-userId", "GET", "/v1/users/{userId}")
    True
    >>> says_route("get_users_id_keys", "GET", "/users/{user_id}/keys")
    True
    >>> says_route("getUserById", "GET", "/users/{userId}")
    False
    """
    said = _letters(identifier)
    verb = method.lower()
    if "{" in identifier or ("{" in path and said == _letters(path)):
        return True
    if not said.startswith(verb) and not said.endswith(verb):
        return False
    segments = [s for s in path.split("/") if s]
    telling = [s for s in segments if not is_prefix(s)]
    for some in (segments, telling):
        fixed = [s for s in some if "{" not in s]
        ids = ["id" if "{" in s else s for s in some]
        for kept in (some, fixed, ids):
            place = _letters("".join(kept))
            if place and said in (verb + place, place + verb):
                return True
    return False


def is_prefix(segment: str) -> bool:
    """Whether a segment of a path is a version or says that this is an API."""
    name = segment.lower()
    return bool(_VERSION.fullmatch(name)) or name in PREFIXES


def _segments(path: str) -> Iterator[list[str]]:
    """The words of the segments that tell something; [] for a parameter."""
    plain = [s for s in re.split("[?#]", path)[0].split("/") if s]
    for segment in [s for s in plain if not is_prefix(s)] or plain:
        # Google's custom methods (AIP-136) stand behind a colon.
        for part in re.split(r":(?=[A-Za-z])", segment):
            fixed = re.sub(r"\{[^}]*\}(?:\.\w+$)?", " ", part)
            yield words(_SUFFIX.sub("", fixed))


def _spelled_as_said(route: Route, segments: list[list[str]]) -> list[list[str]]:
    """The one fixed segment with the words of the id: `getCustomPages` for `/custompages`."""
    said = [w for w in words(route.identifier) if w != route.method.lower()]
    fixed = [found for found in segments if found]
    if len(fixed) != 1 or "".join(said) != "".join(fixed[0]):
        return segments
    return [said if found else [] for found in segments]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _resolved(spec: Spec, node: Json) -> Document:
    """Like `Spec.resolved`, but {} for a reference that leads nowhere: others report it."""
    try:
        return spec.resolved(node)
    except KeyError:
        return {}


def _answer(spec: Spec, operation: Document) -> str:
    for status, response in object_at(operation, "responses").items():
        if str(status)[:1] != "2":
            continue
        for media in object_at(_resolved(spec, response), "content").values():
            return _shape(spec, _resolved(spec, media).get("schema"))
    return ""


def _shape(spec: Spec, written: Json) -> str:
    schema = _resolved(spec, written)
    if schema.get("type") == "array" or "items" in schema:
        return "array"
    members = [_resolved(spec, m) for m in array_at(schema, "allOf")]
    properties = [object_at(s, "properties") for s in (schema, *members)]
    found = [_resolved(spec, p) for some in properties for p in some.values()]
    lists = [p for p in found if is_object(p.get("items")) and _holds(spec, p["items"])]
    if len(lists) == 1:
        return "page"
    return "object" if found else ""


def _holds(spec: Spec, item: Json) -> bool:
    """Whether an array's items are objects."""
    schema = _resolved(spec, item)
    keywords = ("properties", "allOf", "anyOf", "oneOf")
    return any(
        is_object(schema[k]) or is_array(schema[k]) for k in keywords if k in schema
    )
