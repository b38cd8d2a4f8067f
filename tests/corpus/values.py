"""Values that another validator calls valid, and ones that it refuses for a single reason.

The values are made from our own examples and changed in small ways; whether they are valid,
and what is wrong with them, is up to jsonschema-rs, which shares no code with this project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from generator.examples import NoExampleError, example, variants
from generator.examples.formats import FORMATS
from generator.spec import Spec
from tests.corpus.described import Described
from tests.corpus.meant import BASE64, meant
from tests.corpus.near import (
    UNHEARD,
    Path,
    broken,
    held,
    near,
    places,
    put,
    unheard,
    without,
)

_DOCUMENT = "urn:undrift:document"
MOST = 12
"""How many examples of a type are made; fewer, but 3, where a document has many types."""

_MOST_EXAMPLES = 5_000
"""Of a whole document."""

_BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_DECIMAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLACES = 5
"""How many places of a value are changed, for each example that its type may have."""

ASSERTED = FORMATS | {
    BASE64: lambda text: re.fullmatch(_BASE64, text) is not None,
    "decimal": lambda text: re.fullmatch(_DECIMAL, text) is not None,
}

_CONDITIONAL = frozenset(("dependentRequired", "dependentSchemas", "then", "else"))
"""What they require may be absent from other objects: no field is required for that."""

_CHANGED = 3
"""How many examples of a type are changed."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A value with one thing wrong, and where: a member left out, or one of a wrong type."""

    value: Any
    at: Path
    what: str


