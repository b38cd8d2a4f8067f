"""Paths and methods that no request can have.

A path is appended to the server's URL, so one that does not begin with a slash would be a part
of the host's name. A method is a token (RFC 9110, section 9.1); one that OpenAPI has a field for
must not stand among the others (OAS 3.2, Path Item Object, `additionalOperations`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..diagnostics import Report
from ..source import Document, Fragment, Place, extend, is_object, object_at
from ..spec import METHODS
from .document import changed
from .text import quoted

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def with_usable_paths(fragment: Fragment, report: Report) -> Fragment:
    """The fragment with a slash before every path, and only methods that can be sent."""
    moved: dict[str, Place] = {}
    document = dict(fragment.document)
    if is_object(document.get("paths")):
        paths = _with_slashes(document["paths"], fragment, moved, report)
        document["paths"] = _with_methods(
            paths, fragment.place("/paths"), moved, report
        )
    if document.get("paths") == fragment.document.get("paths"):
        return fragment
    new = changed(fragment, document)
    return replace(new, moved={**fragment.moved, **moved})


def _with_slashes(
    paths: Document, fragment: Fragment, moved: dict[str, Place], report: Report
) -> Document:
    new: Document = {}
    for path, item in paths.items():
        if path.startswith(("/", "x-")):
            new[path] = item
            continue
        place, wanted = fragment.place(extend("/paths", path)), f"/{path}"
        message = f"the path {quoted(path)} does not begin with a slash"
        if wanted in paths:
            message += ", and the same path with one is there too; it is left out"
            report.warning("invalid-structure", place, message, help="remove it")
            continue
        message += f"; it is read as {quoted(wanted)}"
        report.warning("invalid-structure", place, message, help="add the slash")
        new[wanted] = item
        moved[extend("/paths", wanted)] = fragment.written(place.pointer)
    return new


def _with_methods(
    paths: Document, place: Place, moved: dict[str, Place], report: Report
) -> Document:
    new = dict(paths)
    for path, item in paths.items():
        others = object_at(item, "additionalOperations")
        kept: Document = {}
        for method, operation in others.items():
            fault = _fault(method)
            if not fault:
                kept[method] = operation
                continue
            pointer = extend(place.pointer, path)
            at = moved.get(pointer, Place(place.fragment, pointer))
            report.warning(
                "left-out",
                at.child("additionalOperations", method),
                f"the operation is left out: {quoted(method)} {fault}",
                help="correct the method",
            )
        if len(kept) < len(others):
            new[path] = {**item, "additionalOperations": kept}
    return new


def _fault(method: str) -> str:
    if not _TOKEN.fullmatch(method):
        return "is no HTTP method"
    if method.lower() in METHODS and method.isupper():
        return f"is a method that a path has a field for, `{method.lower()}`"
    return ""
