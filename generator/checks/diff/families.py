"""Rules about schemas: one statement for each of six places where a schema is used.

A statement has a level for what is sent and one for what is received: to accept less breaks
the sender, to answer more breaks the receiver. The table of `rules` multiplies them out.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from .grades import ADDS, BREAKS, NOTES, WARNS, Grade


class Noun(Enum):
    """Where a schema is used; the first words of its rules' ids."""

    PARAMETER = "request-parameter"
    REQUEST_BODY = "request-body"
    REQUEST_PROPERTY = "request-property"
    RESPONSE_BODY = "response-body"
    RESPONSE_PROPERTY = "response-property"
    RESPONSE_HEADER = "response-header"

    @property
    def sent(self) -> bool:
        return self.value.startswith("request-")

    @property
    def nested(self) -> Noun:
        """The noun for what is inside."""
        return Noun.REQUEST_PROPERTY if self.sent else Noun.RESPONSE_PROPERTY


_Family: TypeAlias = tuple[str, Grade, Grade, str]
"""The last words of the id, the grade when sent and when received, and the meaning."""

_TYPES: tuple[_Family, ...] = (
    ("type-changed", BREAKS, BREAKS, "another JSON type"),
    ("type-generalized", ADDS, BREAKS, "more JSON types than before"),
    ("type-specialized", BREAKS, ADDS, "fewer JSON types than before"),
    ("format-changed", BREAKS, BREAKS, "another format"),
    ("format-added", BREAKS, ADDS, "a format where any value was allowed"),
    ("format-removed", ADDS, BREAKS, "no format any more"),
    ("format-widened", NOTES, NOTES, "a wider number format, the same Python type"),
    ("format-narrowed", WARNS, NOTES, "a narrower number format"),
    ("became-nullable", ADDS, BREAKS, "null is now allowed"),
    ("became-not-nullable", BREAKS, ADDS, "null is no longer allowed"),
)

_VALUES: tuple[_Family, ...] = (
    ("enum-value-added", ADDS, ADDS, "a new enum value (SDK enums are open)"),
    ("enum-value-removed", BREAKS, NOTES, "an enum value is gone"),
    ("became-enum", BREAKS, NOTES, "values are now listed"),
    ("stopped-being-enum", ADDS, WARNS, "values are no longer listed"),
    ("const-added", BREAKS, NOTES, "one value only"),
    ("const-changed", BREAKS, BREAKS, "another constant"),
    ("const-removed", ADDS, BREAKS, "a constant became any value"),
    ("default-value-added", NOTES, NOTES, "a default value appeared"),
    ("default-value-changed", NOTES, NOTES, "another default value"),
    ("default-value-removed", NOTES, NOTES, "the default value is gone"),
    ("deprecated", ADDS, ADDS, "marked deprecated"),
    ("reactivated", NOTES, NOTES, "no longer marked deprecated"),
)

_STRUCTURE: tuple[_Family, ...] = (
    ("any-of-added", ADDS, ADDS, "an anyOf alternative was added"),
    ("any-of-removed", BREAKS, NOTES, "an anyOf alternative is gone"),
    ("one-of-added", ADDS, BREAKS, "a oneOf alternative was added"),
    ("one-of-removed", BREAKS, NOTES, "a oneOf alternative is gone"),
    ("discriminator-added", NOTES, NOTES, "a discriminator appeared"),
    ("discriminator-removed", NOTES, WARNS, "the discriminator is gone"),
    ("discriminator-property-renamed", BREAKS, BREAKS, "another discriminator"),
    ("discriminator-mapping-changed", WARNS, WARNS, "another discriminator mapping"),
    ("additional-properties-closed", BREAKS, NOTES, "further keys are refused"),
    ("additional-properties-opened", ADDS, NOTES, "further keys are allowed"),
    ("additional-properties-narrowed", BREAKS, NOTES, "further keys are typed now"),
    ("additional-properties-widened", ADDS, BREAKS, "further keys are any value now"),
)

UPPER_LIMITS = {
    "maximum": "max",
    "exclusiveMaximum": "exclusive-max",
    "maxLength": "max-length",
    "maxItems": "max-items",
    "maxProperties": "max-properties",
    "maxContains": "max-contains",
}
LOWER_LIMITS = {
    "minimum": "min",
    "exclusiveMinimum": "exclusive-min",
    "minLength": "min-length",
    "minItems": "min-items",
    "minProperties": "min-properties",
    "minContains": "min-contains",
}
ASSERTIONS = {
    "contains": "contains",
    "contentSchema": "content-schema",
    "dependentRequired": "dependent-required",
    "dependentSchemas": "dependent-schemas",
    "else": "else",
    "if": "if",
    "multipleOf": "multiple-of",
    "not": "not",
    "patternProperties": "pattern-properties",
    "propertyNames": "property-names",
    "then": "then",
    "unevaluatedItems": "unevaluated-items",
    "unevaluatedProperties": "unevaluated-properties",
    "uniqueItems": "unique-items",
}
"""Keywords that refuse values; compared as a whole, not looked into."""

ENCODINGS = {
    "contentEncoding": "content-encoding",
    "contentMediaType": "content-media-type",
    "prefixItems": "prefix-items",
}
"""Keywords where any change means other bytes."""


def _limits() -> tuple[_Family, ...]:
    rows: list[_Family] = []
    for keyword, name in UPPER_LIMITS.items():
        rows.append((f"{name}-decreased", BREAKS, NOTES, f"a lower {keyword}"))
        rows.append((f"{name}-increased", NOTES, BREAKS, f"a higher {keyword}"))
        rows.append((f"{name}-set", WARNS, NOTES, f"a {keyword} appeared"))
        rows.append((f"{name}-unset", NOTES, BREAKS, f"no {keyword} any more"))
    for keyword, name in LOWER_LIMITS.items():
        rows.append((f"{name}-increased", BREAKS, NOTES, f"a higher {keyword}"))
        rows.append((f"{name}-decreased", NOTES, BREAKS, f"a lower {keyword}"))
        rows.append((f"{name}-set", WARNS, NOTES, f"a {keyword} appeared"))
        rows.append((f"{name}-unset", NOTES, BREAKS, f"no {keyword} any more"))
    rows.append(("pattern-added", BREAKS, NOTES, "a pattern appeared"))
    rows.append(("pattern-changed", WARNS, NOTES, "another pattern"))
    rows.append(("pattern-removed", NOTES, NOTES, "no pattern any more"))
    return tuple(rows)


def _assertions() -> tuple[_Family, ...]:
    rows: list[_Family] = []
    for keyword, name in ASSERTIONS.items():
        rows.append((f"{name}-added", BREAKS, NOTES, f"`{keyword}` appeared"))
        if keyword != "uniqueItems":  # true or nothing
            rows.append((f"{name}-changed", BREAKS, BREAKS, f"another `{keyword}`"))
        rows.append((f"{name}-removed", NOTES, BREAKS, f"no `{keyword}` any more"))
    for keyword, name in ENCODINGS.items():
        rows.append((f"{name}-changed", BREAKS, BREAKS, f"another `{keyword}`"))
    return tuple(rows)


FAMILIES: tuple[_Family, ...] = (
    *_TYPES,
    *_VALUES,
    *_STRUCTURE,
    *_limits(),
    *_assertions(),
)
