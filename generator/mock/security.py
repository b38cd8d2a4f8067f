"""Whether a request carries credentials of the declared kind. Any non-empty secret will do."""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from ..source import Document
from ..spec import Spec
from .messages import Request

_VISIBLE = r"[!-~]{1,8192}"


def challenge(spec: Spec, operation: Document, request: Request) -> str | None:
    """None when one of the security requirements is met, else a `WWW-Authenticate` value."""
    declared = operation.get("security", spec.document.get("security"))
    requirements: list[Document] = declared or []
    schemes = spec.document.get("components", {}).get("securitySchemes", {})
    missing: list[str] = []
    for requirement in requirements:
        unmet = [
            scheme
            for name in requirement
            if not _given(scheme := spec.resolve(schemes.get(name, {})), request)
        ]
        if not unmet:
            return None
        missing.extend(_named(scheme) for scheme in unmet)
    return ", ".join(dict.fromkeys(missing)) if missing else None


def _given(scheme: Document, request: Request) -> bool:
    authorization = request.headers.get("authorization", "")
    match scheme.get("type"):
        case "http" | "oauth2" | "openIdConnect":
            wanted = re.escape(scheme.get("scheme", "bearer"))
            return (
                re.fullmatch(f"{wanted} +{_VISIBLE}.*", authorization, re.IGNORECASE)
                is not None
            )
        case "apiKey":
            return bool(
                _api_key(str(scheme.get("name", "")), scheme.get("in"), request)
            )
        case _:
            # Mutual TLS is settled before HTTP; an unknown scheme cannot be asked for.
            return True


def _api_key(name: str, where: object, request: Request) -> str:
    if where == "header":
        return request.headers.get(name.lower(), "").strip()
    if where == "query":
        return "".join(parse_qs(request.query).get(name, []))
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _named(scheme: Document) -> str:
    known = {"basic": "Basic", "digest": "Digest"}
    if scheme.get("type") == "apiKey":
        return "ApiKey"
    return known.get(str(scheme.get("scheme", "")).lower(), "Bearer")
