"""What the service offers, as a whole: where it is, how callers authenticate, and its `ir`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from .expressions import TypeExpr
from .ir import NO_DOC, Declaration, Doc, ParameterIn, Resource
from .spec import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class BearerAuth:
    """`Authorization: Bearer ...` with a key or token (RFC 6750)."""

    id: str
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicAuth:
    """`Authorization: Basic ...` with a user name and a password (RFC 7617)."""

    id: str
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAuth:
    """`Authorization: Digest ...` with a user name and a password (RFC 7616)."""

    id: str
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAuth:
    """A key in a header, a query parameter or a cookie of that name."""

    id: str
    location: ParameterIn
    name: str
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthAuth:
    """Bearer tokens that the program can get itself (RFC 6749; OpenID Connect).

    The URLs are "" where the description does not say them: `token_url` and `device_url` of the
    authorization server, `discovery_url` of the document that names both. `by_itself` and
    `by_person` say who may authorize the program.
    """

    id: str
    token_url: str = ""
    device_url: str = ""
    discovery_url: str = ""
    by_itself: bool = True
    by_person: bool = False
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAuth:
    """A client certificate, which the HTTP client presents."""

    id: str
    doc: Doc = NO_DOC


Auth: TypeAlias = (
    BearerAuth | BasicAuth | DigestAuth | KeyAuth | OAuthAuth | CertificateAuth
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A part of a base URL that the caller may choose; `values` is () for any text."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL of the service, the names of its variables in braces."""

    url: str
    variables: tuple[ServerVariable, ...] = ()
    doc: Doc = NO_DOC


Tags: TypeAlias = tuple[str | int | bool, ...]
"""The values that a property of an event's payload may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A message that the service sends to its callers.

    `tags` are properties of the payload, and `header` a header in lower case with its value in
    plain words, that tell it from the others; () and None where nothing does.
    """

    name: str
    method: str
    type: TypeExpr
    origin: str
    sdk_name: str = ""
    tags: tuple[tuple[str, Tags], ...] = ()
    header: tuple[str, str] | None = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Everything the service offers."""

    title: str
    version: str
    resources: tuple[Resource, ...]
    declarations: tuple[Declaration, ...]
    servers: tuple[Server, ...]
    auth: tuple[Auth, ...]
    webhooks: tuple[Webhook, ...] = ()
    doc: Doc = NO_DOC
    provenance: Provenance = field(
        compare=False, repr=False, default_factory=Provenance
    )
