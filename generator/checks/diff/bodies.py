"""Request bodies, responses, their media types and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...source import Document, extend
from .families import Noun
from .views import Located
from .walk import Subject, Use, Walk

if TYPE_CHECKING:
    from .operations import Operation

_Place = tuple[str, Document]


def compare_request(walk: Walk, label: str, old: Operation, new: Operation) -> None:
    """Compare the request bodies of one operation."""
    before, after = _child(old, "requestBody"), _child(new, "requestBody")
    subject = f"the request body of `{label}`"
    if before is None and after is not None:
        need = "required" if after[1].get("required") else "optional"
        rule, text = f"request-body-added-{need}", f"{subject} was added, {need}"
        walk.ledger.added(rule, label, old.pointer, after[0], text)
    elif before is not None and after is None:
        rule, text = "request-body-removed", f"{subject} was removed"
        walk.ledger.removed(rule, label, before[0], new.pointer, text)
    elif before is not None and after is not None:
        was, now = bool(before[1].get("required")), bool(after[1].get("required"))
        if was != now:
            change = "required" if now else "optional"
            rule, text = f"request-body-became-{change}", f"{subject} became {change}"
            walk.ledger.changed(rule, label, before[0], after[0], text)
        use = Use(Noun.REQUEST_BODY, Subject("", "", subject), label)
        _compare_content(walk, use, "request-body", before, after)


def _child(operation: Operation, key: str) -> _Place | None:
    if key not in operation.node:
        return None
    pointer = extend(operation.pointer, key)
    return operation.spec.located(pointer, operation.node[key])


def _compare_content(walk: Walk, use: Use, noun: str, old: _Place, new: _Place) -> None:
    before: Document = old[1].get("content", {})
    after: Document = new[1].get("content", {})
    for media_type in dict.fromkeys((*before, *after)):
        at = extend(old[0], "content", media_type)
        to = extend(new[0], "content", media_type)
        text = f"media type `{media_type}`"
        if media_type not in after:
            message = f"{text} was removed from {use.subject}"
            rule = f"{noun}-media-type-removed"
            walk.ledger.removed(rule, use.owner, at, new[0], message)
        elif media_type not in before:
            message = f"{text} was added to {use.subject}"
            rule = f"{noun}-media-type-added"
            walk.ledger.added(rule, use.owner, old[0], to, message)
        else:
            was, now = (at, before[media_type]), (to, after[media_type])
            _compare_media_type(walk, use, noun, was, now)


def _compare_media_type(
    walk: Walk, use: Use, noun: str, old: _Place, new: _Place
) -> None:
    for key, inner in (("schema", use), ("itemSchema", use.child("[]"))):
        if key in old[1] and key in new[1]:
            walk.compare(inner, _schema(*old, key), _schema(*new, key))
        elif key in old[1] or key in new[1]:
            change = "removed" if key in old[1] else "added"
            text = f"the schema of {use.subject} was {change}"
            rule = f"{noun}-media-type-schema-{change}"
            walk.ledger.changed(rule, use.owner, old[0], new[0], text)


def _schema(pointer: str, content: Document, key: str) -> Located:
    return f"{pointer}/{key}", content.get(key, {})


def compare_responses(walk: Walk, label: str, old: Operation, new: Operation) -> None:
    """Compare the responses of one operation, status by status."""
    before: Document = old.node.get("responses", {})
    after: Document = new.node.get("responses", {})
    for status in dict.fromkeys((*before, *after)):
        at = extend(old.pointer, "responses", status)
        to = extend(new.pointer, "responses", status)
        text = f"status {status}"
        if status not in after:
            rule = f"{_status_noun(status)}-removed"
            message = f"{text} was removed from `{label}`"
            walk.ledger.removed(rule, label, at, f"{new.pointer}/responses", message)
        elif status not in before:
            rule = f"{_status_noun(status)}-added"
            message = f"{text} was added to `{label}`"
            walk.ledger.added(rule, label, f"{old.pointer}/responses", to, message)
        else:
            was = walk.base.located(at, before[status])
            now = walk.revision.located(to, after[status])
            _compare_response(walk, label, status, was, now)


def _status_noun(status: str) -> str:
    if status == "default":
        return "default-response"
    return f"response-{'success' if status.startswith('2') else 'non-success'}-status"


def _compare_response(
    walk: Walk, label: str, status: str, old: _Place, new: _Place
) -> None:
    subject = f"the {status} response of `{label}`"
    use = Use(Noun.RESPONSE_BODY, Subject("", "", subject), label)
    _compare_content(walk, use, "response", old, new)
    before = {name.lower(): name for name in old[1].get("headers", {})}
    after = {name.lower(): name for name in new[1].get("headers", {})}
    for key in dict.fromkeys((*before, *after)):
        at = extend(old[0], "headers", before.get(key, key))
        to = extend(new[0], "headers", after.get(key, key))
        if key not in after:
            _, header = walk.base.located(at, old[1]["headers"][before[key]])
            need = "required" if header.get("required") else "optional"
            message = f"header `{before[key]}` was removed from {subject}"
            rule = f"{need}-response-header-removed"
            walk.ledger.removed(rule, label, at, new[0], message)
        elif key not in before:
            message = f"header `{after[key]}` was added to {subject}"
            walk.ledger.added("response-header-added", label, old[0], to, message)
        else:
            was = walk.base.located(at, old[1]["headers"][before[key]])
            now = walk.revision.located(to, new[1]["headers"][after[key]])
            _compare_header(walk, label, before[key], was, now)


def _compare_header(
    walk: Walk, label: str, name: str, old: _Place, new: _Place
) -> None:
    if bool(old[1].get("required")) != bool(new[1].get("required")):
        change = "required" if new[1].get("required") else "optional"
        message = f"response header `{name}` became {change}"
        rule = f"response-header-became-{change}"
        walk.ledger.changed(rule, label, old[0], new[0], message)
    if bool(old[1].get("explode")) != bool(new[1].get("explode")):
        message = f"response header `{name}` is written another way (explode)"
        rule = "response-header-explode-changed"
        walk.ledger.changed(rule, label, old[0], new[0], message)
    use = Use(Noun.RESPONSE_HEADER, Subject(name, "response header "), label)
    walk.compare(use, _schema(*old, "schema"), _schema(*new, "schema"))
