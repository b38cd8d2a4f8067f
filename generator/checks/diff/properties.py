"""Properties of an object: there or not, required or not, sent or received at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from ...source import is_object
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
    hidden = _hidden(use)
    was, now = _flag(before, hidden), _flag(after, hidden)
    if was and now:
        if before[1] != after[1]:
            text = f"{use.subject} differs, but is never {_travels(use)}"
            walk.ledger.changed(_untravelled(use), use.owner, before[0], after[0], text)
        return
    required = name in old.required, name in new.required
    for change, text in _differences(use, before, after, required):
        rule = f"{use.noun.value}-{change}"
        walk.ledger.changed(rule, use.owner, before[0], after[0], text)
    if not now:
        walk.compare(use, before, after)


def _differences(
    use: Use, before: Located, after: Located, required: tuple[bool, bool]
) -> Iterator[_Difference]:
    where = "requests" if use.noun.sent else "responses"
    if required[0] != required[1]:
        change = "required" if required[1] else "optional"
        yield f"became-{change}", f"{use.subject} became {change} in {where}"
    for keyword, name in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        if _flag(before, keyword) != _flag(after, keyword):
            change = name if _flag(after, keyword) else f"not-{name}"
            said = change.replace("not-", "not ")
            yield f"became-{change}", f"{use.subject} became {said} ({where})"


def _added(walk: Walk, use: Use, name: str, old: View, new: View) -> None:
    located = new.properties[name]
    need = "required" if name in new.required else "optional"
    if _flag(located, _hidden(use)):
        rule = _untravelled(use)
        text = f"{use.subject} was added, but is never {_travels(use)}"
    elif use.noun.sent:
        rule = f"new-{need}-request-property"
        text = f"{need} {use.subject} was added to requests"
    else:
        rule = f"response-{need}-property-added"
        text = f"{use.subject} was added to responses"
    walk.ledger.added(rule, use.owner, old.pointer, located[0], text)


def _removed(walk: Walk, use: Use, name: str, old: View, new: View) -> None:
    located = old.properties[name]
    if _flag(located, _hidden(use)):
        rule = _untravelled(use)
        text = f"{use.subject} was removed, but was never {_travels(use)}"
    elif use.noun.sent:
        rule, text = (
            "request-property-removed",
            f"{use.subject} was removed from requests",
        )
    else:
        need = "required" if name in old.required else "optional"
        rule = f"response-{need}-property-removed"
        text = f"{use.subject} was removed from responses"
    walk.ledger.removed(rule, use.owner, located[0], new.pointer, text)


def _hidden(use: Use) -> str:
    """The keyword that keeps a property out (OAS 3.2, 4.24): required or not, it is not there."""
    return "readOnly" if use.noun.sent else "writeOnly"


def _travels(use: Use) -> str:
    return "sent" if use.noun.sent else "received"


def _untravelled(use: Use) -> str:
    return f"{use.noun.value}-that-never-travels-changed"


def _flag(located: Located, keyword: str) -> bool:
    return is_object(located[1]) and located[1].get(keyword) is True
