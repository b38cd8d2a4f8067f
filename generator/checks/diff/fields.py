"""Fields of one model in both packages.

A caller reads the fields of what is received and sets the fields of what is sent, so the same
change can break one and not the other. Which it is, the wire comparison knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ...python import FieldModel, ModelClass
from .annotations import Annotation, NoneMeans, Relation, annotation
from .sides import Sides
from .symbols import model_symbol

Difference: TypeAlias = tuple[str, str]
"""The last words of a rule's id, and what happened."""


def compare_fields(
    sides: Sides, old: ModelClass, new: ModelClass, renames: Mapping[str, str]
) -> None:
    """Compare the fields of a model: by name, else by name on the wire."""
    names = {attribute.name: attribute for attribute in new.fields}
    wire = {attribute.wire_name: attribute for attribute in new.fields}
    met: set[str] = set()
    for before in old.fields:
        after = wire.get(before.wire_name) or names.get(before.name)
        if after is None:
            _removed(sides, old, new, before)
            continue
        met.add(after.name)
        _compare(sides, old, before, after, renames)
    for after in new.fields:
        if after.name not in met:
            _added(sides, old, new, after)


def _compare(
    sides: Sides,
    model: ModelClass,
    old: FieldModel,
    new: FieldModel,
    renames: Mapping[str, str],
) -> None:
    symbol = f"{model_symbol(sides.base.package, model.name)}.{old.name}"
    sent, received = sides.directions(model.origin)
    found: list[Difference] = []
    if old.name != new.name:
        found.append(("renamed", f"is called `{new.name}` now"))
    found += differences(old, new, renames, sent=sent, received=received)
    for change, text in found:
        for owner in sides.owners(model.origin):
            message = f"`{symbol}` {text}"
            rule = f"sdk-field-{change}"
            sides.ledger.changed(
                rule, owner, old.origin, new.origin, message, symbols=(symbol,)
            )


def differences(
    old: FieldModel,
    new: FieldModel,
    renames: Mapping[str, str],
    *,
    sent: bool,
    received: bool,
) -> Iterator[Difference]:
    """What a caller who sets (`sent`) or reads (`received`) the field notices."""
    before, after = annotation(old.annotation, renames), annotation(new.annotation, {})
    text = f"went from `{old.annotation}` to `{new.annotation}`"
    relation = before.relation(after)
    if relation is Relation.WIDER and not received:
        yield "accepts-more", text
    elif relation is Relation.NARROWER and not sent:
        yield "promises-more", text
    elif relation is not Relation.SAME:
        yield "type-changed", text
    yield from _presence(old, new, before, after, sent=sent, received=received)


def _presence(
    old: FieldModel,
    new: FieldModel,
    before: Annotation,
    after: Annotation,
    *,
    sent: bool,
    received: bool,
) -> Iterator[Difference]:
    was, now = before.none_means(old.default), after.none_means(new.default)
    flips = NoneMeans.REFUSED not in (was, now) and was is not now
    if flips:
        text = f"had None for {was.value}, now None means {now.value}"
        yield "none-changes-meaning", text
    if old.required and not new.required:
        if received:
            yield "became-optional", f"may be missing: `{new.annotation}`"
        elif not flips:
            yield "accepts-more", "may be left out"
    elif new.required and not old.required:
        if sent:
            yield "became-required", "has to be given"
        elif not flips:
            yield "promises-more", "is always there"
    elif before.none != after.none:
        yield _nullability(after, sent=sent, received=received)
    elif _literal(old.default) != _literal(new.default):
        text = f"has the default {new.default or 'none'}, where it had {old.default or 'none'}"
        yield "default-changed", text


def _nullability(after: Annotation, *, sent: bool, received: bool) -> Difference:
    if after.none:
        text = "may be None"
        return ("became-nullable" if received else "accepts-more"), text
    text = "may no longer be None"
    return ("became-not-nullable" if sent else "promises-more"), text


def _literal(default: str) -> str:
    """A default that is a value; None and UNSET follow from the annotation."""
    return "" if default in ("None", "UNSET") else default


def _removed(
    sides: Sides, old: ModelClass, new: ModelClass, attribute: FieldModel
) -> None:
    symbol = f"{model_symbol(sides.base.package, old.name)}.{attribute.name}"
    for owner in sides.owners(old.origin):
        text = f"`{symbol}` was removed"
        rule = "sdk-field-removed"
        sides.ledger.removed(
            rule, owner, attribute.origin, new.origin, text, symbols=(symbol,)
        )


def _added(
    sides: Sides, old: ModelClass, new: ModelClass, attribute: FieldModel
) -> None:
    symbol = f"{model_symbol(sides.revision.package, new.name)}.{attribute.name}"
    sent, _ = sides.directions(old.origin)
    needed = sent and not attribute.default
    rule = "sdk-field-added-required" if needed else "sdk-field-added"
    text = f"`{symbol}` was added{', and has to be given' if needed else ''}"
    for owner in sides.owners(old.origin):
        sides.ledger.added(
            rule, owner, old.origin, attribute.origin, text, symbols=(symbol,)
        )
