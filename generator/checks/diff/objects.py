"""The SDK side of `diff`: classes, enums and other public names.

A class is recognised by its name; one whose name is gone, by the class that now stands where
it was used. So a renamed component is one finding, and its fields are still compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from ...python import EnumClass, ModelClass
from .fields import compare_fields
from .findings import Version
from .keywords import shown
from .sides import Sides, note
from .symbols import model_symbol

_WITHIN = "/components/schemas"
_Class: TypeAlias = ModelClass | EnumClass
_T = TypeVar("_T", ModelClass, EnumClass)


def compare_objects(sides: Sides) -> dict[str, str]:
    """Compare all public names; the renames found come back, old name to new."""
    old, new = sides.base.package, sides.revision.package
    renames = _renames(sides)
    for model, twin in _matched(old.models, new.models, renames):
        _identity(sides, model, twin)
        compare_fields(sides, model, twin, renames)
    for enum, counterpart in _matched(old.enums, new.enums, renames):
        _identity(sides, enum, counterpart)
        _members(sides, enum, counterpart)
    _existence(sides, renames)
    _exports(sides)
    return renames


def _classes(version: Version) -> dict[str, _Class]:
    package = version.package
    classes: tuple[_Class, ...] = (*package.models, *package.enums)
    return {item.name: item for item in classes}


def _renames(sides: Sides) -> dict[str, str]:
    """Classes whose name is gone, and the new class that stands where they were used."""
    before, after = _classes(sides.base), _classes(sides.revision)
    by_origin = {
        item.origin: item for item in after.values() if item.name not in before
    }
    found: dict[str, str] = {}
    for name, item in before.items():
        if name in after:
            continue
        for base, revision, _ in sides.walk.pairs:
            twin = by_origin.get(revision) if base == item.origin else None
            if twin is not None and type(twin) is type(item):
                found.setdefault(name, twin.name)
    return found


def _matched(
    old: tuple[_T, ...], new: tuple[_T, ...], renames: Mapping[str, str]
) -> list[tuple[_T, _T]]:
    known = {item.name: item for item in new}
    pairs = ((item, known.get(renames.get(item.name, item.name))) for item in old)
    return [(item, twin) for item, twin in pairs if twin is not None]


def _identity(sides: Sides, old: _Class, new: _Class) -> None:
    symbol = model_symbol(sides.base.package, old.name)
    if old.name != new.name:
        text = f"`{symbol}` is called `{new.name}` now"
        note(sides, "sdk-object-renamed", old, new, symbol, text)
    elif old.module != new.module:
        text = f"`{symbol}` moved from module `{old.module}` to `{new.module}`"
        note(sides, "sdk-object-moved", old, new, symbol, text)


def _members(sides: Sides, old: EnumClass, new: EnumClass) -> None:
    symbol = model_symbol(sides.base.package, old.name)
    if old.base != new.base:
        text = f"`{symbol}` went from {old.base} to {new.base}"
        note(sides, "sdk-base-class-changed", old, new, symbol, text)
    names = {member.name: member for member in new.members}
    values = {member.value: member for member in new.members}
    for member in old.members:
        at, value = f"{symbol}.{member.name}", shown(member.value)
        twin, same = values.get(member.value), names.get(member.name)
        if twin is not None and twin.name != member.name:
            text = f"`{at}` is called `{twin.name}` now"
            note(sides, "sdk-enum-member-renamed", old, new, at, text, value)
        elif twin is None and same is not None:
            text = f"`{at}` went from {value} to {shown(same.value)}"
            note(sides, "sdk-enum-value-changed", old, new, at, text, value)
        elif twin is None:
            text = f"`{at}` was removed"
            note(sides, "sdk-enum-member-removed", old, new, at, text, value)
    known = {member.name for member in old.members} | {m.value for m in old.members}
    for member in new.members:
        if member.name not in known and member.value not in known:
            at = f"{model_symbol(sides.revision.package, new.name)}.{member.name}"
            text = f"`{at}` was added"
            value = shown(member.value)
            note(sides, "sdk-enum-member-added", old, new, at, text, value)


def _existence(sides: Sides, renames: Mapping[str, str]) -> None:
    before, after = _classes(sides.base), _classes(sides.revision)
    taken = set(renames.values())
    for name, item in before.items():
        symbol, twin = model_symbol(sides.base.package, name), after.get(name)
        if twin is not None and type(twin) is not type(item):
            text = f"`{symbol}` went from {_kind(item)} to {_kind(twin)}"
            note(sides, "sdk-object-kind-changed", item, twin, symbol, text)
        elif twin is None and name not in renames:
            text = f"{_kind(item)} `{symbol}` was removed"
            rule = "sdk-object-removed"
            sides.ledger.removed(rule, "", item.origin, _WITHIN, text, "", (symbol,))
    for name, item in after.items():
        if name not in before and name not in taken:
            symbol = model_symbol(sides.revision.package, name)
            text = f"{_kind(item)} `{symbol}` was added"
            sides.ledger.added(
                "sdk-object-added", "", _WITHIN, item.origin, text, "", (symbol,)
            )


def _kind(item: _Class) -> str:
    return "model" if isinstance(item, ModelClass) else "enum"


def _exports(sides: Sides) -> None:
    """Public names besides the classes of `models`, which have their own findings."""
    old, new = _other_names(sides.base), _other_names(sides.revision)
    before, after = _classes(sides.base), _classes(sides.revision)
    gone = {name for name, owner in old.items() if owner and owner not in after}
    come = {name for name, owner in new.items() if owner and owner not in before}
    for symbol in sorted(old.keys() - new.keys() - gone):
        text = f"`{symbol}` is no longer exported"
        rule = "sdk-object-removed"
        sides.ledger.removed(rule, "", "", "", text, symbol, (symbol,))
    for symbol in sorted(new.keys() - old.keys() - come):
        text = f"`{symbol}` is exported now"
        sides.ledger.added("sdk-object-added", "", "", "", text, symbol, (symbol,))


def _other_names(version: Version) -> dict[str, str]:
    """Exports that are no class and no client, and the class each belongs to, if any."""
    package = version.package
    client = package.client
    known = {*_classes(version), client.name, client.async_name, client.error}
    derived = {model.typed_dict: model.name for model in package.models}
    derived |= {enum.like: enum.name for enum in package.enums}
    names = [(package.name, export.name) for export in package.exports]
    names += [
        (f"{package.name}.models", export.name) for export in package.model_exports
    ]
    return {
        f"{where}.{name}": derived.get(name, "")
        for where, name in names
        if name not in known
    }
