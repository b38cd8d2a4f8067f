"""Explains why schemas that look alike are two: near misses are told, never merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..diagnostics import Locatable, Note, Report
from ..source import Document, Json, is_array, is_object
from .groups import Group
from .shapes import Scanner
from .sites import USE_ONLY, Form, is_null
from .wording import Words, constant_words, own_words, title_words, words

_ALIKE = 0.7
_NAMESAKES_ALIKE = 0.5
_FEWEST_PROPERTIES = 4
_MOST_OWNERS_OF_A_TELLING_PROPERTY = 12
_MOST_PAIRS = 300


@dataclass(slots=True)
class NearMisses:
    """Compares groups pairwise and reports what keeps each pair apart.

    Only pairs worth a look are compared: schemas that would have had one name, and objects that
    share most of their properties; a bounded number of them, the most used first.
    """

    scanner: Scanner
    report: Report
    at: Callable[[Group], Locatable | None]

    def explain(self, groups: list[Group]) -> None:
        """Report every near miss as an `info`."""
        named = [
            g for g in groups if g.form in (Form.OBJECT, Form.ENUM) and not g.contract
        ]
        pairs = {
            (first.name, second.name): (first, second)
            for a, b in (*_namesakes(named), *_lookalikes(named))
            for first, second in [sorted((a, b), key=lambda g: (-g.weight, g.name))]
            if first.form is second.form and _shared(first, second) >= _NAMESAKES_ALIKE
        }
        ranked = sorted(
            pairs.values(), key=lambda p: (-p[0].weight - p[1].weight, p[0].name)
        )
        for first, second in ranked[:_MOST_PAIRS]:
            self._compare(first, second)

    def _compare(self, first: Group, second: Group) -> None:
        if first.form is Form.ENUM:
            found = _one_sided(_values(first), _values(second))
        else:
            found = self._object_differences(first.node, second.node)
        if found:
            self.report.info(
                "near-miss",
                self.at(first),
                f"{_counted(first)} and {_counted(second)} differ in: {'; '.join(found)}",
                Note(f"{second.name} is here", self.at(second)),
                help="`schemas: merge:` in the configuration makes one component of them",
            )

    def _object_differences(self, first: Document, second: Document) -> list[str]:
        mine: Document = first["properties"]
        others: Document = second["properties"]
        found = _one_sided(mine, others)
        shared = sorted(mine.keys() & others.keys())
        required = set(first.get("required", ())) ^ set(second.get("required", ()))
        if required & set(shared):
            found.append("required")
        pairs = {n: (mine[n], others[n]) for n in shared if mine[n] != others[n]}
        nullable = [
            n for n, (a, b) in pairs.items() if _allows_null(a) != _allows_null(b)
        ]
        content = [
            n for n, (a, b) in pairs.items() if self._content(a) != self._content(b)
        ]
        uses = [n for n, (a, b) in pairs.items() if _use(a) != _use(b)]
        for label, names in (
            ("nullable", nullable),
            ("schema", content),
            ("default", uses),
        ):
            if names:
                found.append(f"{label}({', '.join(names)})")
        if first.get("additionalProperties") != second.get("additionalProperties"):
            found.append("additionalProperties")
        return found

    def _content(self, schema: Json) -> Json:
        return self.scanner.core(_without_null(schema)) if is_object(schema) else schema


def _namesakes(groups: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Groups that the rules would call the same, each with the most used of its namesakes."""
    named: dict[Words, list[Group]] = {}
    for group in groups:
        said = title_words(group) or constant_words(group)
        for plain in {said} if said else {own_words(use) for use in group.uses}:
            named.setdefault(plain, []).append(group)
        if said:
            named.setdefault(words(group.name), []).append(group)
    for same in named.values():
        first = min(same, key=lambda g: (-g.weight, g.name))
        yield from ((first, other) for other in same if other is not first)


def _lookalikes(groups: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Objects that share most of their properties, found through the rarer of them."""
    holders: dict[str, list[Group]] = {}
    objects = [g for g in groups if g.form is Form.OBJECT]
    for group in objects:
        if len(group.node["properties"]) >= _FEWEST_PROPERTIES:
            for name in group.node["properties"]:
                holders.setdefault(name, []).append(group)
    seen: set[tuple[str, str]] = set()
    for same in holders.values():
        if len(same) > _MOST_OWNERS_OF_A_TELLING_PROPERTY:
            continue
        for i, a in enumerate(same):
            for b in same[i + 1 :]:
                if (a.name, b.name) not in seen:
                    seen.add((a.name, b.name))
                    larger = max(len(_members(a)), len(_members(b)))
                    if len(_members(a) & _members(b)) >= _ALIKE * larger:
                        yield a, b


def _members(group: Group) -> set[str]:
    node = group.node
    return set(node["properties"]) if group.form is Form.OBJECT else set(_values(group))


def _shared(first: Group, second: Group) -> float:
    """How much of the smaller is in the larger."""
    mine, others = _members(first), _members(second)
    return len(mine & others) / min(len(mine), len(others))


def _one_sided(first: Iterable[str], second: Iterable[str]) -> list[str]:
    mine, others = list(first), list(second)
    found: list[str] = []
    for names, other, side in ((mine, others, "first"), (others, mine, "second")):
        only = [name for name in names if name not in other]
        if only:
            found.append(f"{', '.join(only)} only in the {side}")
    return found


def _values(group: Group) -> list[str]:
    return [str(value) for value in group.node["enum"] if value is not None]


def _counted(group: Group) -> str:
    return f"{group.name} ({group.weight} {'use' if group.weight == 1 else 'uses'})"


def _use(schema: Json) -> Document:
    return (
        {k: v for k, v in schema.items() if k in USE_ONLY} if is_object(schema) else {}
    )


def _allows_null(schema: Json) -> bool:
    if not is_object(schema):
        return False
    types = schema.get("type")
    choices = schema.get("anyOf", ())
    return (is_array(types) and "null" in types) or any(map(is_null, choices))


def _without_null(schema: Document) -> Document:
    """The schema as it is for values other than null, without what belongs to its use."""
    new = {k: v for k, v in schema.items() if k not in USE_ONLY}
    choices = [m for m in new.get("anyOf", ()) if not is_null(m)]
    if len(choices) == 1 and is_object(choices[0]):
        del new["anyOf"]
        new = {**choices[0], **new}
    if is_array(new.get("type")):
        rest = [t for t in new["type"] if t != "null"]
        new["type"] = rest[0] if len(rest) == 1 else rest
    if is_array(new.get("enum")):
        new["enum"] = [value for value in new["enum"] if value is not None]
    return new
