"""A schema with its `$ref` and `allOf` folded in: the conjunction as one Schema Object.

Only as far as making a value needs: bounds take the tighter side, lists of names are joined,
sub-schemas that meet become an `allOf` again. Where that loses something, the value is checked
against the original schema afterwards.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from ..source import Document, Json, is_object
from ..spec import Spec, lookup
from .conform import same

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 60
_MOST_PAIRS = 256
_ANNOTATIONS = ("examples", "default", "title", "description", "format", "pattern")


class EndlessError(ValueError):
    """A schema that contains itself, where only something outside it can end the recursion."""


def flatten(
    spec: Spec, schema: Json, seen: tuple[str, ...] = ()
) -> tuple[Document, tuple[str, ...]]:
    """Fold `$ref` and `allOf` into one schema; also says which components were entered.

    What is one part of several in an `allOf` is not entered: objects of one base may hold each
    other without an end of it being needed. The caller must not change the result.

    Raises:
        EndlessError: a component in `seen` comes up again, or the folding is too deep.
    """
    return _folded(spec, schema, seen, set())


def _folded(
    spec: Spec, schema: Json, seen: tuple[str, ...], known: set[str]
) -> tuple[Document, tuple[str, ...]]:
    """As `flatten`; what refers to the `known` components says nothing new."""
    if not is_object(schema):
        return ({"not": {}} if schema is False else {}), seen
    if len(seen) > _DEEPEST:
        raise EndlessError(seen[-1])
    if "$ref" not in schema and "allOf" not in schema:
        return schema, seen
    flat = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    target = schema.get("$ref")
    if target in seen:
        raise EndlessError(target)
    if isinstance(target, str) and target not in known:
        known.add(target)
        inside = lookup(spec.document, target[1:])
        part, seen = _folded(spec, inside, (*seen, target), known)
        flat = conjunction(flat, part)
    entered = seen
    for branch in schema.get("allOf", ()):
        part, inner = _folded(spec, branch, seen, known)
        if _is_all_of(branch, schema):
            entered += tuple(target for target in inner if target not in entered)
        flat = conjunction(flat, part)
    return flat, entered


def _is_all_of(branch: Json, schema: Document) -> bool:
    """Whether nothing beside one branch of an `allOf` gives properties."""
    others = [schema, *(other for other in schema["allOf"] if other is not branch)]
    return not any(is_object(o) and {"properties", "$ref"} & o.keys() for o in others)


def conjunction(one: Document, other: Document) -> Document:
    """What both schemas ask for; annotations of `one` win."""
    both = dict(one)
    for keyword, value in other.items():
        if keyword not in both:
            both[keyword] = value
        elif keyword not in _ANNOTATIONS:
            both[keyword] = _JOINS.get(keyword, _first)(both[keyword], value)
    return both


def _first(one: Json, _: Json) -> Json:
    return one


def _both(one: Json, other: Json) -> Json:
    return one if one == other else {"allOf": [one, other]}


def _by_name(one: Document, other: Document) -> Document:
    joined = dict(one)
    for name, schema in other.items():
        joined[name] = _both(joined[name], schema) if name in joined else schema
    return joined


def _names(one: list[str], other: list[str]) -> list[str]:
    return list(dict.fromkeys([*one, *other]))


def _pairs(one: list[Json], other: list[Json]) -> list[Json]:
    """The alternatives of two choices at once."""
    return [{"allOf": [*both]} for both in islice(product(one, other), _MOST_PAIRS)]


def _types(one: str | list[str], other: str | list[str]) -> list[str]:
    first, second = ([t] if isinstance(t, str) else t for t in (one, other))
    narrow = {"integer"} if "number" in first and "integer" in second else set[str]()
    return [
        t for t in first if t in second or (t == "integer" and "number" in second)
    ] + [t for t in sorted(narrow) if t not in first]


def _values(one: list[Json], other: list[Json]) -> list[Json]:
    return [value for value in one if any(same(value, known) for known in other)]


_JOINS: dict[str, Callable[[Json, Json], Json]] = {
    "type": _types,
    "enum": _values,
    "required": _names,
    "anyOf": _pairs,
    "oneOf": _pairs,
    "properties": _by_name,
    "patternProperties": _by_name,
    "additionalProperties": _both,
    "items": _both,
    "minimum": max,
    "exclusiveMinimum": max,
    "minLength": max,
    "minItems": max,
    "minProperties": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "maxLength": min,
    "maxItems": min,
    "maxProperties": min,
}
