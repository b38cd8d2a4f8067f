"""A server in the process, for the tests of programs that use the client.

It takes the place of the network below the HTTP client, so that everything above it
runs as in production: encoding, retries, decoding, errors.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import inf
from typing import Any, Protocol, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote

import httpx2

from . import json
from .redact import redact_headers
from .transport import AsyncTransport
from .unset import UNSET


class Stream(Protocol):
    """How an operation answers item by item."""

    @property
    def media_type(self) -> str: ...
    def encode(self, items: Sequence[Any] | None = None) -> bytes:
        """The body that holds these items, or the example."""
        ...


@dataclass(frozen=True, slots=True)
class Beyond:
    """What is behind the only page of a listing."""

    parameter: str
    """The query argument that asks for a page."""
    first: str
    """How it asks for the first."""
    example: Any
    """The page without items."""

    def is_asked(self, query: Mapping[str, list[str]]) -> bool:
        """Whether another page than the first is asked for."""
        return query.get(self.parameter, [self.first]) != [self.first]


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeOperation:
    """What the fake server knows of an operation."""

    method: str
    route: str
    """The path template, such as `/orders/{id}`."""
    status: int = 200
    example: Any = UNSET
    """The JSON or text it answers with; UNSET is an empty body."""
    media_type: str = "application/json"
    beyond: Beyond | None = None
    stream: Stream | None = None
    """How it answers item by item, where it does."""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that reached the fake server."""

    operation: str
    path: Mapping[str, str]
    """Path arguments by name."""
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    """Those that hold credentials show `***`."""
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON, or None without one."""
        return json.loads(self.content) if self.content else None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content: bytes
    headers: Mapping[str, str]
    error: type[httpx2.TransportError] | None = None
    """What happens after the content, in place of an end."""
    delay: float = 0.0


class _Broken(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, answer: _Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield self._answer.content
        if self._answer.error is not None:
            raise self._answer.error("injected by the test")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


Client = TypeVar("Client")
_Step: TypeAlias = _Answer | type[httpx2.TransportError]


class _Route:
    """A path template, matched at the end of a path: base URLs have paths too."""

    __slots__ = ("_has_query", "_names", "_pattern", "rank")

    def __init__(self, template: str) -> None:
        parts = re.split(r"\{([^{}]*)\}", template)
        literals, self._names = parts[::2], parts[1::2]
        # Some descriptions write a query into their paths.
        self._has_query = "?" in template
        argument, end = (
            ("([^/?&]+)", r"(?:&|\Z)") if self._has_query else ("([^/]+)", r"\Z")
        )
        self._pattern = re.compile(argument.join(map(re.escape, literals)) + end)
        self.rank = (template.count("/"), sum(map(len, literals)))

    def match(self, target: str) -> dict[str, str] | None:
        """The arguments in a path with its query, None when it is another route's."""
        path = target if self._has_query else target.partition("?")[0]
        found = self._pattern.search(path)
        if found is None:
            return None
        return dict(zip(self._names, map(unquote, found.groups()), strict=True))


@cache
def _route(template: str) -> _Route:
    """A route, made when it is first asked for: large APIs have many."""
    return _Route(template)


@dataclass(slots=True)
class _Script:
    """What an operation answers, in order; the last step goes on."""

    steps: list[_Step] = field(default_factory=list[_Step])

    def next(self) -> _Step:
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


class FakeTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers with each operation's example, unless told otherwise.

    `answer` and `fail` of one operation queue up; the last of them goes on for good. Threads
    may ask at once: the answers are given in the order in which `requests` has what was asked.
    """

    def __init__(self, operations: Mapping[str, FakeOperation]) -> None:
        """Serve `operations`, by operationId."""
        self.requests: list[RecordedRequest] = []
        """What has been asked, oldest first."""
        self.waits: list[float] = []
        """Seconds that clients wanted to wait before attempts; nobody waited for them."""
        self._lock = threading.Lock()
        self._late: float = 0
        self._operations = operations
        self._scripts: dict[str, _Script] = {}

    def answer(
        self,
        operation: str,
        *,
        json: Any = UNSET,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        items: Sequence[Any] | None = None,
        error: type[httpx2.TransportError] | None = None,
        delay: float = 0.0,
    ) -> None:
        """Answer `operation` with JSON, the bytes of `content`, or the items of a stream.

        Args:
            items: JSON values, models or events.
            error: what happens after the body, in place of its end.
            delay: seconds until the answer comes. Nobody waits for them: a client that is
                less patient gets its timeout at once.

        Raises:
            ValueError: there is no such operation, or it does not answer item by item.
        """
        known = self._known(operation)
        answer = _answer(known.status if status is None else status, json, headers)
        if content is not None:
            answer = _Answer(answer.status, content, {**(headers or {})})
        if items is not None:
            answer = _streamed(known.stream, answer.status, items, headers)
        if error is not None:
            answer = replace(answer, error=error)
        if delay:
            answer = replace(answer, delay=delay)
        self._script(operation).steps.append(answer)

    def fail(
        self, operation: str, error: type[httpx2.TransportError] = httpx2.ConnectError
    ) -> None:
        """Let `operation` fail on the network.

        Raises:
            ValueError: there is no such operation.
        """
        self._known(operation)
        self._script(operation).steps.append(error)

    def calls(self, operation: str) -> list[RecordedRequest]:
        """The requests of one operation, oldest first."""
        self._known(operation)
        return [sent for sent in self.requests if sent.operation == operation]

    def only_call(self, operation: str) -> RecordedRequest:
        """The one request of an operation.

        Raises:
            AssertionError: there was none, or more than one.
        """
        found = self.calls(operation)
        if len(found) != 1:
            raise AssertionError(f"{operation} was called {len(found)} times, not once")
        return found[0]

    def reset(self) -> None:
        """Forget what was asked and what was to be answered."""
        with self._lock:
            self.requests.clear()
            self.waits.clear()
            self._scripts.clear()

    def in_its_time(self, client: Client) -> Client:
        """The client, its waits and the delays of answers skipped and yet counted.

        Deadlines and elapsed times see them; pauses are as long as they may get.
        """
        transport: Any = vars(client)["_transport"]
        is_async = isinstance(transport, AsyncTransport)
        transport._sleep = self._await if is_async else self._wait
        transport._settings = replace(
            transport._settings, clock=self._clock, random=lambda: 1.0
        )
        return client

    def _clock(self) -> float:
        return time.monotonic() + self._late

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._pass(seconds)

    def _pass(self, seconds: float) -> None:
        with self._lock:
            self._late += seconds

    async def _await(self, seconds: float) -> None:
        self._wait(seconds)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a synchronous client."""
        request.read()
        return self._respond(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer an asynchronous client."""
        await request.aread()
        return self._respond(request)

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        operation, arguments = self._match(request)
        asked = RecordedRequest(
            operation=operation,
            path=arguments,
            query=parse_qs(request.url.query.decode(), keep_blank_values=True),
            headers=redact_headers(request.headers),
            content=request.content,
        )
        with self._lock:
            self.requests.append(asked)
            step = self._step(asked, request.headers.get("accept", ""))
        if not isinstance(step, _Answer):
            raise step("injected by the test", request=request)
        patience: float = request.extensions.get("timeout", {}).get("read") or inf
        self._pass(min(step.delay, patience))
        if step.delay > patience:
            raise httpx2.ReadTimeout("injected by the test", request=request)
        if step.error is not None:
            return httpx2.Response(
                step.status, headers=step.headers, stream=_Broken(step), request=request
            )
        return httpx2.Response(
            step.status, headers=step.headers, content=step.content, request=request
        )

    def _step(self, asked: RecordedRequest, accept: str) -> _Step:
        script = self._scripts.get(asked.operation)
        if script is not None:
            return script.next()
        known = self._operations[asked.operation]
        if known.beyond is not None and known.beyond.is_asked(asked.query):
            return _answer(known.status, known.beyond.example, None)
        if known.stream is not None and known.stream.media_type in accept:
            return _streamed(known.stream, known.status, None, None)
        return _answer(known.status, known.example, None, known.media_type)

    def _match(self, request: httpx2.Request) -> tuple[str, Mapping[str, str]]:
        """The operation of a request: the longest route, then the most literal."""
        target = request.url.raw_path.decode()
        matches: list[tuple[tuple[int, int], str, Mapping[str, str]]] = []
        for name, known in self._operations.items():
            if known.method == request.method:
                route = _route(known.route)
                if (arguments := route.match(target)) is not None:
                    matches.append((route.rank, name, arguments))
        if not matches:
            names = ", ".join(sorted(self._operations))
            raise AssertionError(
                f"no operation answers this {request.method} request; known: {names}"
            )
        _, name, found = max(matches, key=lambda match: match[:2])
        return name, found

    def _known(self, operation: str) -> FakeOperation:
        if operation not in self._operations:
            known = ", ".join(sorted(self._operations))
            raise ValueError(f"no operation {operation!r}; known: {known}")
        return self._operations[operation]

    def _script(self, operation: str) -> _Script:
        return self._scripts.setdefault(operation, _Script())


def _streamed(
    stream: Stream | None,
    status: int,
    items: Sequence[Any] | None,
    headers: Mapping[str, str] | None,
) -> _Answer:
    if stream is None:
        raise ValueError("the operation does not answer item by item")
    typed = {"content-type": stream.media_type, **(headers or {})}
    return _Answer(status, stream.encode(items), typed)


def _answer(
    status: int,
    value: Any,
    headers: Mapping[str, str] | None,
    media_type: str = "application/json",
) -> _Answer:
    if value is UNSET:
        return _Answer(status, b"", {**(headers or {})})
    typed = {"content-type": media_type, **(headers or {})}
    is_text = isinstance(value, str) and "json" not in media_type
    return _Answer(status, value.encode() if is_text else json.dumps(value), typed)
