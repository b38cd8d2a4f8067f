"""Values that another validator calls valid, and ones that it refuses for a single reason.

The values are made from our own examples and changed in small ways; whether they are valid,
and what is wrong with them, is up to jsonschema-rs, which shares no code with this project.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

import jsonschema_rs

from generator.examples import variants
from generator.examples.formats import FORMATS
from generator.spec import Spec

_DOCUMENT = "urn:undrift:document"
_MOST_EXAMPLES = 5_000
"""Of a whole document; of one type they are between 3 and 12."""

_PLACES = 5
"""How many places of a value are changed, for each example that its type may have."""

_EXACT = 1 << 53
"""Up to here a float is the integer that was written."""

_WRONG: tuple[Any, ...] = (12345, "text", True, {}, [])

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """A value with one thing wrong, and where: a member left out, or one of a wrong type."""

    value: Any
    at: Path
    what: str


class Judge:
    """Validates values by schemas of one canonical document."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._registry = jsonschema_rs.Registry([(_DOCUMENT, _meant(spec.document))])
        types = max(1, len(spec.schemas))
        self._most = max(3, min(12, _MOST_EXAMPLES // types))
        self._known: dict[str, jsonschema_rs.Draft202012Validator | None] = {}
        self.one_way = set(_properties(spec.document, "readOnly", "writeOnly"))
        self.bytes = set(_properties(spec.document, "contentMediaType"))

    def validator(self, name: str) -> jsonschema_rs.Draft202012Validator | None:
        """The validator of a component; None when it cannot read the schema."""
        if name not in self._known:
            pointer = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
            try:
                self._known[name] = jsonschema_rs.Draft202012Validator(
                    {"$ref": f"{_DOCUMENT}#/components/schemas/{pointer}"},
                    registry=self._registry,
                    validate_formats=True,
                    formats=FORMATS,
                )
            except (ValueError, jsonschema_rs.ValidationError):
                self._known[name] = None
        return self._known[name]

    def examples(self, name: str) -> Iterator[tuple[str, Any]]:
        """Our examples of a component, and valid values near the first two of them."""
        validator = self.validator(name)
        given = list(islice(variants(self._spec, self._spec.schemas[name]), self._most))
        yield from given
        for label, value in given[:2]:
            for change, near in _near(value, self._most * _PLACES):
                if validator is not None and validator.is_valid(near):
                    yield f"{label}, {change}", near

    def complaint(self, name: str, value: Any) -> str:
        """What is wrong with a value, in the validator's words; "" when it is valid."""
        validator = self.validator(name)
        errors = validator.iter_errors(value) if validator else ()
        # A description may show what it would refuse: `example.com` where it asks for a URI.
        error = next((e for e in errors if e.kind.name != "format"), None)
        return f"{error.instance_path}: {error.message[:300]}" if error else ""

    def violations(self, name: str, value: Any) -> Iterator[Violation]:
        """Values with one violation of type or of requiredness, made from a valid one."""
        validator = self.validator(name)
        if validator is None:
            return
        for changed in _broken(value, self._most * _PLACES):
            errors = [_innermost(error) for error in validator.iter_errors(changed)]
            if len(errors) == 1 and (found := errors[0]) is not None:
                at, what = _as_keys(value, found[0]), found[1]
                if (at and at[-1] in self.one_way) or not self.bytes.isdisjoint(at):
                    continue
                yield Violation(changed, at, what)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1.0 is 1, and date-times are instants."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return _instant(one) == _instant(other) != None  # noqa: E711
    return bool(one == other)


def differences(one: Any, other: Any, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every place where a value was changed, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            if key not in other:
                yield (*at, key), "lost"
            elif key not in one:
                yield (*at, key), "new"
            else:
                yield from differences(one[key], other[key], (*at, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, (*at, index))
    elif not same(one, other):
        yield at, f"was {json.dumps(one)[:80]}, is {json.dumps(other, default=repr)[:80]}"


def _instant(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return read if read.tzinfo else None


def _near(value: Any, most: int) -> Iterator[tuple[str, Any]]:
    """Changes that many schemas allow."""
    for at, found in islice(_places(value), most):
        if type(found) is int and abs(found) <= _EXACT:
            yield f"{at} as a float", _put(value, at, float(found))
        if isinstance(found, dict):
            yield f"{at} with a member more", _put(value, at, {**found})
        if at:
            yield f"{at} null", _put(value, at, None)
            if isinstance(at[-1], str):
                yield f"{at} left out", _without(value, at)


def _broken(value: Any, most: int) -> Iterator[Any]:
    for at, found in islice(_places(value), most):
        for wrong in (*_WRONG, None):
            if type(wrong) is not type(found):
                yield _put(value, at, wrong)
        if at and isinstance(at[-1], str):
            yield _without(value, at)


def _places(value: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place in a value, from the outside in."""
    yield at, value
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value[:1])
    for key, item in members:
        yield from _places(item, (*at, key))


def _put(value: Any, at: Path, new: Any) -> Any:
    if not at:
        return new
    changed = copy.copy(value)
    changed[at[0]] = _put(value[at[0]], at[1:], new)
    return changed


def _without(value: Any, at: Path) -> Any:
    holder = copy.copy(_at(value, at[:-1]))
    del holder[at[-1]]
    return _put(value, at[:-1], holder)


def _at(value: Any, at: Path) -> Any:
    for key in at:
        value = value[key]
    return value


def _as_keys(value: Any, at: Path) -> Path:
    """The path with the keys that objects have: the validator gives `+1` as a number."""
    keys: list[str | int] = []
    for key in at:
        if isinstance(value, dict) and isinstance(key, int):
            key = next(k for k in value if k.lstrip("+-").isdecimal() and int(k) == key)
        keys.append(key)
        if isinstance(value, dict | list):
            value = value.get(key) if isinstance(value, dict) else value[int(key)]
    return tuple(keys)


def _innermost(error: jsonschema_rs.ValidationError) -> tuple[Path, str] | None:
    """The place and the kind of an error of type or requiredness; None for any other.

    Inside a choice it is the error of the only alternative of the value's JSON type: among
    several, a value may be meant for any, and is kept as it came.
    """
    kind, at = error.kind, tuple(error.instance_path)
    rule = kind.name
    if not {"dependentRequired", "dependentSchemas"}.isdisjoint(error.schema_path):
        return None
    if rule == "type":
        return at, "type"
    if rule == "required":
        return (*at, str(kind.as_dict()["property"])), "required"
    if rule in ("anyOf", "oneOf"):
        return _in_choice(getattr(kind, "context", ()), at)
    return None


def _in_choice(
    branches: Iterable[list[jsonschema_rs.ValidationError]], at: Path
) -> tuple[Path, str] | None:
    possible = [
        branch
        for branch in branches
        if not any(
            e.kind.name == "type" and tuple(e.instance_path) == at for e in branch
        )
    ]
    if not possible:
        return at, "type"
    if len(possible) == 1 and len(possible[0]) == 1:
        return _innermost(possible[0][0])
    return None


_IMPLIED = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
}


def _meant(node: Any) -> Any:
    """The document with the types that its schemas mean and do not say.

    What says how an object or an array looks means one, null among the listed values means
    that null is allowed, alternatives of other types hold beside a `type`, and of alternatives
    the one holds that the discriminator names.
    """
    if isinstance(node, list):
        return [_meant(item) for item in node]
    if not isinstance(node, dict):
        return node
    meant = {key: _meant(item) for key, item in node.items()} | _named_one(node)
    choices = [
        c for key in ("oneOf", "anyOf") for c in node.get(key, ()) if type(c) is dict
    ]
    if any(
        "type" in choice and choice["type"] != node.get("type") for choice in choices
    ):
        meant.pop("type", None)
    if "type" not in node and not {"$ref", "allOf", "oneOf", "anyOf"} & node.keys():
        implied = next((_IMPLIED[k] for k in _IMPLIED if _is_keyword(node, k)), None)
        return meant | {"type": implied} if implied else meant
    listed, type_ = node.get("enum"), node.get("type")
    if isinstance(listed, list) and None in listed and isinstance(type_, str):
        meant["type"] = [type_, "null"]
    return meant


def _named_one(node: dict[str, Any]) -> dict[str, Any]:
    """What a discriminator asks for: the alternative that it names (OAS, Discriminator Object)."""
    discriminator = node.get("discriminator")
    if not isinstance(discriminator, dict) or not {"oneOf", "anyOf"} & node.keys():
        return {}
    named = discriminator.get("mapping") or {
        str(choice.get("$ref", "")).rpartition("/")[2]: choice.get("$ref")
        for key in ("oneOf", "anyOf")
        for choice in node.get(key, ())
    }
    name = discriminator.get("propertyName", "")
    tests = [
        {
            "if": {"properties": {name: {"const": value}}, "required": [name]},
            "then": {"$ref": target},
        }
        for value, target in named.items()
        if str(target).startswith("#/")
    ]
    return {"allOf": tests} if tests else {}


def _is_keyword(node: dict[str, Any], keyword: str) -> bool:
    """Whether a member is a keyword, not a property of that name."""
    value = node.get(keyword)
    if keyword == "required":
        return isinstance(value, list) and bool(value)
    return isinstance(value, dict | list) and "type" not in node


def _properties(node: Any, *keywords: str) -> Iterator[str]:
    """The names of properties that have one of the keywords."""
    if isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            for name, schema in properties.items():
                near = [schema]
                if isinstance(schema, dict):
                    near += [schema.get("items"), *schema.get("anyOf", ())]
                objects = [each for each in near if isinstance(each, dict)]
                if any(word in each for each in objects for word in keywords):
                    yield name
        for item in node.values():
            yield from _properties(item, *keywords)
    elif isinstance(node, list):
        for item in node:
            yield from _properties(item, *keywords)
