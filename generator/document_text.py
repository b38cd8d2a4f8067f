"""The merged document as text that people read and that diffs well.

An object or array stands on one line when it fits, else each member on a line of its own: a
property is mostly one line, so a changed property is one changed line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from json.encoder import encode_basestring

from .source import Json, is_object

_WIDTH = 110


def document_text(document: Json) -> str:
    """JSON with at most 110 columns where it can be, indented by one, ending in a newline.

    >>> print(document_text({"a": [1, 2], "b": {}}), end="")
    {"a": [1, 2], "b": {}}
    """
    return "".join(_Printer().text(document, 0, 0)) + "\n"


@dataclass(slots=True)
class _Printer:
    """Remembers what each container takes on one line; None when that is more than fits."""

    _short: dict[int, str | None] = field(default_factory=dict[int, str | None])

    def text(self, node: Json, indent: int, column: int) -> list[str]:
        """The parts of the text of a node at `column`, in lines indented by `indent`."""
        short = self._on_one_line(node)
        if short is not None and (
            column + len(short) < _WIDTH or not _is_container(node)
        ):
            return [short]
        inner = indent + 1
        start = "\n" + " " * inner
        parts: list[str] = []
        if is_object(node):
            for key, value in node.items():
                head = f"{encode_basestring(key)}: "
                parts += (",", start, head) if parts else ("{", start, head)
                parts += self.text(value, inner, inner + len(head))
            return [*parts, "\n", " " * indent, "}"]
        for value in node:
            parts += (",", start) if parts else ("[", start)
            parts += self.text(value, inner, inner)
        return [*parts, "\n", " " * indent, "]"]

    def _on_one_line(self, node: Json) -> str | None:
        if not _is_container(node):
            return encode_basestring(node) if type(node) is str else json.dumps(node)
        key = id(node)
        if key not in self._short:
            self._short[key] = self._joined(node)
        return self._short[key]

    def _joined(self, node: Json) -> str | None:
        keyed = is_object(node)
        texts: list[str] = []
        total = 2
        for member in node.items() if keyed else node:
            text = self._on_one_line(member[1] if keyed else member)
            if text is None:
                return None
            if keyed:
                text = f"{encode_basestring(member[0])}: {text}"
            total += len(text) + 2
            if total > _WIDTH:
                return None
            texts.append(text)
        return f"{{{', '.join(texts)}}}" if keyed else f"[{', '.join(texts)}]"


def _is_container(node: Json) -> bool:
    return type(node) in (dict, list)
