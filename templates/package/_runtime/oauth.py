"""OAuth 2 tokens by client credentials (RFC 6749, section 4.4): fetched when due, once.

A token is renewed a minute before it expires, or after nine tenths of its life when that
is shorter. However many calls wait for one, a single request fetches it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode

import httpx2

from . import json
from .auth import (
    Credentials,
    Signature,
    TokenSource,
    bearer,
    check_base_url,
    check_key,
)
from .call import Security
from .errors import ConfigurationError
from .fault import NETWORK_ERRORS, Fault, describe
from .redact import labelled
from .schemes import BearerToken

_MARGIN = 60.0
_USUAL_LIFE = 300.0
"""How long a token is taken to live when the server does not say."""

_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials:
    """What a program of its own authority gets tokens with."""

    client_id: str
    client_secret: str
    scope: str | None = None
    """Scopes, with blanks between them."""
    in_body: bool = False
    """Send id and secret in the body: some servers do not read them from the header."""
    token_url: str | None = None
    """Where tokens are, when that is not where the API's description says."""

    def __repr__(self) -> str:
        return "<ClientCredentials ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Bearer tokens: given as they are, or fetched with `ClientCredentials`."""

    token_url: str | None

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a token, a function that returns one, or `ClientCredentials`.

        Raises:
            ConfigurationError: it is none, or tokens would travel unencrypted.
        """
        if not isinstance(value, ClientCredentials):
            return BearerToken().signer(value, allow_http=allow_http)
        url = value.token_url or self.token_url
        if url is None:
            raise ConfigurationError("client credentials need a token_url")
        bare, mark, query = url.partition("?")
        checked = check_base_url(bare, allow_http=allow_http) + mark + query
        return TokenFlow(value, checked)


class TokenFlow:
    """The current token, and how to get the next one."""

    __slots__ = (
        "_clock",
        "_flow",
        "_lock",
        "_loop_lock",
        "_renew_at",
        "_token",
        "_url",
    )

    def __init__(
        self,
        flow: ClientCredentials,
        url: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._flow = flow
        self._url = url
        self._clock = clock
        self._token = ""
        self._renew_at = 0.0
        self._lock = threading.Lock()
        self._loop_lock: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    is_empty = False

    def sign(self, security: Security | None = None) -> Signature:
        """The token as a header."""
        return bearer(self._token)

    async def asign(self, security: Security | None = None) -> Signature:
        """The token as a header."""
        return bearer(self._token)

    def tokens_due(self, security: Security | None = None) -> Sequence[TokenSource]:
        """This, when a token is due."""
        return (self,) if self._is_due() else ()

    def refused(self, security: Security | None, signature: Signature) -> bool:
        """Forget the token, unless another call has a new one by now.

        A token may end before its time: it was revoked, or the clocks differ.
        """
        if signature.headers.get("authorization") == f"Bearer {self._token}":
            self._renew_at = 0.0
        return True

    def fetch(self, client: httpx2.Client, seconds: float) -> Fault | None:
        """Have a token, or say why there is none."""
        with self._lock:
            if not self._is_due():
                return None
            try:
                with labelled("the token endpoint"):
                    response = client.send(
                        self._request(seconds), auth=None, follow_redirects=False
                    )
            except NETWORK_ERRORS as error:
                return _unsent(describe(error))
            return self._take(response)

    async def afetch(self, client: httpx2.AsyncClient, seconds: float) -> Fault | None:
        """`fetch`, awaited."""
        async with self._async_lock():
            if not self._is_due():
                return None
            try:
                with labelled("the token endpoint"):
                    async with asyncio.timeout(seconds):
                        response = await client.send(
                            self._request(seconds), auth=None, follow_redirects=False
                        )
            except NETWORK_ERRORS as error:
                return _unsent(describe(error))
            return self._take(response)

    def _is_due(self) -> bool:
        return not self._token or self._clock() >= self._renew_at

    def _async_lock(self) -> asyncio.Lock:
        """The lock of this event loop: a client may live through several."""
        loop = asyncio.get_running_loop()
        if self._loop_lock is None or self._loop_lock[0] is not loop:
            self._loop_lock = (loop, asyncio.Lock())
        return self._loop_lock[1]

    def _request(self, seconds: float) -> httpx2.Request:
        flow = self._flow
        form = {"grant_type": "client_credentials"}
        headers = {
            "accept": "application/json",
            "content-type": "application/x-www-form-urlencoded",
        }
        if flow.scope:
            form["scope"] = flow.scope
        if flow.in_body:
            form |= {"client_id": flow.client_id, "client_secret": flow.client_secret}
        else:  # RFC 6749, section 2.3.1: both encoded before they are joined
            pair = f"{quote(flow.client_id, '')}:{quote(flow.client_secret, '')}"
            encoded = b64encode(pair.encode()).decode("ascii")
            headers["authorization"] = f"Basic {encoded}"
        timeout = httpx2.Timeout(seconds).as_dict()
        content = urlencode(form).encode("ascii")
        return httpx2.Request(
            "POST",
            self._url,
            headers=headers,
            content=content,
            extensions={"timeout": timeout},
        )

    def _take(self, response: httpx2.Response) -> Fault | None:
        """Keep the token of an answer.

        Raises:
            ConfigurationError: the server refuses these credentials.
        """
        status = response.status_code
        if status == 429 or status >= 500:
            problem = f"no token: its endpoint answered with status {status}"
            return Fault(problem, was_sent=False)
        token, life = _read(response.content) if status == 200 else (None, 0.0)
        if token is None:
            raise ConfigurationError(
                f"no token: its endpoint answered with status {status}"
                + (" and without an access_token" if status == 200 else "")
            )
        check_key(token)
        self._token = token
        self._renew_at = self._clock() + life - min(_MARGIN, life / 10)
        return None

    def __repr__(self) -> str:
        return "<TokenFlow ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


def _read(content: bytes) -> tuple[str | None, float]:
    """(token, seconds that it lives) of an answer (RFC 6749, section 5.1)."""
    try:
        answer: Any = json.loads(content[:_MOST_BYTES])
    except ValueError:
        return None, 0.0
    if not isinstance(answer, dict):
        return None, 0.0
    members = cast("dict[str, object]", answer)
    token, life = members.get("access_token"), members.get("expires_in")
    if isinstance(life, str) and life.isdecimal():
        life = int(life)
    if not isinstance(life, int | float) or isinstance(life, bool) or life <= 0:
        life = _USUAL_LIFE
    return (token if isinstance(token, str) and token else None), float(life)


def _unsent(fault: Fault) -> Fault:
    """The same fault, of a call that has not been sent itself."""
    return Fault(
        f"no token: {fault.problem}",
        is_timeout=fault.is_timeout,
        was_sent=False,
        is_transient=fault.is_transient,
    )
