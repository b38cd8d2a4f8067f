"""The `resolutions` of the configuration: which file wins at and below which JSON pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..config import Config
from ..diagnostics import Report
from ..grammar import Kind
from ..source import Json, is_array, is_object, tokens
from .compare import ABSENT, essence, text
from .variant import Variant, config_place


@dataclass(slots=True)
class Resolutions:
    """Applies the resolutions and remembers which of them found something to decide."""

    config: Config
    _used: set[str] = field(default_factory=set[str])

    def apply(
        self, pointer: str, variants: Sequence[Variant], kind: Kind
    ) -> list[Json]:
        """What each variant says once the winners' nodes stand in all of them.

        A resolution of `pointer` or of an ancestor decides the whole node, a deeper one only the
        node that it names. Shorter pointers first, so that a deeper one can refine them.
        """
        nodes = [variant.node for variant in variants]
        for target, file in sorted(self.config.resolutions.items(), key=_by_depth):
            inside = (target + "/").startswith(pointer + "/")
            if not inside and not pointer.startswith(target + "/"):
                continue
            path = tokens(target[len(pointer) :]) if inside else []
            winning = [
                _member(node, path)
                for node, variant in zip(nodes, variants, strict=True)
                if variant.fragment.file == file
            ]
            member_kind = _kind_at(kind, path)
            said = {
                ABSENT if node is ABSENT else essence(node, member_kind)
                for node in winning
            }
            if len(said) == 1:
                decided = [_replaced(node, path, winning[0]) for node in nodes]
                if any(
                    text(new) != text(old)
                    for new, old in zip(decided, nodes, strict=True)
                ):
                    self._used.add(target)
                nodes = decided
        return nodes

    def report_unused(self, report: Report) -> None:
        """Warn of every resolution that no two fragments needed."""
        for target, file in sorted(self.config.resolutions.items()):
            if target not in self._used:
                report.warning(
                    "unused-resolution",
                    config_place(self.config),
                    f"the resolution {target}: {file} decides nothing: either no two fragments"
                    " describe that node, or the file does not say one thing about it",
                    help="remove it, or correct its pointer and file",
                )


def _by_depth(resolution: tuple[str, str]) -> tuple[int, str]:
    return resolution[0].count("/"), resolution[0]


def _kind_at(kind: Kind | None, path: list[str]) -> Kind | None:
    for token in path:
        if kind is not None:
            kind = (
                kind.each
                if kind.each is not None and token.isdigit()
                else kind.child(token)
            )
    return kind


def _member(node: Json, path: list[str]) -> Json:
    for token in path:
        if is_object(node) and token in node:
            node = node[token]
        elif is_array(node) and token.isdigit() and int(token) < len(node):
            node = node[int(token)]
        else:
            return ABSENT
    return node


def _replaced(node: Json, path: list[str], value: Json) -> Json:
    """A copy of the node with `value` at the end of `path`, as far as its parent is there."""
    if not path:
        return value
    token, rest = path[0], path[1:]
    if is_object(node) and (token in node or not rest):
        member = _replaced(node.get(token), rest, value)
        new = {**node, token: member}
        if member is ABSENT:
            del new[token]
        return new
    if is_array(node) and token.isdigit() and int(token) < len(node):
        index = int(token)
        member = _replaced(node[index], rest, value)
        return [
            *node[:index],
            *([] if member is ABSENT else [member]),
            *node[index + 1 :],
        ]
    return node
