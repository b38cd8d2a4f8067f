"""A server on loopback, in a process of its own, that does some requests wrong and counts them all.

Which fault a request meets is a function of its place among the requests for its path, so that two
runs meet the same ones. `/account` tells what reached the server, by path.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from typing import Any
from zlib import crc32

ACCOUNT = "/account"
_FAULTS = ("429", "503", "500", "reset", "hang up", "truncated", "not JSON", "silent")


@dataclass(slots=True)
class Account:
    """What reached the server for one path.

    `effects` are the requests that took effect, whatever came back; `refused` those of which the
    server said that they did not. `faults` are the names of what it did wrong.
    """

    requests: int = 0
    effects: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list[str])


class _Server:
    def __init__(self, answers: dict[str, bytes], percent: float) -> None:
        self._answers = answers
        self._percent = percent
        self._accounts: dict[str, Account] = {}
        self._open = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._open += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._serve_one(reader, writer):
                    pass
        finally:
            self._open -= 1
            writer.close()

    async def _serve_one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, path, _ = head.split(" ", 2)
        length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
        await reader.readexactly(int(length or 0))
        if path == ACCOUNT:
            told = {path: asdict(account) for path, account in self._accounts.items()}
            _answer(
                writer, json.dumps({"open": self._open - 1, "paths": told}).encode()
            )
            return True
        account = self._accounts.setdefault(f"{method} {path}", Account())
        account.requests += 1
        fault = self._fault(f"{method} {path} {account.requests}")
        body = self._answers[path.rpartition("/")[2] if method == "POST" else "get"]
        if not fault:
            account.effects += 1
            _answer(writer, body)
            return True
        account.faults.append(fault)
        if fault == "silent":
            account.effects += 1
            await reader.read(1)  # until the client gives up
            return False
        return await _misbehave(fault, account, writer, body)

    def _fault(self, request: str) -> str:
        drawn = crc32(request.encode()) % 10_000
        if drawn >= self._percent * 100:
            return ""
        return _FAULTS[drawn % len(_FAULTS)]


def _answer(
    writer: asyncio.StreamWriter, body: bytes, status: int = 200, more: bytes = b""
) -> None:
    kind = b"content-type: application/json\r\n"
    length = b"content-length: %d\r\n" % len(body)
    writer.write(b"HTTP/1.1 %d X\r\n" % status + kind + length + more + b"\r\n" + body)


async def _misbehave(
    fault: str, account: Account, writer: asyncio.StreamWriter, body: bytes
) -> bool:
    """Do the fault; whether the connection is kept."""
    match fault:
        case "429" | "503":
            account.refused += 1
            _answer(writer, b"{}", int(fault), b"retry-after-ms: 1\r\n")
            return True
        case "500":
            account.effects += 1
            _answer(writer, b"{}", 500)
            return True
        case "not JSON":
            account.effects += 1
            _answer(writer, body[:-1])
            return True
        case "truncated":
            account.effects += 1
            whole = b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n"
            writer.write(whole + b"\r\n" + body)
            await writer.drain()
        case "reset":
            account.effects += 1
            peer: socket.socket = writer.get_extra_info("socket")
            peer.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
        case _:
            account.effects += 1
    return False


def _run(port: Any, answers: dict[str, bytes], percent: float) -> None:
    async def run() -> None:
        server = _Server(answers, percent)
        listening = await asyncio.start_server(
            server.serve, "127.0.0.1", 0, backlog=512
        )
        port.put(listening.sockets[0].getsockname()[1])
        await listening.serve_forever()

    asyncio.run(run())


@contextmanager
def faulty_server(answers: dict[str, bytes], percent: float) -> Iterator[str]:
    """A server that does `percent` of the requests wrong; gives its URL."""
    context = get_context("spawn")
    port = context.Queue()
    process = context.Process(target=_run, args=(port, answers, percent), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port.get(timeout=60)}"
    finally:
        process.terminate()
        process.join()
        port.close()
