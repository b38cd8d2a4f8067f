"""Answers that arrive item by item.

A stream is opened by `with`, or by the first item that is asked for, and closed after
the last one. How a media type tells items apart is its `Framing`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

import httpx2

from .errors import ResponseDecodeError
from .fault import BodyError, Fault
from .pipe import AsyncPipe, Flow, SyncPipe
from .response import Loads, RawResponse, decoded, media_problem

if TYPE_CHECKING:
    from .call import Call
    from .transport import AsyncTransport, SyncTransport

T = TypeVar("T")

_NO_CONTENT = (204, 205)


class Part(Protocol):
    """One item as it came."""

    @property
    def content(self) -> bytes:
        """Its text."""
        ...

    def read(self, loads: Loads) -> object:
        """The value that it stands for, its JSON read by `loads`."""
        ...


class Parser(ABC):
    """Cuts the bytes of one connection into items."""

    is_over: bool = False
    """Whether the server has said that nothing follows."""
    last_id: str = ""
    """What the stream can be continued after; "" when it cannot."""
    retry: float | None = None
    """Seconds that the server wants to be left alone after a lost connection."""

    @abstractmethod
    def feed(self, chunk: bytes) -> Iterator[Part]:
        """The items that end in the next bytes.

        Raises:
            BodyError: one is too large; those before it have been given.
        """

    def end(self) -> Iterator[Part]:
        """The item that the end of the stream completes."""
        return iter(())


class Framing(Protocol):
    """How a media type tells items apart."""

    @property
    def media_types(self) -> Sequence[str]:
        """What answers of this framing are called, the usual name first."""
        ...

    def parser(self, limit: int, last_id: str = "") -> Parser:
        """A parser of what follows the item `last_id`; no item has more than `limit` bytes."""
        ...


class Course(Flow[T]):
    """Where a stream stands: what was given, and what has arrived."""

    def __init__(self, call: Call[T], framing: Framing) -> None:
        super().__init__(call)
        self._framing = framing
        self._parser: Parser | None = None
        self._fault: Fault | None = None
        self._parts: deque[Part] = deque()
        self._taken = 0

    def holds(self, response: httpx2.Response) -> bool:
        """Whether an answer is a stream."""
        if not response.is_success or response.status_code in _NO_CONTENT:
            return False
        return media_problem(response.headers, *self._framing.media_types) is None

    def begin(self, held: httpx2.Response | None) -> None:
        """Get ready for a stream; an answer without content is an empty one."""
        answer = self.response
        if held is not None:
            limit = self.opened.settings.max_response_bytes
            last_id = self._parser.last_id if self._parser is not None else ""
            self._parser = self._framing.parser(limit, last_id)
        elif answer.status_code not in _NO_CONTENT:
            problem = media_problem(answer.headers, *self._framing.media_types)
            raise ResponseDecodeError("$", problem or "it is no stream", answer)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        assert self._parser is not None
        before = len(self._parts)
        try:
            self._parts.extend(self._parser.feed(chunk))
        except BodyError as error:
            self._fault = error.fault
        if len(self._parts) > before:
            self.opened.progressed()
        self.is_over = self._parser.is_over or self._fault is not None

    def end(self) -> None:
        """The server has ended the stream in order."""
        assert self._parser is not None
        self._parts.extend(self._parser.end())
        self.is_over = True

    def interrupted(self, fault: Fault) -> float:
        """Seconds to wait before the rest is asked for.

        Nothing is given twice: once an item was taken, that needs a GET (which no server
        acts on) and an id to continue after.

        Raises:
            APIConnectionError: it is not asked for.
        """
        exchange, parser = self.opened, self._parser
        headers: dict[str, str] = {}
        last_id = parser.last_id if parser is not None else ""
        if last_id and last_id.isprintable():
            headers["last-event-id"] = last_id.encode().decode("latin-1")
        wait = None
        if not self._taken or (headers and self.call.method == "GET"):
            retry = parser.retry if parser is not None else None
            wait = exchange.interrupted(fault, headers, retry)
        if wait is None:
            raise exchange.connection_error(fault)
        return wait

    def is_ready(self) -> bool:
        """Whether there is an item to take.

        Raises:
            ResponseDecodeError: the next one is too large.
        """
        fault = self._fault
        if not self._parts and fault is not None:
            self._fault = None
            at = f"$[{self._taken}]"
            raise ResponseDecodeError(at, fault.problem, self.response)
        return bool(self._parts)

    def take(self) -> T:
        """The next item.

        Raises:
            ResponseDecodeError: it is not what the API documents. The stream goes on.
        """
        part, at = self._parts.popleft(), f"$[{self._taken}]"
        self._taken += 1
        answer = self.response
        try:
            return decoded(answer, answer.kind, part.read, "the item", at)
        except ResponseDecodeError as error:
            error.response = replace(answer, content=part.content)
            raise


class Stream(Generic[T]):
    """The items of an answer, each given as it arrives; they can be read once.

    `with` closes the stream wherever its block is left. Without it the last item does,
    and `close()`.
    """

    def __init__(
        self, transport: SyncTransport, call: Call[T], framing: Framing
    ) -> None:
        self._course = Course(call, framing)
        self._pipe = SyncPipe(transport, self._course)

    @property
    def response(self) -> RawResponse[T]:
        """Status, headers and request id, once the stream is open."""
        return self._course.response

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while not self._course.is_ready():
            if self._course.is_over:
                raise StopIteration
            self._pipe.pull()
        return self._course.take()

    def __enter__(self) -> Self:
        self._pipe.open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading, and release the connection."""
        self._pipe.close()

    def __repr__(self) -> str:
        return f"<Stream of {self._course.call.operation}>"


class AsyncStream(Generic[T]):
    """The items of an answer, for `async for`; see `Stream`."""

    def __init__(
        self, transport: AsyncTransport, call: Call[T], framing: Framing
    ) -> None:
        self._course = Course(call, framing)
        self._pipe = AsyncPipe(transport, self._course)

    @property
    def response(self) -> RawResponse[T]:
        """Status, headers and request id, once the stream is open."""
        return self._course.response

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._course.is_ready():
            if self._course.is_over:
                raise StopAsyncIteration
            await self._pipe.pull()
        return self._course.take()

    async def __aenter__(self) -> Self:
        await self._pipe.open()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop reading, and release the connection."""
        await self._pipe.close()

    def __repr__(self) -> str:
        return f"<AsyncStream of {self._course.call.operation}>"
