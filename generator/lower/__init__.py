"""Canonical document -> Api: what the service offers, free of OpenAPI's vocabulary."""

from __future__ import annotations

from ..config import Config
from ..diagnostics import Report
from ..ir import (
    Api,
    BearerAuth,
    Doc,
    Operation,
    Resource,
    Server,
)
from ..naming import operation_prefix
from ..source import Document, array_at, extend, object_at, text_at
from ..spec import Spec
from .operations import OperationReader
from .schemas import declarations, doc
from .types import TypeReader
from .usage import usages

DEFAULT_RESOURCE = "default"


def lower(spec: Spec, config: Config, report: Report) -> Api:
    """Read the canonical document.

    Every operation and every schema comes out; where the SDK cannot express a part, that part
    alone is left out or untyped, with a warning that names its place.
    """
    types = TypeReader(spec)
    info = spec.document["info"]
    return Api(
        title=text_at(info, "title"),
        version=text_at(info, "version"),
        resources=_resources(spec, types, report),
        declarations=declarations(spec, types, usages(spec)),
        servers=tuple(
            Server(url=text_at(server, "url"), doc=doc(server))
            for server in array_at(spec.document, "servers")
        ),
        auth=_auth(spec, report),
        doc=Doc(description=text_at(info, "description"), url=config.docs_url),
        provenance=spec.provenance,
    )


def _resources(spec: Spec, types: TypeReader, report: Report) -> tuple[Resource, ...]:
    """Operations by their first tag, else by the first fixed segment of their path."""
    ids = [text_at(operation, "operationId") for _, _, operation in spec.operations()]
    prefix = spec.names.operation_prefix or operation_prefix(i for i in ids if i)
    reader = OperationReader(spec, types, tuple(prefix), report)
    grouped: dict[str, list[Operation]] = {}
    for method, path, operation in spec.operations():
        name = _group(path, operation)
        grouped.setdefault(name, []).append(reader.read(method, path, operation, name))
    described = {
        text_at(tag, "name"): doc(tag) for tag in array_at(spec.document, "tags")
    }
    return tuple(
        Resource(
            name=name, operations=tuple(operations), doc=described.get(name, Doc())
        )
        for name, operations in sorted(grouped.items())
    )


def _group(path: str, operation: Document) -> str:
    tags = array_at(operation, "tags")
    if tags and isinstance(tags[0], str) and tags[0].strip():
        return tags[0]
    fixed = (part for part in path.split("/") if part and "{" not in part)
    return next(fixed, DEFAULT_RESOURCE)


def _auth(spec: Spec, report: Report) -> tuple[BearerAuth, ...]:
    """The security schemes that the SDK can apply."""
    found: list[BearerAuth] = []
    schemes = object_at(object_at(spec.document, "components"), "securitySchemes")
    for name in sorted(schemes):
        scheme = spec.resolved(schemes[name])
        if _is_bearer(scheme):
            found.append(BearerAuth(id=name, doc=doc(scheme)))
            continue
        report.warning(
            "left-out",
            spec.provenance.at(extend("/components/securitySchemes", name)),
            f"the security scheme {name!r} ({text_at(scheme, 'type')}) is left out of the SDK",
            help="pass an http_client that authenticates",
        )
    return tuple(found)


def _is_bearer(scheme: Document) -> bool:
    """OAS, Security Scheme Object: OAuth 2 and OpenID Connect send bearer tokens (RFC 6750)."""
    kind = text_at(scheme, "type")
    http_bearer = kind == "http" and text_at(scheme, "scheme").lower() == "bearer"
    return http_bearer or kind in ("oauth2", "openIdConnect")
