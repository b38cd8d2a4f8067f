"""Compare schemas by use: what stands where a value is sent is compared with what stands there now.

Components reached by `$ref` are compared once for each counterpart and direction, from a
queue instead of the stack: recursion ends, and a chain of thousands of references does not
overflow. Because counterparts are found by use, a renamed component with the same shape
gives no finding here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...source import Document, Json, extend, is_array, is_object, tokens
from ...spec import Spec, lookup
from .families import Noun
from .keywords import compare_keywords, compare_types, shown
from .ledger import Ledger, Owner, Pair
from .properties import compare_properties
from .views import Located, View, view

_SINGLE = [
    "items",
    "additionalProperties",
    "contains",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
]
_UNIONS = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Subject:
    """How a message calls a schema: `Appointment.status`, or `data[].id` of a body."""

    path: str
    kind: str = ""
    whole: str = ""

    def child(self, step: str) -> Subject:
        """What is inside: a property name, `[]` or `{}`."""
        dot = "." if self.path and step not in ("[]", "{}") else ""
        return Subject(f"{self.path}{dot}{step}", self.kind, self.whole)

    def __str__(self) -> str:
        if not self.path:
            return self.whole
        of = f" of {self.whole}" if self.whole else ""
        return f"{self.kind}`{self.path}`{of}"


@dataclass(frozen=True, slots=True)
class Use:
    """Where and as what two schemas are compared."""

    noun: Noun
    subject: Subject
    owner: Owner

    def said(self, text: str) -> str:
        """A sentence about the schema; a component may be sent and received."""
        if self.subject.kind or self.subject.whole:
            return f"{self.subject}: {text}"
        where = "requests" if self.noun.sent else "responses"
        return f"{self.subject} in {where}: {text}"

    def child(self, step: str) -> Use:
        return Use(self.noun.nested, self.subject.child(step), self.owner)


@dataclass(slots=True)
class Walk:
    """The comparison of all schemas of two versions.

    `pairs` are the components to compare and what they were first compared as; `pairs_of` has
    them by the one of the base.
    """

    base: Spec
    revision: Spec
    ledger: Ledger
    pairs: dict[Pair, Noun] = field(default_factory=dict)
    pairs_of: dict[str, list[Pair]] = field(default_factory=dict)
    _queue: deque[Pair] = field(default_factory=lambda: deque[Pair]())

    def compare(self, use: Use, old: Located, new: Located) -> None:
        """Compare two uses; components that they refer to wait for `finish`."""
        if is_object(old[1]) and old[1] == new[1] and "$ref" not in old[1]:
            self._follow_references(use, old[1])
            return
        self._compare_views(use, view(self.base, *old), view(self.revision, *new))

    def finish(self) -> None:
        """Compare every pair of components met so far, and those met on the way."""
        while self._queue:
            pair = self._queue.popleft()
            old, new, _ = pair
            use = Use(self.pairs[pair], Subject(_name(old)), pair)
            base = view(self.base, old, {"$ref": f"#{old}"})
            revision = view(self.revision, new, {"$ref": f"#{new}"})
            self._compare_targets(use, base, revision)

    def _compare_views(self, use: Use, old: View, new: View) -> None:
        if not (old.referenced and new.referenced):
            self._compare_targets(use, old, new)
            return
        self._compare_use(use, old, new)
        self._enqueue(use, old.pointer, new.pointer)

    def _enqueue(self, use: Use, old: str, new: str) -> None:
        pair = (old, new, use.noun.sent)
        if pair not in self.pairs:
            self.pairs[pair] = use.noun
            self.pairs_of.setdefault(old, []).append(pair)
            self._queue.append(pair)
        self.ledger.reached_from.setdefault(pair, {}).setdefault(use.owner)

    def _follow_references(self, use: Use, node: Json) -> None:
        """Nothing differs here, but what it refers to may."""
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if is_object(inner):
                if isinstance(inner.get("$ref"), str):
                    old = view(self.base, "", inner).pointer
                    new = view(self.revision, "", inner).pointer
                    self._enqueue(use.child("[]"), old, new)
                waiting.extend(reversed(list(_subschemas(inner))))

    def _compare_use(self, use: Use, old: View, new: View) -> None:
        """What a use of a component says itself: null, default, deprecation."""
        if old.nullable != new.nullable and old.nullable_here != new.nullable_here:
            self._nullability(use, old, new)
        self._annotations(use, old, new)

    def _compare_targets(self, use: Use, old: View, new: View) -> None:
        if old.nullable != new.nullable:
            self._nullability(use, old, new)
        self._annotations(use, old, new)
        if old.alternatives or new.alternatives:
            self._alternatives(use, old, new)
            return
        for change, detail, text in compare_types(use.noun, old, new):
            self._note(use, old, new, change, use.said(text), detail)
        if old.types != new.types and not (old.types or set()) & (new.types or set()):
            return
        self._keywords(use, old, new)
        compare_properties(self, use, old, new)
        self._extra(use, old, new)
        if "items" in old.keywords or "items" in new.keywords:
            self.compare(use.child("[]"), old.items, new.items)

    def _note(
        self,
        use: Use,
        old: View,
        new: View,
        change: str,
        message: str,
        detail: str = "",
    ) -> None:
        both = old.referenced and new.referenced
        base = old.pointer if both else old.use
        revision = new.pointer if both else new.use
        rule = f"{use.noun.value}-{change}"
        self.ledger.changed(rule, use.owner, base, revision, message, detail)

    def _note_use(
        self, use: Use, old: View, new: View, change: str, message: str
    ) -> None:
        rule = f"{use.noun.value}-{change}"
        self.ledger.changed(rule, use.owner, old.use, new.use, message)

    def _nullability(self, use: Use, old: View, new: View) -> None:
        where = "sent" if use.noun.sent else "received"
        if new.nullable:
            text = f"{use.subject} may now be null when it is {where}"
            self._note_use(use, old, new, "became-nullable", text)
        else:
            text = f"{use.subject} may no longer be null when it is {where}"
            self._note_use(use, old, new, "became-not-nullable", text)

    def _annotations(self, use: Use, old: View, new: View) -> None:
        before, after = old.keywords.get("deprecated"), new.keywords.get("deprecated")
        if bool(before) != bool(after):
            change = "deprecated" if after else "reactivated"
            text = "is deprecated now" if after else "is no longer deprecated"
            self._note_use(use, old, new, change, f"{use.subject} {text}")
        before = _marked(old, "default")
        after = _marked(new, "default")
        if before != after:
            kind = "added" if not before else "removed" if not after else "changed"
            text = f"the default of {use.subject} went from {_default(old)} to {_default(new)}"
            self._note_use(use, old, new, f"default-value-{kind}", text)

    def _alternatives(self, use: Use, old: View, new: View) -> None:
        union = ((new.union or old.union) == "oneOf" and "one-of") or "any-of"
        before = list(old.alternatives) or [_itself(self.base, old)]
        after = list(new.alternatives) or [_itself(self.revision, new)]
        for one, other in self._matched(before, after):
            self.compare(use.child("{}"), one, other)
        for _, member in before:
            text = (
                f"{use.subject} is no longer one of its alternatives: {shown(member)}"
            )
            self._note(use, old, new, f"{union}-removed", text, shown(member))
        for _, member in after:
            text = f"{use.subject} has another alternative: {shown(member)}"
            self._note(use, old, new, f"{union}-added", text, shown(member))
        if old.alternatives and new.alternatives:
            self._keywords(use, old, new)
            compare_properties(self, use, old, new)

    def _matched(
        self, before: list[Located], after: list[Located]
    ) -> list[tuple[Located, Located]]:
        """Take out alternatives found in both: equal ones, then a pair that is left over."""
        matched: list[tuple[Located, Located]] = []
        for located in tuple(before):
            twin = next((other for other in after if other[1] == located[1]), None)
            if twin is not None:
                before.remove(located)
                after.remove(twin)
                matched.append((located, twin))
        if len(before) == len(after) == 1 and self._may_match(
            before[0][1], after[0][1]
        ):
            matched.append((before.pop(), after.pop()))
        return matched

    def _may_match(self, old: Json, new: Json) -> bool:
        """Whether one alternative may have become the other: no component that still is there."""
        before, after = _reference(old), _reference(new)
        if not before or not after:
            return before == after
        gone = _name(before) not in self.revision.schemas
        return gone and _name(after) not in self.base.schemas

    def _keywords(self, use: Use, old: View, new: View) -> None:
        for change, detail, text in compare_keywords(old, new):
            self._note(use, old, new, change, use.said(text), detail)

    def _extra(self, use: Use, old: View, new: View) -> None:
        before, after = old.extra, new.extra
        if "object" not in (old.types or ()) or "object" not in (new.types or ()):
            return
        if is_object(before) and is_object(after):
            at = "additionalProperties"
            located = extend(old.pointer, at), before
            self.compare(use.child("{}"), located, (extend(new.pointer, at), after))
        elif before != after:
            change, text = _extra_change(before, after)
            self._note(
                use, old, new, change, f"{use.subject} {text}", "additionalProperties"
            )


def _subschemas(schema: Document) -> Iterator[Json]:
    """The schemas directly inside one, in order (JSON Schema Core, section 10)."""
    for keyword in ("properties", "patternProperties", "dependentSchemas"):
        if is_object(named := schema.get(keyword)):
            yield from named.values()
    for keyword in ("prefixItems", "allOf", "anyOf", "oneOf"):
        if is_array(listed := schema.get(keyword)):
            yield from listed
    for keyword in _SINGLE:
        yield schema.get(keyword)


def _name(pointer: str) -> str:
    """`Appointment` for `/components/schemas/Appointment`."""
    steps = tokens(pointer)
    inner = [step for step in steps[3:] if not step.isdigit() and step not in _UNIONS]
    return ".".join((*steps[2:3], *inner))


def _marked(seen: View, keyword: str) -> tuple[Json, ...]:
    return (seen.keywords[keyword],) if keyword in seen.keywords else ()


def _default(seen: View) -> str:
    return shown(seen.keywords["default"]) if "default" in seen.keywords else "none"


def _extra_change(before: Json, after: Json) -> tuple[str, str]:
    if after is False:
        return "additional-properties-closed", "refuses further keys now"
    if before is False:
        return "additional-properties-opened", "allows further keys now"
    if after is True:
        return (
            "additional-properties-widened",
            "allows any value under further keys now",
        )
    return "additional-properties-narrowed", "restricts the values of further keys now"


def _reference(schema: Json) -> str:
    """Where a Reference Object points to, "" for a schema that stands here."""
    return str(schema["$ref"])[1:] if is_object(schema) and "$ref" in schema else ""


def _itself(spec: Spec, seen: View) -> Located:
    """A schema that is no union, as the only alternative of one."""
    if seen.referenced:
        return seen.use, {"$ref": f"#{seen.pointer}"}
    return seen.use, lookup(spec.document, seen.pointer)
