"""Where the description says that the service is."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from .source import Document
from .spec import Spec


def server_url(spec: Spec) -> str:
    """The document's first server with the defaults of its variables; "/" when it has none."""
    servers: list[Document] = spec.document.get("servers") or [{"url": "/"}]
    variables: Document = servers[0].get("variables", {})
    url = str(servers[0].get("url", "/"))
    for name, variable in variables.items():
        url = url.replace("{" + name + "}", str(variable.get("default", "")))
    return url


def origin(url: str) -> str:
    """Scheme, host and port of a URL (RFC 6454), "" of a relative one."""
    found = urlsplit(url)
    return f"{found.scheme}://{found.netloc}".lower() if found.netloc else ""


def base_path(spec: Spec) -> str:
    """The path of the first server, decoded, without a slash at its end."""
    return unquote(urlsplit(server_url(spec)).path).rstrip("/")
