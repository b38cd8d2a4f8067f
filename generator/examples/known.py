"""Examples of components that were made before, to be used again.

The models of a large API hold one another many levels deep, and every one of them gets an
example. Making each anew, and checking it anew, takes most of the time of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field

from ..source import Json
from .context import Budget


@dataclass(frozen=True, slots=True)
class _Made:
    value: Json
    entered: frozenset[str]
    cost: int


@dataclass(slots=True)
class _Frame:
    """What happened while a value was made: components entered, and met a second time."""

    entered: set[str] = field(default_factory=set[str])
    ended: set[str] = field(default_factory=set[str])


class Known:
    """Values of one document. Whoever gets one must not change it: others hold it, too."""

    def __init__(self) -> None:
        self._made: dict[Hashable, _Made] = {}
        self._held: dict[tuple[str, int], Json] = {}
        self._frames = [_Frame()]

    def value(
        self,
        key: Hashable,
        entered: Collection[str],
        seen: Collection[str],
        make: Callable[[], Json],
        budget: Budget,
    ) -> Json:
        """The value made for `key` before, else what `make` returns.

        `entered` are the components that the key stands for, `seen` those that the value stands
        in. A value is used again only where none of its parts would have ended a recursion, and
        costs as much of the `budget` as when it was made: it is as large.
        """
        made = self._made.get(key)
        if made is not None and made.entered.isdisjoint(seen):
            self._frames[-1].entered |= made.entered
            budget.left -= made.cost
            return made.value
        frame, before = _Frame(set(entered)), budget.left
        self._frames.append(frame)
        try:
            value = make()
        finally:
            self._frames.pop()
            self._frames[-1].entered |= frame.entered
            self._frames[-1].ended |= frame.ended
        if frame.ended <= frame.entered:
            cost = before - budget.left
            self._made[key] = _Made(value, frozenset(frame.entered), cost)
        return value

    def enter(self, components: Collection[str]) -> None:
        """Take note that a value of these components is made."""
        self._frames[-1].entered.update(components)

    def end(self, component: str) -> None:
        """Take note that a component was met within itself."""
        self._frames[-1].ended.add(component)

    def holds(self, component: str, value: Json) -> bool:
        """Whether this very value is known to conform to the component."""
        return (component, id(value)) in self._held

    def hold(self, component: str, value: Json) -> None:
        """Take note that it conforms; the value is kept, so that its identity stays its own."""
        self._held[component, id(value)] = value
