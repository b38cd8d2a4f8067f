"""Path Item and Operation Objects to operations, grouped into resources."""

from __future__ import annotations

from ..diagnostics import Report
from ..examples import Known, conforms
from ..expressions import (
    Anything,
    Binary,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    Primitive,
    Ref,
    Scalar,
    TupleOf,
    TypeExpr,
)
from ..ir import (
    Format,
    Operation,
    Parameter,
    ParameterIn,
    RequestBody,
    Response,
    Status,
    Stream,
)
from ..media_types import is_form, sendable
from ..naming import attribute
from ..operation_ids import OperationIds
from ..routes import routes
from ..servers import origin
from ..source import Document, Json, array_at, extend, is_object, object_at, text_at
from ..spec import Spec, operation_pointer
from .answer_headers import answer_headers
from .binary import within_json
from .contents import chosen, form_fields, part_types
from .docs import doc
from .forms import asks_for_members
from .framings import framing, sent_items
from .method_names import own_name
from .pagination import pagination
from .parameters import ParameterReader
from .related import RelatedReader
from .schemas import sample
from .statuses import CONTENT, leads_to_content, redirect, statuses, successes
from .streams import StreamReader
from .types import TypeReader, either

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"})
"""RFC 9110 section 9.2.2, and QUERY by its own specification."""

WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
"""Methods for which HTTP gives a body no meaning (RFC 9110, section 9.3)."""

IDEMPOTENCY_HEADERS = ("idempotency-key", "x-idempotency-key")
"""What APIs call the header of draft-ietf-httpapi-idempotency-key-header."""


