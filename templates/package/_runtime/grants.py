"""What tokens are fetched with (RFC 6749), as steps that either transport can take."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, cast
from urllib.parse import quote, urlencode

import httpx2

from . import json
from .fault import Fault

_MOST_BYTES = 2**20

Step: TypeAlias = httpx2.Request | float
"""What a flow does next: ask a server, or wait for so many seconds."""
Reply: TypeAlias = httpx2.Response | Fault
"""What came of a request."""
Steps: TypeAlias = Generator[Step, Reply | None, Reply]
"""A flow that ends in the token endpoint's reply; it is sent the replies to its requests."""


class Concealed:
    """What shows nothing of itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where an authorization server gives tokens, and codes for devices."""

    token: str | None = None
    device: str | None = None


class Grant(Protocol):
    """What tokens are fetched with."""

    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str | None: ...
    @property
    def in_body(self) -> bool: ...
    @property
    def endpoints(self) -> Endpoints:
        """Those that the caller chose instead of the described ones."""
        ...

    @property
    def on_renewed(self) -> Callable[[str], object] | None:
        """Who is told of a new refresh token."""
        ...

    def steps(self, endpoints: Endpoints) -> Steps:
        """How the first token is fetched."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials(Concealed):
    """What a program of its own authority gets tokens with (section 4.4)."""

    client_id: str
    client_secret: str
    scope: str | None = None
    """Scopes, with blanks between them."""
    in_body: bool = False
    """Send id and secret in the body: some servers do not read them from the header."""
    token_url: str | None = None
    """Where tokens are, when that is not where the API's description says."""
    on_renewed: None = field(default=None, init=False)

    @property
    def endpoints(self) -> Endpoints:
        """See `Grant`."""
        return Endpoints(self.token_url)

    def steps(self, endpoints: Endpoints) -> Steps:
        """See `Grant`."""
        form = {"grant_type": "client_credentials"}
        if self.scope:
            form["scope"] = self.scope
        return (yield from ask(token_request(self, endpoints, form)))


@dataclass(frozen=True, slots=True, repr=False)
class RefreshToken(Concealed):
    """What a program that somebody has authorized gets tokens with (section 6).

    A server may replace the refresh token each time: store what `on_renewed` is told.
    """

    refresh_token: str
    client_id: str
    client_secret: str | None = None
    scope: str | None = None
    in_body: bool = False
    token_url: str | None = None
    on_renewed: Callable[[str], object] | None = None

    @property
    def endpoints(self) -> Endpoints:
        """See `Grant`."""
        return Endpoints(self.token_url)

    def steps(self, endpoints: Endpoints) -> Steps:
        """See `Grant`."""
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        if self.scope:
            form["scope"] = self.scope
        return (yield from ask(token_request(self, endpoints, form)))


def ask(request: httpx2.Request) -> Steps:
    """The step of one request: what came of it."""
    reply = yield request
    assert reply is not None
    return reply


def token_request(
    grant: Grant, endpoints: Endpoints, form: Mapping[str, str], url: str | None = None
) -> httpx2.Request:
    """A request to the token endpoint, or another of the server's, by the grant's client."""
    form = dict(form)
    headers = {
        "accept": "application/json",
        "content-type": "application/x-www-form-urlencoded",
    }
    if grant.client_secret is None or grant.in_body:
        form["client_id"] = grant.client_id
        if grant.client_secret is not None:
            form["client_secret"] = grant.client_secret
    else:  # RFC 6749, section 2.3.1: both encoded before they are joined
        pair = f"{quote(grant.client_id, '')}:{quote(grant.client_secret, '')}"
        encoded = b64encode(pair.encode()).decode("ascii")
        headers["authorization"] = f"Basic {encoded}"
    content = urlencode(form).encode("ascii")
    target = url or endpoints.token or ""
    return httpx2.Request("POST", target, headers=headers, content=content)


def read_object(content: bytes) -> dict[str, Any]:
    """The JSON object of an answer; {} when it is none."""
    try:
        answer: Any = json.loads(content[:_MOST_BYTES])
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
