"""Example values for schemas of the canonical document.

A schema without any value, or whose value this module cannot find, raises `NoExampleError` and
never yields a wrong one. Recursion ends where the description lets it: an optional property is left out, a list stays
empty, null is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..source import Document, Json, array_at, is_object, object_at
from ..spec import SCHEMAS, Spec
from .conform import conforms, same, says
from .context import Budget, Context
from .flatten import EndlessError, flatten
from .known import Known
from .numbers import number
from .offers import (
    conditional,
    discriminated,
    enumerated,
    is_null,
    listed,
    telling_default,
)
from .pick import FULL, Pick
from .text import texts

_MOST_ITEMS = 10_000
_MOST_BRANCHES = 64
"""How many alternatives are tried before there is no example of any."""

_DEEPEST = 60
"""How many values may be made within each other; a choice within a choice is one more."""

_ALL_TYPES = ("string", "integer", "boolean", "object", "array", "null")
_REFERENCE = frozenset({"$ref", "title", "description", "summary", "deprecated"})
_INFERRED = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "minItems": "array",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
}


class NoExampleError(ValueError):
    """No valid value was found: the schema contradicts itself, or never ends."""


def example(
    spec: Spec,
    schema: Json,
    *,
    pick: Pick = FULL,
    name: str = "",
    known: Known | None = None,
) -> Json:
    """A valid value for `schema`, the same one every time; callers must not change it.

    `name` is the property or parameter that the value is for; it makes strings readable.
    Parts that are `known` are used again, where many examples of one document are made.

    Raises:
        NoExampleError: none exists, or none was found.
    """
    value = Maker(spec, pick, known).value(schema, Context(name=name))
    if not Maker(spec, pick, known).fits(schema, value):
        raise NoExampleError(f"no valid example found for {name or 'the schema'}")
    return value


class Maker:
    """One value in the making.

    No schema can ask for an endless one: it is put together of as many as the `budget` allows.
    `widest` is the number of turns after which every alternative has been taken.
    """

    def __init__(
        self,
        spec: Spec,
        pick: Pick,
        known: Known | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.spec = spec
        self.pick = pick
        self.known = known
        self.budget = budget or Budget(pick.most)
        self.widest = 1

    def value(self, schema: Json, at: Context) -> Json:
        """A value for `schema`; the caller checks it where keywords may contradict.

        Raises:
            NoExampleError: none exists, or none was found.
        """
        self.budget.left -= 1
        self._check(at)
        try:
            flat, seen = flatten(self.spec, schema, at.seen)
        except (EndlessError, KeyError) as fault:
            if self.known is not None:
                self.known.end(fault.args[0])
            raise NoExampleError("the schema requires itself") from None
        if seen is at.seen:
            return self._flat_value(flat, at)
        entered = [target for target in seen if target not in at.seen]
        if not entered:
            return self._flat_value(flat, at)
        owner = entered[-1].removeprefix(SCHEMAS)
        inside = replace(at, owner=owner, seen=seen)
        if self.known is None:
            return self._flat_value(flat, inside)
        if flat.get("type") != "object" or not _REFERENCE.issuperset(schema):
            self.known.enter(entered)
            return self._flat_value(flat, inside)
        # The name of an object shows in no part of it.
        place = (min(at.depth, self.pick.depth), at.serial)
        key = (schema["$ref"], self.pick, *place)
        value = self.known.value(
            key, entered, at.seen, lambda: self._flat_value(flat, inside), self.budget
        )
        self._check(at)
        return value

    def _check(self, at: Context) -> None:
        if self.budget.left < 0 or at.steps > _DEEPEST:
            raise NoExampleError("the example would be too large")

    def _flat_value(self, flat: Document, at: Context) -> Json:
        if self.pick.nulls and at.depth and self._may_be_null(flat):
            return None
        for candidate in self._given(flat):
            if self.fits(flat, candidate):
                return candidate
        base, conditions = conditional(flat)
        if conditions:
            return self._branch(flat, base, conditions, at)
        for keyword in ("oneOf", "anyOf"):
            if keyword in flat:
                rest = {key: value for key, value in flat.items() if key != keyword}
                return self._branch(flat, rest, flat[keyword], at)
        return self._typed(flat, at)

    def fits(self, schema: Json, value: Json) -> bool:
        """Whether a value is what the schema, or the pick, lets pass."""
        overlapping, sent = self.pick.overlapping, self.pick.sent
        return conforms(
            self.spec, schema, value, self.known, overlapping=overlapping, sent=sent
        )

    def _may_be_null(self, flat: Document) -> bool:
        """Whether null is meant: what says how an object looks means an object."""
        if not self.fits(flat, None):
            return False
        choices = [flat[keyword] for keyword in ("oneOf", "anyOf") if keyword in flat]
        if "type" not in flat and choices:
            branches = (self.spec.resolved(branch) for branch in choices[0])
            return any(map(self._may_be_null, branches))
        return "type" in flat or _INFERRED.keys().isdisjoint(flat)

    def _given(self, flat: Document) -> Iterator[Json]:
        """Values that the description itself offers, in the order of trust."""
        if "const" in flat:
            yield flat["const"]
            return
        offered = [*listed(flat.get("examples")), *telling_default(flat)]
        if alternatives := enumerated(flat, self.pick.turn):
            first = [
                value for value in offered if any(same(value, a) for a in alternatives)
            ]
            rest = [
                a for a in alternatives if not any(same(a, value) for value in first)
            ]
            yield from self._turned([*first, *rest])
        for value in offered:
            # A ready-made object says nothing about absent keys, nulls or other alternatives.
            if value is not None and (
                self.pick.is_plain or not isinstance(value, dict | list)
            ):
                yield value
        if None in flat.get("enum", ()):
            yield None

    def _turned(self, alternatives: list[Json]) -> list[Json]:
        self.widest = max(self.widest, len(alternatives))
        turn = self.pick.turn % len(alternatives) if alternatives else 0
        return alternatives[turn:] + alternatives[:turn]

    def _branch(
        self, flat: Document, base: Document, choices: list[Json], at: Context
    ) -> Json:
        """The first of several schemas with a value that the whole accepts; null comes last.

        `base` is what the whole says besides.
        """
        branches = [branch for branch in choices if not is_null(branch)]
        nulls = [branch for branch in choices if is_null(branch)]
        # Mixed radix: every branch comes up with every alternative inside it.
        inside = replace(self.pick, turn=self.pick.turn // max(1, len(branches)))
        below = replace(at, steps=at.steps + 1)
        for branch in [*self._turned(branches)[:_MOST_BRANCHES], *nulls]:
            maker = Maker(self.spec, inside, self.known, self.budget)
            try:
                value = maker.value(
                    {"allOf": [base, branch]} if base else branch, below
                )
            except NoExampleError:
                continue
            finally:
                self.widest = max(self.widest, len(branches) * maker.widest)
            named = discriminated(value, branch, flat.get("discriminator"))
            # A constant of the branch may say already which one it is, and not by its name.
            for shown in (named, value) if self.fits(branch, named) else (value,):
                if self.fits(flat, shown):
                    return shown
        raise NoExampleError("no alternative has a valid example")

    def _typed(self, flat: Document, at: Context) -> Json:
        untyped = list(_ALL_TYPES) if "not" in flat else "string"
        named = flat.get(
            "type", next((_INFERRED[k] for k in _INFERRED if k in flat), untyped)
        )
        types = [named] if isinstance(named, str) else list(named)
        concrete = [name for name in types if name != "null"]
        reason = "the schema allows no type"
        for name in self._turned(concrete):
            try:
                value = self._of_type(name, flat, at)
            except NoExampleError as fault:
                reason = str(fault)
                continue
            if "not" not in flat or self.fits(flat, value):
                return value
        if "null" in types and self.fits(flat, None):
            return None
        raise NoExampleError(reason)

    def _of_type(self, name: str, flat: Document, at: Context) -> Json:
        candidates: Iterator[Json]
        match name:
            case "object":
                return self._object(flat, at)
            case "array":
                return self._array(flat, at)
            case "boolean":
                # A server that always says "there is more" would keep a pager busy for ever.
                candidates = iter(["more" not in at.name.lower(), False])
            case "integer" | "number":
                candidates = iter(
                    [number(flat, integer=name == "integer", serial=at.serial)]
                )
            case "null":
                return None
            case _:
                candidates = texts(flat, at.name, at.owner, at.serial)
        for value in candidates:
            if self.fits({**flat, "type": name}, value):
                return value
        raise NoExampleError(f"no valid {name} found for {at.name or 'the schema'}")

    def _object(self, flat: Document, at: Context) -> Json:
        properties: Document = flat.get("properties", {})
        required = [
            name for name in array_at(flat, "required") if isinstance(name, str)
        ]
        made: Document = {}
        for name, schema in properties.items():
            if self.pick.sent and says(self.spec, schema, "readOnly"):
                continue
            if name in required:
                made[name] = self._member(schema, name, at)
            elif self.pick.optional and at.depth < self.pick.depth:
                try:
                    made[name] = self._member(schema, name, at)
                except NoExampleError:
                    continue
        rest = self._rest(flat)
        for name in required:
            if name not in made and name not in properties:
                made[name] = self._member(rest, name, at)
        for name, others in object_at(flat, "dependentRequired").items():
            for other in others if name in made else ():
                if other not in made:
                    made[other] = self._member(properties.get(other, rest), other, at)
        self._fill_map(flat, rest, made, at)
        return made

    def _member(self, schema: Json, name: str, at: Context) -> Json:
        deeper = at.depth + 1, at.steps + 1
        inner = Context(name, at.owner, at.serial, *deeper, at.seen)
        return self.value(schema, inner)

    def _rest(self, flat: Document) -> Json:
        """The schema of members that have no property of their own."""
        patterns = flat.get("patternProperties")
        return (
            next(iter(patterns.values()))
            if patterns
            else flat.get("additionalProperties", {})
        )

    def _fill_map(
        self, flat: Document, rest: Json, made: Document, at: Context
    ) -> None:
        """Give a map one entry, or as many as `minProperties` asks for."""
        is_map = is_object(rest) and bool(rest) and not flat.get("properties")
        wanted = max(flat.get("minProperties", 0), int(is_map and self.pick.optional))
        wanted = min(wanted, flat.get("maxProperties", wanted))
        names = self._keys(flat)
        try:
            while len(made) < wanted and len(made) < _MOST_ITEMS:
                name = next(names)
                made.setdefault(name, self._member(rest, "value", at))
        except (NoExampleError, StopIteration):
            if len(made) < flat.get("minProperties", 0):
                raise NoExampleError("too few members can be made") from None

    def _keys(self, flat: Document) -> Iterator[str]:
        """Names for the members of a map."""
        patterns = [
            {"pattern": pattern} for pattern in flat.get("patternProperties", {})
        ]
        schema = {
            "allOf": [flat.get("propertyNames", {}), *patterns[:1]],
            "type": "string",
        }
        for serial in range(4 * int(flat.get("minProperties", 0)) + 4):
            yield self.value(schema, Context(name="key", serial=serial))

    def _array(self, flat: Document, at: Context) -> Json:
        prefix = flat.get("prefixItems", [])
        low, high = int(flat.get("minItems", 0)), flat.get("maxItems", _MOST_ITEMS)
        usual = (
            max(1, len(prefix))
            if self.pick.optional and at.depth < self.pick.depth
            else 0
        )
        needed = max(low, flat.get("minContains", 1)) if "contains" in flat else low
        wanted = min(max(needed, usual), high)
        if needed > _MOST_ITEMS:
            raise NoExampleError("the example would be too large")
        made: list[Json] = []
        for index in range(wanted):
            schema = prefix[index] if index < len(prefix) else flat.get("items", {})
            if "contains" in flat:
                schema = {"allOf": [schema, flat["contains"]]}
            try:
                made.append(self._item(schema, made, flat, at))
            except NoExampleError:
                if len(made) < needed:
                    raise
                break
        return made

    def _item(
        self, schema: Json, made: list[Json], flat: Document, at: Context
    ) -> Json:
        """The next item; another one than those before when they must differ."""
        unique = flat.get("uniqueItems") is True
        inner = replace(
            at,
            name=_singular(at.name),
            serial=len(made),
            depth=at.depth + 1,
            steps=at.steps + 1,
        )
        value = self.value(schema, inner)
        if not unique or not any(same(value, known) for known in made):
            return value
        for turn in range(1, len(made) + 2):
            other = replace(self.pick, turn=self.pick.turn + turn)
            value = Maker(self.spec, other, self.known, self.budget).value(
                schema, inner
            )
            if not any(same(value, known) for known in made):
                return value
        raise NoExampleError("too few different items can be made")


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
