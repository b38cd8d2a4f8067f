"""Which schemas of a canonical document describe a place in a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.corpus.near import Path

_LISTS = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("then", "else")


class Described:
    """Looks schemas up in one document. Thousands of values have the same places."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._said: dict[tuple[str, Path, tuple[str, ...]], bool] = {}

    def says(self, name: str, at: Path, *keywords: str) -> bool:
        """Whether any schema of a place in a value of the component has one of the keywords."""
        asked = (name, at, keywords)
        if asked not in self._said:
            self._said[asked] = any(
                keyword in self._node(part)
                for found in self.at(name, at)
                for part in self._parts(found)
                for keyword in keywords
            )
        return self._said[asked]

    def at(self, name: str, at: Path) -> Iterator[str]:
        """The pointers of all schemas that describe a place in a value of the component."""
        found = {_extended("/components/schemas", name)}
        for key in at:
            found = {step for one in found for step in self._steps(one, key)}
        yield from sorted(found)

    def others(self, name: str, at: Path) -> Iterator[tuple[str, str]]:
        """What objects at a place may hold besides properties: (pattern or "", pointer)."""
        for found in self.at(name, at):
            for part in self._parts(found):
                node = self._node(part)
                for pattern in node.get("patternProperties", {}):
                    yield pattern, _extended(part, "patternProperties", pattern)
                if isinstance(node.get("additionalProperties"), dict):
                    yield "", _extended(part, "additionalProperties")

    def _steps(self, pointer: str, key: str | int) -> Iterator[str]:
        """The schemas of one member or item of what a schema describes."""
        for part in self._parts(pointer):
            node = self._node(part)
            if isinstance(key, int):
                first = node.get("prefixItems", [])
                if key < len(first):
                    yield _extended(part, "prefixItems", key)
                elif "items" in node:
                    yield _extended(part, "items")
                continue
            named = key in node.get("properties", {})
            if named:
                yield _extended(part, "properties", key)
            patterns = node.get("patternProperties", {})
            matching = [p for p in patterns if re.search(p, key)]
            yield from (_extended(part, "patternProperties", p) for p in matching)
            if not named and not matching and "additionalProperties" in node:
                yield _extended(part, "additionalProperties")

    def _parts(self, pointer: str) -> Iterator[str]:
        """A schema and all that may hold beside it: what it refers to, parts, alternatives."""
        seen: set[str] = set()
        waiting = [pointer]
        while waiting:
            part = waiting.pop()
            if part in seen:
                continue
            seen.add(part)
            node = self._node(part)
            yield part
            if isinstance(target := node.get("$ref"), str):
                waiting.append(target[1:])
            for keyword in _LISTS:
                members = enumerate(node.get(keyword, ()))
                waiting += [_extended(part, keyword, index) for index, _ in members]
            waiting += [_extended(part, word) for word in _BRANCHES if word in node]
            dependent = node.get("dependentSchemas", {})
            waiting += [_extended(part, "dependentSchemas", key) for key in dependent]

    def _node(self, pointer: str) -> dict[str, Any]:
        """The schema at a pointer; one that is `true` or `false` says nothing."""
        node = self._document
        for token in pointer.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            node = node[int(token)] if isinstance(node, list) else node[token]
        return node if isinstance(node, dict) else {}


def _extended(pointer: str, *keys: str | int) -> str:
    escaped = (str(key).replace("~", "~0").replace("/", "~1") for key in keys)
    return "/".join([pointer, *escaped])
