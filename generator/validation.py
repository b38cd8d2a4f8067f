"""Instances against the schemas of the canonical document, with every fault and its place.

`openapi-spec-validator` answers for the document; this module answers for what travels: request
bodies, parameters, responses. Faults name the JSON pointer and the rule and never the value,
because a value may be a patient's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias
from urllib.parse import quote

from .examples.conform import may_be_several, says
from .examples.formats import FORMATS
from .examples.pattern import matches
from .source import Document, Json, extend, is_array, is_object
from .spec import Spec

_DOCUMENT = "urn:undrift:document"
_MOST_FAULTS = 50

_MESSAGES = {
    "type": "expected {expected}",
    "enum": "expected one of {expected}",
    "const": "expected {expected}",
    "minLength": "shorter than {expected} characters",
    "maxLength": "longer than {expected} characters",
    "pattern": "does not match {expected}",
    "format": "not a valid {expected}",
    "minimum": "less than {expected}",
    "maximum": "greater than {expected}",
    "exclusiveMinimum": "not greater than {expected}",
    "exclusiveMaximum": "not less than {expected}",
    "multipleOf": "not a multiple of {expected}",
    "minItems": "fewer than {expected} items",
    "maxItems": "more than {expected} items",
    "uniqueItems": "items are repeated",
    "minProperties": "fewer than {expected} members",
    "maxProperties": "more than {expected} members",
    "required": "required property is missing",
    "additionalProperties": "property is not declared",
    "unevaluatedProperties": "property is not declared",
    "anyOf": "matches none of the alternatives",
    "oneOf": "does not match exactly one of the alternatives",
}


_Keyword: TypeAlias = Callable[[Any, Any, Json, Any], Iterator[Any]]
"""(the validator, the keyword's value, the instance, the schema around the keyword)"""


_Answers: TypeAlias = dict[tuple[str, int], list[Any]]
"""The errors of an instance, known by its `id`, by what a reference refers to."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Where an instance breaks its schema, and which rule; the value is never part of it."""

    pointer: str
    message: str


@dataclass(slots=True)
class Validation:
    """Validates instances against schemas of one document, each named by its JSON pointer."""

    spec: Spec
    _validators: dict[tuple[str, str], Any] = field(default_factory=dict)
    _answers: _Answers = field(default_factory=dict)

    def faults(self, pointer: str, instance: Json, one_way: str = "") -> list[Fault]:
        """Everything wrong with `instance` by the schema at `pointer`, in a stable order.

        Formats are asserted (`examples.formats`). Members that are `one_way` (`readOnly` in a
        request, `writeOnly` in a response) may be absent. At most 50 faults are returned.
        """
        key = (pointer, one_way)
        if key not in self._validators:
            self._validators[key] = _validator(
                self.spec, pointer, one_way, self._answers
            )
        self._answers.clear()
        found: set[Fault] = set()
        try:
            for error in self._validators[key].iter_errors(instance):
                found.update(_explained(error))
                if len(found) > _MOST_FAULTS:
                    break
        except import_module("referencing.exceptions").Unresolvable:
            pass  # `$dynamicRef` to an anchor that hoisting has moved
        return sorted(found)[:_MOST_FAULTS]


def _validator(spec: Spec, pointer: str, one_way: str, answers: _Answers) -> Any:
    """A compiled validator. `jsonschema` has no types and is slow to import: hence the detour."""
    jsonschema = import_module("jsonschema")
    referencing = import_module("referencing")
    dialect = import_module("referencing.jsonschema").DRAFT202012
    document = dialect.create_resource(spec.document)
    known = jsonschema.Draft202012Validator.VALIDATORS
    keywords = {
        "$ref": _reference(known["$ref"], answers),
        "pattern": _pattern,
        "format": _format,
        "required": _required(spec, one_way),
        "oneOf": _one_of(spec, known),
    }
    cls = jsonschema.validators.extend(jsonschema.Draft202012Validator, keywords)
    return cls(
        {"$ref": f"{_DOCUMENT}#{quote(pointer, safe='/~')}"},
        registry=referencing.Registry().with_resource(_DOCUMENT, document),
    )


def _reference(follow: _Keyword, answers: _Answers) -> _Keyword:
    """The keyword `$ref`, followed once for one instance; what it says again is its first error.

    Schemas may be made of each other many times over, and of themselves: those ask for nothing.
    """

    def reference(run: Any, target: Any, instance: Json, around: Any) -> Iterator[Any]:
        asked = (target, id(instance))
        if asked in answers:
            yield from map(_copied, answers[asked][:1])
            return
        answers[asked] = []
        found = list(follow(run, target, instance, around))
        answers[asked] = list(map(_copied, found))
        yield from found

    return reference


def _copied(error: Any) -> Any:
    """An error with a path of its own: who passes one on, makes its path longer."""
    return import_module("jsonschema").ValidationError.create_from(error)


def _required(spec: Spec, one_way: str) -> _Keyword:
    """The keyword `required`, by which members that are `one_way` may be absent.

    An error is the name of the member.
    """

    def required(_: Any, names: Any, instance: Json, around: Any) -> Iterator[Any]:
        properties: Document = around.get("properties", {})
        for name in names if is_object(instance) else ():
            if name not in instance and not says(spec, properties.get(name), one_way):
                yield import_module("jsonschema").ValidationError(name)

    return required


def _one_of(spec: Spec, keywords: Any) -> _Keyword:
    """The keyword `oneOf`; by a discriminator a value may be of several (`may_be_several`)."""

    def one_of(run: Any, schemas: Any, instance: Json, around: Any) -> Iterator[Any]:
        rule = "anyOf" if may_be_several(spec, around, instance) else "oneOf"
        yield from keywords[rule](run, schemas, instance, around)

    return one_of


def _format(_: Any, name: Json, instance: Json, __: Json) -> Iterator[Any]:
    """The keyword `format`, asserted for what models decode."""
    check = FORMATS.get(name) if isinstance(name, str) else None
    if check is not None and isinstance(instance, str) and not check(instance):
        yield import_module("jsonschema").ValidationError("not of this format")


def _pattern(_: Any, pattern: str, instance: Json, __: Json) -> Iterator[Any]:
    """The keyword `pattern`, in a matcher that cannot run for ever."""
    if isinstance(instance, str) and matches(pattern, instance) is False:
        yield import_module("jsonschema").ValidationError("does not match the pattern")


def _explained(error: Any) -> Iterator[Fault]:
    """One error of jsonschema as faults without the instance's values."""
    pointer = extend("", *error.absolute_path)
    rule, expected = str(error.validator), error.validator_value
    if rule == "required":
        yield Fault(extend(pointer, error.message), _MESSAGES[rule])
        return
    if rule in ("additionalProperties", "unevaluatedProperties") and expected is False:
        for name in _undeclared(error):
            yield Fault(extend(pointer, name), _MESSAGES[rule])
        return
    if rule in ("anyOf", "oneOf") and error.context:
        branch = _closest(error.context)
        if branch is not None:
            for inner in branch:
                yield from _explained(inner)
            return
    yield Fault(pointer, _MESSAGES.get(rule, "breaks the rule {rule}").format(
        rule=rule, expected=_listed(expected)
    ))  # fmt: skip


def _undeclared(error: Any) -> list[str]:
    declared = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    return [
        name
        for name in error.instance
        if name not in declared and not any(matches(p, name) for p in patterns)
    ]


def _closest(errors: list[Any]) -> list[Any] | None:
    """The errors of the one branch that has the right JSON type, if there is just one."""
    branches: dict[int, list[Any]] = {}
    for error in errors:
        branches.setdefault(error.relative_schema_path[0], []).append(error)
    near = [
        branch
        for branch in branches.values()
        if not any(
            e.validator in ("type", "const") and not e.relative_path for e in branch
        )
    ]
    return near[0] if len(near) == 1 else None


def _listed(expected: Json) -> str:
    values = expected if is_array(expected) else [expected]
    return ", ".join(v if isinstance(v, str) else json.dumps(v) for v in values)
