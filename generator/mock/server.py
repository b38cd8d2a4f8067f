"""HTTP/1.1 on loopback, for one `Service`.

Built on the standard library's server with its gaps closed: a request has a deadline (not only each
read), a bounded body and exactly one way to say where it ends; refusals are problem documents and
quote nothing; every request is logged as one line of method, path template and status.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MultipartInvariantViolationDefect,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
from http.server import BaseHTTPRequestHandler
from io import BufferedReader
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from ..servers import base_path, server_url
from ..spec import Spec
from .incoming import Deadline, MalformedError, TooLargeError, read_chunks
from .messages import Answer, Request, problem
from .service import Service

MAX_BODY = 1024 * 1024
_MAX_TARGET = 8_192
_MAX_CONNECTIONS = 64
_SECONDS_A_REQUEST = 10.0
_SECONDS_IDLE = 30.0
_DEFAULT_PORT = 4010
_LINGER = 1.0
_CHUNK = 65_536

_BODY_DEFECTS = frozenset(
    {
        CloseBoundaryNotFoundDefect,
        MultipartInvariantViolationDefect,
        NoBoundaryInMultipartDefect,
        StartBoundaryNotFoundDefect,
    }
)
"""What the parser of headers misses in a multipart message whose body it does not see."""

Log = Callable[[str], None]


class _RefusedError(Exception):
    def __init__(self, status: int, detail: str) -> None:
        self.answer = problem(status, detail)


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, asks the service, writes answers."""

    protocol_version = "HTTP/1.1"
    server_version = "undrift-mock"
    sys_version = ""
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def setup(self) -> None:
        super().setup()
        self._deadline = Deadline(self.connection)
        self.rfile = BufferedReader(self._deadline)

    def handle_one_request(self) -> None:
        """Read and answer one request; anything that leaves the framing in doubt closes."""
        self.close_connection = True
        try:
            self._deadline.until = time.monotonic() + self.server.idle
            self.raw_requestline = self.rfile.readline(_MAX_TARGET + 1)
            if not self.raw_requestline:
                return
            self._deadline.until = time.monotonic() + self.server.patience
            if len(self.raw_requestline) > _MAX_TARGET:
                self.send_error(414)
            elif self.parse_request():
                self._exchange()
        except TimeoutError:
            self.close_connection = True

    def _exchange(self) -> None:
        keep_alive = not self.close_connection
        self.close_connection = True
        try:
            headers = self._checked_headers()
            request = Request(self.command, self.path, headers, self._body(headers))
        except _RefusedError as refused:
            self.request_version = "HTTP/1.1"
            self._write(refused.answer)
            return
        self.close_connection = not keep_alive
        self._write(self.server.service.answer(request))

    def _checked_headers(self) -> dict[str, str]:
        """Headers by lower-case name; refuses what two servers could read in two ways."""
        names = [name.lower() for name in self.headers]
        if not _BODY_DEFECTS.issuperset(map(type, self.headers.defects)) or any(
            not re.fullmatch(r"[!#-'*+.^-z|~-]+", n) for n in names
        ):
            raise _RefusedError(400, "A header is malformed.")
        if "transfer-encoding" in names:
            # RFC 9112, section 6.3: together with a length it is an attack, or a mistake.
            if "content-length" in names or self.request_version != "HTTP/1.1":
                raise _RefusedError(400, "The end of the body is said in two ways.")
            if self.headers["transfer-encoding"].strip().lower() != "chunked":
                raise _RefusedError(501, "The only transfer coding is chunked.")
        for single in (
            "transfer-encoding",
            "content-length",
            "host",
            "content-type",
            "authorization",
        ):
            if names.count(single) > 1:
                raise _RefusedError(400, "A header that may occur once occurs twice.")
        if self.request_version == "HTTP/0.9":
            raise _RefusedError(505, "HTTP/1.1 is spoken here.")
        if self.request_version == "HTTP/1.1" and "host" not in names:
            raise _RefusedError(400, "The Host header is missing.")
        return {name: ", ".join(self.headers.get_all(name, [])) for name in names}

    def _body(self, headers: dict[str, str]) -> bytes:
        if "transfer-encoding" in headers:
            return self._chunks(headers)
        length = headers.get("content-length", "0")
        if not re.fullmatch(r"[0-9]{1,15}", length):
            raise _RefusedError(400, "The Content-Length is malformed.")
        if int(length) > MAX_BODY:
            raise _RefusedError(413, "The body is larger than 1 MiB.")
        if int(length):
            self._continue(headers)
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise _RefusedError(400, "The body is shorter than its Content-Length.")
        return body

    def _chunks(self, headers: dict[str, str]) -> bytes:
        self._continue(headers)
        try:
            return read_chunks(self.rfile, MAX_BODY)
        except TooLargeError:
            raise _RefusedError(413, "The body is larger than 1 MiB.") from None
        except MalformedError:
            raise _RefusedError(400, "The chunks of the body are malformed.") from None

    def _continue(self, headers: dict[str, str]) -> None:
        """Tell a client that waits for it to send the body."""
        if headers.get("expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
            self.wfile.flush()

    def handle_expect_100(self) -> bool:
        """Wait with `100 Continue` until the length is known to be acceptable."""
        return True

    def _write(self, answer: Answer) -> None:
        self.connection.settimeout(self.server.patience)
        self.send_response_only(answer.status)
        self.send_header("Server", self.server_version)
        self.send_header("Date", self.date_time_string())
        bodiless = answer.status in (204, 304)
        if answer.media_type and not bodiless:
            self.send_header("Content-Type", _clean(answer.media_type))
        if not bodiless:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            if re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
                self.send_header(name, _clean(value))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and not bodiless:
            self.wfile.write(answer.body)
        method = self.command if re.fullmatch(r"[A-Z]{1,16}", self.command) else "?"
        route = _clean(answer.route) or "(no operation)"
        self.server.log(f"{method} {route} {answer.status}")
        self.wfile.flush()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Faults that the standard library finds while it reads the head of a request."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or ""
        self.request_version = "HTTP/1.1"
        self._write(problem(int(code), "The request is malformed."))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: `_write` logs, and without values."""


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        address: tuple[str, int],
        service: Service,
        log: Log,
        patience: float,
        idle: float,
    ) -> None:
        self.service = service
        self.log = log
        self.patience = patience
        self.idle = idle
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Refuse more connections than threads are reasonable."""
        with self._lock:
            if len(self._open) >= _MAX_CONNECTIONS:
                return False
            self._open.add(request)
        return True

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        _drain(request, self.patience)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event; anything else is a fault of ours and is raised."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """End the connections that clients keep open."""
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


def _drain(connection: socket.socket, patience: float) -> None:
    """Read away what a client still sends, within bounds.

    Closing a connection with unread input resets it, and the client may then lose the answer
    that says why (RFC 9112, section 9.6).
    """
    until = time.monotonic() + min(patience, _LINGER)
    try:
        connection.shutdown(socket.SHUT_WR)
        for _ in range(MAX_BODY // _CHUNK):
            connection.settimeout(max(until - time.monotonic(), 0.001))
            if not connection.recv(_CHUNK):
                return
    except OSError:
        return


class Mock:
    """A running mock server: `with Mock(spec) as mock: httpx2.get(mock.url + "/pets")`.

    `port` 0 takes a free one. `patience` is how long one request may take to arrive, `idle` how
    long a connection may wait for the next, in seconds.

    Raises:
        ValueError: `host` is not a loopback address.
        OSError: the port is taken.
    """

    def __init__(
        self,
        spec: Spec,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        log: Log = lambda line: None,
        patience: float = _SECONDS_A_REQUEST,
        idle: float = _SECONDS_IDLE,
    ) -> None:
        self._server = _Server(
            (loopback(host), port), Service(spec), log, patience, idle
        )
        self._thread: threading.Thread | None = None
        self._base = base_path(spec)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Where the description's own server path is: `http://127.0.0.1:PORT/v1`."""
        host = str(self._server.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self._base}"

    def start(self) -> Self:
        """Answer requests in a background thread."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        return self

    def run(self) -> None:
        """Answer requests in this thread until an exception, such as Ctrl-C, ends it."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()
            self._server.close_connections()

    def stop(self) -> None:
        """Stop answering, close the port and every connection."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()
        self._server.close_connections()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def serve(spec: Spec, host: str = "", port: int | None = None, *, log: Log) -> None:
    """Serve `spec` until Ctrl-C, at its own first server's port when that is a loopback one.

    Raises:
        ValueError: `host` is not a loopback address.
        OSError: the port is taken.
    """
    declared = urlsplit(server_url(spec))
    if port is None:
        local = _is_loopback(declared.hostname or "")
        port = (declared.port if local else None) or _DEFAULT_PORT
    mock = Mock(spec, host=host or "127.0.0.1", port=port, log=log)
    log(f"Serving {mock.url} (Ctrl-C stops)")
    try:
        mock.run()
    except KeyboardInterrupt:
        log("Stopped.")


def loopback(host: str) -> str:
    """`host` as a loopback address.

    Raises:
        ValueError: it is reachable from elsewhere; a mock must not be.
    """
    if not _is_loopback(host):
        raise ValueError(
            f"{host!r} is not a loopback address; the mock serves this machine only"
        )
    return "127.0.0.1" if host == "localhost" else host.strip("[]")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _clean(value: str) -> str:
    """Text for a header or a log line: printable ASCII and nothing that ends a line."""
    return re.sub(r"[^ -~]", "?", value)
