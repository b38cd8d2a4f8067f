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
    texts = _essences(declared)
    contested = any(
        len({texts[variant.fragment, component] for variant in variants}) > 1
        for component, variants in declared.items()
    )
    return _named(_Meanings(declared, texts)) if contested else []


def _essences(declared: Variants) -> dict[_Key, str]:
    """What each variant says on the wire, as a digest; spellings that come again cost little."""
    known: dict[tuple[Component, str], str] = {}
    found: dict[_Key, str] = {}
    for component, variants in declared.items():
        kind = component_kind(component[0])
        for variant in variants:
            spelling = (component, text(variant.node))
            if spelling not in known:
                known[spelling] = _digest([essence(variant.node, kind)])
            found[variant.fragment, component] = known[spelling]
    return found


class _Meanings:
    """What each variant means, as a digest that nothing outside of that meaning can change."""

    def __init__(self, declared: Variants, texts: Mapping[_Key, str]) -> None:
        self.declared = declared
        self._texts = texts
        self._references = {
            (variant.fragment, component): references(variant.node, kind)
            for component, variants in declared.items()
            if (kind := component_kind(component[0])) is not None
            for variant in variants
        }
        # While the leading variants are being found, a missing component counts as nothing.
        self.leading: dict[Component, Variant] = {}
        self.leading = {component: self._leading(component) for component in declared}

    def groups(self, component: Component) -> dict[str, list[Variant]]:
        """The variants by meaning."""
        found: dict[str, list[Variant]] = {}
        for variant in self.declared[component]:
            found.setdefault(self._meaning((variant.fragment, component)), []).append(
                variant
            )
        return found

    def _leading(self, component: Component) -> Variant:
        """The variant that keeps the name.

        It is of the newest version, then of the most fragments, then of the operation that sorts
        first: so all names of one fragment are kept or given up together.
        """
        variants = self.declared[component]
        if len(variants) == 1:
            return variants[0]
        groups = self.groups(component)

        def standing(meaning: str) -> tuple[VersionKey, int]:
            versions = (version_of(variant.fragment) for variant in groups[meaning])
            return max(map(version_key, versions)), len(groups[meaning])

        def first_user(meaning: str) -> tuple[str, str]:
            users = (_operation_names(variant.fragment) for variant in groups[meaning])
            return min(min(names, default="~") for names in users), meaning

        best = max(map(standing, groups))
        chosen = min((m for m in groups if standing(m) == best), key=first_user)
        return groups[chosen][0]

    def _meaning(self, start: _Key) -> str:
        reached = {start}
        waiting = [start]
        while waiting:
            new = self._targets(waiting.pop()) - reached
            reached |= new
            waiting += new
        return _digest(
            sorted(f"{'/'.join(key[1])}={self._texts[key]}" for key in reached)
        )

    def _targets(self, key: _Key) -> set[_Key]:
        found: set[_Key] = set()
        for target in self._references[key]:
            if (key[0], target) in self._texts:
                found.add((key[0], target))
            elif target in self.leading:
                found.add((self.leading[target].fragment, target))
        return found


def _digest(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _named(meanings: _Meanings) -> list[KeptApart]:
    """Names by content: the schema's title, else the one operation that uses it, else a digest."""
    taken = set(meanings.declared)
    found: list[KeptApart] = []
    for component in sorted(meanings.declared):
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
