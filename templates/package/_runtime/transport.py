"""Sending calls: the two ways to wait for an answer.

Each transport runs an `Exchange` and adds only what differs between blocking and
awaiting. Neither raises while handling an exception of the HTTP library, which would
chain the request with its key to what the caller sees.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar, Unpack

import httpx2

from .call import Call
from .deadline import (
    limit_first_connection,
    limit_new_connection,
    limit_reads,
    restore_reads,
)
from .errors import ConfigurationError
from .exchange import Exchange
from .fault import NETWORK_ERRORS, Fault, describe
from .options import Changes
from .redact import LABEL, guard_http_log
from .response import RawResponse
from .settings import Settings

T = TypeVar("T")
HttpClient = TypeVar("HttpClient", httpx2.Client, httpx2.AsyncClient)

_CLOSED = "the client is closed: make a new one"

Holds: TypeAlias = Callable[[httpx2.Response], bool]


@dataclass(slots=True, eq=False, repr=False)
class _Connections(Generic[HttpClient]):
    """The HTTP client behind a transport and all its views."""

    client: HttpClient
    is_ours: bool
    """Whether it was made here, and is closed here."""
    headers: Mapping[str, str]
    is_closed: bool = False

    def open(self) -> HttpClient:
        """The HTTP client.

        Raises:
            ConfigurationError: it has been closed.
        """
        if self.is_closed or self.client.is_closed:
            raise ConfigurationError(_CLOSED)
        return self.client

    def refused(self, error: RuntimeError) -> bool:
        """Whether the client was closed after `open`, and sent nothing therefore.

        Only its words tell this from an error of a program's own, such as of a hook.
        """
        return self.client.is_closed and "client has been closed" in str(error)


class SyncTransport:
    """Sends calls and blocks until they are answered. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        http_client: httpx2.Client | None = None,
        *,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Use `http_client`, which stays the caller's to close, or make one."""
        guard_http_log()
        client = httpx2.Client() if http_client is None else http_client
        _check_client(client, httpx2.Client)
        self._settings = _own_auth(client, settings)
        self._sleep = sleep
        self._connections = _Connections(
            client, http_client is None, _client_headers(client, settings)
        )

    def with_options(self, **changes: Unpack[Changes]) -> SyncTransport:
        """A view with other options, on the same connections."""
        view = object.__new__(SyncTransport)
        view._connections = self._connections
        view._sleep = self._sleep
        options = self._settings.options.merged(**changes)
        view._settings = replace(self._settings, options=options)
        return view

    def send(self, call: Call[T]) -> T:
        """Make a call and decode its answer.

        Raises:
            SDKError: see the errors module.
            ValueError, TypeError: an argument cannot be sent.
        """
        return self.send_raw(call).parse()

    def send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Make a call and give its answer undecoded; errors are raised as in `send`."""
        exchange = self.begin(call)
        self.run(exchange)
        return exchange.result

    def begin(self, call: Call[T]) -> Exchange[T]:
        """What `run` makes the call with."""
        if call.content is not None and call.content.is_async:
            raise TypeError("an async iterator or file is for the asynchronous client")
        return Exchange(self._settings, call, self._connections.headers)

    def run(self, exchange: Exchange[Any], holds: Holds | None = None) -> None:
        """Attempt a call until it is answered.

        Args:
            holds: whether the body of an answer stays unread, for the caller to read.
        """
        try:
            while (wait := self._attempt(exchange, holds)) is not None:
                self.sleep(wait)
            return
        except RuntimeError as error:
            exchange.close()
            if not self._connections.refused(error):
                raise
        except BaseException:
            exchange.close()
            raise
        raise ConfigurationError(_CLOSED)

    def sleep(self, seconds: float) -> None:
        """Wait before another attempt."""
        if seconds:
            self._sleep(seconds)

    def _attempt(self, exchange: Exchange[Any], holds: Holds | None) -> float | None:
        client = self._connections.open()
        for source in exchange.tokens_due():
            missing = source.fetch(client, exchange.patience, exchange.remaining())
            if missing is not None:
                return exchange.settle(None, exchange.body(), missing)
        request = exchange.request(exchange.sign())
        is_sent_once = self._connections.is_ours and exchange.is_sent_once
        request.extensions["trace"] = (
            limit_first_connection if is_sent_once else limit_new_connection
        )
        body = exchange.body()
        response: httpx2.Response | None = None
        fault: Fault | None = None
        label = LABEL.set(exchange.label)
        limit = limit_reads(exchange.budget)
        try:
            response = client.send(
                request, stream=True, auth=exchange.auth, follow_redirects=False
            )
            if holds is not None and holds(response):
                exchange.hold(response)
                return None
            try:
                for chunk in _chunks(response):
                    body.add(chunk)
            finally:
                response.close()
        except NETWORK_ERRORS as error:
            fault = describe(error)
        finally:
            restore_reads(limit)
            LABEL.reset(label)
            del request  # what reports errors with their frames would show its URL
        return exchange.settle(response, body, fault)

    def close(self) -> None:
        """Close the connections; of a client that was passed in, only its use here."""
        self._connections.is_closed = True
        if self._connections.is_ours:
            self._connections.client.close()


class AsyncTransport:
    """Sends calls from asyncio tasks, any number of them at a time."""

    def __init__(
        self,
        settings: Settings,
        http_client: httpx2.AsyncClient | None = None,
        *,
        sleep: Callable[[float], Awaitable[object]] | None = None,
    ) -> None:
        """Use `http_client`, which stays the caller's to close, or make one."""
        guard_http_log()
        # Slow to import, and of no use to those who block.
        import asyncio

        client = httpx2.AsyncClient() if http_client is None else http_client
        _check_client(client, httpx2.AsyncClient)
        self._settings = _own_auth(client, settings)
        self._sleep = sleep or asyncio.sleep
        self._time_limit = asyncio.timeout
        self._connections = _Connections(
            client, http_client is None, _client_headers(client, settings)
        )

    def with_options(self, **changes: Unpack[Changes]) -> AsyncTransport:
        """A view with other options, on the same connections."""
        view = object.__new__(AsyncTransport)
        view._connections = self._connections
        view._sleep = self._sleep
        view._time_limit = self._time_limit
        options = self._settings.options.merged(**changes)
        view._settings = replace(self._settings, options=options)
        return view

    async def send(self, call: Call[T]) -> T:
        """Make a call and decode its answer; see `SyncTransport.send`."""
        return (await self.send_raw(call)).parse()

    async def send_raw(self, call: Call[T]) -> RawResponse[T]:
        """Make a call and give its answer undecoded; errors are raised as in `send`."""
        exchange = self.begin(call)
        await self.run(exchange)
        return exchange.result

    def begin(self, call: Call[T]) -> Exchange[T]:
        """What `run` makes the call with."""
        return Exchange(self._settings, call, self._connections.headers)

    async def run(self, exchange: Exchange[Any], holds: Holds | None = None) -> None:
        """Attempt a call until it is answered.

        Args:
            holds: whether the body of an answer stays unread, for the caller to read.
        """
        try:
            while (wait := await self._attempt(exchange, holds)) is not None:
                await self.sleep(wait)
            return
        except RuntimeError as error:
            exchange.close()
            if not self._connections.refused(error):
                raise
        except BaseException:
            exchange.close()
            raise
        raise ConfigurationError(_CLOSED)

    async def sleep(self, seconds: float) -> None:
        """Wait before another attempt."""
        if seconds:
            await self._sleep(seconds)

    async def _attempt(
        self, exchange: Exchange[Any], holds: Holds | None
    ) -> float | None:
        client = self._connections.open()
        for source in exchange.tokens_due():
            missing = await source.afetch(
                client, exchange.patience, exchange.remaining()
            )
            if missing is not None:
                return exchange.settle(None, exchange.body(), missing)
        request = exchange.request(await exchange.asign())
        body = exchange.body()
        response: httpx2.Response | None = None
        fault: Fault | None = None
        label = LABEL.set(exchange.label)
        try:
            async with self._time_limit(exchange.budget):
                response = await client.send(
                    request, stream=True, auth=exchange.auth, follow_redirects=False
                )
                if holds is not None and holds(response):
                    exchange.hold(response)
                    return None
                try:
                    async with aclosing(_achunks(response)) as chunks:
                        async for chunk in chunks:
                            body.add(chunk)
                finally:
                    await response.aclose()
        except NETWORK_ERRORS as error:
            fault = describe(error)
        finally:
            LABEL.reset(label)
            del request  # what reports errors with their frames would show its URL
        return exchange.settle(response, body, fault)

    async def close(self) -> None:
        """Close the connections; of a client that was passed in, only its use here."""
        self._connections.is_closed = True
        if self._connections.is_ours:
            await self._connections.client.aclose()


