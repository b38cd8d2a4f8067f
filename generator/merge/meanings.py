"""Groups the variants of each component by what they mean, and names each group.

Two variants mean the same when their own texts are equal and so are the texts of everything that
they refer to, directly or not. A fragment that lacks a component which it refers to gets the one
that keeps the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from ..grammar import COMPONENTS, Kind
from ..source import Fragment, is_object
from .compare import essence, text
from .members import mapping, operations
from .references import Component, references
from .variant import Variant, VersionKey, version_key, version_of

Variants: TypeAlias = dict[Component, list[Variant]]
_Key: TypeAlias = tuple[Fragment, Component]


@dataclass(frozen=True, slots=True, eq=False)
class KeptApart:
    """A body that could not keep its component's name, because `leading` has it."""

    component: Component
    name: str
    variants: tuple[Variant, ...]
    leading: Variant


def component_kind(section: str) -> Kind | None:
    """What the members of a section of the Components Object are."""
    kind = COMPONENTS.fields.get(section)
    return kind.values if kind is not None else None


def kept_apart(declared: Variants) -> list[KeptApart]:
    """Every body that needs another name because its fragments mean something else by it."""
    if all(
        len(variants) == 1 or len({text(variant.node) for variant in variants}) == 1
        for variants in declared.values()
    ):
        return []
    meanings = _Meanings(declared, _bodies(declared))
    return _named(meanings)


@dataclass(frozen=True, slots=True)
class _Body:
    """What a variant says by itself, as a digest, and the components that it refers to."""

    digest: str
    references: tuple[Component, ...]


def _bodies(declared: Variants) -> dict[_Key, _Body]:
    """The body of each variant; spellings that come again cost little."""
    known: dict[tuple[Component, str], _Body] = {}
    found: dict[_Key, _Body] = {}
    for component, variants in declared.items():
        kind = component_kind(component[0])
        for variant in variants if kind is not None else ():
            spelling = (component, text(variant.node))
            if spelling not in known:
                digest = _digest([essence(variant.node, kind)])
                targets = (
                    sorted(references(variant.node, kind)) if kind is not None else ()
                )
                known[spelling] = _Body(digest, tuple(targets))
            found[variant.fragment, component] = known[spelling]
    return found


class _Meanings:
    """Which variants mean the same: the coarsest partition of the graph of references.

    `leading` holds, for each component, the variant that keeps the name.
    """

    def __init__(self, declared: Variants, bodies: Mapping[_Key, _Body]) -> None:
        self._declared = declared
        self._bodies = bodies
        # While the leading variants are being found, a missing component counts as nothing.
        self.leading: dict[Component, Variant] = {}
        self._color = self._refined()
        self.leading = {component: self._leading(component) for component in declared}
        self._color = self._refined()

    def _refined(self) -> dict[_Key, int]:
        """A number for each variant, equal for those that mean the same.

        Start from the bodies, then tell apart what refers to variants already told apart, until
        there is nothing new.
        """
        targets = {key: self._targets(key) for key in self._bodies}
        numbers: dict[object, int] = {}
        color = {
            k: numbers.setdefault(b.digest, len(numbers))
            for k, b in self._bodies.items()
        }
        known = 0
        while known < len(numbers):
            known, numbers = len(numbers), {}
            color = {
                key: numbers.setdefault(
                    (color[key], *map(color.get, found)), len(numbers)
                )
                for key, found in targets.items()
            }
        return color

    def _targets(self, key: _Key) -> list[_Key]:
        found: list[_Key] = []
        for target in self._bodies[key].references:
            if (key[0], target) in self._bodies:
                found.append((key[0], target))
            elif target in self.leading:
                found.append((self.leading[target].fragment, target))
        return found

    def groups(self, component: Component) -> dict[str, list[Variant]]:
        """The variants by meaning; the keys are digests that only the meaning can change."""
        by_color: dict[int, list[Variant]] = {}
        for variant in self._declared[component]:
            by_color.setdefault(self._color[variant.fragment, component], []).append(
                variant
            )
        if len(by_color) == 1:
            return {"": self._declared[component]}
        return {self._meaning((g[0].fragment, component)): g for g in by_color.values()}

    def _meaning(self, start: _Key) -> str:
        reached = {start}
        waiting = [start]
        while waiting:
            new = set(self._targets(waiting.pop())) - reached
            reached |= new
            waiting += new
        return _digest(
            sorted(f"{'/'.join(key[1])}={self._bodies[key].digest}" for key in reached)
        )

    def _leading(self, component: Component) -> Variant:
        """The variant that keeps the name.

        It is of the newest version, then of the most fragments, then of the operation that sorts
        first: so all names of one fragment are kept or given up together.
        """
        groups = self.groups(component)

        def standing(meaning: str) -> tuple[VersionKey, int]:
            versions = (version_of(variant.fragment) for variant in groups[meaning])
            return max(map(version_key, versions)), len(groups[meaning])

        def first_user(meaning: str) -> tuple[str, str]:
            users = (_operation_names(variant.fragment) for variant in groups[meaning])
            return min(min(names, default="~") for names in users), meaning

        if len(groups) == 1:
            return groups[""][0]
        best = max(map(standing, groups))
        chosen = min((m for m in groups if standing(m) == best), key=first_user)
        return groups[chosen][0]


def _digest(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _named(meanings: _Meanings) -> list[KeptApart]:
    """Names by content: the schema's title, else the one operation that uses it, else a digest."""
    taken = set(meanings.leading)
    found: list[KeptApart] = []
    for component in sorted(meanings.leading):
        section, name = component
        leading = meanings.leading[component]
        for meaning, group in sorted(meanings.groups(component).items()):
            if leading in group:
                continue
            candidates = [*_telling_names(name, group), f"{name}_{meaning[:6]}"]
            free = (new for new in candidates if new and (section, new) not in taken)
            new = next(free, f"{name}_{meaning}")
            taken.add((section, new))
            found.append(KeptApart(component, new, tuple(group), leading))
    return found


def _telling_names(name: str, group: list[Variant]) -> list[str]:
    titles = {v.node.get("title") for v in group if is_object(v.node)}
    title = titles.pop() if len(titles) == 1 else None
    users = {
        user
        for variant in group
        for user in _operation_names(variant.fragment).values()
    }
    return [
        _words(title) if isinstance(title, str) else "",
        _words(users.pop()) + name if len(users) == 1 else "",
    ]


def _operation_names(fragment: Fragment) -> dict[str, str]:
    """The operations of a fragment: what identifies each, and what to call it."""
    found: dict[str, str] = {}
    for section in ("paths", "webhooks"):
        for path, item in mapping(fragment.document, section).items():
            for keys, operation in operations(item) if is_object(item) else ():
                identity = f"{path} {keys[-1]}"
                id_ = operation.get("operationId")
                found[identity] = id_ if isinstance(id_, str) else f"{keys[-1]} {path}"
    return found


def _words(text: str) -> str:
    """The text as one capitalised word that is a component's name (OAS, Components Object)."""
    return "".join(
        word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text)
    )
