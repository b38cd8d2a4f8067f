"""Tokens of an OpenID provider, whose endpoints its discovery document names."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import cast

import httpx2

from .auth import Credentials, check_base_url
from .errors import ConfigurationError
from .fault import Fault
from .grants import (
    Endpoints,
    Grant,
    Reply,
    Step,
    ask,
    read_object,
)
from .oauth import TokenFlow, checked_endpoints
from .schemes import BearerToken

_WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class OpenID:
    """Bearer tokens: given as they are, or fetched where the provider says."""

    url: str

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a token, a function that returns one, or a grant.

        Raises:
            ConfigurationError: it is none, or tokens would travel unencrypted.
        """
        if not hasattr(value, "steps"):
            return BearerToken().signer(value, allow_http=allow_http)
        grant = cast("Grant", value)
        url = check_base_url(self.url, allow_http=allow_http)

        def discover() -> Generator[Step, Reply | None, Endpoints | Fault]:
            accept = {"accept": "application/json"}
            request = httpx2.Request("GET", url, headers=accept)
            reply = yield from ask(request)
            if isinstance(reply, Fault):
                return reply
            found = _endpoints(url, reply, grant.endpoints)
            return checked_endpoints(found, allow_http=allow_http)

        return TokenFlow(grant, Endpoints(), discover=discover)


def _endpoints(url: str, response: httpx2.Response, own: Endpoints) -> Endpoints:
    """What a discovery document says, where the caller did not choose.

    Raises:
        ConfigurationError: it is none, or that of another provider.
    """
    answer = read_object(response.content) if response.status_code == 200 else {}
    token = own.token or answer.get("token_endpoint")
    device = own.device or answer.get("device_authorization_endpoint")
    if not isinstance(token, str):
        raise ConfigurationError(
            "the OpenID provider says of no token endpoint: it answered with status"
            f" {response.status_code}"
        )
    # OpenID Connect Discovery 1.0, 4.3: the issuer is the URL that was asked, without its end.
    issuer = answer.get("issuer")
    expected = url.removesuffix(_WELL_KNOWN)
    if isinstance(issuer, str) and expected != url and issuer.rstrip("/") != expected:
        raise ConfigurationError("the discovery document is of another issuer")
    return Endpoints(token, device if isinstance(device, str) else None)
