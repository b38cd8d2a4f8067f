"""Path Item and Operation Objects to operations, grouped into resources."""

from __future__ import annotations

from ..diagnostics import Note, Report
from ..ir import (
    Default,
    Exact,
    Operation,
    Parameter,
    ParameterIn,
    Range,
    RequestBody,
    Response,
    Status,
)
from ..naming import attribute, method_name, operation_words, words
from ..source import Document, Json, extend, is_object, object_at, text_at
from ..spec import Spec
from .pagination import pagination
from .schemas import doc, sample
from .types import TypeReader

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"})
"""RFC 9110 section 9.2.2, and QUERY by its own specification."""

DEFAULT_STYLES = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
}
"""OAS 3.2, Parameter Object: `style` when it is not given."""


class OperationReader:
    """Reads the operations of one canonical document."""

    def __init__(
        self, spec: Spec, types: TypeReader, prefix: tuple[str, ...], report: Report
    ) -> None:
        self._spec = spec
        self._types = types
        self._prefix = prefix
        self._report = report

    def read(
        self, method: str, path: str, operation: Document, resource: str
    ) -> Operation:
        """One operation; `resource` is the name of the group that it belongs to."""
        item = f"/paths/{path.replace('~', '~0').replace('/', '~1')}"
        pointer = extend(item, method.lower())
        operation_id = text_at(operation, "operationId") or f"{method} {path}"
        named = operation_words(operation_id, self._prefix)
        return Operation(
            id=operation_id,
            method=method,
            path=path,
            parameters=self._parameters(item, pointer, path, operation),
            body=self._body(operation, pointer),
            responses=self._responses(operation, pointer),
            security=self._security(operation),
            idempotent=method in IDEMPOTENT,
            origin=pointer,
            name=self._name(operation, operation_id, named, resource),
            title=" ".join(named).capitalize(),
            pagination=pagination(self._spec, operation, pointer, self._report),
            doc=doc(operation),
        )

    def _name(
        self, operation: Document, operation_id: str, named: list[str], resource: str
    ) -> str:
        """The method's name: `x-sdk-name`, else the one that is published, else by the rules."""
        group, _, published = self._spec.names.operations.get(
            operation_id, ""
        ).partition(".")
        if text_at(operation, "x-sdk-name"):
            return text_at(operation, "x-sdk-name")
        if published and group == attribute(resource):
            return published
        return method_name(named, words(resource))

    def _parameters(
        self, item: str, pointer: str, path: str, operation: Document
    ) -> tuple[Parameter, ...]:
        # OAS, Path Item Object: an operation overrides parameters by (name, in).
        found: dict[tuple[str, str], Parameter] = {}
        shared = self._spec.document["paths"][path].get("parameters", [])
        for owner, parameters in (
            (item, shared),
            (pointer, operation.get("parameters", [])),
        ):
            for i, written in enumerate(parameters):
                where = extend(owner, "parameters", i)
                parameter = self._parameter(written, where)
                if parameter is not None:
                    found[parameter.wire_name, parameter.location.value] = parameter
        return tuple(found.values())

    def _parameter(self, written: Json, where: str) -> Parameter | None:
        node = self._spec.resolved(written)
        origin = text_at(written, "$ref")[1:] or where
        location = text_at(node, "in")
        if location not in DEFAULT_STYLES or location == "cookie" or "schema" not in node:
            self._leave_out(
                where, f"the {location or 'untyped'} parameter {node.get('name')!r}"
            )
            return None
        schema = node["schema"]
        keywords = schema if is_object(schema) else {}
        style = text_at(node, "style") or DEFAULT_STYLES[location]
        return Parameter(
            wire_name=text_at(node, "name"),
            location=ParameterIn(location),
            type=self._types.read(schema, extend(origin, "schema")),
            required=node.get("required") is True or location == "path",
            style=style,
            explode=node.get("explode", style in ("form", "cookie")) is True,
            origin=where,
            allow_reserved=node.get("allowReserved") is True,
            sdk_name=text_at(node, "x-sdk-name"),
            sensitive=True in (node.get("x-sensitive"), keywords.get("x-sensitive")),
            default=keywords.get("default"),
            has_default="default" in keywords,
            doc=doc(node),
        )

    def _body(self, operation: Document, pointer: str) -> RequestBody | None:
        if "requestBody" not in operation:
            return None
        body = self._spec.resolved(operation["requestBody"])
        where = extend(pointer, "requestBody")
        media_type = json_media_type(object_at(body, "content"))
        if not media_type:
            self._leave_out(where, "a request body that is not JSON")
            return None
        return RequestBody(
            media_type=media_type,
            type=self._types.read(
                object_at(body["content"], media_type).get("schema", True),
                extend(where, "content", media_type, "schema"),
            ),
            required=body.get("required") is True,
            origin=where,
            doc=doc(body),
        )

    def _responses(self, operation: Document, pointer: str) -> tuple[Response, ...]:
        found: list[Response] = []
        for code, written in object_at(operation, "responses").items():
            status = _status(code)
            if status is not None:
                where = extend(pointer, "responses", code)
                found.append(
                    self._response(status, self._spec.resolved(written), where)
                )
        return tuple(found)

    def _response(self, status: Status, response: Document, where: str) -> Response:
        content = object_at(response, "content")
        media_type = json_media_type(content)
        if content and not media_type:
            self._leave_out(where, f"the content of a response in {', '.join(content)}")
        schema = object_at(content, media_type).get("schema", True)
        pointer = extend(where, "content", media_type, "schema")
        return Response(
            status=status,
            media_type=media_type,
            type=self._types.read(schema, pointer) if media_type else None,
            origin=where,
            example=sample(self._spec, schema) if media_type else None,
            doc=doc(response),
        )

    def _security(self, operation: Document) -> tuple[tuple[str, ...], ...]:
        # OAS, Operation Object: `security` overrides the root's; each entry is an alternative.
        entries = operation.get("security", self._spec.document.get("security", []))
        return tuple(tuple(sorted(entry)) for entry in entries)

    def _leave_out(self, pointer: str, what: str) -> None:
        self._report.warning(
            "left-out",
            self._spec.provenance.at(pointer),
            f"{what} is left out of the SDK",
            Note(
                "bodies are JSON; parameters are in path, query or header by a schema"
            ),
        )


def json_media_type(content: Document) -> str:
    """The media type of `content` that carries JSON, "" when none does (RFC 6839 section 3.1)."""
    for media_type in content:
        essence = media_type.partition(";")[0].strip().lower()
        if essence == "application/json" or essence.endswith("+json"):
            return media_type
    return ""


def _status(code: str) -> Status | None:
    if code == "default":
        return Default()
    if code[:1].isdigit() and code[1:].upper() == "XX":
        return Range(int(code[0]))
    return Exact(int(code)) if code.isascii() and code.isdigit() else None
