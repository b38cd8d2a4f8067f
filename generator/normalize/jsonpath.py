"""JSONPath (RFC 9535): the nodes that an expression selects, as paths from the root.

A singular query (names and indexes only: most targets of overlays) is followed here; for the
others the library is loaded, which takes longer than all the rest of an overlay.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from ..source import Document, Json, is_object

Steps: TypeAlias = tuple[str | int, ...]
"""Member names and array indexes from the root of the document to a node."""

_SEGMENT = re.compile(
    r"""\.(?P<dotted>[A-Za-z_][A-Za-z0-9_]*)
      | \[(?P<quote>['"])(?P<quoted>[^'"\\]*)(?P=quote)\]
      | \[(?P<index>0|[1-9][0-9]*)\]""",
    re.VERBOSE,
)


class InvalidPathError(Exception):
    """The text is no JSONPath expression."""


def select(document: Document, path: str) -> list[Steps]:
    """Every node that `path` selects, in the order of the document.

    Raises:
        InvalidPathError: `path` breaks the grammar of RFC 9535.
    """
    steps = _singular(path)
    if steps is None:
        return _query(document, path)
    node: Json = document
    for step in steps:
        if is_object(node) != isinstance(step, str):
            return []
        try:
            node = node[step]
        except (LookupError, TypeError):
            return []
    return [steps]


def _singular(path: str) -> Steps | None:
    """The steps of a singular query, or None when `path` is none."""
    if not path.startswith("$"):
        return None
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        found = _SEGMENT.match(path, position)
        if found is None:
            return None
        index, dotted = found["index"], found["dotted"]
        steps.append(int(index) if index else dotted or found["quoted"])
        position = found.end()
    return tuple(steps)


def _query(document: Document, path: str) -> list[Steps]:
    import jsonpath

    try:
        return [match.parts for match in jsonpath.finditer(path, document, strict=True)]
    except jsonpath.JSONPathError as problem:
        raise InvalidPathError(
            f"{path!r} is no JSONPath expression: {problem}"
        ) from None