def _check_client(client: object, wanted: type) -> None:
    if not isinstance(client, wanted):
        raise TypeError(
            f"http_client must be an httpx2.{wanted.__name__},"
            f" not {type(client).__name__}"
        )


def _chunks(response: httpx2.Response) -> Iterator[bytes]:
    """The body, decompressed; the way to that is long, also for what is not compressed."""
    return response.iter_raw() if _is_plain(response) else response.iter_bytes()


def _achunks(response: httpx2.Response) -> AsyncGenerator[bytes, None]:
    return response.aiter_raw() if _is_plain(response) else response.aiter_bytes()


def _is_plain(response: httpx2.Response) -> bool:
    # A transport that made the answer up has read it already.
    return (
        not response.is_stream_consumed and "content-encoding" not in response.headers
    )


def _client_headers(
    client: httpx2.Client | httpx2.AsyncClient, settings: Settings
) -> Mapping[str, str]:
    return {**client.headers, "user-agent": settings.user_agent}


def _own_auth(
    client: httpx2.Client | httpx2.AsyncClient, settings: Settings
) -> Settings:
    """A client that authenticates by itself needs no credentials here."""
    credentials = settings.credentials
    if client.auth is None or credentials is None or not credentials.is_empty:
        return settings
    return replace(settings, credentials=None)
