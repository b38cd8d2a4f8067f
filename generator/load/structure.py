"""The structure that every later stage takes for granted, and the references found on the way.

Not a validation: that the values have the JSON types which OpenAPI gives them, so that
nothing later stumbles over a list where an object belongs. Validation proper works on the
merged document. One walk without recursion; pointers are made only for what is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from ..diagnostics import Report
from ..source import Fragment, Json, Place, extend, is_array, is_object, tokens
from .document import article, kind
from .shapes import OPENAPI, STRING, Shape
from .text import quoted

_SUPPORTED = re.compile(r"3\.[012](\.[0-9]+)?(-.+)?")

Link: TypeAlias = "tuple[Link, str | int] | None"
"""The way from a node to the root: the parent's link and the key in the parent."""


@dataclass(slots=True)
class Survey:
    """What a walk through one fragment found.

    `references` holds each distinct `$ref` with its first place; `anchors` the names that
    `#name` may refer to (JSON Schema, `$anchor`).
    """

    fragment: Fragment
    wrong: list[tuple[Link, Shape, Json]] = field(default_factory=list)
    references: dict[str, Link] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)

    def place(self, link: Link) -> Place:
        keys: list[str | int] = []
        while link is not None:
            link, key = link
            keys.append(key)
        return self.fragment.place(extend("", *reversed(keys)))


def survey(fragment: Fragment, report: Report) -> Survey | None:
    """Walk through a fragment; None, and errors in the report, when it is not usable."""
    if not _is_supported(fragment, report):
        return None
    found = Survey(fragment)
    _walk(fragment.document, found)
    for link, shape, value in found.wrong:
        _report_wrong(found.place(link), shape, value, report)
    return None if found.wrong else found


def _is_supported(fragment: Fragment, report: Report) -> bool:
    document = fragment.document
    if "openapi" not in document and "swagger" not in document:
        message = "not an OpenAPI description: it has no `openapi: 3.x.y`"
        remedy = "take the file out of the inputs, or give it its version"
        report.error("not-openapi", fragment.place(), message, help=remedy)
        return False
    key = "openapi" if "openapi" in document else "swagger"
    place = fragment.place(f"/{key}")
    version = document[key]
    if not isinstance(version, str):
        _report_wrong(place, STRING, version, report)
        return False
    if key == "openapi" and _SUPPORTED.fullmatch(version):
        return _has_info(fragment, report)
    message = f"{key} {quoted(version)} is not supported; 3.0, 3.1 and 3.2 are"
    remedy = "convert the description to OpenAPI 3"
    report.error("unsupported-version", place, message, help=remedy)
    return False


def _has_info(fragment: Fragment, report: Report) -> bool:
    """Title and version name the API that the fragment is a part of (OAS, Info Object)."""
    info = fragment.document.get("info")
    if "info" not in fragment.document:
        message = "the document has no 'info'"
    elif is_object(info) and not {"title", "version"} <= info.keys():
        missing = " and ".join(
            quoted(key) for key in ("title", "version") if key not in info
        )
        message = f"'info' has no {missing}"
    else:
        return True
    help = "add `info` with `title` and `version`"
    report.error("invalid-structure", fragment.place("/info"), message, help=help)
    return False


def _walk(document: Json, found: Survey) -> None:
    """Siblings are visited last to first, so the place that is kept is the first one."""
    stack: list[tuple[Json, Shape, Link]] = [(document, OPENAPI, None)]
    while stack:
        node, shape, link = stack.pop()
        if not isinstance(node, shape.types):
            found.wrong.append((link, shape, node))
        elif is_object(node):
            for key, child in node.items():
                expected = shape.fields.get(key, shape.others)
                if expected is None or (shape.extensible and key[:2] == "x-"):
                    continue
                if isinstance(child, str) and str in expected.types:
                    if key[:1] == "$" and key in shape.fields:
                        _keyword(key, child, (link, key), found)
                    continue
                stack.append((child, expected, (link, key)))
        elif is_array(node) and shape.items is not None:
            stack.extend(
                (child, shape.items, (link, i)) for i, child in enumerate(node)
            )


def _keyword(key: str, value: str, link: Link, found: Survey) -> None:
    if key == "$ref":
        found.references[value] = link
    elif key in ("$anchor", "$dynamicAnchor"):
        found.anchors.add(value)


def _report_wrong(place: Place, shape: Shape, value: Json, report: Report) -> None:
    name = quoted(tokens(place.pointer)[-1])
    message = f"{name} must be {shape.words}, not {article(kind(value))}"
    help = ""
    if value is None:
        help = "remove it, or give it a value"
    elif shape.types == (str,) and isinstance(value, (bool, int, float)):
        help = "put the value in quotes"
    report.error("invalid-structure", place, message, help=help)
