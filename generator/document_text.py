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
_scalar = json.JSONEncoder().encode


def document_text(document: Json) -> str:
    """JSON with at most 110 columns where it can be, indented by one, ending in a newline.

    >>> print(document_text({"a": [1, 2], "b": {}}), end="")
    {"a": [1, 2], "b": {}}
    """
    printer = _Printer()
    printer.add(document, 0, 0)
    return "".join(printer.parts) + "\n"


@dataclass(slots=True)
class _Printer:
    """Gathers the parts of the text, and remembers what each container takes on one line; None
    when that is more than fits."""

    parts: list[str] = field(default_factory=list[str])
    _short: dict[int, str | None] = field(default_factory=dict[int, str | None])

    def add(self, node: Json, indent: int, column: int) -> None:
        """Add the text of a node at `column`, in lines indented by `indent`."""
        short = self._on_one_line(node)
        if short is not None and (
            column + len(short) < _WIDTH or not _is_container(node)
        ):
            self.parts.append(short)
            return
        inner = indent + 1
        start = "\n" + " " * inner
        closing = "}" if is_object(node) else "]"
        before = "{" if is_object(node) else "["
        for key, value in node.items() if is_object(node) else enumerate(node):
            head = f"{encode_basestring(key)}: " if isinstance(key, str) else ""
            self.parts += (before, start, head)
            self.add(value, inner, inner + len(head))
            before = ","
        self.parts += ("\n", " " * indent, closing)

    def _on_one_line(self, node: Json) -> str | None:
        if type(node) is str:
            return encode_basestring(node)
        if not _is_container(node):
            return _scalar(node)
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
