"""The words that a use, a body or an operation lends to the name of a schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import TypeAlias

from .. import naming
from ..english import joined, singular, singulars
from ..operation_ids import OperationIds
from ..qualified import ends, is_qualified
from ..routes import is_prefix
from ..source import Document, Json, array_at, is_array, is_object, object_at
from .groups import DISCRIMINATORS, Group, Use, constant, is_body, only_value
from .sites import CHOICES, Form, Role, Root, Site

Words: TypeAlias = tuple[str, ...]

_GENERIC_WORDS = """
status type state kind role mode reason level category code name order sort format method action
event source target scope unit group class direction result value data attribute item body content
object payload detail info meta option param property config setting error field filter request
response id key
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Single words that mean nothing without their owner, in the singular."""

_ROLES = frozenset({"request", "response", "item"})

_CONTAINER_WORDS = """
data item items result results record records row rows list entry entries value values node nodes
edge edges content contents element elements object objects
"""
CONTAINERS = frozenset(_CONTAINER_WORDS.split())
"""Names of the array in a page that do not tell what is in it."""


_DEFINED = re.compile(r"^\.(\$defs|definitions)\.")
_MANY = {"[]": "item", "{}": "entry"}


@lru_cache(maxsize=50_000)
def words(text: str) -> Words:
    """`naming.words`, remembered: a large description says the same names again and again."""
    return tuple(naming.words(text))


def own_words(use: Use) -> Words:
    """What the place itself calls the schema: its property, its parameter, its body."""
    last = _last_named(use.trail)
    after = use.trail[last + 1 :]
    found = words(_DEFINED.sub("", use.trail[last])) if last >= 0 else ()
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
        is_short = is_qualified(owner.component) and not full
        return words(ends(owner.component)[0] if is_short else owner.component)
    role = [owner.role.value] if full and owner.role is not Role.COMPONENT else []
    return (*root_words(owner, ids), *role)


def root_words(root: Root, ids: OperationIds) -> Words:
    """The words of the operation that a root belongs to; of its route when there is none."""
    return tuple(ids.words(root.operation_id, root.method, root.path))


def owned(use: Use, owner: Words, own: Words, kind: str, *, full: bool) -> Words:
    """`joined`, with a word more where that is what the schema around it is called.

    An item is one of a list of its name, unless the name must be `full`; other things get the
    `kind` of schema that they are.
    """
    found = joined(owner, own)
    if singulars(found) != singulars(_schema_around(use)):
        return found
    step = use.trail[-1] if use.trail else ""
    if step in _MANY and found != owner and not full:
        return found
    return (*owner, _MANY.get(step, kind))


def _schema_around(use: Use) -> Words:
    if isinstance(use.owner, Group):
        return words(use.owner.name)
    is_schema = use.owner.role is Role.COMPONENT and not use.owner.path
    return words(use.owner.component) if is_schema else ()


FEW = 20
"""One use in so many does not name the rest."""


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
    if len(name) == 1:
        return len(name[0]) < 3 or name[0] in GENERIC or singular(name[0]) in GENERIC
    return bool(name) and _ROLES.issuperset(name)


def telling_uses(group: Group) -> list[Use]:
    """The uses that may name the group: those in models when there are any.

    The others count too where those are few among all, and say what it is.
    """
    in_models = [
        use
        for use in group.uses
        if (isinstance(use.owner, Group) and not use.owner.contract)
        or (isinstance(use.owner, Root) and not use.owner.path)
    ]
    if FEW * sum(len(use.sites) for use in in_models) > group.weight:
        return in_models
    name = agreed((own_words(use), len(use.sites)) for use in group.uses)
    return in_models if in_models and is_generic(name) else group.uses


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


def place_words(root: Root) -> Words:
    """The fixed segments of a path that are of this API alone: no version, no `api`."""
    segments = [s for s in root.path.split("/") if s and not s.startswith("{")]
    return tuple(w for s in segments if not is_prefix(s) for w in words(s))


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
        return _common_start(node) or ("choice",)
    for member in node.get("allOf", ()):
        if is_object(member) and "$ref" in member:
            return words(str(member["$ref"]).rpartition("/")[2])
    others = _alternatives(group)
    named = (*DISCRIMINATORS, *_required(node), *object_at(node, "properties"))
    values = [words(_only(node, name)) for name in named]
    taken = [words(_only(o, n)) for o in others for n in object_at(o, "properties")]
    told = next((value for value in values if value and value not in taken), None)
    return told or _contents(node, others)


def _contents(node: Document, others: list[Document]) -> Words:
    """What an object must have, and the others need not or have otherwise."""
    properties = object_at(node, "properties")
    required = _required(node)
    own = [n for n in required if not any(n in _required(o) for o in others)]
    own += [n for n in properties if not any(_property(o, n) for o in others)]
    if own:
        return ("with", *words(own[0]))
    for name in (*required, *properties):
        typed = _type_words(properties[name])
        if typed and all(typed != _type_words(_property(o, name)) for o in others):
            return ("with", *words(name), *(typed if others else ()))
    told = [*required, *properties]
    return ("with", *words(told[0])) if told else _type_words(node)[-1:] or ("schema",)


def _type_words(schema: Json) -> Words:
    """What a value is, behind the name of its property: `as string`, `of objects`."""
    type_ = schema.get("type") if is_object(schema) else None
    if type_ == "array":
        items = _type_words(object_at(schema, "items"))
        return ("of", f"{items[-1]}s") if items[:1] == ("as",) else ("as", "array")
    return ("as", type_) if isinstance(type_, str) else ()


def _common_start(union: Document) -> Words:
    """`with` and the words that begin the properties of all members of a union."""
    members = [m for keyword in CHOICES for m in array_at(union, keyword)]
    names = [
        [*_required(member), *object_at(member, "properties")]
        for member in members
        if is_object(member)
    ]
    if len(names) < len(members) or not all(names):
        return ()
    shared: list[str] = []
    for column in zip(*(words(some[0]) for some in names), strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return ("with", *shared) if shared else ()


def _alternatives(group: Group) -> list[Document]:
    """The other alternatives of the choices that a group is one of, where they are inline.

    Of a choice of arrays these are the items.
    """
    own = {id(site.node) for site in group.sites}
    found: list[Json] = []
    for site in group.sites:
        if is_array(site.holder):
            found += site.holder
        elif isinstance(site.owner, Site) and is_item_of_variant(site.trail):
            arrays = [m for k in CHOICES for m in array_at(site.owner.node, k)]
            found += [object_at(array, "items") for array in arrays]
    return [other for other in found if is_object(other) and id(other) not in own]


def is_item_of_variant(trail: Sequence[str]) -> bool:
    """Whether a trail ends at the items of an array that is one alternative of a choice."""
    return len(trail) > 1 and trail[-1] == "[]" and trail[-2][0] == "|"


def _required(node: Document) -> list[str]:
    """The properties that are required, in the order in which they are described."""
    names = array_at(node, "required")
    return [name for name in object_at(node, "properties") if name in names]


def _property(node: Document, name: str) -> Json:
    return object_at(node, "properties").get(name)


def _only(node: Document, name: str) -> str:
    return only_value(_property(node, name))


def content_words(group: Group) -> Words:
    """A short enumeration by its values, a small object by its properties."""
    if group.form is Form.ENUM:
        names, most = [str(v) for v in group.node["enum"] if v is not None], 3
    else:
        names, most = list(group.node.get("properties", {})), 2
    told = tuple(w for name in sorted(names) for w in words(name))
    is_text = all(word[:1].isalpha() for word in told)
    return told if is_text and len(names) <= most else ()


def body_roots(group: Group) -> list[Root]:
    """The requests and responses that consist of this schema."""
    return [
        use.owner
        for use in group.uses
        if isinstance(use.owner, Root) and is_body(use.owner, use.trail)
    ]
