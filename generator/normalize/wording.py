"""The words that a use, a body or an operation lends to the name of a schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import TypeAlias

from .. import naming
from ..english import singular
from ..operation_ids import OperationIds
from ..source import Document, Json, array_at, is_array, is_object, object_at
from .groups import DISCRIMINATORS, Group, Use, constant, is_body, only_value
from .sites import Form, Role, Root

Words: TypeAlias = tuple[str, ...]

_GENERIC_WORDS = """
status type state kind role mode reason level category code name order sort format method action
event source target scope unit group class direction result value data attributes item items values
results body content object payload details info meta options params properties config settings
error fields filter filters
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Single words that mean nothing without their owner."""

_CONTAINER_WORDS = """
data item items result results record records row rows list entry entries value values node nodes
edge edges content contents element elements object objects
"""
CONTAINERS = frozenset(_CONTAINER_WORDS.split())
"""Names of the array in a page that do not tell what is in it."""


@lru_cache(maxsize=50_000)
def words(text: str) -> Words:
    """`naming.words`, remembered: a large description says the same names again and again."""
    return tuple(naming.words(text))


def own_words(use: Use) -> Words:
    """What the place itself calls the schema: its property, its parameter, its body."""
    name = next((step[1:] for step in reversed(use.trail) if step[:1] == "."), "")
    after = use.trail[_last_named(use.trail) + 1 :]
    found = words(name)
    if not found and isinstance(use.owner, Root):
        found = _root_words(use.owner, after)
    elif not found:
        found = words(use.owner.name)
    if after and found:
        found = (*found[:-1], singular(found[-1]))
    return found


def _last_named(trail: Sequence[str]) -> int:
    return max((i for i, step in enumerate(trail) if step[:1] == "."), default=-1)


def _root_words(root: Root, after: Sequence[str]) -> Words:
    if root.role in (Role.REQUEST, Role.RESPONSE):
        return (*words(root.component), root.role.value, *(["item"] if after else []))
    return words(root.name or root.component)


def owner_words(use: Use, ids: OperationIds, *, full: bool = False) -> Words:
    """What the owner of a use is called; `full` tells a request from its response."""
    owner = use.owner
    if isinstance(owner, Group):
        found = words(owner.name)
        if owner.contract and not full and found[-1:] in (("request",), ("response",)):
            found = found[:-1]
        return found
    if not owner.path:
        return words(owner.component)
    role = [owner.role.value] if full and owner.role is not Role.COMPONENT else []
    return (*root_words(owner, ids), *role)


def root_words(root: Root, ids: OperationIds) -> Words:
    """The words of the operation that a root belongs to; of its route when there is none."""
    return tuple(ids.words(root.operation_id, root.method, root.path))


def joined(owner: Words, own: Words) -> Words:
    """`owner` then `own`, said once where the two overlap.

    >>> joined(("list", "appointment"), ("appointment", "type"))
    ('list', 'appointment', 'type')
    """
    for size in range(min(len(owner), len(own)), 0, -1):
        if owner[-size:] == own[:size]:
            return owner + own[size:]
    return owner + own


def agreed(
    candidates: Iterable[tuple[Words, int]], content: Words | None = None
) -> Words:
    """One name out of many, each with its weight: the heaviest, the shortest, the first.

    With `content`, words that all names end in are preferred (`billing address` and `shipping
    address` are both an `address`), and where there are none, and no name is that of most uses,
    what is in the schema names it: permissions that are called `actions`, `checks` and
    `contents` are one `read write`.
    """
    weights: Counter[Words] = Counter()
    for candidate, weight in candidates:
        if candidate:
            weights[candidate] += weight
    if not weights:
        return ()
    if content is not None and len(weights) > 1:
        shared = _common_end(list(weights))
        if shared and not is_generic(shared):
            return shared
        if content and 2 * max(weights.values()) <= weights.total():
            return content
    return min(weights, key=lambda name: (-weights[name], len(name), name))


def _common_end(names: list[Words]) -> Words:
    shared: list[str] = []
    for column in zip(*(reversed(name) for name in names), strict=False):
        if len(set(column)) > 1:
            break
        shared.insert(0, column[0])
    return tuple(shared)


def is_generic(name: Words) -> bool:
    """Say whether a name needs its owner's name in front."""
    return len(name) == 1 and name[0] in GENERIC


