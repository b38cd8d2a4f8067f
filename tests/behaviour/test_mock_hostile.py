"""The mock server against broken, greedy and slow clients, over raw sockets."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx2
import pytest

from generator.mock import Mock
from generator.mock.server import MAX_BODY, loopback
from tests.behaviour.pets import BEARER, KEY, SPEC


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock(SPEC, patience=0.3, idle=2.0) as running:
        yield running


@pytest.fixture(scope="module")
def client(mock: Mock) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=mock.url, headers=BEARER, trust_env=False) as client:
        yield client


def exchange(mock: Mock, data: bytes) -> bytes:
    """Send raw bytes and read until the server closes."""
    with socket.create_connection(("127.0.0.1", mock.port), timeout=10) as connection:
        received = b""
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                received += part
        except ConnectionError:
            pass
        return received


HEAD = f"POST /v1/pets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n".encode()
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET /v1/pets\r\n", 505),
        (b"GET /v1/pets HTTP/9.9\r\n\r\n", 505),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /v1/pets HTTP/1.1\r\n\r\n", 400),
        (b"GET /v1/pets HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET /v1/pets HTTP/1.1\r\n" + b"X-A: b\r\n" * 200 + b"\r\n", 431),
        (
            b"GET /v1/pets HTTP/1.1\r\nHost: x\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n",
            431,
        ),
        (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (HEAD + b"Content-Length: -1\r\n\r\n", 400),
        (HEAD + b"Content-Length: +2\r\n\r\n{}", 400),
        (HEAD + b"Content-Length : 2\r\n\r\n{}", 400),
        (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", 400),
        (HEAD + f"Content-Length: {MAX_BODY + 1}\r\n\r\n".encode(), 413),
        (HEAD + b"Content-Length: 50\r\n\r\n{}", 400),
        (HEAD + CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n", 400),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (HEAD.replace(b"1.1", b"1.0") + CHUNKED + b"\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n0x2\r\n{}\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n-2\r\n{}\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n2\n{}\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n1\r\n{}\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n2\r\n{}\r\n", 400),
        (HEAD + CHUNKED + b"\r\n2;" + b"x" * 5_000 + b"\r\n{}\r\n0\r\n\r\n", 400),
        (HEAD + CHUNKED + b"\r\n0\r\n" + b"X-A: b\r\n" * 500 + b"\r\n", 400),
        (HEAD + CHUNKED + f"\r\n{MAX_BODY + 1:x}\r\n".encode(), 413),
        (b"GET /v1/../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /v1/pets/%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /v1/pets/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /v1/pets/%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /v1/pets/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 401),
    ],
)
def test_hostile_requests_are_refused_and_the_server_lives(
    mock: Mock, client: httpx2.Client, data: bytes, status: int
) -> None:
    answer = exchange(mock, data)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"passwd" not in answer
    assert KEY.encode() not in answer
    assert client.get("/pets/mine").status_code == 200


def test_a_request_that_drips_is_cut_off(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=10) as connection:
        connection.sendall(b"GET /v1/pets HTTP/1.1\r\nX-A: ")
        started = time.monotonic()
        assert connection.recv(1) == b""
        assert time.monotonic() - started < 5


def test_an_absolute_target_is_understood(mock: Mock) -> None:
    head = b"GET http://any.example/v1/pets/mine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    answer = exchange(mock, head + f"Authorization: Bearer {KEY}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_client_may_ask_before_it_sends_a_body(mock: Mock) -> None:
    body = b'{"name":"x"}'
    head = (
        HEAD
        + b"Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
    )
    answer = exchange(
        mock, head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    )
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ")


def test_a_body_in_chunks_is_read(client: httpx2.Client) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"name'
        yield b'":"x"}'

    headers = {"content-type": "application/json"}
    answer = client.post("pets", content=chunks(), headers=headers)
    assert answer.request.headers["transfer-encoding"] == "chunked"
    assert answer.status_code == 201
    # What came after the last chunk is not the beginning of the next request.
    assert client.get("pets/mine").status_code == 200


def test_extensions_and_trailers_of_chunks_are_passed_over(mock: Mock) -> None:
    head = (
        HEAD + CHUNKED + b"Content-Type: application/json\r\nConnection: close\r\n\r\n"
    )
    body = b'0c; a="b"\r\n{"name":"x"}\r\n0\r\nX-Sum: 1\r\n\r\n'
    assert exchange(mock, head + body).startswith(b"HTTP/1.1 201 ")


def test_a_body_of_parts_is_read(client: httpx2.Client) -> None:
    assert client.post("photos", files={"photo": b"png"}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "example.com"])
def test_only_loopback_is_served(host: str) -> None:
    with pytest.raises(ValueError, match="not a loopback"):
        loopback(host)


def test_a_stopped_server_lets_go_of_port_and_connections() -> None:
    mock = Mock(SPEC).start()
    with socket.create_connection(("127.0.0.1", mock.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65_536)
        mock.stop()
        assert connection.recv(1) == b""
    Mock(SPEC, port=mock.port).stop()
