"""OAuth 2 tokens (RFC 6749): fetched when due, once, and renewed before they end.

A token is renewed a minute before it expires, or after nine tenths of its life when that
is shorter; its life is counted by this machine from when it came, so that clocks need not
agree. However many calls wait for a token, a single request fetches it, or fails for all. No message, repr or
pickle shows one.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import cast

import httpx2

from .auth import (
    Credentials,
    Signature,
    TokenSource,
    bearer,
    check_base_url,
    check_key,
)
from .call import Security
from .deadline import limit_new_connection, limit_reads, restore_reads
from .errors import ConfigurationError
from .fault import NETWORK_ERRORS, Fault, describe
from .grants import (
    Concealed,
    Endpoints,
    Grant,
    Reply,
    Step,
    Steps,
    ask,
    read_object,
    token_request,
)
from .redact import LABEL
from .schemes import BearerToken

_MARGIN = 60.0
_LATE = Fault("no token in time", is_timeout=True, was_sent=False)
_USUAL_LIFE = 300.0
"""How long a token is taken to live when the server does not say."""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Bearer tokens: given as they are, or fetched with one of the grants above."""

    token_url: str | None
    device_url: str | None = None

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a token, a function that returns one, or a grant.

        Raises:
            ConfigurationError: it is none, or tokens would travel unencrypted.
        """
        if not hasattr(value, "steps"):
            return BearerToken().signer(value, allow_http=allow_http)
        grant = cast("Grant", value)
        own = grant.endpoints
        endpoints = Endpoints(
            own.token or self.token_url, own.device or self.device_url
        )
        if endpoints.token is None:
            raise ConfigurationError("these credentials need a token_url")
        return TokenFlow(grant, checked_endpoints(endpoints, allow_http=allow_http))


def checked_endpoints(endpoints: Endpoints, *, allow_http: bool) -> Endpoints:
    """The endpoints, unless secrets would travel unencrypted.

    Raises:
        ConfigurationError: they would, or one is no URL.
    """
    found: list[str | None] = []
    for url in (endpoints.token, endpoints.device):
        if url is not None:
            bare, mark, query = url.partition("?")
            url = check_base_url(bare, allow_http=allow_http) + mark + query
        found.append(url)
    return Endpoints(*found)


class TokenFlow(Concealed):
    """The current token, and how to get the next one."""

    __slots__ = (
        "_asleep",
        "_clock",
        "_discover",
        "_endpoints",
        "_failure",
        "_failures",
        "_grant",
        "_lock",
        "_loop_lock",
        "_refresh",
        "_renew_at",
        "_sleep",
        "_token",
    )

    is_empty = False

    def __init__(
        self,
        grant: Grant,
        endpoints: Endpoints,
        *,
        discover: (
            Callable[[], Generator[Step, Reply | None, Endpoints | Fault]] | None
        ) = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        asleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Fetch tokens at `endpoints`, or where `discover` finds them."""
        self._grant = grant
        self._endpoints = endpoints
        self._discover = discover
        self._clock = clock
        self._sleep = sleep
        self._asleep = asleep
        self._token = ""
        self._refresh: str | None = None
        self._renew_at = 0.0
        self._failures = 0
        self._failure: Fault | ConfigurationError | None = None
        self._lock = threading.Lock()
        self._loop_lock: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

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

    def fetch(
        self, client: httpx2.Client, seconds: float, patience: float | None = None
    ) -> Fault | None:
        """Have a token, or say why there is none."""
        failures = self._failures
        if not self._lock.acquire(timeout=-1 if patience is None else max(patience, 0)):
            return _LATE
        try:
            if not self._is_due():
                return None
            if failures == self._failures:
                return self._noted(self._fetch(client, seconds))
        except ConfigurationError as error:
            self._noted(error.with_traceback(None))  # its frames hold secrets
        finally:
            self._lock.release()
        return self._failed()

    async def afetch(
        self, client: httpx2.AsyncClient, seconds: float, patience: float | None = None
    ) -> Fault | None:
        """`fetch`, awaited."""
        failures, lock = self._failures, self._async_lock()
        try:
            async with asyncio.timeout(patience):
                await lock.acquire()
        except TimeoutError:
            return _LATE
        try:
            if not self._is_due():
                return None
            if failures == self._failures:
                return self._noted(await self._afetch(client, seconds))
        except ConfigurationError as error:
            self._noted(error.with_traceback(None))
        finally:
            lock.release()
        return self._failed()

    def _noted(self, failure: Fault | ConfigurationError | None) -> Fault | None:
        """Keep what went wrong for those who waited: they need not ask in turn."""
        if failure is not None:
            self._failures += 1
            self._failure = failure
        return failure if isinstance(failure, Fault) else None

    def _failed(self) -> Fault | None:
        """What went wrong last.

        Raises:
            ConfigurationError: it was the credentials.
        """
        failure = self._failure
        if isinstance(failure, ConfigurationError):
            raise ConfigurationError(str(failure))
        return failure

    def _fetch(self, client: httpx2.Client, seconds: float) -> Fault | None:
        steps, reply = self._steps(), None
        label = LABEL.set("the token endpoint")
        limit = limit_reads(None)
        try:
            while True:
                step = steps.send(reply)
                reply = None
                if isinstance(step, httpx2.Request):
                    limit_reads(seconds)
                    limited = _limited(step, seconds)
                    limited.extensions["trace"] = limit_new_connection
                    reply = _asked(client, limited)
                else:
                    self._sleep(step)
        except StopIteration as done:
            return self._take(done.value)
        finally:
            restore_reads(limit)
            LABEL.reset(label)

    async def _afetch(self, client: httpx2.AsyncClient, seconds: float) -> Fault | None:
        steps, reply = self._steps(), None
        label = LABEL.set("the token endpoint")
        try:
            while True:
                step = steps.send(reply)
                reply = None
                if isinstance(step, httpx2.Request):
                    reply = await _aasked(client, _limited(step, seconds), seconds)
                else:
                    await self._asleep(step)
        except StopIteration as done:
            return self._take(done.value)
        finally:
            LABEL.reset(label)

    def _is_due(self) -> bool:
        return not self._token or self._clock() >= self._renew_at

    def _async_lock(self) -> asyncio.Lock:
        """The lock of this event loop: a client may live through several."""
        loop = asyncio.get_running_loop()
        if self._loop_lock is None or self._loop_lock[0] is not loop:
            self._loop_lock = (loop, asyncio.Lock())
        return self._loop_lock[1]

    def _steps(self) -> Steps:
        if self._discover is not None:
            found = yield from self._discover()
            if isinstance(found, Fault):
                return found
            self._endpoints, self._discover = found, None
        if self._refresh is None:
            return (yield from self._grant.steps(self._endpoints))
        form = {"grant_type": "refresh_token", "refresh_token": self._refresh}
        request = token_request(self._grant, self._endpoints, form)
        return (yield from ask(request))

    def _take(self, reply: Reply) -> Fault | None:
        """Keep the token of an answer.

        Raises:
            ConfigurationError: the server refuses these credentials.
        """
        if isinstance(reply, Fault):
            return _unsent(reply)
        status = reply.status_code
        if status == 429 or status >= 500:
            problem = f"no token: its endpoint answered with status {status}"
            return Fault(problem, was_sent=False)
        answer = read_object(reply.content) if status == 200 else {}
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            self._refresh = None
            raise ConfigurationError(
                f"no token: its endpoint answered with status {status}"
                + (" and without an access_token" if status == 200 else "")
            )
        check_key(token)
        life = _life(answer.get("expires_in"))
        self._token = token
        self._renew_at = self._clock() + life - min(_MARGIN, life / 10)
        refresh = answer.get("refresh_token")
        if isinstance(refresh, str) and refresh:
            self._refresh = refresh
            if self._grant.on_renewed is not None:
                self._grant.on_renewed(refresh)
        return None


def _asked(client: httpx2.Client, request: httpx2.Request) -> Reply:
    try:
        return client.send(request, auth=None, follow_redirects=False)
    except NETWORK_ERRORS as error:
        return describe(error)


async def _aasked(
    client: httpx2.AsyncClient, request: httpx2.Request, seconds: float
) -> Reply:
    try:
        async with asyncio.timeout(seconds):
            return await client.send(request, auth=None, follow_redirects=False)
    except NETWORK_ERRORS as error:
        return describe(error)


def _limited(request: httpx2.Request, seconds: float) -> httpx2.Request:
    request.extensions["timeout"] = httpx2.Timeout(seconds).as_dict()
    return request


def _life(life: object) -> float:
    """Seconds that a token lives (RFC 6749, section 5.1)."""
    if isinstance(life, str) and life.isdecimal():
        life = int(life)
    if not isinstance(life, int | float) or isinstance(life, bool) or life <= 0:
        return _USUAL_LIFE
    return float(life)


def _unsent(fault: Fault) -> Fault:
    """The same fault, of a call that has not been sent itself."""
    return Fault(
        f"no token: {fault.problem}",
        is_timeout=fault.is_timeout,
        was_sent=False,
        is_transient=fault.is_transient,
    )
