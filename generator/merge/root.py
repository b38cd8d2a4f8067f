"""Merges what stands at the root of fragments: info, servers, tags and security.

Root `security` and `servers` apply to the operations of their own fragment (OAS 3.2, section
4.8). Where fragments disagree about them, each fragment's own are written into its operations
first, so that no operation changes its meaning by being merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..config import Config
from ..diagnostics import Note, Report
from ..grammar import ANNOTATIONS, SERVER, TAG, Kind
from ..source import Document, Fragment, Json, Place, extend, is_object
from ..spec import lookup
from .compare import combine, essence, text
from .members import array, mapping, with_operations
from .variant import label, shorten, version_key, version_of


def merged_info(fragments: Sequence[Fragment], report: Report) -> Document:
    """`info` of the newest version, completed by older ones; the longest texts of the newest."""
    ranked: dict[str, list[Fragment]] = {}
    for fragment in fragments:
        if mapping(fragment.document, "info"):
            ranked.setdefault(version_of(fragment), []).append(fragment)
    versions = sorted(
        ranked, key=lambda version: (version_key(version), version), reverse=True
    )
    if len(versions) > 1:
        _report_mixed_versions(versions, ranked, report)
    info: Document = {}
    for version in versions:
        nodes = [mapping(fragment.document, "info") for fragment in ranked[version]]
        for key, value in combine(nodes, _INFO, set()).items():
            info.setdefault(key, value)
    return info


_INFO = Kind(
    "Info Object",
    annotations=ANNOTATIONS | {"termsOfService", "contact", "license", "version"},
)


def _report_mixed_versions(
    versions: Sequence[str], ranked: dict[str, list[Fragment]], report: Report
) -> None:
    newest, *older = versions
    stale = [fragment for version in older for fragment in ranked[version]]
    count = len(stale) + len(ranked[newest])
    report.warning(
        "mixed-versions",
        stale[0].place("/info/version"),
        f"{len(stale)} of {count} fragments are not of the newest version, {newest}",
        *(
            Note(
                f"{label(fragment)} is of version {version_of(fragment)}",
                fragment.place(),
            )
            for fragment in stale
        ),
        help="fetch these pages again; the merged document says version " + newest,
    )


def push_down_root(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """The fragments with root `security` and `servers` in their operations where they disagree.

    A fragment without root `security` needs none (OAS 3.2), and that is said with an empty
    list. A fragment without `servers` says nothing about them: their default would be the place
    that the fragment was read from.
    """
    speaking = [
        f for f in fragments if f.document.get("paths") or f.document.get("webhooks")
    ]
    securities = {_requirements(f) for f in speaking}
    all_servers = {server for f in speaking for server in _servers(f)}
    pushed: list[Fragment] = []
    for fragment in fragments:
        defaults: Document = {}
        if len(securities) > 1:
            defaults["security"] = array(fragment.document, "security")
        if _servers(fragment) and _servers(fragment) != all_servers:
            defaults["servers"] = array(fragment.document, "servers")
        pushed.append(_push_down(fragment, defaults) if defaults else fragment)
    return tuple(pushed)


def _requirements(fragment: Fragment) -> str:
    return text(sorted(text(item) for item in array(fragment.document, "security")))


def _servers(fragment: Fragment) -> set[str]:
    """The servers without their descriptions: only what a request is sent to counts."""
    return {essence(server, SERVER) for server in array(fragment.document, "servers")}


def _push_down(fragment: Fragment, defaults: Document) -> Fragment:
    document = {key: v for key, v in fragment.document.items() if key not in defaults}
    if "servers" in defaults:
        document["servers"] = fragment.document["servers"]
    for section in ("paths", "webhooks"):
        items = mapping(document, section)
        if items:
            document[section] = {
                name: _with_defaults(items[name], defaults) for name in items
            }
    return replace(fragment, document=document)


def _with_defaults(item: Json, defaults: Document) -> Json:
    if not is_object(item):
        return item
    missing = {
        key: v for key, v in defaults.items() if key != "servers" or key not in item
    }
    return with_operations(item, lambda operation: {**missing, **operation})


def merged_security(fragments: Sequence[Fragment]) -> list[Json]:
    """Root `security`, which `push_down_root` left only where all fragments agree."""
    written = [
        array(f.document, "security") for f in fragments if f.document.get("security")
    ]
    return min(written, key=text) if written else []


def merged_servers(fragments: Sequence[Fragment]) -> list[tuple[Json, list[Place]]]:
    """Every server of every fragment, once each, with its places.

    A server is its whole object: two with one URL and different descriptions are two.
    """
    return _union(fragments, "servers", text)


def report_same_urls(
    servers: Sequence[tuple[Json, list[Place]]], config: Config, report: Report
) -> None:
    """Say which servers differ in their descriptions only.

    It matters only until the configuration says what the environments are.
    """
    by_url: dict[str, list[tuple[Json, list[Place]]]] = {}
    for server, places in servers:
        if is_object(server):
            by_url.setdefault(essence(server, SERVER), []).append((server, places))
    for same in by_url.values():
        if len(same) > 1:
            names = " and ".join(
                shorten(server.get("description", "")) for server, _ in same
            )
            say = report.info if config.environments else report.warning
            say(
                "same-server-url",
                same[0][1][0],
                f"{len(same)} servers have the same URL, {same[0][0].get('url')}: {names}",
                *(Note("the same URL again", places[0]) for _, places in same[1:]),
                help="correct the URLs, or name the `environments` in the configuration",
            )


def merged_tags(fragments: Sequence[Fragment]) -> list[tuple[Json, list[Place]]]:
    """Every tag by name, at each place with the longest text."""
    joined: list[tuple[Json, list[Place]]] = []
    for _, places in _union(fragments, "tags", _tag_name):
        nodes = [lookup(place.fragment.document, place.pointer) for place in places]
        joined.append((combine(nodes, _TAG, set()), places))
    return joined


_TAG = Kind("Tag Object", annotations=TAG.annotations | {"parent", "kind"})


def _tag_name(tag: Json) -> str:
    return text(tag.get("name") if is_object(tag) else tag)


def _union(
    fragments: Sequence[Fragment], field: str, name: Callable[[Json], str]
) -> list[tuple[Json, list[Place]]]:
    """The items of all arrays `field`, by `name`, in a stable and humane order.

    The longest array keeps the order in which it is written (of two as long, the one whose text
    sorts first); what it does not have follows, sorted.
    """
    places: dict[str, list[Place]] = {}
    items: dict[str, Json] = {}
    orders: list[list[str]] = [[]]
    for fragment in fragments:
        order: list[str] = []
        for index, item in enumerate(array(fragment.document, field)):
            key = name(item)
            items.setdefault(key, item)
            places.setdefault(key, []).append(fragment.place(extend("", field, index)))
            order.append(key)
        orders.append(list(dict.fromkeys(order)))
    leading = min(orders, key=lambda order: (-len(order), order))
    rest = sorted(set(items).difference(leading))
    return [(items[key], places[key]) for key in [*leading, *rest]]