def telling_uses(group: Group) -> list[Use]:
    """The uses that may name the group: those in models when there are any."""
    in_models = [
        use
        for use in group.uses
        if (isinstance(use.owner, Group) and not use.owner.contract)
        or (isinstance(use.owner, Root) and not use.owner.path)
    ]
    return in_models or group.uses


def title_words(group: Group) -> Words:
    """The title that all copies agree on, unless it only repeats the property's name."""
    titles = {site.node.get("title") for site in group.sites}
    title = titles.pop() if len(titles) == 1 else None
    found = words(title) if isinstance(title, str) and len(title) <= 60 else ()
    if len(found) > 5 or is_generic(found):
        return ()
    return () if any(found == own_words(use) for use in group.uses) else found


def constant_words(group: Group) -> Words:
    """The words of the constant by which an object says what it is."""
    return words(constant(group.node)) if group.form is Form.OBJECT else ()


def resource_words(root: Root) -> Words:
    """The singular of the last fixed segment of a path: what its operations are about."""
    segments = [s for s in root.path.split("/") if s and not s.startswith("{")]
    found = words(segments[-1]) if segments else ()
    return (*found[:-1], singular(found[-1])) if found else ()


def status_words(status: str) -> Words:
    """A status in words: `404` is not found, `4XX` a client error."""
    ranges = {"2": ("success",), "4": ("client", "error"), "5": ("server", "error")}
    try:
        return words(HTTPStatus(int(status)).phrase)
    except ValueError:
        return ranges.get(status[:1], words(status))


def variant_words(group: Group) -> Words:
    """What tells a variant of a union from the others: what it is, extends or must have."""
    node = group.node
    if group.form is Form.ENUM:
        return ("option",)
    if group.form is Form.UNION:
        return ("choice",)
    for member in node.get("allOf", ()):
        if is_object(member) and "$ref" in member:
            return words(str(member["$ref"]).rpartition("/")[2])
    properties = object_at(node, "properties")
    others = _alternatives(group)
    for name in (*DISCRIMINATORS, *_required(node)):
        value = only_value(properties.get(name))
        if value and value not in (only_value(_property(o, name)) for o in others):
            return words(value)
    own = [n for n in _required(node) if not any(n in _required(o) for o in others)]
    own += [n for n in properties if not any(_property(o, n) for o in others)]
    told = [*own, *_required(node), *properties, ""]
    return ("with", *words(told[0]))


def _alternatives(group: Group) -> list[Document]:
    """The other alternatives of the choices that a group is one of, where they are inline."""
    return [
        other
        for site in group.sites
        if is_array(site.holder)
        for other in site.holder
        if is_object(other) and other is not site.node
    ]


def _required(node: Document) -> list[str]:
    """The properties that are required, in the order in which they are described."""
    names = array_at(node, "required")
    return [name for name in object_at(node, "properties") if name in names]


def _property(node: Document, name: str) -> Json:
    return object_at(node, "properties").get(name)


def content_words(group: Group) -> Words:
    """A short enumeration by its values, a small object by its properties."""
    if group.form is Form.ENUM:
        values = sorted(str(v) for v in group.node["enum"] if v is not None)
        return tuple(w for v in values for w in words(v)) if len(values) <= 3 else ()
    properties = sorted(group.node.get("properties", {}))
    return (
        tuple(w for name in properties for w in words(name))
        if len(properties) <= 2
        else ()
    )


def body_roots(group: Group) -> list[Root]:
    """The requests and responses that consist of this schema."""
    return [
        use.owner
        for use in group.uses
        if isinstance(use.owner, Root) and is_body(use.owner, use.trail)
    ]
