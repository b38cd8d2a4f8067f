"""A server on loopback that misbehaves on purpose, one step per request.

Raw sockets, because an HTTP server library would not let it break the protocol. Steps
are taken in turn and the last one goes on, so that a retry meets the same fault again
and `len(server.requests)` tells how often the client dared.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

_SOON = 0.01
"""Seconds between the bytes of a server that drips."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(slots=True)
class Connection:
    """One client connected, as a step sees it."""

    socket: socket.socket
    stopping: threading.Event

    def send(self, data: bytes) -> bool:
        """Send, unless the client has gone; whether it is still there."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def pause(self) -> bool:
        """Wait a moment; whether to go on."""
        return not self.stopping.wait(_SOON)


@dataclass(frozen=True, slots=True)
class Step:
    """What the server does about one request; `act` says whether to keep connected."""

    act: Callable[[Connection], bool]
    reads_request: bool = True


class Hostile:
    """`with Hostile(step, step) as server:` serves the steps at `server.url`."""

    _listener: socket.socket
    _last_client: object = None
    """Where the connection comes from that ends the accepting."""

    def __init__(self, *steps: Step) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self._steps = list(steps)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._serving: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._accepting.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Read what was sent before now, and stop: then `requests` is complete."""
        self._stopping.set()
        # Connections are accepted in their order, so after this one none is left.
        with self._listener, socket.socket() as last:
            last.bind(("127.0.0.1", 0))
            self._last_client = last.getsockname()
            last.connect(self._listener.getsockname())
            self._accepting.join(20)
        for client in self._open:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in self._serving:
            thread.join(20)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            client, address = self._listener.accept()
            if address == self._last_client:
                client.close()
                return
            with self._lock:
                self.connections += 1
                self._open.append(client)
            serving = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._serving.append(serving)
            serving.start()

    def _serve(self, client: socket.socket) -> None:
        connection = Connection(client, self._stopping)
        with client, suppress(OSError):
            while self._serve_one(connection):
                pass

    def _serve_one(self, connection: Connection) -> bool:
        step = self._peek()
        if not step.reads_request:
            self._take()
            return step.act(connection)
        received = _read_request(connection.socket)
        if received is None:
            return False
        with self._lock:
            self.requests.append(received)
        return self._take().act(connection)

    def _peek(self) -> Step:
        with self._lock:
            return self._steps[0]

    def _take(self) -> Step:
        with self._lock:
            return self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]


def _read_request(client: socket.socket) -> Received | None:
    data = _until(client, b"", lambda data: b"\r\n\r\n" in data)
    if data is None:
        return None
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        chunks = _until(client, body, lambda data: data.endswith(b"0\r\n\r\n"))
        whole = None if chunks is None else _joined(chunks)
    else:
        size = int(headers.get("content-length", "0"))
        whole = _until(client, body, lambda data: len(data) >= size)
    return None if whole is None else Received(method, target, headers, whole)


def _until(
    client: socket.socket, data: bytes, is_whole: Callable[[bytes], bool]
) -> bytes | None:
    """`data` and what follows, until it is whole; None when the client stops before."""
    while not is_whole(data):
        chunk = client.recv(65536)
        if not chunk:
            return None
        data += chunk
    return data


def _joined(data: bytes) -> bytes:
    """The content of a body in chunks (RFC 9112, section 7.1)."""
    joined = b""
    while True:
        size, _, data = data.partition(b"\r\n")
        if not int(size, 16):
            return joined
        joined += data[: int(size, 16)]
        data = data[int(size, 16) + 2 :]


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The head of a response."""
    lines = [f"HTTP/1.1 {status} X", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answer(
    value: object = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    content_type: str = "application/json",
) -> Step:
    """A complete response: `value` as JSON, or the bytes of `body`."""
    content = json.dumps(value).encode() if body is None else body
    sent = {"Content-Type": content_type, "Content-Length": str(len(content))}
    data = head(status, {**sent, **(headers or {})}) + content
    return Step(lambda connection: connection.send(data))


def silent() -> Step:
    """Read the request and never answer."""

    def act(connection: Connection) -> bool:
        while connection.pause():
            pass
        return False

    return Step(act)


def drip_head() -> Step:
    """Send the headers byte by byte, without end."""

    def act(connection: Connection) -> bool:
        connection.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while connection.pause() and connection.send(b"x"):
            pass
        return False

    return Step(act)


def drip_body(start: bytes = b'{"data": "', drop: bytes = b"x") -> Step:
    """Send the headers at once and the body byte by byte."""

    def act(connection: Connection) -> bool:
        kind = {"Content-Type": "application/json", "Content-Length": "1000000"}
        connection.send(head(200, kind) + start)
        while connection.pause() and connection.send(drop):
            pass
        return False

    return Step(act)


def truncated(body: bytes = b'{"id": "1', *, status: int = 200) -> Step:
    """Promise more bytes than are sent, and hang up."""

    def act(connection: Connection) -> bool:
        kind = {"Content-Type": "application/json", "Content-Length": "1000"}
        connection.send(head(status, kind) + body)
        return False

    return Step(act)


def hang_up() -> Step:
    """Read the request and close without an answer."""
    return Step(lambda connection: False)


def hang_up_at_once() -> Step:
    """Close before anything is read."""
    return Step(lambda connection: False, reads_request=False)


def reset() -> Step:
    """Read the request and reset the connection."""

    def act(connection: Connection) -> bool:
        linger = struct.pack("ii", 1, 0)
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return False

    return Step(act)


def nonsense() -> Step:
    """Answer with something that is not HTTP."""

    def act(connection: Connection) -> bool:
        connection.send(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
        return False

    return Step(act)


def endless_body() -> Step:
    """Send a chunked body that does not end."""

    def act(connection: Connection) -> bool:
        kind = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
        connection.send(head(200, kind))
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        while not connection.stopping.is_set() and connection.send(chunk):
            pass
        return False

    return Step(act)


def pieces(
    *chunks: bytes,
    content_type: str = "text/event-stream",
    headers: Mapping[str, str] | None = None,
    then: Callable[[Connection], bool] | None = None,
) -> Step:
    """Send a chunked body; `then` is what happens in place of its end."""
    kind = {"Content-Type": content_type, "Transfer-Encoding": "chunked"}

    def act(connection: Connection) -> bool:
        connection.send(head(200, {**kind, **(headers or {})}))
        for chunk in chunks:
            connection.send(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        return connection.send(b"0\r\n\r\n") if then is None else then(connection)

    return Step(act)


def stall(connection: Connection) -> bool:
    """Send nothing more, and stay connected until the client goes or the test ends."""
    connection.socket.settimeout(_SOON)
    while connection.pause():
        try:
            if not connection.socket.recv(1):
                return False
        except TimeoutError:
            continue
    return False


def leave(connection: Connection) -> bool:
    """Hang up."""
    return False


def gzip_bomb(size: int = 20_000_000) -> Step:
    """A small body that is decompressed to `size` blanks."""
    packed = gzip.compress(b" " * size, compresslevel=1)
    return answer(body=packed, headers={"Content-Encoding": "gzip"})


def refusing_url() -> str:
    """A URL at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
