"""Keywords of one schema in both versions: types, formats, values, limits, assertions.

Each function yields (change, detail, text): the last words of the rule's id, what tells the
finding apart from others about the same schema, and what happened. Whether it breaks depends
on the direction, which the rule table knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from ...source import Json, is_object
from .families import ASSERTIONS, ENCODINGS, LOWER_LIMITS, UPPER_LIMITS, Noun
from .views import View

Difference: TypeAlias = tuple[str, str, str]

# From narrow to wide. Python has one int and one float, so these matter on the wire alone.
_NUMBER_FORMATS = (("int32", "int64"), ("float", "double"))
_ANY_PATTERN = ("", ".*", "^.*$")
_SHOWN = 60


def shown(value: Json) -> str:
    """A JSON value for a message, shortened."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def compare_types(noun: Noun, old: View, new: View) -> Iterator[Difference]:
    """JSON types, then the format when the type stayed."""
    if old.types == new.types:
        yield from _format(old, new)
        return
    text = f"the type went from {_spelled(old)} to {_spelled(new)}"
    before, after = _reach(old.types), _reach(new.types)
    if before == after:
        return
    if after is None or (before is not None and before < after):
        yield "type-generalized", "type", text
    elif before is None or after < before:
        yield "type-specialized", "type", text
    elif (
        noun is Noun.PARAMETER
        and new.types == frozenset({"string"})
        and not before & {"array", "object"}
    ):
        # Everything in a URL or a header is text: a string takes whatever a number was.
        yield "type-generalized", "type", text
    elif (
        noun is Noun.PARAMETER
        and new.types == frozenset({"array"})
        and _holds(new, old)
    ):
        yield "type-generalized", "type", text  # one value is a list of one
    else:
        yield "type-changed", "type", text


def _holds(array: View, single: View) -> bool:
    item = array.keywords.get("items")
    types = item.get("type") if is_object(item) else None
    return isinstance(types, str) and single.types == frozenset({types})


def _reach(types: frozenset[str] | None) -> frozenset[str] | None:
    """An integer is a number too (JSON Schema Validation, section 6.1.1)."""
    return types | {"integer"} if types and "number" in types else types


def _spelled(seen: View) -> str:
    return " or ".join(sorted(seen.types)) if seen.types else "any"


def _format(old: View, new: View) -> Iterator[Difference]:
    before, after = old.keywords.get("format"), new.keywords.get("format")
    if before == after:
        return
    text = f"the format went from {before or 'none'} to {after or 'none'}"
    for narrow, wide in _NUMBER_FORMATS:
        if before in (narrow, wide) and after in (narrow, wide, None):
            widened = after == wide or after is None
            yield "format-widened" if widened else "format-narrowed", "format", text
            return
        if before is None and after in (narrow, wide):
            yield "format-narrowed", "format", text
            return
    change = "added" if not before else "removed" if not after else "changed"
    yield f"format-{change}", "format", text


def compare_keywords(old: View, new: View) -> Iterator[Difference]:
    """Everything but types, properties, items and alternatives."""
    yield from _values(old, new)
    yield from _limits(old, new)
    yield from _assertions(old, new)
    yield from _discriminator(old, new)


def _values(old: View, new: View) -> Iterator[Difference]:
    before, after = old.values, new.values
    if before is None or after is None:
        yield from _listing(before, after)
        return
    if len(before) == len(after) == 1 and before != after:
        text = f"the constant went from {shown(before[0])} to {shown(after[0])}"
        yield "const-changed", "const", text
        return
    for value in before:
        if value not in after:
            yield "enum-value-removed", shown(
                value
            ), f"{shown(value)} is no longer a value"
    for value in after:
        if value not in before:
            yield "enum-value-added", shown(value), f"{shown(value)} is a new value"


def _listing(
    before: tuple[Json, ...] | None, after: tuple[Json, ...] | None
) -> Iterator[Difference]:
    if before is None and after is not None:
        if len(after) == 1:
            yield "const-added", "const", f"only {shown(after[0])} is allowed now"
        else:
            yield "became-enum", "enum", f"only {shown(list(after))} are allowed now"
    elif before is not None and after is None:
        if len(before) == 1:
            yield "const-removed", "const", f"it need not be {shown(before[0])} any more"
        else:
            yield "stopped-being-enum", "enum", "its values are no longer listed"


def _limits(old: View, new: View) -> Iterator[Difference]:
    for keyword, name in (*UPPER_LIMITS.items(), *LOWER_LIMITS.items()):
        before, after = _limit(old, keyword), _limit(new, keyword)
        if before == after:
            continue
        if before is None:
            yield f"{name}-set", keyword, f"{keyword} is {shown(after)} now"
        elif after is None:
            yield f"{name}-unset", keyword, f"{keyword} {shown(before)} is gone"
        else:
            change = "increased" if after > before else "decreased"
            yield f"{name}-{change}", keyword, f"{keyword} went from {shown(before)} to {shown(after)}"
    before, after = _pattern(old), _pattern(new)
    if before != after:
        change = (
            "added" if before is None else "removed" if after is None else "changed"
        )
        text = f"the pattern went from {shown(before)} to {shown(after)}"
        yield f"pattern-{change}", "pattern", text


def _pattern(seen: View) -> Json:
    pattern = seen.keywords.get("pattern")
    return None if pattern in _ANY_PATTERN else pattern


def _limit(seen: View, keyword: str) -> float | None:
    value = seen.keywords.get(keyword)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # `minLength: 0` and its like say nothing (JSON Schema Validation, section 6).
    nothing = value == 0 and keyword in ("minLength", "minItems", "minProperties")
    return None if nothing else value


def _assertions(old: View, new: View) -> Iterator[Difference]:
    for keyword, name in ASSERTIONS.items():
        before, after = _assertion(old, keyword), _assertion(new, keyword)
        if before != after:
            change = (
                "added" if before is None else "removed" if after is None else "changed"
            )
            yield f"{name}-{change}", keyword, f"`{keyword}` {change}"
    for keyword, name in ENCODINGS.items():
        if old.keywords.get(keyword) != new.keywords.get(keyword):
            yield f"{name}-changed", keyword, f"`{keyword}` changed"


def _assertion(seen: View, keyword: str) -> Json:
    value = seen.keywords.get(keyword)
    return None if value in (False, {}) and keyword == "uniqueItems" else value


def _discriminator(old: View, new: View) -> Iterator[Difference]:
    before, after = old.keywords.get("discriminator"), new.keywords.get("discriminator")
    if before == after:
        return
    if not is_object(before) or not is_object(after):
        change = "added" if after else "removed"
        yield f"discriminator-{change}", "discriminator", f"the discriminator was {change}"
    elif before.get("propertyName") != after.get("propertyName"):
        names = (
            f"{shown(before.get('propertyName'))} to {shown(after.get('propertyName'))}"
        )
        text = f"the discriminator went from {names}"
        yield "discriminator-property-renamed", "discriminator", text
    else:
        text = "the discriminator maps values another way"
        yield "discriminator-mapping-changed", "discriminator", text
