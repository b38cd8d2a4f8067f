"""Resources and method names: which operations belong together, and how they are told apart.

A method's name is a function of the operations of its resource, never of their order. Where
two would have one name, each takes the words of its path that the others do not have
(`list_for_org`), then what its path parameters are called (`get_by_slug`), then its HTTP method.
Where none has it, `by_id` is left out.
A name that is published or set by `x-sdk-name` stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ..english import singular, singulars
from ..ir import Operation
from ..naming import attribute, method_name, snake, words
from ..routes import is_prefix
from ..source import Document, array_at, text_at

DEFAULT_RESOURCE = "default"
_CONTROLLER = re.compile(r"(?<=\w)(?:[\W_]*controller|[\W_]+apis?)$", re.IGNORECASE)
_API = re.compile(r"(?<=[a-z0-9])(?:API|Api)s?$")
_GROUPED_ID = re.compile(r"([A-Z][A-Za-z0-9]*)_[A-Z][A-Za-z0-9]*")


def of_tag(tag: str) -> str:
    """The resource that a tag names; that it has a controller, or an API, says nothing.

    >>> of_tag("pet-controller"), of_tag("PetController"), of_tag("Pets API"), of_tag("API")
    ('pet', 'Pet', 'Pets', 'API')
    """
    return _API.sub("", _CONTROLLER.sub("", tag))


def group(path: str, operation: Document) -> str:
    """The resource of an operation: what its first tag says.

    Without tags it is the group in an id such as `Agreements_List` (as AutoRest has it), else
    the first telling segment of the path; a fragment or query is no part of it.
    """
    tags = array_at(operation, "tags")
    if tags and isinstance(tags[0], str) and tags[0].strip():
        return of_tag(tags[0])
    if grouped := _GROUPED_ID.fullmatch(text_at(operation, "operationId")):
        return grouped[1]
    plain = re.split("[?#]", path)[0]
    fixed = [part for part in plain.split("/") if part and "{" not in part]
    telling = [part for part in fixed if not is_prefix(part)]
    return next(iter([*telling, *fixed]), DEFAULT_RESOURCE)


def one_resource_each(groups: Iterable[str], declared: Sequence[str]) -> dict[str, str]:
    """For every group the name of its resource: groups that are one word are one resource.

    The declared spelling of a tag wins, else the first in alphabetical order.
    """
    order = {name: i for i, name in enumerate(declared)}
    chosen: dict[str, str] = {}
    names = sorted(set(groups), key=lambda name: (order.get(name, len(order)), name))
    for name in names:
        chosen.setdefault(attribute(name, DEFAULT_RESOURCE), name)
    return {name: chosen[attribute(name, DEFAULT_RESOURCE)] for name in names}


def distinct(
    operations: Sequence[Operation], resource: str, pinned: Mapping[str, str]
) -> tuple[Operation, ...]:
    """The operations with names that differ; `pinned` are those that stay, by operation id."""
    names = {operation.id: snake(operation.name) for operation in operations}
    _leave_out_parameters(operations, names, pinned)
    _say_whole(operations, names, pinned, words(resource))
    _keep_plurals(operations, names, pinned)
    ladder: tuple[Callable[[Operation, Sequence[Operation]], list[str]], ...] = (
        lambda operation, others: _path_words(operation, others, resource),
        _parameter_words,
        _http_method_words,
    )
    for words_of in ladder:
        for name, clashing in _clashes(operations, names):
            for operation in clashing:
                more = words_of(operation, clashing)
                if operation.id not in pinned and more:
                    names[operation.id] = snake("_".join([name, *more]))
    return tuple(
        o if names[o.id] == snake(o.name) else replace(o, name=names[o.id])
        for o in operations
    )


def _clashes(
    operations: Sequence[Operation], names: Mapping[str, str]
) -> list[tuple[str, list[Operation]]]:
    by_name: dict[str, list[Operation]] = {}
    for operation in operations:
        by_name.setdefault(names[operation.id], []).append(operation)
    return [(name, some) for name, some in by_name.items() if len(some) > 1]


def _say_whole(
    operations: Sequence[Operation],
    names: dict[str, str],
    pinned: Mapping[str, str],
    noun: Sequence[str],
) -> None:
    """Say of things of others whose they are, where names clash: `list_user_keys`.

    The one with the shortest path keeps its name: what is added below it renames nothing.
    """
    clashing = [
        o for _, some in _clashes(operations, names) for o in _without_shortest(some)
    ]
    whole = {
        o.id: method_name(words(o.title), noun) for o in clashing if o.id not in pinned
    }
    counts = Counter([*names.values(), *whole.values()])
    names.update(
        (id_, name) for id_, name in whole.items() if name and counts[name] == 1
    )


def _without_shortest(operations: Sequence[Operation]) -> list[Operation]:
    """All but the one whose path has the fewest segments, if there is one such."""
    sizes = [o.path.strip("/").count("/") for o in operations]
    least = min(sizes)
    is_one = sizes.count(least) == 1
    return [
        o
        for o, size in zip(operations, sizes, strict=True)
        if not is_one or size > least
    ]


def _keep_plurals(
    operations: Sequence[Operation], names: dict[str, str], pinned: Mapping[str, str]
) -> None:
    """Give operations on many things their noun back: `delete` and `delete_pets`."""
    for _, clashing in _clashes(operations, names):
        whole = {o.id: snake(o.title) for o in clashing if o.id not in pinned}
        ones = {snake("_".join(singulars(words(o.title)))) for o in clashing}
        many = [o for o in clashing if whole.get(o.id) not in {None, *ones}]
        if len(many) < len(clashing):
            names.update((o.id, whole[o.id]) for o in many)


def _leave_out_parameters(
    operations: Sequence[Operation], names: dict[str, str], pinned: Mapping[str, str]
) -> None:
    """Leave out how one is found, `by_id`, where it is found in no other way."""
    free = [o for o in operations if o.id not in pinned]
    found = {o.id: _without_parameter(names[o.id], o) for o in free}
    for id_, short in [(id_, short) for id_, short in found.items() if short]:
        others = [name for other, name in names.items() if other != id_]
        if any(n == short or n.startswith(f"{short}_by_") for n in others):
            found[id_] = ""
    names.update((id_, short) for id_, short in found.items() if short)


def _without_parameter(name: str, operation: Operation) -> str:
    """The name without `by` and a parameter of the path, "" where it does not end so."""
    for parameter in _parameters(operation):
        for said in (snake(parameter), "id"):
            short = name.removesuffix(f"_by_{said}")
            if short != name:
                return short
    return ""


def _path_words(
    operation: Operation, clashing: Sequence[Operation], resource: str
) -> list[str]:
    """The words of the fixed segments that not all of the operations have."""
    noun = {singular(word) for word in words(resource)}
    shared = set(_fixed(operation)).intersection(*map(_fixed, clashing))
    return [
        word
        for word in dict.fromkeys(_fixed(operation))
        if word not in shared and singular(word) not in noun
    ]


def _parameter_words(operation: Operation, clashing: Sequence[Operation]) -> list[str]:
    """`by` and the parameters of the path that not all of the operations have."""
    shared = set(_parameters(operation)).intersection(*map(_parameters, clashing))
    own = [name for name in _parameters(operation) if name not in shared]
    return ["by", *(word for name in own for word in words(name))] if own else []


def _http_method_words(
    operation: Operation, clashing: Sequence[Operation]
) -> list[str]:
    """`by` and the HTTP method; what is read needs none beside what is sent."""
    methods = {other.method for other in clashing}
    if len(methods) == 1 or operation.method == "GET":
        return []
    return [f"by_{operation.method.lower()}"]


def _fixed(operation: Operation) -> list[str]:
    segments = (s for s in operation.path.split("/") if "{" not in s)
    return [word for segment in segments for word in words(segment)]


def _parameters(operation: Operation) -> list[str]:
    return [part.partition("}")[0] for part in operation.path.split("{")[1:]]
