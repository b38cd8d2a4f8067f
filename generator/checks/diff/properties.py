"""Properties of an object: there or not, required or not, sent or received at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from .views import Located, View

if TYPE_CHECKING:
    from .walk import Use, Walk

_Difference: TypeAlias = tuple[str, str]


def compare_properties(walk: Walk, use: Use, old: View, new: View) -> None:
    """Compare properties by name, and the schemas of those in both."""
    for name in dict.fromkeys((*old.properties, *new.properties)):
        inner = use.child(name)
        if name not in new.properties:
            _removed(walk, inner, name, old, new)
        elif name not in old.properties:
            _added(walk, inner, name, old, new)
        else:
            _compare(walk, inner, name, old, new)


def _compare(walk: Walk, use: Use, name: str, old: View, new: View) -> None:
    before, after = old.properties[name], new.properties[name]
    hidden = "readOnly" if use.noun.sent else "writeOnly"
    was, now = _flag(before, hidden), _flag(after, hidden)
    if was and now:
        if before[1] != after[1]:
            never = "sent" if use.noun.sent else "received"
            text = f"{use.subject} differs, but is never {never}"
            rule = f"{use.noun.value}-that-never-travels-changed"
            walk.ledger.changed(rule, use.owner, before[0], after[0], text)
        return
    for change, text in _differences(
        use, name in old.required, name in new.required, was, now
    ):
        rule = f"{use.noun.value}-{change}"
        walk.ledger.changed(rule, use.owner, before[0], after[0], text)
    walk.compare(use, before, after)


def _differences(
    use: Use, required: bool, requires: bool, was_hidden: bool, hidden: bool
) -> Iterator[_Difference]:
    where, only = (
        ("requests", "read-only") if use.noun.sent else ("responses", "write-only")
    )
    if required != requires:
        change = "optional" if required else "required"
        yield f"became-{change}", f"{use.subject} became {change} in {where}"
    if was_hidden != hidden:
        change = only if hidden else f"not-{only}"
        yield f"became-{change}", f"{use.subject} became {change.replace('-', ' ', 1)} in {where}"


def _added(walk: Walk, use: Use, name: str, old: View, new: View) -> None:
    located = new.properties[name]
    need = "required" if name in new.required else "optional"
    if use.noun.sent:
        # A required property that is readOnly is required of responses only (OAS 3.2, 4.24).
        need = "optional" if _flag(located, "readOnly") else need
        rule = f"new-{need}-request-property"
        text = f"{need} {use.subject} was added to requests"
    else:
        rule = f"response-{need}-property-added"
        text = f"{use.subject} was added to responses"
    walk.ledger.added(rule, use.owner, old.pointer, located[0], text)


def _removed(walk: Walk, use: Use, name: str, old: View, new: View) -> None:
    located = old.properties[name]
    if use.noun.sent:
        rule, text = (
            "request-property-removed",
            f"{use.subject} was removed from requests",
        )
    else:
        need = "required" if name in old.required else "optional"
        rule = f"response-{need}-property-removed"
        text = f"{use.subject} was removed from responses"
    walk.ledger.removed(rule, use.owner, located[0], new.pointer, text)


def _flag(located: Located, keyword: str) -> bool:
    return isinstance(located[1], dict) and located[1].get(keyword) is True
