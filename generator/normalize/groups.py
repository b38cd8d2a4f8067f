"""Groups the sites of one shape: what will become one component.

A body that belongs to one operation is grouped with that operation's bodies only, because two
operations that answer alike today are still two contracts. Entities (which say what they are by
a constant), pages and error bodies are shared wherever they are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ..source import Document, Json, array_at, is_array, is_object
from .sites import CHOICES, Form, Role, Root, Site, is_null

DISCRIMINATORS = (
    "object",
    "__typename",
    "resourceType",
    "resource_type",
    "objectType",
    "object_type",
    "kind",
    "type",
)
"""Properties whose constant value says what an object is, the most telling first."""

ENVELOPE_WORDS = frozenset(
    {"list", "page", "collection", "search_result", "object", "array"}
)
"""Constant values that say how a thing is wrapped, not what it is."""

_PAGING_WORDS = """
has_more hasMore has_next hasNext next next_page nextPage next_url nextUrl next_cursor nextCursor
next_page_token nextPageToken cursor cursors after page page_info pageInfo paging pagination
total total_count totalCount total_pages totalPages offset last_id
"""
PAGING_SIGNALS = frozenset(_PAGING_WORDS.split())
"""Properties that only a page of a longer list has."""


@dataclass(slots=True, eq=False)
class Use:
    """One place of the finished document that refers to a group: an owner, and a trail in it."""

    owner: Group | Root
    trail: tuple[str, ...]
    sites: list[Site] = field(default_factory=list[Site])

    @property
    def key(self) -> str:
        """A stable name of the place, in wire terms; owners must have their names by now."""
        apart = " " if isinstance(self.owner, Root) and self.owner.path else ""
        return f"{label(self.owner)}{apart}{''.join(self.trail)}".rstrip()


@dataclass(slots=True, eq=False)
class Group:
    """Sites that become one component; a `contract` is a body that belongs to one operation."""

    sites: list[Site]
    contract: bool = False
    uses: list[Use] = field(default_factory=list[Use])
    name: str = ""
    existing: bool = False

    @property
    def node(self) -> Document:
        """The schema, as it was written first."""
        return self.sites[0].node

    @property
    def form(self) -> Form:
        return self.sites[0].form

    @property
    def weight(self) -> int:
        """How many times the schema was written out."""
        return len(self.sites)

    @property
    def owners(self) -> list[Group]:
        return [use.owner for use in self.uses if isinstance(use.owner, Group)]

    @property
    def is_body(self) -> bool:
        return any(
            isinstance(u.owner, Root) and is_body(u.owner, u.trail) for u in self.uses
        )

    def roots(self) -> list[Root]:
        return [site.root for site in self.sites]

    def sent_only(self) -> bool:
        """Say whether every use is in a request."""
        return all(root.role in (Role.REQUEST, Role.PARAMETER) for root in self.roots())


_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_STRUCTURED = frozenset(
    ("$ref", "properties", "patternProperties", "prefixItems", "allOf", *CHOICES)
)
MOST_SPELLED = 4
"""How many alternatives are read at a glance."""


def is_spelled(group: Group) -> bool:
    """Whether the schema is a choice of plain values: `str | int` says more than a name would."""
    if group.form is not Form.UNION:
        return False
    members = [m for keyword in CHOICES for m in array_at(group.node, keyword)]
    some = [m for m in members if not is_null(m)]
    return len(some) <= MOST_SPELLED and all(_is_plain(m, nests=True) for m in some)


def _is_plain(schema: Json, *, nests: bool = False) -> bool:
    """Whether a schema is of a scalar or a constant, or `nests` and many of them."""
    if not is_object(schema) or not _STRUCTURED.isdisjoint(schema):
        return False
    values = schema.get("enum")
    if is_array(values) and len(values) > 1:
        return False
    types = schema.get("type")
    some = [t for t in types if t != "null"] if is_array(types) else [types]
    if some == ["array"]:
        return nests and _is_plain(schema.get("items"))
    if some == ["object"]:
        return nests and _is_plain(schema.get("additionalProperties"))
    is_constant = "const" in schema or (is_array(values) and len(values) == 1)
    return len(some) == 1 and (some[0] in _SCALARS or (is_constant and some == [None]))


Bodies: TypeAlias = tuple[str, str, str]


def group(sites: list[Site]) -> list[Group]:
    """Group sites by shape; outer groups come before the groups inside them."""
    found: dict[tuple[int, object], Group] = {}
    of_site: dict[Site, Group] = {}
    for site in sites:
        key = (site.shape, _contract(site))
        member = found.setdefault(key, Group([], contract=key[1] is not None))
        member.sites.append(site)
        of_site[site] = member
    groups = list(found.values())
    for member in groups:
        collect_uses(member, of_site)
    return outer_first(groups)


def collect_uses(member: Group, of_site: dict[Site, Group]) -> None:
    """Fold the sites of a group into its uses: copies within copies are one use."""
    uses: dict[tuple[object, tuple[str, ...]], Use] = {}
    for site in member.sites:
        owner = of_site[site.owner] if isinstance(site.owner, Site) else site.owner
        use = uses.setdefault((owner, site.trail), Use(owner, site.trail))
        use.sites.append(site)
    member.uses = list(uses.values())


def outer_first(groups: list[Group]) -> list[Group]:
    """Sort so that every owner precedes what it owns; otherwise the order stays."""
    depths: dict[Group, int] = {}

    def depth(member: Group) -> int:
        known = depths.get(member)
        if known is None:
            known = 1 + max((depth(owner) for owner in member.owners), default=-1)
            depths[member] = known
        return known

    return sorted(groups, key=depth)


def _contract(site: Site) -> Bodies | None:
    """What keeps equal bodies apart: the operation and the direction they belong to."""
    owner = site.owner
    if isinstance(owner, Site) or not is_body(owner, site.trail) or owner.is_error:
        return None
    if constant(site.node) or page_items(site.node) is not None:
        return None
    return (owner.method, owner.path, owner.role.value + owner.component)


def is_body(owner: Root, trail: tuple[str, ...]) -> bool:
    """Say whether a schema there is all of a request or a response."""
    return not trail and owner.role in (Role.REQUEST, Role.RESPONSE)


def constant(node: Document) -> str:
    """What an object says it is by a required constant property, or ""."""
    properties = node.get("properties")
    required = node.get("required")
    if not is_object(properties) or not is_array(required):
        return ""
    for name in DISCRIMINATORS:
        if name in properties and name in required:
            value = only_value(properties[name])
            if value and value not in ENVELOPE_WORDS:
                return value
    return ""


def only_value(schema: Json) -> str:
    """The one string that a schema accepts, or ""."""
    if not is_object(schema):
        return ""
    values = schema.get("enum", [schema.get("const")])
    only = values[0] if is_array(values) and len(values) == 1 else None
    return only if isinstance(only, str) else ""


def page_items(node: Document) -> str | None:
    """The property with the items, when the object is a page of a list; else None.

    A page has exactly one array of objects, and says by a constant or by a property of paging
    that there may be more of it.
    """
    properties = node.get("properties")
    if not is_object(properties):
        return None
    arrays = [name for name, schema in properties.items() if _lists_objects(schema)]
    if len(arrays) != 1:
        return None
    wrapped = any(
        only_value(properties[name]) in ENVELOPE_WORDS
        for name in DISCRIMINATORS
        if name in properties
    )
    return arrays[0] if wrapped or PAGING_SIGNALS & properties.keys() else None


def _lists_objects(schema: Json) -> bool:
    if not is_object(schema):
        return False
    items = schema.get("items")
    if not is_object(items):
        return False
    return any(
        key in items for key in ("$ref", "properties", "allOf", "anyOf", "oneOf")
    )


def label(owner: Group | Root) -> str:
    """The owner in wire terms: a component's name, or an operation and the role in it."""
    if isinstance(owner, Group):
        return owner.name
    if owner.role is Role.COMPONENT:
        return owner.component
    if owner.component:
        return f"{owner.role.value}s/{owner.component}"
    where = " ".join(part for part in (owner.method, owner.path) if part)
    if owner.role is Role.REQUEST:
        part = "request"
    elif owner.role is Role.RESPONSE:
        part = owner.status
    elif owner.role is Role.HEADER:
        part = f"{owner.status} header {owner.name}".strip()
    else:
        part = f"{owner.location} {owner.name}".strip()
    return f"{where} {part}{_media(owner.media)}".strip()


def _media(media: str) -> str:
    """The media type, when it is not plain JSON (which nearly all bodies are)."""
    return "" if media in ("", "application/json") else f" {media}"