class OperationReader:
    """Reads the operations of one canonical document."""

    def __init__(
        self,
        spec: Spec,
        types: TypeReader,
        auth: frozenset[str],
        streams: StreamReader,
        report: Report,
    ) -> None:
        """Read operations; `auth` are the ids of the security schemes that can be applied."""
        self._spec = spec
        self._types = types
        self._auth = auth
        self._report = report
        self._parameters = ParameterReader(spec, types, report)
        self._known = Known()
        self._streams = streams
        found = routes(spec)
        self._ids = OperationIds.of(found, spec.names.operation_prefix)
        self._routes = {(route.method, route.path): route for route in found}
        self._related = RelatedReader.of(spec, types, found)
        self._says_where = "security" in spec.document or any(
            "security" in operation for _, _, operation in spec.operations()
        )

    def read(
        self, method: str, path: str, operation: Document, resource: str
    ) -> Operation:
        """One operation; `resource` is the name of the group that it belongs to."""
        item = extend("/paths", path)
        pointer = operation_pointer(self._spec.document["paths"][path], path, method)
        written = text_at(operation, "operationId")
        named = self._ids.words(written, method, path)
        operation_id = self._related.ids[method, path]
        stream = self._streams.read(operation, pointer, successes(method, operation))
        parameters = self._parameters.read(item, pointer, path, operation)
        server, security = self._server(path, operation), self._security(operation)
        elsewhere = self._elsewhere(server, pointer) if security else ""
        return Operation(
            id=operation_id,
            method=method,
            path=path,
            parameters=parameters,
            body=self._body(method, operation, pointer),
            responses=self._responses(method, operation, pointer, stream),
            security=security,
            idempotent=method in IDEMPOTENT,
            follows=bool(redirect(method, operation)),
            origin=pointer,
            name=self._name(operation, operation_id, resource)
            or own_name(self._routes[method, path], named, resource),
            title=" ".join(named).capitalize(),
            server=server,
            elsewhere=elsewhere,
            pagination=pagination(
                self._spec, method, path, operation, pointer, self._report
            ),
            stream=stream,
            idempotency_header=_idempotency_header(parameters),
            links=self._related.links(operation),
            callbacks=self._related.callbacks(operation, pointer),
            doc=doc(operation),
        )

    def is_pinned(self, operation: Document, operation_id: str, resource: str) -> bool:
        """Whether the method has a name that no rule may change."""
        return bool(self._name(operation, operation_id, resource))

    def _published(self, operation_id: str, resource: str) -> str:
        call = self._spec.names.operations.get(operation_id, "")
        group, _, published = call.partition(".")
        return published if group == attribute(resource) else ""

    def _name(self, operation: Document, operation_id: str, resource: str) -> str:
        """`x-sdk-name`, else the name that is published; "" where the rules decide."""
        return text_at(operation, "x-sdk-name") or self._published(
            operation_id, resource
        )

    def _body(
        self, method: str, operation: Document, pointer: str
    ) -> RequestBody | None:
        if "requestBody" not in operation:
            return None
        body = self._spec.described(operation["requestBody"])
        where = extend(pointer, "requestBody")
        content = self._content(body)
        needless = method in WITHOUT_BODY and body.get("required") is not True
        if needless and all(map(self._holds_nothing, content.values())):
            return None
        picked = chosen(self._spec, content, sent=True)
        if picked is None:
            return None
        media_type, written = picked
        self._note_others(content, media_type, where)
        media = content[media_type]
        parts, other_parts = part_types(media)
        type_, example = self._sent(
            media_type, media, written, extend(where, "content", media_type)
        )
        is_required = self._is_required(method, body, media, type_)
        return RequestBody(
            media_type=sendable(media_type),
            format=Format.BYTES if isinstance(type_, Binary) else written,
            type=type_,
            required=is_required,
            left_out=not is_required and self._says_nothing_empty(method, media),
            origin=where,
            fields=form_fields(media),
            parts=parts,
            other_parts=other_parts,
            example=example,
            doc=doc(body),
        )

    def _is_required(
        self, method: str, body: Document, media: Document, type_: TypeExpr
    ) -> bool:
        """Whether a body has to be sent.

        `required` is false unless somebody writes it (OAS, Request Body Object), which most
        authors do not: a body of an object with members that are required is, where nothing is said.
        """
        if "required" in body or method in WITHOUT_BODY:
            return body.get("required") is True
        return isinstance(type_, Ref) and asks_for_members(
            self._spec, media.get("schema")
        )

    def _sent(
        self, media_type: str, media: Document, written: Format, where: str
    ) -> tuple[TypeExpr, Json]:
        """The type of what a request sends, and an example of it."""
        items = sent_items(self._spec, media_type, media)
        if written is Format.ITEMS and items is not None:
            read = self._types.read(items.schema, extend(where, *items.steps))
            item = sample(self._spec, items.schema, self._known)
            return ListOf(within_json(read)), [item]
        type_ = self._body_type(media, written, where)
        if _lacks_names(type_, media_type):
            return MapOf(Anything()), {"field": "value"}
        example = self._example(media) if written is not Format.BYTES else None
        return type_, example

    def _body_type(self, media: Document, written: Format, where: str) -> TypeExpr:
        if written is Format.BYTES:
            return Binary()
        if written is Format.TEXT:
            return Primitive(Scalar.STRING)
        is_sequence = "itemSchema" in media and "schema" not in media
        if written is Format.MULTIPART and is_sequence:
            item = extend(where, "itemSchema")
            return ListOf(self._types.read(media["itemSchema"], item))
        read = self._types.read(media.get("schema", True), extend(where, "schema"))
        if written is Format.MULTIPART and isinstance(read, TupleOf):
            return ListOf(either(read.each))
        is_json = written is Format.JSON and not isinstance(read, Binary)
        return within_json(read) if is_json else read

    def _holds_nothing(self, media: Document) -> bool:
        """Whether a body is an object that has no properties, and says so."""
        schema = self._spec.resolve(media.get("schema", True))
        said = {"type", "properties", "title", "description", "additionalProperties"}
        return (
            is_object(schema)
            and schema.get("properties") == {}
            and schema.get("additionalProperties", False) is False
            and schema.keys() <= said
        )

    def _says_nothing_empty(self, method: str, media: Document) -> bool:
        """Whether an object without members is no body: none that is allowed, or of use."""
        schema = media.get("schema", True)
        return method in WITHOUT_BODY or not conforms(self._spec, schema, {}, sent=True)

    def _content(self, holder: Document) -> dict[str, Document]:
        """The Media Type Objects of a body or a response, references followed."""
        content = object_at(holder, "content")
        return {name: self._spec.resolved(content[name]) for name in content}

    def _note_others(self, content: Document, taken: str, where: str) -> None:
        others = [name for name in content if name != taken]
        if others:
            self._report.info(
                "several-media-types",
                self._spec.provenance.at(extend(where, "content")),
                f"of several media types the SDK takes {taken!r}; the others are "
                + ", ".join(map(repr, others)),
            )

    def _responses(
        self, method: str, operation: Document, pointer: str, stream: Stream | None
    ) -> tuple[Response, ...]:
        found: list[Response] = []
        written = object_at(operation, "responses")
        returned = dict(successes(method, operation))
        for code, status in statuses(operation):
            where = extend(pointer, "responses", code)
            response = self._spec.described(written[code])
            if method == "HEAD":  # RFC 9110, section 9.3.2: its answers have no content
                response = {k: v for k, v in response.items() if k != "content"}
            if stream is not None and stream.beside and stream.status == status:
                response = _at_once(response)
            is_error = code not in returned
            found.append(self._response(status, response, where, is_error))
        if leads_to_content(method, operation):
            code = redirect(method, operation)
            where = extend(pointer, "responses", code)
            found.append(_content(self._spec.resolved(written[code]), where))
        return tuple(found)

    def _response(
        self, status: Status, response: Document, where: str, is_error: bool
    ) -> Response:
        content = self._content(response)
        media_type, written = chosen(self._spec, content) or ("", Format.JSON)
        if len(content) > 1 and framing(media_type) is None:
            self._note_others(content, media_type, where)
        media = content.get(media_type, {})
        at = extend(where, "content", media_type)
        type_ = self._body_type(media, written, at) if media_type else None
        if isinstance(type_, Binary):
            type_, written = Binary(), Format.BYTES
        is_shown = written is Format.JSON and type_ is not None and not is_error
        return Response(
            status=status,
            media_type=sendable(media_type),
            format=written,
            type=_as_text(type_, written),
            origin=where,
            example=self._example(media) if is_shown else None,
            headers=answer_headers(self._spec, self._types, response, where),
            doc=doc(response),
        )

    def _example(self, media: Document) -> Json:
        return sample(self._spec, media.get("schema", True), self._known)

    def _server(self, path: str, operation: Document) -> str:
        """The operation's own server, "" when it is one of the API's."""
        document = self._spec.document
        roots = {server_text(s) for s in array_at(document, "servers")}
        for holder in (operation, document["paths"][path]):
            for server in array_at(holder, "servers"):
                url = server_text(server)
                return "" if url in roots or not url.strip("/") else url
        return ""

    def _elsewhere(self, server: str, pointer: str) -> str:
        """The origin of an operation's own server, "" where it is the API's; said aloud."""
        found = origin(server)
        roots = {
            origin(server_text(root))
            for root in array_at(self._spec.document, "servers")
        }
        if not found or not roots or found in roots:
            return ""
        self._report.info(
            "key-elsewhere",
            self._spec.provenance.at(pointer),
            f"the operation is at {found}, and sends the API's credentials there",
            help="with `security: []` on the operation it sends none",
        )
        return found

    def _security(self, operation: Document) -> tuple[tuple[str, ...], ...]:
        """The alternatives, without schemes that the SDK cannot apply.

        A description that declares schemes and never says where they are needed is taken to
        need them everywhere, optionally.
        """
        # OAS, Operation Object: `security` overrides the root's; each entry is an alternative.
        document = self._spec.document
        entries = operation.get("security", document.get("security"))
        if entries is None and not self._says_where:
            return (*((name,) for name in sorted(self._auth)), ())
        found = (
            tuple(sorted(set(e) & self._auth)) for e in entries or () if is_object(e)
        )
        known = tuple(dict.fromkeys(found))
        return () if known == ((),) else known


