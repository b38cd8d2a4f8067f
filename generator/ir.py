"""Declarations and operations of an `Api`: no OpenAPI vocabulary, no Python spelling.

Declarations have a name and are emitted once; type expressions are used. Presence is a fact of
the field and null is a fact of the type: `Field.required` and `Nullable` never merge into one
flag. `origin` is the JSON pointer of the node in the canonical document.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from .expressions import DeclarationId, TypeExpr
from .pages import Pagination
from .source import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """Prose of the description, as written: CommonMark, untrusted.

    `listed` are the values of an enumeration that the type does not say.
    """

    summary: str = ""
    description: str = ""
    examples: tuple[Json, ...] = ()
    listed: tuple[Json, ...] = ()
    deprecated: bool = False
    url: str = ""


NO_DOC = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an object; `required` says that it is always there."""

    wire_name: str
    type: TypeExpr
    required: bool
    origin: str
    sdk_name: str = ""
    read_only: bool = False
    write_only: bool = False
    sensitive: bool = False
    default: Json = None
    has_default: bool = False
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Whether values of a declaration are sent, received, or both.

    `in_parts` says that they are sent in a body that is not JSON, where bytes are themselves,
    `in_json` that they are sent or received as JSON.
    """

    sent: bool = False
    received: bool = False
    in_parts: bool = False
    in_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDecl:
    """An object with named fields; `example` is a valid JSON object, None when there is none.

    `extra` is the type of the members without a field of their own, None when the description
    says nothing of such members or forbids them. Which fields of one that `is_tied` may be absent
    depends on the others. `part_fields` are the fields in a body that is not JSON, () where they
    are the same.
    """

    id: DeclarationId
    fields: tuple[Field, ...]
    origin: str
    usage: Usage
    extra: TypeExpr | None = None
    sdk_name: str = ""
    example: Json = None
    is_tied: bool = False
    part_fields: tuple[Field, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumDecl:
    """A closed list of strings or of integers today; a newer server may know more.

    `names` are what the description calls the values, all of them or none; `notes` what it says of
    each.
    """

    id: DeclarationId
    values: tuple[str | int, ...]
    origin: str
    usage: Usage
    sdk_name: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The property whose value says which variant of a union an object is.

    `default` is the variant of objects with another value, None when they are not known.
    """

    property: str
    variants: tuple[tuple[str | int | bool, TypeExpr], ...]
    default: TypeExpr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionDecl:
    """A value of one of several types, in the order in which they are to be tried.

    A type that refers to itself without an object in between is a union too, of one variant.
    """

    id: DeclarationId
    variants: tuple[TypeExpr, ...]
    tag: Tag | None
    origin: str
    usage: Usage
    sdk_name: str = ""
    doc: Doc = NO_DOC


Declaration: TypeAlias = ModelDecl | EnumDecl | UnionDecl


class ParameterIn(Enum):
    """Where a parameter goes (OAS, Parameter Object: `in`)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    QUERYSTRING = "querystring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An argument that goes into the path, the query, a header or a cookie, or is the query.

    `is_json` says that it is written as JSON, whatever its style.
    """

    wire_name: str
    location: ParameterIn
    type: TypeExpr
    required: bool
    style: str
    explode: bool
    origin: str
    allow_reserved: bool = False
    is_json: bool = False
    sdk_name: str = ""
    sensitive: bool = False
    default: Json = None
    has_default: bool = False
    example: Json = None
    doc: Doc = NO_DOC


class Format(Enum):
    """How a body is written, whichever of a format's media types it has."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    ITEMS = "items one by one"
    TEXT = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """How one field of a form is written where that is not the usual way.

    `style` is "" where the media type decides (OAS, Encoding Object).
    """

    wire_name: str
    media_type: str = ""
    style: str = ""
    explode: bool = True
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What is sent as the body.

    `parts` are the media types of the first parts of a multipart without names, "" where
    nothing is said, and `other_parts` that of those after them. With `left_out` no body is sent
    in place of an object without members.
    """

    media_type: str
    format: Format
    type: TypeExpr
    required: bool
    origin: str
    left_out: bool = False
    fields: tuple[FormField, ...] = ()
    parts: tuple[str, ...] = ()
    other_parts: str = ""
    example: Json = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Exact:
    """One status code."""

    status: int


@dataclass(frozen=True, slots=True)
class Range:
    """`2XX`: the hundreds digit."""

    hundreds: int


@dataclass(frozen=True, slots=True)
class Default:
    """Every status that no other response names."""


Status: TypeAlias = Exact | Range | Default


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeader:
    """A header of a response; `is_json` says that its text is JSON."""

    wire_name: str
    type: TypeExpr
    origin: str
    is_json: bool = False
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`type` is None when the response has no content."""

    status: Status
    media_type: str
    format: Format
    type: TypeExpr | None
    origin: str
    example: Json = None
    headers: tuple[AnswerHeader, ...] = ()
    doc: Doc = NO_DOC


class Framing(Enum):
    """How a media type tells the items of a stream apart."""

    EVENTS = "server-sent events"
    LINES = "JSON Lines"
    SEQUENCE = "JSON text sequence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """An answer that arrives item by item.

    `item` is None for events that nothing describes. `whole` says that it describes events with
    all their fields; `text` are the names of those whose data is no JSON, or whether all are such.
    `end` is the data that says that nothing follows, None for the usual one. `beside` says that
    the operation also has an answer that comes at once; `switch` is the boolean, of the body or
    the query, that chooses.
    """

    status: Status
    media_type: str
    framing: Framing
    item: TypeExpr | None
    origin: str
    whole: bool = False
    text: bool | tuple[str, ...] = False
    end: str | None = None
    beside: bool = False
    switch: str = ""
    example: Json = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A call that an answer leads to (OAS 3.2, Link Object).

    `operation` is its id; `parameters` are the names of what it gets, each with a runtime
    expression as it is written or with a value, and `body` are those of its body, () without one.
    """

    operation: str
    parameters: tuple[tuple[str, Json], ...] = ()
    body: tuple[Json, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A request that the service makes later (OAS 3.2, Callback Object).

    `url` has runtime expressions in braces; `type` is None where it carries no JSON.
    """

    method: str
    url: str
    type: TypeExpr | None = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call.

    `id` is the operationId, else method and path. `title` says in words what it does, `name`
    is the name of the method within its resource. `security` are alternatives, each the ids of
    the schemes that it needs together; `server` is "" where the others are, `elsewhere` the origin
    of one that gets the credentials and is not the API's. It `follows` redirects to other origins,
    without them. `idempotency_header` is the wire name of the parameter that takes an idempotency
    key, "" when there is none.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[tuple[str, ...], ...]
    idempotent: bool
    origin: str
    name: str
    title: str
    server: str = ""
    elsewhere: str = ""
    follows: bool = False
    pagination: Pagination | None = None
    stream: Stream | None = None
    idempotency_header: str = ""
    links: tuple[Link, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Operations that belong together: a tag, else the first path segment. `name` in words: `appointments`."""

    name: str
    operations: tuple[Operation, ...]
    doc: Doc = NO_DOC
