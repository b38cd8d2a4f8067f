"""Fetches a document from another server: over HTTPS, and from public addresses only.

An address may come out of a description, which is data from anybody. It must not make this
machine ask a service of its own network, so the address that was connected to is checked before
anything is said to it; what a name resolves to at another moment does not count. Proxies are not
used: they would hide that address.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage, HTTPSConnection
from typing import IO, Any, TypeAlias
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

MOST_BYTES = 64 * 1024 * 1024
_SECONDS = 30.0
_ACCEPT = "text/markdown, application/yaml, application/json, */*;q=0.5"

Fetch: TypeAlias = Callable[[str], bytes]
"""The content at an address.

Raises:
    FetchError: there is none to be had.
"""


class FetchError(Exception):
    """Why a document could not be fetched."""


def fetch(url: str) -> bytes:
    """The content at an `https:` address; redirects are followed, to other such addresses.

    Raises:
        FetchError: it cannot be had, or must not be asked for.
    """
    if not url.startswith("https://"):
        raise FetchError("only https addresses are fetched")
    opener = OpenerDirector()
    errors = (HTTPErrorProcessor(), HTTPDefaultErrorHandler())
    for handler in (_Secure(), _Redirects(), *errors):
        opener.add_handler(handler)
    headers = {"Accept": _ACCEPT, "User-Agent": "undrift"}
    request = Request(url, headers=headers)  # noqa: S310 - there is no other handler
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            if answer.status != 200:
                raise FetchError(f"the server answers {answer.status}")
            data: bytes = answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        raise FetchError(f"the server answers {error.code}") from None
    except (URLError, OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise FetchError(str(reason) or type(error).__name__) from None
    if len(data) > MOST_BYTES:
        raise FetchError(f"it has more than {MOST_BYTES:,} bytes")
    return data


def is_public(address: str) -> bool:
    """Whether an IP address belongs to nobody's private network."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


class _Connection(HTTPSConnection):
    """A connection that is given up when it leads into a private network."""

    def __init__(self, host: str, context: ssl.SSLContext, **settings: Any) -> None:
        super().__init__(host, context=context, **settings)
        self._tls = context

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        if not is_public(plain.getpeername()[0]):
            plain.close()
            raise FetchError("the address is in a private network")
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


class _Secure(HTTPSHandler):
    def https_open(self, req: Request) -> Any:
        context = ssl.create_default_context()
        return self.do_open(_Connection, req, context=context)  # type: ignore[arg-type]


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if not newurl.startswith("https://"):
            raise FetchError("it is redirected to an address that is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
