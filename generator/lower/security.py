"""Security Scheme Objects to the ways in which the SDK authenticates."""

from __future__ import annotations

from ..api import (
    Auth,
    BasicAuth,
    BearerAuth,
    CertificateAuth,
    DigestAuth,
    KeyAuth,
    OAuthAuth,
)
from ..diagnostics import Report
from ..ir import ParameterIn
from ..source import Document, extend, object_at, text_at
from ..spec import Spec
from .docs import doc

FLOWS = ("clientCredentials", "authorizationCode", "deviceAuthorization", "password")
"""The flows that have a token endpoint (OAS, OAuth Flows Object)."""


def schemes(spec: Spec, report: Report) -> tuple[Auth, ...]:
    """The security schemes that the SDK can apply, by name; a warning for each of the others."""
    found: list[Auth] = []
    declared = object_at(object_at(spec.document, "components"), "securitySchemes")
    for name in sorted(declared):
        scheme = spec.resolved(declared[name])
        auth = _scheme(name, scheme)
        if auth is not None:
            found.append(auth)
            continue
        what = text_at(scheme, "scheme") or text_at(scheme, "type")
        report.warning(
            "left-out",
            spec.provenance.at(extend("/components/securitySchemes", name)),
            f"the security scheme {name!r} ({what}) is left out of the SDK",
            help="pass an http_client that authenticates",
        )
    return tuple(found)


def _scheme(name: str, scheme: Document) -> Auth | None:
    kind = text_at(scheme, "type")
    match (kind, text_at(scheme, "scheme").lower()):
        case ("http", "bearer"):
            return BearerAuth(id=name, doc=doc(scheme))
        case ("http", "basic"):
            return BasicAuth(id=name, doc=doc(scheme))
        case ("http", "digest"):
            return DigestAuth(id=name, doc=doc(scheme))
        case ("apiKey", _) if text_at(scheme, "in") in ("header", "query", "cookie"):
            place = ParameterIn(text_at(scheme, "in"))
            key = text_at(scheme, "name")
            return KeyAuth(id=name, location=place, name=key, doc=doc(scheme))
        case ("mutualTLS", _):
            return CertificateAuth(id=name, doc=doc(scheme))
        case ("oauth2", _):
            return _oauth(name, scheme)
        case ("openIdConnect", _) if url := text_at(scheme, "openIdConnectUrl"):
            return OAuthAuth(
                id=name, discovery_url=url, by_person=True, doc=doc(scheme)
            )
        case ("openIdConnect", _):
            # The tokens of both are bearer tokens (RFC 6750).
            return BearerAuth(id=name, doc=doc(scheme))
        case _:
            return None


def _oauth(name: str, scheme: Document) -> Auth:
    """A scheme with the endpoints of its flows; those of one server are the same in each."""
    flows = object_at(scheme, "flows")
    urls = {flow: text_at(object_at(flows, flow), "tokenUrl") for flow in FLOWS}
    token_url = next(filter(None, urls.values()), "")
    if not token_url:
        return BearerAuth(id=name, doc=doc(scheme))
    device = object_at(flows, "deviceAuthorization")
    return OAuthAuth(
        id=name,
        token_url=token_url,
        device_url=text_at(device, "deviceAuthorizationUrl"),
        by_itself=bool(urls["clientCredentials"]),
        by_person=any(urls[flow] for flow in FLOWS[1:]),
        doc=doc(scheme),
    )
