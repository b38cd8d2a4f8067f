"""Where the nodes of a YAML text stand.

Read a second time, into nodes with marks, and only when a diagnostic has to name a place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from ..source import tokens
from .text import Fault, duplicate_key

Node: TypeAlias = Any
Loader: TypeAlias = Any


def loader(body: str) -> Loader:
    """PyYAML's parser on libyaml, or the one in Python where libyaml is missing."""
    found = yaml.CBaseLoader(body) if yaml.__with_libyaml__ else yaml.BaseLoader(body)
    for ask in ("resolve", "descend_resolver", "ascend_resolver"):
        setattr(found, ask, _no_tag)
    return found


def _no_tag(*_: object) -> str:
    """Tags are asked for at every node, and nobody looks at them."""
    return ""


class Positions:
    """Finds offsets by walking the nodes of YAML that was decoded before."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._root: Node = None

    def find(self, pointer: str) -> int:
        """The offset of the member's key or of the item's value; of the nearest ancestor's
        when there is nothing at `pointer`."""
        if not pointer:
            return self._start()
        node = self._compose()
        offset: int = node.start_mark.index if node is not None else 0
        for token in tokens(pointer):
            found = _child(node, token)
            if found is None:
                break
            place, node = found
            offset = place.start_mark.index
        return offset

    def duplicates(self) -> Iterator[Fault]:
        """Every key that stands twice in one mapping."""
        nodes, seen = [self._compose()], set[int]()
        while nodes:
            node = nodes.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                yield from _repeated(node)
                nodes.extend(value for _, value in node.value)
            elif isinstance(node, yaml.SequenceNode):
                nodes.extend(node.value)

    def _start(self) -> int:
        """The offset of the root, for which the rest need not be read."""
        events = loader(self._body)
        for _ in ("stream", "document"):
            events.get_event()
        root = events.get_event()
        return root.start_mark.index if root is not None else 0

    def _compose(self) -> Node:
        if self._root is None:
            try:
                self._root = loader(self._body).get_single_node()
            except yaml.YAMLError:
                # PyYAML refuses an anchor that is defined twice; YAML allows it.
                self._root = yaml.ScalarNode(
                    "", "", start_mark=yaml.Mark("", 0, 0, 0, None, 0)
                )
        return self._root


def _repeated(node: Node) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for key, _ in node.value:
        offset = key.start_mark.index
        if first.setdefault(key.value, offset) != offset:
            yield duplicate_key(key.value, first[key.value], offset)


def _child(node: Node, token: str) -> tuple[Node, Node] | None:
    """The node to point at (key or item) and the value, for one reference token."""
    if isinstance(node, yaml.SequenceNode):
        if token.isdecimal() and int(token) < len(node.value):
            return node.value[int(token)], node.value[int(token)]
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in node.value:
        if key.value == token:
            return key, value
    return None
