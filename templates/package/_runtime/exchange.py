"""Everything about making a call that does not depend on how one waits.

Both transports run one `Exchange` per call: they send the request it builds, hand over
what came back, and sleep as long as it says. Sync and async cannot differ in what is
retried, followed, refused or logged, because none of that is decided in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import httpx2

from . import json
from .addresses import origin, own_server, parse_url, redirected, signed
from .auth import UNSIGNED, Signature, TokenSource
from .call import Call
from .errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
    status_error_class,
)
from .fault import Body, Fault
from .headers import (
    for_anyone,
    has_idempotency_key,
    header_lines,
    request_headers,
    sized,
)
from .response import RawResponse
from .retry import Outcome, retry_after_seconds, should_retry
from .settings import Settings
from .unset import UNSET
from .watch import LOG, Watch

T = TypeVar("T")

_MOST_REDIRECTS = 3
_SHORTEST_ATTEMPT = 0.001
_NO_AUTH = httpx2.Auth()
"""Sends a request as it is; for None a client would look for a user in the URL."""


class Exchange(Generic[T]):
    """One call: its attempts, and what came of them."""

    __slots__ = (
        "_attempt_started",
        "_call",
        "_content",
        "_credentials",
        "_expires",
        "_headers",
        "_is_elsewhere",
        "_may_repeat",
        "_path",
        "_redirects",
        "_retries",
        "_settings",
        "_signature",
        "_url",
        "_was_refused",
        "_watch",
        "budget",
        "held",
        "result",
    )

    def __init__(
        self, settings: Settings, call: Call[T], client_headers: Mapping[str, str]
    ) -> None:
        """Build the request.

        Raises:
            ValueError, TypeError: an argument cannot be sent; names it.
        """
        if settings.options.query:
            call = call.with_more(settings.options.query)
        self._settings = settings
        self._call = call
        base_url = settings.base_url
        if call.server is not None and settings.serves_elsewhere:
            allow_http = settings.allow_http
            base_url = own_server(base_url, call.server, allow_http=allow_http)
        self._url = parse_url(base_url + call.target())
        self._content = b"" if call.body is UNSET else json.dumps(call.body)
        self._headers = request_headers(settings, call, client_headers)
        self._may_repeat = call.may_repeat or has_idempotency_key(call, self._headers)
        self._retries = self._redirects = 0
        self._was_refused = self._is_elsewhere = False
        self._path = self._url.path
        self._signature = UNSIGNED
        self._credentials = settings.credentials if call.authenticated else None
        self._watch = Watch(
            call.operation, call.method, call.route, base_url, settings.hooks
        )
        self._attempt_started = settings.clock()
        deadline = settings.options.deadline
        self._expires = None if deadline is None else self._attempt_started + deadline
        self.budget = 0.0
        """Seconds that the attempt begun last may take."""
        self.result: RawResponse[T]
        """The answer, once `settle` said None."""
        self.held: httpx2.Response | None = None
        """The answer whose body is read later, once `hold` was called; close it."""

    @property
    def settings(self) -> Settings:
        """What the call has in common with the others of its client."""
        return self._settings

    @property
    def label(self) -> str:
        """The call as logs may show it."""
        return self._call.route

    def sign(self) -> Signature:
        """What authenticates the next attempt.

        Raises:
            ConfigurationError: the key cannot be used, or one is missing.
        """
        credentials = self._credentials
        if credentials is None:
            return UNSIGNED
        try:
            return credentials.sign(self._call.security)
        except ConfigurationError as error:
            refusal = error.with_traceback(None)  # its frames hold the key
        raise refusal

    async def asign(self) -> Signature:
        """`sign`, where a function that returns a key may be asynchronous."""
        credentials = self._credentials
        if credentials is None:
            return UNSIGNED
        try:
            return await credentials.asign(self._call.security)
        except ConfigurationError as error:
            refusal = error.with_traceback(None)
        raise refusal

    @property
    def auth(self) -> Any:
        """What the HTTP client is to sign by; its own would replace the key's header."""
        if self._settings.credentials is None and not self._is_elsewhere:
            return httpx2.USE_CLIENT_DEFAULT
        return self._signature.auth or _NO_AUTH

    @property
    def is_sent_once(self) -> bool:
        """Whether the HTTP client does not send the request again, for a challenge."""
        return self._signature.auth is None

    def request(self, signature: Signature) -> httpx2.Request:
        """Begin an attempt.

        Raises:
            ConfigurationError: the body cannot be sent as often as `signature` needs.
            OSError: a file that is to be sent cannot be read.
        """
        settings, call = self._settings, self._call
        self._signature = signature
        timeouts = settings.options.timeouts
        self._attempt_started = settings.clock()
        self.budget = timeouts.attempt
        if (remaining := self.remaining()) is not None:
            self.budget = max(min(self.budget, remaining), _SHORTEST_ATTEMPT)
        stream: httpx2.SyncByteStream | httpx2.AsyncByteStream
        # First of all: should it fail, this frame must not hold a key yet.
        begun = self._content if call.content is None else call.content.begin()
        headers, url = signed(self._headers, self._url, signature)
        if isinstance(begun, bytes):
            stream = httpx2.ByteStream(begun)
            headers = sized(headers, call.method, len(begun))
        else:
            if signature.auth is not None:
                raise ConfigurationError(
                    "digest authentication sends a body twice, and this one is read"
                    " while it is sent: pass its bytes"
                )
            stream = begun.stream
            headers = {**headers, **begun.framing}
        traced = self._watch.begin(self._retries + 1)
        if traced and not self._is_elsewhere:
            headers = {**traced, **headers}
        request = httpx2.Request(
            call.method,
            url,
            headers=header_lines(url, headers),
            stream=stream,
            extensions={"timeout": timeouts.within(self.budget)},
        )
        if isinstance(begun, bytes):
            request.read()  # what looks at requests finds their `content` then
        return request

    def tokens_due(self) -> Sequence[TokenSource]:
        """What has to fetch a token before the next attempt."""
        credentials = self._credentials
        return credentials.tokens_due(self._call.security) if credentials else ()

    @property
    def patience(self) -> float:
        """Seconds that may go by before the next attempt begins."""
        longest, remaining = self._settings.options.timeouts.attempt, self.remaining()
        if remaining is None:
            return longest
        return max(min(longest, remaining), _SHORTEST_ATTEMPT)

    def body(self) -> Body:
        """What collects the answer to the attempt."""
        settings = self._settings
        expires = self._attempt_started + self.budget
        return Body(settings.max_response_bytes, expires, settings.clock)

    def hold(self, response: httpx2.Response) -> None:
        """Take an answer of success as the result, and leave its body where it is."""
        elapsed = self._settings.clock() - self._attempt_started
        self._watch.end(response, None, elapsed, self._retries + 1)
        self.held = response
        self.result = self._answer(response, self.body(), None, elapsed)

    def interrupted(
        self, fault: Fault, headers: Mapping[str, str], wait: float | None = None
    ) -> float | None:
        """Decide whether an answer that broke off is asked for again.

        Args:
            headers: what to ask for the rest with, by lower-case name.
            wait: seconds that the server asked to wait before that.

        Returns:
            Seconds to wait before the next attempt, None to make none.
        """
        self.held = None
        if not fault.is_transient:
            return None
        self.add_headers(headers)
        return self._wait(Outcome(retry_after=wait), fault.problem)

    def add_headers(self, headers: Mapping[str, str]) -> None:
        """Send these from now on, by lower-case name."""
        self._headers = {**self._headers, **headers}

    def progressed(self) -> None:
        """Count retries from here: the server has answered with something useful."""
        self._retries = 0

    def settle(
        self, response: httpx2.Response | None, body: Body, fault: Fault | None
    ) -> float | None:
        """Decide what the attempt came to.

        Args:
            response: its head, when one arrived.
            fault: why there is no complete answer, when there is none.

        Returns:
            Seconds to wait before the next attempt; None when `result` is there.

        Raises:
            SDKError: the call has failed.
        """
        elapsed = self._settings.clock() - self._attempt_started
        self._watch.end(response, fault, elapsed, self._retries + 1)
        if response is None:
            assert fault is not None
            return self._settle_unanswered(fault)
        answer = self._answer(response, body, fault, elapsed)
        if 200 <= answer.status_code < 300:
            if fault is not None:
                return self._settle_broken(answer, fault)
            self.result = answer
            return None
        if self._redirected(answer):
            return 0.0
        return self._settle_error(answer)

    def _settle_unanswered(self, fault: Fault) -> float:
        outcome = Outcome(was_sent=fault.was_sent)
        wait = self._wait(outcome, fault.problem) if fault.is_transient else None
        if wait is None:
            raise self.connection_error(fault)
        return wait

    def _settle_broken(self, answer: RawResponse[T], fault: Fault) -> float:
        wait = self._wait(Outcome(), fault.problem) if fault.is_transient else None
        if wait is not None:
            return wait
        if fault.is_timeout:
            raise self.connection_error(fault)
        raise ResponseDecodeError("$", fault.problem, answer)

    def _settle_error(self, answer: RawResponse[T]) -> float:
        if answer.status_code == 401 and self._signs_anew():
            return 0.0
        retry_after = retry_after_seconds(answer.headers, self._settings.now())
        status = answer.status_code
        outcome = Outcome(
            status, retry_after, should_retry=should_retry(answer.headers)
        )
        wait = self._wait(outcome, f"status {status}")
        if wait is None:
            raise status_error_class(status)(answer, retry_after=retry_after)
        return wait

    def _signs_anew(self) -> bool:
        """Whether the server refused a token in place of which there is another, once."""
        credentials, content = self._credentials, self._call.content
        if credentials is None or self._was_refused:
            return False
        if content is not None and not content.may_repeat:
            return False
        self._was_refused = True
        return credentials.refused(self._call.security, self._signature)

    def _wait(self, outcome: Outcome, reason: str) -> float | None:
        settings, content = self._settings, self._call.content
        if content is not None and not content.may_repeat:
            return None
        wait = settings.retry.wait(
            outcome,
            may_repeat=self._may_repeat,
            retries_taken=self._retries,
            max_retries=settings.options.max_retries,
            remaining=self.remaining(),
            random=settings.random,
        )
        if wait is not None:
            self._retries += 1
            self._watch.retry(wait, reason, self._retries)
        return wait

    def remaining(self) -> float | None:
        """Seconds that are left of the deadline, None without one."""
        return None if self._expires is None else self._expires - self._settings.clock()

    def _redirected(self, answer: RawResponse[T]) -> bool:
        """Follow a redirect; only one that is documented leaves the origin."""
        call, content = self._call, self._call.content
        if content is not None and not content.may_repeat:
            return False
        may_leave = call.follows and content is None and not self._content
        status, headers = answer.status_code, answer.headers
        target = redirected(
            self._url, call.method, status, headers, may_leave=may_leave
        )
        if target is None or self._redirects >= _MOST_REDIRECTS:
            return False
        if origin(target) != origin(self._url):
            self._leave()
        self._redirects += 1
        self._url = target
        return True

    def _leave(self) -> None:
        """Take nothing along to another origin that says who asks."""
        self._is_elsewhere = True
        self._credentials = None
        self._headers = for_anyone(self._headers)

    def _answer(
        self, response: httpx2.Response, body: Body, fault: Fault | None, elapsed: float
    ) -> RawResponse[T]:
        return RawResponse(
            operation=self._call.operation,
            method=self._call.method,
            route=self._call.route,
            path=self._path,
            status_code=response.status_code,
            headers=response.headers,
            content=body.content,
            elapsed=elapsed,
            retries=self._retries,
            kind=self._call.response,
            errors=self._call.errors,
            on_drift=self._settings.hooks.drift,
            log=LOG,
            fault=fault.problem if fault is not None else None,
        )

    def connection_error(self, fault: Fault) -> APIConnectionError:
        """What to raise when no complete answer came."""
        cls = APITimeoutError if fault.is_timeout else APIConnectionError
        return cls(
            fault.problem,
            operation=self._call.operation,
            method=self._call.method,
            path=self._call.route,
            may_have_been_processed=fault.was_sent,
        )

    def close(self) -> None:
        """The call is over, whatever came of it."""
        self._watch.close()
