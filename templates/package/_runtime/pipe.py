"""Answers that are read piece by piece, and asked for again where they break off.

A `Flow` decides, a pipe waits: the blocking and the awaiting one differ in nothing else.
The limit of an attempt ends with the headers. From there on each read has its own limit,
and a `deadline` holds for the whole answer.
"""

from __future__ import annotations

import asyncio
import warnings
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import httpx2

from .deadline import limit_reads, restore_reads
from .errors import ConfigurationError
from .fault import NETWORK_ERRORS, Fault, describe
from .response import RawResponse

if TYPE_CHECKING:
    from .call import Call
    from .exchange import Exchange
    from .transport import AsyncTransport, SyncTransport

T = TypeVar("T")

_BROKEN_OFF = Fault("the reading was broken off")
"""A task was cancelled, or a program interrupted, while it waited for more."""


class Flow(ABC, Generic[T]):
    """What becomes of the pieces of an answer."""

    exchange: Exchange[T] | None = None
    is_over: bool = False
    """Whether nothing is to be read any more."""

    def __init__(self, call: Call[T]) -> None:
        self.call = call

    @property
    def opened(self) -> Exchange[T]:
        """What the call is made with.

        Raises:
            ConfigurationError: it was not made yet.
        """
        if self.exchange is None:
            raise ConfigurationError(
                f"{self.call.operation} is not open yet: use `with`"
            )
        return self.exchange

    @property
    def response(self) -> RawResponse[T]:
        """The answer without its body."""
        return self.opened.result

    @property
    def remaining(self) -> float | None:
        """Seconds that are left of the deadline, None without one."""
        return self.opened.remaining()

    def prepare(self) -> None:
        """The call is about to be made."""

    @abstractmethod
    def holds(self, response: httpx2.Response) -> bool:
        """Whether an answer is one to be read piece by piece."""

    @abstractmethod
    def begin(self, held: httpx2.Response | None) -> None:
        """Look at an answer; None is one that was not held, and is complete.

        Raises:
            ResponseDecodeError: it is not what the API documents.
        """

    @abstractmethod
    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""

    @abstractmethod
    def end(self) -> None:
        """The server has ended the answer in order."""

    @abstractmethod
    def interrupted(self, fault: Fault) -> float:
        """Seconds to wait before the rest is asked for.

        Raises:
            APIConnectionError: it is not asked for.
        """


class SyncPipe(Generic[T]):
    """Reads an answer and blocks."""

    def __init__(self, transport: SyncTransport, flow: Flow[T]) -> None:
        self._transport = transport
        self._flow = flow
        self._response: httpx2.Response | None = None
        self._chunks: Generator[bytes] | None = None
        self._fault: Fault | None = None
        """What the last read came to, when it did not come to an end."""

    def open(self) -> None:
        """Make the call, once; errors are raised as by any other."""
        if self._flow.exchange is None:
            self._flow.exchange = self._transport.begin(self._flow.call)
            self._flow.prepare()
            self._ask(self._flow.exchange)

    def pull(self) -> None:
        """Feed the next bytes to the flow."""
        if self._fault is not None:
            self._ask_again(self._fault)
        elif self._chunks is None:
            self.open()
        else:
            self._read(self._chunks)

    def _read(self, chunks: Generator[bytes]) -> None:
        fault, chunk, self._fault = None, None, _BROKEN_OFF
        limit = limit_reads(self._flow.remaining)
        try:
            chunk = next(chunks, None)
        except NETWORK_ERRORS as error:
            fault = describe(error)
        finally:
            restore_reads(limit)
        if fault is not None:
            self._ask_again(fault)
            return
        self._fault = None
        if chunk is None:
            self._flow.end()
        else:
            self._flow.feed(chunk)
        if self._flow.is_over:
            self.close()

    def _ask_again(self, fault: Fault) -> None:
        self.close()
        wait = self._flow.interrupted(fault)
        self._flow.is_over, self._fault = False, fault
        self._transport.sleep(wait)
        self._ask(self._flow.opened)

    def close(self) -> None:
        """Release the connection."""
        self._flow.is_over = True
        chunks, response = self._chunks, self._response
        self._chunks = self._response = self._fault = None
        if chunks is not None:
            chunks.close()
        if response is not None:
            response.close()

    def _ask(self, exchange: Exchange[T]) -> None:
        self._fault = _BROKEN_OFF
        try:
            self._transport.run(exchange, self._flow.holds)
            self._response = exchange.held
            if self._response is not None:
                self._chunks = cast("Generator[bytes]", self._response.iter_bytes())
            self._flow.is_over = self._response is None
            self._flow.begin(self._response)
        except Exception:
            self.close()
            raise
        self._fault = None

    def __del__(self) -> None:
        if getattr(self, "_response", None) is not None:
            _warn(self._flow.call.operation, self)
            self.close()


class AsyncPipe(Generic[T]):
    """Reads an answer and lets other tasks run meanwhile."""

    def __init__(self, transport: AsyncTransport, flow: Flow[T]) -> None:
        self._transport = transport
        self._flow = flow
        self._response: httpx2.Response | None = None
        self._chunks: AsyncGenerator[bytes] | None = None
        self._fault: Fault | None = None
        """What the last read came to, when it did not come to an end."""

    async def open(self) -> None:
        """Make the call, once; errors are raised as by any other."""
        if self._flow.exchange is None:
            self._flow.exchange = self._transport.begin(self._flow.call)
            self._flow.prepare()
            await self._ask(self._flow.exchange)

    async def pull(self) -> None:
        """Feed the next bytes to the flow."""
        if self._fault is not None:
            await self._ask_again(self._fault)
        elif self._chunks is None:
            await self.open()
        else:
            await self._read(self._chunks)

    async def _read(self, chunks: AsyncGenerator[bytes]) -> None:
        fault, chunk, self._fault = None, None, _BROKEN_OFF
        try:
            async with asyncio.timeout(self._flow.remaining):
                chunk = await anext(chunks, None)
        except NETWORK_ERRORS as error:
            fault = describe(error)
        if fault is not None:
            await self._ask_again(fault)
            return
        self._fault = None
        if chunk is None:
            self._flow.end()
        else:
            self._flow.feed(chunk)
        if self._flow.is_over:
            await self.close()

    async def _ask_again(self, fault: Fault) -> None:
        await self.close()
        wait = self._flow.interrupted(fault)
        self._flow.is_over, self._fault = False, fault
        await self._transport.sleep(wait)
        await self._ask(self._flow.opened)

    async def close(self) -> None:
        """Release the connection."""
        self._flow.is_over = True
        chunks, response = self._chunks, self._response
        self._chunks = self._response = self._fault = None
        if chunks is not None:
            await chunks.aclose()
        if response is not None:
            await response.aclose()

    async def _ask(self, exchange: Exchange[T]) -> None:
        self._fault = _BROKEN_OFF
        try:
            await self._transport.run(exchange, self._flow.holds)
            self._response = exchange.held
            if self._response is not None:
                self._chunks = self._response.aiter_bytes()
            self._flow.is_over = self._response is None
            self._flow.begin(self._response)
        except Exception:
            await self.close()
            raise
        self._fault = None

    def __del__(self) -> None:
        if getattr(self, "_response", None) is not None:
            _warn(self._flow.call.operation, self)


def _warn(operation: str, source: object) -> None:
    problem = f"the answer of {operation} was not closed: use `with`"
    warnings.warn(problem, ResourceWarning, source=source, stacklevel=3)