class Judge:
    """Validates values by schemas of one canonical document."""

    def __init__(self, spec: Spec, most: int = MOST) -> None:
        self._spec = spec
        self._described = Described(spec.document)
        document = _as_uris(meant(spec.document))
        self._registry = jsonschema_rs.Registry([(_DOCUMENT, document)])
        types = max(1, len(spec.schemas))
        self._most = max(min(3, most), min(most, _MOST_EXAMPLES // types))
        self._known: dict[str, jsonschema_rs.Draft202012Validator | None] = {}

    def validator(self, name: str) -> jsonschema_rs.Draft202012Validator | None:
        """The validator of a component; None when it cannot read the schema."""
        if name not in self._known:
            pointer = name.replace("~", "~0").replace("/", "~1")
            self._known[name] = self._at(f"/components/schemas/{pointer}")
        return self._known[name]

    def _at(self, pointer: str) -> jsonschema_rs.Draft202012Validator | None:
        try:
            return jsonschema_rs.Draft202012Validator(
                {"$ref": _uri(f"{_DOCUMENT}#{pointer}")},
                registry=self._registry,
                validate_formats=True,
                formats=ASSERTED,
            )
        except (ValueError, jsonschema_rs.ValidationError):
            return None

    def examples(self, name: str) -> Iterator[tuple[str, Any]]:
        """Our examples of a component, and valid values near the first of them."""
        validator = self.validator(name)
        given = self._given(name)
        yield from given
        for label, value in given[:_CHANGED]:
            for change, other in self._near(name, value):
                if validator is not None and validator.is_valid(other):
                    yield f"{label}, {change}", other

    def _given(self, name: str) -> list[tuple[str, Any]]:
        """Examples of one alternative each, then such as may be of several."""
        schema = self._spec.schemas[name]
        exact = list(islice(variants(self._spec, schema), self._most))
        others = islice(variants(self._spec, schema, overlapping=True), self._most)
        known = [value for _, value in exact]
        return exact + [(f"{n}, of several", v) for n, v in others if v not in known]

    def _near(self, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        most = self._most * _PLACES
        for at, found in islice(places(value), most):
            if isinstance(found, dict):
                for key, member in self._others(name, at):
                    changed = put(value, at, {**found, key: member})
                    yield f"{at} with {key!r}", changed
        yield from near(value, most)

    def _others(self, name: str, at: Path) -> Iterator[tuple[str, Any]]:
        """Members that an object at a place may have besides its properties."""
        for pattern, pointer in self._described.others(name, at):
            key = {"type": "string", "pattern": pattern} if pattern else True
            try:
                member = example(self._spec, {"$ref": f"#{pointer}"})
                yield str(example(self._spec, key) if pattern else UNHEARD), member
            except NoExampleError:
                continue

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
        for changed in broken(value, self._most * _PLACES):
            errors = [_innermost(error) for error in validator.iter_errors(changed)]
            if len(errors) != 1 or (found := errors[0]) is None:
                continue
            violation = Violation(changed, _as_keys(value, found[0]), found[1])
            if self._counts(name, violation):
                yield violation

    def _counts(self, name: str, violation: Violation) -> bool:
        """Whether it is one in either direction, and not of bytes, which JSON does not have."""
        at = violation.at
        if violation.what == "required" and self._described.says(
            name, at, "readOnly", "writeOnly"
        ):
            return False
        return not any(
            self._described.says(name, at[:end], "contentMediaType")
            for end in range(len(at) + 1)
        )

    def news(self, name: str, value: Any) -> Iterator[tuple[Path, Any]]:
        """Values with another text or integer than one that is listed, and where it is."""
        validator = self.validator(name)
        if validator is None:
            return
        for at, changed in unheard(value, self._most * _PLACES):
            errors = list(validator.iter_errors(changed))
            if errors and all(_is_of_values(error, at) for error in errors):
                yield at, changed

    def one_way(self, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        """The value without each member that is `readOnly` or `writeOnly`, and which of these."""
        for member in value if isinstance(value, dict) else ():
            for keyword in ("readOnly", "writeOnly"):
                if self._described.says(name, (member,), keyword):
                    yield keyword, without(value, (member,))

    def is_foreign(self, name: str, value: Any, at: Path) -> bool:
        """Whether what is at a place is none of what the description has for its member.

        It is valid all the same where an alternative beside others does not have the member.
        """
        places = list(self._described.at(name, at))
        validators = [v for place in places if (v := self._at(place)) is not None]
        there = held(value, at)
        return bool(validators) and not any(v.is_valid(there) for v in validators)


def _as_uris(node: Any) -> Any:
    """The document with references as URIs: in a canonical one they are JSON pointers."""
    if isinstance(node, list):
        return [_as_uris(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _as_uris(value) for key, value in node.items()}
    if isinstance(reference := node.get("$ref"), str):
        found["$ref"] = _uri(reference)
    return found


def _uri(reference: str) -> str:
    document, _, pointer = reference.partition("#")
    return f"{document}#{quote(pointer, safe='/~')}"


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1.0 is 1, and date-times are instants."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return _meaning(one) == _meaning(other) != None  # noqa: E711
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


def _listed(error: jsonschema_rs.ValidationError) -> list[Any]:
    """The values that an enumeration or a constant has."""
    said = error.kind.as_dict()
    return list(said["options"]) if "options" in said else [said["expected_value"]]


def _meaning(text: str) -> datetime | time | timedelta | None:
    """The instant, the time of day or the length that a text stands for."""
    for read in (_instant, _time, _length):
        try:
            return read(text.upper())
        except ValueError:
            continue
    return None


def _instant(text: str) -> datetime:
    leap = text[17:19] == "60"
    read = datetime.fromisoformat(text[:17] + "59" + text[19:] if leap else text)
    if read.tzinfo is None:
        raise ValueError("no instant")
    return read + timedelta(seconds=1) if leap else read


def _time(text: str) -> time:
    """A time of day; one of a leap second is the second before: it has no next."""
    leap = text[6:8] == "60"
    return time.fromisoformat(text[:6] + "59" + text[8:] if leap else text)


def _length(text: str) -> timedelta:
    """A duration without years and months, whose lengths differ."""
    found = re.fullmatch(
        r"(-?)P(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?",
        text,
    )
    if found is None:
        raise ValueError("no duration")
    sign, *amounts = found.groups()
    weeks, days, hours, minutes, seconds = (float(amount or 0) for amount in amounts)
    length = timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    return -length if sign else length


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
    if rule == "type":
        return at, "type"
    if rule == "required" and _CONDITIONAL.isdisjoint(error.schema_path):
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


def _is_of_values(error: jsonschema_rs.ValidationError, at: Path) -> bool:
    """Whether all that is wrong is that what is at a place is none of the listed values."""
    if error.kind.name in ("enum", "const"):
        # Fractions and objects are not told apart: their type is all that a package knows.
        is_literal = any(isinstance(v, str | int) for v in _listed(error))
        has_fractions = any(isinstance(v, float) for v in _listed(error))
        is_here = tuple(error.instance_path) == at
        return is_here and is_literal and not has_fractions
    branches = getattr(error.kind, "context", None)
    return bool(branches) and all(
        _is_of_values(inner, at) for branch in branches or () for inner in branch
    )