def _idempotency_header(parameters: tuple[Parameter, ...]) -> str:
    for parameter in parameters:
        is_header = parameter.location is ParameterIn.HEADER
        if is_header and parameter.wire_name.lower() in IDEMPOTENCY_HEADERS:
            return parameter.wire_name
    return ""


def server_text(server: Json) -> str:
    """The URL of a Server Object with the defaults of its variables."""
    url = text_at(server, "url")
    for name in object_at(server, "variables"):
        default = text_at(object_at(object_at(server, "variables"), name), "default")
        url = url.replace("{" + name + "}", default)
    return url.rstrip("/")


def _lacks_names(type_: TypeExpr, media_type: str) -> bool:
    """Whether it is a form, whose fields have names, and the description gives none."""
    inner = type_.inner if isinstance(type_, Nullable) else type_
    without = Binary | Constant | ListOf | Primitive | TupleOf
    return is_form(media_type) and isinstance(inner, without)


def _as_text(type_: TypeExpr | None, written: Format) -> TypeExpr | None:
    """Forms and multipart answers are kept as they come."""
    if type_ is None or written in (Format.JSON, Format.TEXT, Format.BYTES):
        return type_
    return Primitive(Scalar.STRING) if written is Format.FORM else Binary()


def _content(redirect: Document, where: str) -> Response:
    """What a redirect leads to, of which nothing is said."""
    return Response(
        status=CONTENT,
        media_type="*/*",
        format=Format.BYTES,
        type=Binary(),
        origin=where,
        doc=doc(redirect),
    )


def _at_once(response: Document) -> Document:
    """A response without the media types that arrive item by item."""
    content = object_at(response, "content")
    return {**response, "content": {n: m for n, m in content.items() if not framing(n)}}
