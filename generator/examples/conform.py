"""Whether a value conforms to a schema: JSON Schema 2020-12 without a library.

The `jsonschema` package costs a tenth of a second to import, too much for `generate`; examples
only need yes or no. What this module cannot tell (a pattern too risky to run, an unknown format)
counts as conforming. `validation` gives the full answer where the time does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sized
from fractions import Fraction
from itertools import islice
from typing import Any, TypeAlias

from ..source import Document, Json, array_at, is_array, is_object, object_at, text_at
from ..spec import Spec, lookup
from .formats import FORMATS
from .known import Known
from .pattern import matches

_TYPES: dict[type, tuple[str, ...]] = {
    type(None): ("null",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
    list: ("array",),
    dict: ("object",),
}

Check: TypeAlias = "Callable[[Conformance, Any, Json, Document], bool]"
"""(running, the keyword's value, the instance, the schema around the keyword)"""

_DEEPEST = 200


def conforms(
    spec: Spec,
    schema: Json,
    value: Json,
    known: Known | None = None,
    *,
    overlapping: bool = False,
    sent: bool = False,
) -> bool:
    """Whether `value` is valid against `schema`, a schema of the canonical document.

    With `overlapping`, `oneOf` asks for one alternative at least, as `anyOf` does. In a value that
    is `sent`, required members that are `readOnly` may be absent.
    """
    return Conformance(spec, known, overlapping, sent).holds(schema, value)


def says(spec: Spec, schema: Json, keyword: str) -> bool:
    """Whether a schema, or what it refers to, has a keyword that is true."""
    found = (schema, spec.resolve(schema))
    return any(is_object(node) and node.get(keyword) is True for node in found)


def same(one: Json, other: Json) -> bool:
    """Equality of JSON values: `True` is not `1`, and `1.0` is `1`."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if is_object(one) and is_object(other):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def has_type(value: Json, name: str) -> bool:
    """Whether `value` is of the JSON Schema type `name` (an integer may be written `1.0`)."""
    if type(value) is float and name == "integer":
        return value.is_integer()
    return name in _TYPES[type(value)]


class Conformance:
    """One run over a value; knows how deep it is, because a `$ref` may lead to itself."""

    def __init__(
        self,
        spec: Spec,
        known: Known | None = None,
        overlapping: bool = False,
        sent: bool = False,
    ) -> None:
        self.spec = spec
        self.known = known
        self.overlapping = overlapping
        self.sent = sent
        self.depth = 0
        self.answers: dict[tuple[str, int], bool] = {}

    def holds(self, schema: Json, value: Json) -> bool:
        """Whether `value` is valid against `schema`; False beyond any sensible depth."""
        if isinstance(schema, bool):
            return schema
        if not is_object(schema):
            return True
        self.depth += 1
        try:
            if self.depth > _DEEPEST:
                return False
            for keyword, expected in schema.items():
                check = _CHECKS.get(keyword)
                if check is not None and not check(self, expected, value, schema):
                    return False
            return True
        finally:
            self.depth -= 1


def _ref(run: Conformance, target: Json, value: Json, _: Document) -> bool:
    if run.known is not None and run.known.holds(target, value):
        return True
    asked = (target, id(value))  # nothing of the value goes while the run goes on
    if asked in run.answers:
        return run.answers[asked]
    run.answers[asked] = True  # as a part of itself it asks for nothing more
    holds = run.holds(lookup(run.spec.document, target[1:]), value)
    run.answers[asked] = holds
    if holds and run.known is not None and is_object(value):
        run.known.hold(target, value)
    return holds


def _type(_: Conformance, names: Json, value: Json, __: Document) -> bool:
    if isinstance(names, str):
        return has_type(value, names)
    return any(has_type(value, name) for name in names)


def _format(_: Conformance, name: Json, value: Json, __: Document) -> bool:
    check = FORMATS.get(name) if isinstance(name, str) else None
    return check is None or not isinstance(value, str) or check(value)


def _multiple_of(_: Conformance, step: Json, value: Json, __: Document) -> bool:
    if not _is_number(value) or not _is_number(step) or step <= 0:
        return True
    # Through text: 0.3 is a multiple of 0.1 for whoever wrote the description.
    return (Fraction(str(value)) / Fraction(str(step))).denominator == 1


def _bound(holds: Callable[[Any, Any], bool]) -> Check:
    def check(_: Conformance, limit: Json, value: Json, __: Document) -> bool:
        return not _is_number(value) or not _is_number(limit) or holds(value, limit)

    return check


def _size(kind: type[Sized], holds: Callable[[int, Any], bool]) -> Check:
    def check(_: Conformance, limit: Json, value: Json, __: Document) -> bool:
        return (
            not isinstance(value, kind)
            or not _is_number(limit)
            or holds(len(value), limit)
        )

    return check


def _pattern(_: Conformance, pattern: Json, value: Json, __: Document) -> bool:
    if not isinstance(value, str) or not isinstance(pattern, str):
        return True
    return matches(pattern, value) is not False


def _required(run: Conformance, names: Json, value: Json, around: Document) -> bool:
    if not is_object(value):
        return True
    missing = [name for name in names if name not in value]
    properties = around.get("properties", {})
    return not missing or (
        run.sent and all(says(run.spec, properties.get(n), "readOnly") for n in missing)
    )


def _properties(run: Conformance, schemas: Json, value: Json, _: Document) -> bool:
    return not is_object(value) or all(
        run.holds(schema, value[name])
        for name, schema in schemas.items()
        if name in value
    )


def _pattern_properties(
    run: Conformance, schemas: Json, value: Json, _: Document
) -> bool:
    return not is_object(value) or all(
        run.holds(schema, item)
        for pattern, schema in schemas.items()
        for name, item in value.items()
        if matches(pattern, name)
    )


def _additional(run: Conformance, schema: Json, value: Json, around: Document) -> bool:
    if not is_object(value):
        return True
    declared = around.get("properties", {})
    patterns = around.get("patternProperties", {})
    return all(
        run.holds(schema, item)
        for name, item in value.items()
        if name not in declared and not any(matches(p, name) for p in patterns)
    )


def _property_names(run: Conformance, schema: Json, value: Json, _: Document) -> bool:
    return not is_object(value) or all(run.holds(schema, name) for name in value)


def _dependent_required(_: Conformance, needs: Json, value: Json, __: Document) -> bool:
    return not is_object(value) or all(
        other in value
        for name, others in needs.items()
        if name in value
        for other in others
    )


def _dependent_schemas(
    run: Conformance, schemas: Json, value: Json, _: Document
) -> bool:
    if not is_object(value):
        return True
    return all(run.holds(one, value) for name, one in schemas.items() if name in value)


def _items(run: Conformance, schema: Json, value: Json, around: Document) -> bool:
    if not is_array(value):
        return True
    return all(
        run.holds(schema, item) for item in value[len(around.get("prefixItems", ())) :]
    )


def _prefix_items(run: Conformance, schemas: Json, value: Json, _: Document) -> bool:
    return not is_array(value) or all(map(run.holds, schemas, value))


def _contains(run: Conformance, schema: Json, value: Json, around: Document) -> bool:
    if not is_array(value):
        return True
    found = sum(run.holds(schema, item) for item in value)
    low, high = around.get("minContains", 1), around.get("maxContains", math.inf)
    return bool(low <= found <= high)


def _unique(_: Conformance, wanted: Json, value: Json, __: Document) -> bool:
    if not wanted or not is_array(value):
        return True
    return not any(
        same(one, other) for at, one in enumerate(value) for other in value[:at]
    )


def _all_of(run: Conformance, schemas: Json, value: Json, _: Document) -> bool:
    return all(run.holds(schema, value) for schema in schemas)


def _any_of(run: Conformance, schemas: Json, value: Json, _: Document) -> bool:
    return any(run.holds(schema, value) for schema in schemas)


def _one_of(run: Conformance, schemas: Json, value: Json, around: Document) -> bool:
    holding = list(islice((one for one in schemas if run.holds(one, value)), 2))
    if len(holding) < 2:
        return bool(holding)
    return run.overlapping or may_be_several(run.spec, around, value)


def may_be_several(spec: Spec, schema: Document, value: Json) -> bool:
    """Whether a value may fit several alternatives of a schema with a discriminator.

    It may where it says which one it is (ADR 26), and where no value could say it: the property
    is none of the alternatives'.
    """
    discriminator = object_at(schema, "discriminator")
    name = text_at(discriminator, "propertyName")
    if is_object(value) and isinstance(value.get(name), str):
        return True
    is_known = not name or bool(object_at(discriminator, "mapping"))
    return not is_known and not any(
        name in object_at(part, "properties")
        for one in array_at(schema, "oneOf")
        for part in spec.within(one)
    )


def _not(run: Conformance, schema: Json, value: Json, _: Document) -> bool:
    return not run.holds(schema, value)


def _if(run: Conformance, schema: Json, value: Json, around: Document) -> bool:
    return run.holds(
        around.get("then" if run.holds(schema, value) else "else", True), value
    )


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_CHECKS: dict[str, Check] = {
    "$ref": _ref,
    "type": _type,
    "const": lambda _, expected, value, __: same(expected, value),
    "enum": lambda _, values, value, __: any(same(one, value) for one in values),
    "minimum": _bound(lambda value, limit: value >= limit),
    "maximum": _bound(lambda value, limit: value <= limit),
    "exclusiveMinimum": _bound(lambda value, limit: value > limit),
    "exclusiveMaximum": _bound(lambda value, limit: value < limit),
    "multipleOf": _multiple_of,
    "minLength": _size(str, lambda size, limit: size >= limit),
    "maxLength": _size(str, lambda size, limit: size <= limit),
    "pattern": _pattern,
    "format": _format,
    "minItems": _size(list, lambda size, limit: size >= limit),
    "maxItems": _size(list, lambda size, limit: size <= limit),
    "uniqueItems": _unique,
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "minProperties": _size(dict, lambda size, limit: size >= limit),
    "maxProperties": _size(dict, lambda size, limit: size <= limit),
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "dependentRequired": _dependent_required,
    "dependentSchemas": _dependent_schemas,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
}
