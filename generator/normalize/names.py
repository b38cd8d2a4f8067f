"""Names the groups: a function of the set of their uses, never of an order.

Every group has a ladder of names, from the plain one to ones that say more about its owners. In
each round all groups ask for the name on their rung; a name that several ask for goes to the one
that was written out more often than each other, else to none, and who goes without climbs on.
There is no `Foo2`: what such a name means depends on what else there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import takewhile
from typing import TypeAlias

from ..diagnostics import Locatable, Report
from ..english import joined
from ..naming import pascal
from ..operation_ids import OperationIds
from .groups import Group, Use, page_items
from .sites import Form
from .wording import (
    CONTAINERS,
    Words,
    agreed,
    body_roots,
    constant_words,
    content_words,
    is_generic,
    is_item_of_variant,
    own_words,
    owned,
    owner_words,
    place_words,
    resource_words,
    root_words,
    status_words,
    telling_uses,
    title_words,
    variant_words,
    words,
)

_KINDS = {
    Form.OBJECT: "details",
    Form.COMPOSITE: "details",
    Form.ENUM: "value",
    Form.UNION: "choice",
    Form.TARGET: "schema",
}

Ladder: TypeAlias = Callable[[Group], list[Words]]


def fold(name: str) -> str:
    """What two names must not share: modules named after them would be one file.

    >>> fold("SimpleUser") == fold("simple-user")
    True
    """
    return "_".join(words(pascal(name)))


@dataclass(slots=True)
class Namer:
    """Gives every group its name.

    `ids` are those of the operations; `at` finds the place of a group.
    """

    ids: OperationIds
    report: Report
    at: Callable[[Group], Locatable | None]
    _taken: dict[str, str] = field(default_factory=dict[str, str])

    def reserve(self, names: Iterable[str]) -> None:
        """Take names out of the running: somebody has them already."""
        for name in names:
            self._taken.setdefault(fold(name), name)

    def adopt(self, group: Group, equals: Sequence[str]) -> None:
        """Let a component that exists stand for its inline copies, when the name fits as well.

        `equals` are the components that accept the same values.
        """
        found = sorted(self._fitting(group, equals)) if equals else []
        if found:
            group.name, group.existing = found[0], True
            self.report.info(
                "same-schema",
                self.at(group),
                f"an inline schema is equal to the component {group.name!r}, which stands for it"
                f" in {group.weight} {'place' if group.weight == 1 else 'places'}",
            )

    def _fitting(self, group: Group, names: Sequence[str]) -> list[str]:
        """Those of the names that the group has, or might have where none is published."""
        if group.name:
            return [name for name in names if name == group.name]
        plain = [_says_itself(group), *(own_words(use) for use in group.uses)]
        if group.contract:
            plain += self._body_ladder(group)[:1]
        wanted = {fold(_spelled(name)) for name in plain if name}
        return [name for name in names if fold(name) in wanted]

    def name_all(self, groups: list[Group]) -> None:
        """Name the groups that have no name yet; `groups` holds owners before what they own."""
        self._award(groups, lambda group: [_says_itself(group)])
        self._name_pages(groups)
        bodies = [g for g in groups if len(body_roots(g)) == len(g.uses)]
        self._award(bodies, self._body_ladder)
        for layer in _layers(groups):
            self._award(layer, self._nested_ladder)
            for group in layer:
                self._settle(group)

    def _award(self, groups: Iterable[Group], ladder: Ladder) -> None:
        rungs = {group: ladder(group) for group in groups if not group.name}
        while rungs:
            asked: dict[str, list[tuple[Group, str]]] = {}
            for group, rest in rungs.items():
                name = _spelled(rest.pop(0)) if rest else ""
                if name:
                    asked.setdefault(fold(name), []).append((group, name))
            for folded, askers in asked.items():
                winner = _heaviest(askers)
                if winner is not None and folded not in self._taken:
                    winner[0].name = self._taken[folded] = winner[1]
            rungs = {g: rest for g, rest in rungs.items() if rest and not g.name}

    def _name_pages(self, groups: list[Group]) -> None:
        """Name pages of a list after their items; first the items that do not say what they are."""
        inside = {(u.owner, u.trail): g for g in groups for u in g.uses}
        pages: dict[Group, Group | None] = {}
        for group in groups:
            array = page_items(group.node) if group.form is Form.OBJECT else None
            if array is not None:
                pages[group] = inside.get((group, (f".{array}", "[]")))
        items = dict.fromkeys(item for item in pages.values() if item is not None)
        self._award(items, self._item_ladder)
        self._award(pages, lambda page: self._page_ladder(page, pages[page]))

    def _item_ladder(self, item: Group) -> list[Words]:
        named = agreed(_weighed(item.uses, own_words))
        if named and not {named[-1], named[-1] + "s"} & CONTAINERS:
            return [named]
        return [agreed((resource_words(root), 1) for root in item.roots())]

    def _page_ladder(self, page: Group, item: Group | None) -> list[Words]:
        name = item.name if item is not None else _item_reference(page)
        after_item = [(*words(name), "page")] if name else []
        return [*after_item, *((*base, "page") for base in self._operations(page))]

    def _operations(self, group: Group) -> list[Words]:
        return [agreed((root_words(root, self.ids), 1) for root in group.roots())]

    def _body_ladder(self, group: Group) -> list[Words]:
        roots = body_roots(group)
        root = roots[0]
        role = ("item" if root.is_item else root.role.value,)
        media = words(min(r.media for r in roots).rpartition("/")[2])
        if root.component:
            own = words(root.component)
            plain = own[:-1] if own[-1:] == role else own
            return [plain + role, plain + media + role]
        (base,) = self._operations(group)
        statuses = {r.status for r in roots}
        status = status_words(root.status) if len(statuses) == 1 else ()
        if all(r.is_error for r in roots):
            end = ("error", *role)
            return [end, joined(status, end), base + end, base + joined(status, end)]
        path = words(root.path)
        return [
            base + role,
            base + status + role,
            base + status + media + role,
            (*base, "by", *words(root.method), *role),
            joined(place_words(root), base + role),
            path + base + status + media + role,
        ]

    def _nested_ladder(self, group: Group) -> list[Words]:
        uses = telling_uses(group)
        said = _says_itself(group)
        variant = _variant(uses, group)
        own = said or agreed(_weighed(uses, own_words), content_words(group)) + variant

        def qualified(use: Use, *, full: bool) -> Words:
            mine = said or own_words(use) + variant
            owner = owner_words(use, self.ids, full=full)
            return owned(use, owner, mine, kind, full=full)

        def distinguished(use: Use) -> Words:
            return joined(owner_words(use, self.ids), said + variant)

        kind = _KINDS[group.form]
        qualifying = [
            agreed(_weighed(uses, lambda use: qualified(use, full=False))),
            agreed(_weighed(uses, lambda use: qualified(use, full=True))),
            agreed(_weighed(uses, distinguished)) if said and variant else (),
            rooted := agreed(
                _weighed(uses, lambda use: self._rooted(use, said + variant))
            ),
            (*rooted, kind),
            (*rooted, group.form.value),
            agreed(_weighed(uses, lambda use: self._rooted(use, said + variant, "|&"))),
        ]
        if said:
            return qualifying
        if is_generic(own) and not (group.form is Form.ENUM and self._shared(uses)):
            return qualifying
        if (
            group.form is Form.OBJECT
            and group.sent_only()
            and fold(_spelled(own)) in self._taken
        ):
            return [(*own, "input"), *qualifying]
        return [own, *self._neutral(uses, own, group), *qualifying]

    def _neutral(self, uses: list[Use], own: Words, group: Group) -> list[Words]:
        """Names for what several owners have: none of them has a better right to it.

        What all their names begin with stands before it. An object is rather called by one of
        them than a detail of nothing, and so is a status or a type.
        """
        owners = {owner_words(use, self.ids) for use in uses}
        if len(owners) < 2:
            return []
        steps = zip(*owners, strict=False)
        alike = takewhile(lambda step: len(set(step)) == 1, steps)
        common = tuple(word for word, *_ in alike)
        if len(common) > 1:
            return [joined(common, own)]
        is_object = group.form in (Form.OBJECT, Form.COMPOSITE)
        if is_object or is_generic(own):
            return []
        return [(*own, _KINDS[group.form]), content_words(group)]

    def _rooted(self, use: Use, said: Words, places: str = "") -> Words:
        """The name from the operation down, every step of the way.

        Which alternative it is says a number; only where nothing else helps is it asked for.
        """
        root = use.sites[0].root
        base = root_words(root, self.ids) if root.path else words(root.component)
        told = [s for s in use.trail if s[0] not in "|&" or s[0] in places]
        steps = tuple(word for step in told for word in words(step))
        owner = owner_words(use, self.ids, full=True)
        above = () if owner[: len(base)] == base else base
        return above + owner + steps + said

    def _shared(self, uses: list[Use]) -> bool:
        return len({owner_words(use, self.ids) for use in uses}) > 1

    def _settle(self, group: Group) -> None:
        """Give a group that found every name taken one made of its place in the document."""
        if group.name:
            return
        key = min(use.key for use in group.uses)
        name = pascal(key) + sha256(key.encode()).hexdigest()[:4].upper()
        group.name = self._taken[fold(name)] = name
        self.report.warning(
            "name-clash",
            self.at(group),
            f"no rule finds a name of its own for the schema at {key!r}; it is called {name!r}",
            help="choose one under `schemas: names:` in the configuration",
        )


def _says_itself(group: Group) -> Words:
    """What the schema says it is: by its title, or by a constant property."""
    return title_words(group) or constant_words(group)


def _weighed(
    uses: list[Use], wording: Callable[[Use], Words]
) -> list[tuple[Words, int]]:
    return [(wording(use), len(use.sites)) for use in uses]


def _variant(uses: list[Use], group: Group) -> Words:
    """What tells the group from its neighbours, when it is always one variant of a union."""
    always = all(
        use.trail and (use.trail[-1][0] == "|" or is_item_of_variant(use.trail))
        for use in uses
    )
    return variant_words(group) if always else ()


def _spelled(name: Words) -> str:
    return pascal("_".join(name))


def _heaviest(askers: list[tuple[Group, str]]) -> tuple[Group, str] | None:
    first, *others = sorted(askers, key=lambda asker: -asker[0].weight)
    return None if others and others[0][0].weight == first[0].weight else first


def _item_reference(page: Group) -> str:
    """The component that a page lists, when its items are a `$ref`."""
    array = page.node["properties"][page_items(page.node)]
    reference = array["items"].get("$ref", "")
    return pascal(str(reference).rpartition("/")[2])


def _layers(groups: list[Group]) -> list[list[Group]]:
    """The groups without a name, cut so that the owners of each stand in an earlier layer."""
    depths: dict[Group, int] = {}
    layers: list[list[Group]] = []
    for group in groups:
        depths[group] = 1 + max((depths[owner] for owner in group.owners), default=-1)
        if not group.name:
            layers += [[] for _ in range(depths[group] + 1 - len(layers))]
            layers[depths[group]].append(group)
    return layers
