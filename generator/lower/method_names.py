"""What a method is called within its resource: the words of its operation that the resource leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english import ACTIONS, NOUNS_TOO, VERBS, is_plural, one_of, plural, singulars
from ..naming import method_name, words
from ..operation_ids import has_name, verb_first
from ..routes import Route, is_prefix, of_resource, route_words

_GETTERS = frozenset({"get", "fetch", "retrieve"})
_HTTP_ONLY = frozenset({"post", "put"})


def own_name(route: Route, named: Sequence[str], resource: str) -> str:
    """The name of a method among those of its resource: `named` without what the resource says.

    A route is named from its resource on. To get many things is to list them.

    >>> own_name(Route("app.contacts.email.send", "POST", "/x"), ["send"], "emails")
    'send'
    >>> own_name(Route("", "GET", "/users/{user}/keys/{key}"), [], "keys")
    'get'
    """
    noun = words(resource)
    if not has_name(route.identifier, route.method, route.path):
        return method_name(route_words(of_resource(route, noun)), noun)
    found = _behind_group(route, list(named), noun)
    name = method_name(_listed(found, route, noun), noun)
    # What only repeats the method of HTTP says less than the route.
    is_said = name == route.method.lower() and name in _HTTP_ONLY
    return method_name(route_words(of_resource(route, noun)), noun) if is_said else name


def _behind_group(route: Route, named: list[str], noun: Sequence[str]) -> list[str]:
    """The words behind a group in the id that the resource, or the path, has as well.

    A group ends where the resource is named (`app.contacts.email.send` of the emails is `send`),
    or is the first segment of the path in front of a verb (`domains_create_record`), or a part of
    the resource's name (`inference_upload_file` of batch inference).
    """
    parts = re.split(r"[./]", route.identifier)
    for i, part in enumerate(parts[:-1]):
        rest = "_".join(parts[i + 1 :])
        if words(rest) and noun and singulars(words(part)) == singulars(noun):
            named = min(named, verb_first(rest, words(rest), route.path), key=len)
    group = words(re.split(r"[._/-]", route.identifier)[0])
    size = len(group)
    telling = [s for s in route.path.split("/") if s and not is_prefix(s)]
    segment = "".join(singulars(words("".join(telling[:1]))))
    verbs = (ACTIONS if size + 1 == len(named) else VERBS | ACTIONS) - NOUNS_TOO
    is_known = "".join(singulars(group)) == segment or (
        bool(group) and set(singulars(group)) < set(singulars(noun))
    )
    is_group = (
        named[:size] == group
        and is_known
        and bool(verbs.intersection(named[size : size + 1]))
    )
    return named[size:] if is_group else named


def _listed(found: list[str], route: Route, noun: Sequence[str]) -> list[str]:
    """`list` in front of the things that many are got of: `get pets`, `get pet list`."""
    is_many = route.lists or (route.answer == "page" and not route.path.endswith("}"))
    if found[0] not in _GETTERS or not is_many:
        return found
    *nouns, last = found[1:] or [""]
    if last == "list":
        return ["list", *nouns[:-1], *map(plural, nouns[-1:])]
    if not is_plural(last) or "list" in nouns:
        return found
    if method_name(found, noun) in _GETTERS:
        return ["list"]
    return ["list", *found[1:]] if route.lists and one_of(last) != last else found
