"""A whole call on the loopback interface, the answer decoded: `python -m tests.bench.calls sync|async`."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import httpx2

from generated.dronline_connected import AsyncDrOnline, DrOnline

from .least import TEXT, attributes, finished_request
from .measure import Figures, Work, compare

KEY = "sk_test_benchmark"
PATH = "/connected/appointments/apt_1"
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(TEXT)
)
ROUNDS = 61
SECONDS = 0.05
IN_FLIGHT = 16


class _Server(asyncio.Protocol):
    """Answers every request with the appointment and keeps the connection."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        self._transport.write((HEAD + TEXT) * len(requests))


def _serve(port: Any) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(_Server, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def groups(kind: str, url: str) -> list[dict[str, Work]]:
    """What is compared with the first of its group: `sync` or `async`."""
    return [_blocking(url)] if kind == "sync" else _awaiting(url)


def _blocking(url: str) -> dict[str, Work]:
    """Ours against `Client.get`, alone and with what a program does with the answer."""
    headers = {"Authorization": f"Bearer {KEY}"}
    bare = httpx2.Client(base_url=url, headers=headers)
    ours = DrOnline(KEY, base_url=url)

    def get(count: int) -> None:
        for _ in range(count):
            assert len(bare.get(PATH).content) == len(TEXT)

    def get_json(count: int) -> None:
        for _ in range(count):
            assert bare.get(PATH).raise_for_status().json()["id"]

    def call(count: int) -> None:
        for _ in range(count):
            assert ours.appointments.get("apt_1").id

    read, _ = attributes(TEXT)
    return {
        "httpx2 get": get,
        "httpx2 get, json()": get_json,
        "undrift": call,
        "a finished request, attributes copied": finished_request(
            httpx2.Client(), url + PATH, headers, read
        ),
    }


def _awaiting(url: str) -> list[dict[str, Work]]:
    """The same with asyncio, one call after the other and many at a time."""
    headers = {"Authorization": f"Bearer {KEY}"}
    runner = asyncio.Runner()
    bare = httpx2.AsyncClient(base_url=url, headers=headers)
    ours = AsyncDrOnline(KEY, base_url=url)

    async def get() -> None:
        assert len((await bare.get(PATH)).content) == len(TEXT)

    async def call() -> None:
        assert (await ours.appointments.get("apt_1")).id

    async def repeat(one: Any, count: int) -> None:
        for _ in range(count):
            await one()

    def work(one: Any, tasks: int) -> Work:
        async def run(count: int) -> None:
            each = -(-count // tasks)
            await asyncio.gather(*(repeat(one, each) for _ in range(tasks)))

        return lambda count: runner.run(run(-(-count // tasks) * tasks))

    return [
        {f"httpx2 get{label}": work(get, tasks), f"undrift{label}": work(call, tasks)}
        for tasks, label in ((1, ""), (IN_FLIGHT, f", {IN_FLIGHT} at a time"))
    ]


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server in a process of its own, to be asked through no proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    context = get_context("spawn")
    port = context.Queue()
    server = context.Process(target=_serve, args=(port,), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{port.get()}"
    finally:
        server.terminate()


def main(kind: str) -> Figures:
    """CPU seconds of a call."""
    found: Figures = {}
    with serving() as url:
        for works in groups(kind, url):
            found |= compare(works, next(iter(works)), rounds=ROUNDS, seconds=SECONDS)
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
