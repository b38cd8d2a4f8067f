"""What a request says, held against what its operation declares.

Every fault is listed with its place, as many as there are; a body that cannot even be read is
refused on its own. Values never become part of a message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..lower.framings import sent_items
from ..media_types import essence
from ..source import Document, Json, extend, is_object
from ..spec import Spec, is_sensitive, lookup
from ..validation import Validation
from .messages import Request, problem
from .parameters import Given, flat, given
from .routes import Operation

_NOTHING = object()
_FORM = "application/x-www-form-urlencoded"


class UnreadableError(Exception):
    """The request cannot be read at all; `answer` says why."""

    def __init__(self, status: int, detail: str) -> None:
        self.answer = problem(status, detail)


@dataclass(frozen=True, slots=True)
class Intake:
    """A request that was read. `faults` is empty when it matches its operation."""

    parameters: tuple[Given, ...]
    body: Json
    faults: tuple[dict[str, str], ...]
    private: frozenset[str] = frozenset()
    """Members of the body that are never shown again: passwords and personal data."""

    @property
    def path(self) -> dict[str, Json]:
        """The path parameters, as JSON values."""
        return {
            p.name: p.value
            for p in self.parameters
            if p.node["in"] == "path" and p.present
        }

    @property
    def fields(self) -> dict[str, Json]:
        """What else the client named: query parameters and members of the body, scalars only."""
        named = {
            p.name: p.value
            for p in self.parameters
            if p.node["in"] == "query" and p.present
        }
        body: Document = self.body if is_object(self.body) else {}
        return {
            name: value
            for name, value in (named | body).items()
            if isinstance(value, str | int | float) and name not in self.private
        }


@dataclass(frozen=True, slots=True)
class _Sent:
    """A body, and the pointer of its schema: "" where it is held against none.

    `_NOTHING` is a body that is not there, with a pointer only if it is required. `is_each` says
    that the schema is of every item of a list.
    """

    place: str
    value: Json
    is_each: bool = False

    def checked(self) -> Iterator[tuple[str, Json]]:
        """(where it stands in the body, the value) of everything that the schema is of."""
        if not self.is_each:
            yield "", self.value
            return
        for at, item in enumerate(self.value):
            yield extend("", at), item


def read(
    spec: Spec,
    validation: Validation,
    operation: Operation,
    request: Request,
    path_values: Mapping[str, str],
) -> Intake:
    """Parameters and body of a request, and everything wrong with them.

    Raises:
        UnreadableError: the query or the body is beyond reading.
    """
    try:
        parameters = tuple(given(spec, operation, request, path_values))
    except ValueError:
        raise UnreadableError(400, "The query has too many fields.") from None
    try:
        sent = _body(spec, operation, request)
        place, body = sent.place, sent.value
        faults = [
            fault for p in parameters for fault in _parameter_faults(validation, p)
        ]
        if body is _NOTHING:
            faults += [_fault("body", "", "request body is missing")] if place else []
            return Intake(parameters, None, tuple(faults))
        if place:
            faults += [
                _fault("body", at + fault.pointer, fault.message)
                for at, value in sent.checked()
                for fault in validation.faults(place, value, one_way="readOnly")
            ]
        private = frozenset(_private(spec, place)) if place else frozenset[str]()
        return Intake(parameters, body, tuple(faults), private)
    except RecursionError:
        raise UnreadableError(400, "The request is nested too deeply.") from None


def _parameter_faults(
    validation: Validation, parameter: Given
) -> Iterator[dict[str, str]]:
    place, pointer = f"{parameter.node['in']} parameter", extend("", parameter.name)
    if parameter.present:
        for fault in validation.faults(parameter.schema_pointer, parameter.value):
            yield _fault(place, pointer + fault.pointer, fault.message)
    elif parameter.node.get("required"):
        yield _fault(place, pointer, "required parameter is missing")


def _body(spec: Spec, operation: Operation, request: Request) -> _Sent:
    """The body, and what it is held against."""
    pointer = extend(operation.pointer, "requestBody")
    pointer, node = spec.located(pointer, operation.node.get("requestBody", {}))
    sent = essence(request.headers.get("content-type", ""))
    if not request.body and sent != _FORM:  # a form without fields has no bytes
        return _Sent(pointer if node.get("required") else "", _NOTHING)
    content: Document = node.get("content", {})
    declared = _declared(content, sent)
    if declared is None:
        raise UnreadableError(415, "The description declares no such media type.")
    pointer = extend(pointer, "content", declared)
    items = sent_items(spec, declared, spec.resolved(content[declared]))
    try:
        if items is not None:
            texts = re.split(b"[\x1e\n]", request.body)
            values = [_json(text) for text in texts if text.strip()]
            return _Sent(extend(pointer, *items.steps), values, is_each=True)
        if "json" not in sent or "schema" not in content[declared]:
            return _Sent("", None)
        return _Sent(extend(pointer, "schema"), _json(request.body))
    except ValueError:
        raise UnreadableError(400, "The request body is not JSON.") from None


def _json(text: bytes) -> Json:
    return json.loads(text, parse_constant=_refused)


def _private(spec: Spec, place: str) -> Iterator[str]:
    properties: Document = flat(spec, lookup(spec.document, place)).get(
        "properties", {}
    )
    for name, schema in properties.items():
        node = flat(spec, schema)
        if node.get("writeOnly") or is_sensitive(node):
            yield name


def _declared(content: Document, media_type: str) -> str | None:
    """The media type or range of `content` that covers `media_type`."""
    by_name = {essence(name): name for name in content}
    family = media_type.partition("/")[0]
    candidates = (media_type, f"{family}/*", "*/*")
    return next((by_name[name] for name in candidates if name in by_name), None)


def _fault(place: str, pointer: str, message: str) -> dict[str, str]:
    return {"in": place, "pointer": pointer, "message": message}


def _refused(_: str) -> Json:
    raise ValueError("JSON has no NaN and no Infinity")
