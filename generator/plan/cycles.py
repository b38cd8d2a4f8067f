"""Which models refer to each other in a circle: their modules cannot import each other."""

from __future__ import annotations

from collections.abc import Mapping

from ..ir import ModelDecl
from .questions import members


def cycles(decls: tuple[ModelDecl, ...]) -> dict[str, frozenset[str]]:
    """For every model, the other models that it refers to and that lead back to it."""
    edges = {d.id: {m for f in d.fields for m in members(f.type)} for d in decls}
    reach = {name: _reachable(edges, name) for name in edges}
    return {
        name: frozenset(
            t for t in edges[name] if t != name and name in reach.get(t, ())
        )
        for name in edges
    }


def _reachable(edges: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    stack = [start]
    while stack:
        for target in edges.get(stack.pop(), ()):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen
