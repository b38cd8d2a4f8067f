"""Decoded text to a `Fragment`: the checks that every document passes, whatever its format.

The digest is taken of the value in sorted JSON, so a document has the same one in JSON, in
YAML and in a page; that is what later stages order fragments by. Writing that JSON also
shows, for free, whether there are values that could not be written again: numbers that no double
holds, which are left out, and halves of surrogate pairs.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..diagnostics import Report
from ..reads import Reads
from ..source import Document, Fragment, Json, extend, is_array, is_object
from . import json_text
from .inputs import read, shown
from .text import Decoded, Fault, Text, describe


def read_document(
    path: Path, root: Path, report: Report, reads: Reads
) -> Fragment | None:
    """One JSON or YAML file whose root is an object; None, and an error, when it is not.

    `root` is the project's folder, which names in diagnostics are relative to.
    """
    text = read(path, shown(path, root), report, reads)
    return (
        fragment(text, decode(text, path.suffix), report) if text is not None else None
    )


def decode(text: Text, suffix: str) -> Decoded:
    """Decode the text of a file by the file's suffix; JSON is tried first where it may be."""
    if text.body.lstrip()[:1] == "<":
        message = "HTML or XML, not JSON or YAML"
        remedy = "save the description itself, or its documentation page as markdown"
        return Decoded(faults=(Fault("not-openapi", 0, message, remedy),))
    if suffix.lower() == ".json":
        return json_text.decode(text.body)
    if text.body.lstrip()[:1] in ("{", "["):
        decoded = json_text.decode(text.body)
        if not decoded.faults:
            return decoded
    return _yaml(text.body)


def _yaml(body: str) -> Decoded:
    from . import yaml_text  # PyYAML is slow to import, and JSON does not need it

    return yaml_text.decode(body)


def fragment(
    text: Text, decoded: Decoded, report: Report, *, label: str = "", url: str = ""
) -> Fragment | None:
    """The document as a Fragment; None, and an error in the report, when it cannot be one."""
    if not decoded.faults and not is_object(decoded.value):
        message = f"the document must be an object, not {article(kind(decoded.value))}"
        report.error("invalid-structure", text.at(decoded.positions("")), message)
        return None
    return part(text, decoded, report, label=label, url=url)


def part(
    text: Text, decoded: Decoded, report: Report, *, label: str = "", url: str = ""
) -> Fragment | None:
    """Like `fragment`, for a file that may hold any JSON value: what a `$ref` may name."""
    for fault in decoded.faults:
        describe(fault, text, report)
    if decoded.faults:
        return None
    document = decoded.value
    digest = digest_of(document)
    if digest is None:
        _leave_out_infinite(document, text, decoded, report)
        digest = digest_of(document)
    if digest is None:
        for fault in _unusable(document, decoded):
            describe(fault, text, report)
        return None

    def locate(pointer: str) -> tuple[int, int]:
        return text.position(decoded.positions(pointer))

    return Fragment(document, text.file, digest, locate, label, url)


def kind(value: object) -> str:
    """What a JSON value is, in JSON's words."""
    if value is None:
        return "null"
    kinds = {
        bool: "boolean",
        str: "string",
        int: "number",
        float: "number",
        list: "array",
    }
    return next((name for of, name in kinds.items() if isinstance(value, of)), "object")


def is_openapi(value: Json) -> bool:
    """Whether a value says that it is an OpenAPI description, of whatever version."""
    return is_object(value) and ("openapi" in value or "swagger" in value)


def article(noun: str) -> str:
    """The kind of a value in a sentence: "a string", "an object", "null"."""
    if noun == "null":
        return noun
    return f"an {noun}" if noun[0] in "ao" else f"a {noun}"


def digest_of(document: Json) -> str | None:
    """SHA-256 of the document as sorted, compact JSON; None when it cannot be written."""
    try:
        canonical = json.dumps(
            document,
            ensure_ascii=False,
            allow_nan=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
    except ValueError:  # an infinite number, or half of a surrogate pair
        return None
    return hashlib.sha256(canonical).hexdigest()


def changed(fragment: Fragment, document: Document) -> Fragment:
    """The fragment with another document whose nodes stand where they were written."""
    digest = digest_of(document) or fragment.digest
    return replace(fragment, document=document, digest=digest)


def _leave_out_infinite(
    document: Json, text: Text, decoded: Decoded, report: Report
) -> None:
    """Take every number that JSON cannot hold out of the object or the array it stands in."""
    for pointer, node in _containers(document):
        gone = [
            key
            for key, value in _members(node)
            if isinstance(value, float) and not math.isfinite(value)
        ]
        for key in reversed(gone):
            del node[key]
            report.warning(
                "unusable-value",
                text.at(decoded.positions(extend(pointer, key))),
                "the number is none that a double holds (up to 1.8e308); it is left out",
                help="write another number, or remove it",
            )


def _unusable(document: Json, decoded: Decoded) -> Iterator[Fault]:
    """Every value that JSON in UTF-8 cannot hold."""
    message = "half of a surrogate pair (\\ud800 to \\udfff) is not a character"
    for pointer, node in _containers(document):
        for key, value in _members(node):
            if not _is_text(key):
                yield Fault("unusable-value", decoded.positions(pointer), message)
            if not _is_text(value):
                place = decoded.positions(extend(pointer, key))
                yield Fault("unusable-value", place, message)


def _containers(document: Json) -> Iterator[tuple[str, Json]]:
    """Every object and array of a document, by its JSON pointer; a scalar as one of one item."""
    is_scalar = not (is_object(document) or is_array(document))
    nodes: list[tuple[str, Json]] = [("", [document] if is_scalar else document)]
    while nodes:
        pointer, node = nodes.pop()
        if is_object(node) or is_array(node):
            yield pointer, node
            nodes.extend((extend(pointer, key), child) for key, child in _members(node))


def _members(node: Json) -> Iterable[tuple[str | int, Json]]:
    if is_object(node):
        return node.items()
    return enumerate(node) if is_array(node) else ()


def _is_text(value: object) -> bool:
    """Whether a value is no string, or one that can be written."""
    try:
        if isinstance(value, str):
            value.encode()
    except UnicodeEncodeError:
        return False
    return True
