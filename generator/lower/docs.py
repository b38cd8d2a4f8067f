"""The prose of a node of the description."""

from __future__ import annotations

from ..ir import Doc
from ..source import Json, array_at, is_object, text_at
from .markup import without_html


def doc(node: Json) -> Doc:
    """The prose of a node: summary, description, examples, whether it is deprecated."""
    return Doc(
        summary=without_html(text_at(node, "summary")),
        description=without_html(text_at(node, "description")),
        examples=tuple(array_at(node, "examples")),
        deprecated=is_object(node) and node.get("deprecated") is True,
    )
