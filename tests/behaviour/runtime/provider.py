"""An authorization server for tests of what gets tokens."""

from __future__ import annotations

import asyncio
import threading
from typing import Any
from urllib.parse import parse_qsl

import httpx2

from templates.package._runtime.fault import Fault
from templates.package._runtime.grants import Endpoints
from templates.package._runtime.oauth import TokenFlow

TOKEN, DEVICE = "https://auth.test/token", "https://auth.test/device"
Answer = tuple[int, Any] | type[httpx2.RequestError]


class Provider:
    """An authorization server that answers in turn."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[httpx2.Headers] = []
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        with self._lock:
            form = dict(parse_qsl(request.content.decode()))
            self.asked.append((request.url.path, form))
            self.headers.append(request.headers)
            found = self.answers.pop(0)
        if not isinstance(found, tuple):
            raise found("injected", request=request)
        status, value = found
        return httpx2.Response(status, json=value)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def fetch(self, flow: TokenFlow, mode: str) -> str:
        """Have a token; returns it, or what is wrong."""
        fault = fetched(flow, mode, transport=httpx2.MockTransport(self))
        return flow.sign().headers["authorization"] if fault is None else fault.problem

    def flow(self, grant: Any, device: str | None = DEVICE, **more: Any) -> TokenFlow:
        return TokenFlow(
            grant,
            Endpoints(TOKEN, device),
            sleep=self.waits.append,
            asleep=self.wait,
            **more,
        )


def fetched(flow: TokenFlow, mode: str, **client_options: Any) -> Fault | None:
    if mode == "sync":
        with httpx2.Client(**client_options) as client:
            return flow.fetch(client, 5)

    async def run() -> Fault | None:
        async with httpx2.AsyncClient(**client_options) as client:
            return await flow.afetch(client, 5)

    return asyncio.run(run())


def token(name: str = "t", **more: Any) -> Answer:
    return 200, {"access_token": name, "expires_in": 100, **more}
