"""Calls of a generated package over loopback, blocking or awaited."""

from __future__ import annotations

import asyncio
import inspect
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from tests.behaviour.packages.subject import Subject

MOST_BYTES = 1_000_000
"""How large an answer may be."""

_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Unused, and slow to make for every client."""


@dataclass
class Caller:
    """Makes calls by `mode`, sync or async; waiting between attempts takes no time."""

    subject: Subject
    mode: str
    waits: list[float] = field(default_factory=list[float])
    """The seconds that were asked to be waited."""

    @property
    def impatient(self) -> Any:
        """A time limit that ends soon, but not before a busy machine has sent the request."""
        limits: Any = self.subject.package.Timeouts
        return limits(connect=20, read=0.2, write=20, pool=20, attempt=1)

    def run(self, url: str, use: Callable[[Any], Any], **settings: Any) -> Any:
        """What `use` makes of a client for the server at `url`: awaited, or listed, if need be."""
        if self.mode == "sync":
            with (
                httpx2.Client(verify=_TLS, trust_env=False) as http,
                self.client(url, http, **settings) as client,
            ):
                return _listed(use(client))
        return asyncio.run(self._run(url, use, settings))

    async def _run(
        self, url: str, use: Callable[[Any], Any], settings: dict[str, Any]
    ) -> Any:
        async with (
            httpx2.AsyncClient(verify=_TLS, trust_env=False) as http,
            self.client(url, http, **settings) as client,
        ):
            return await finished(use(client))

    def client(
        self, url: str, http: httpx2.Client | httpx2.AsyncClient, **settings: Any
    ) -> Any:
        """A client that talks to the server at `url`, with jitter at its ceiling."""
        names = self.subject.built.model.client
        name = names.name if self.mode == "sync" else names.async_name
        given = {**self.subject.credentials, "base_url": url, "http_client": http}
        client = getattr(self.subject.package, name)(**{**given, **settings})
        transport: Any = client._transport
        transport._sleep = self._sleep if self.mode == "sync" else self._asleep
        transport._settings = replace(
            transport._settings, random=lambda: 1.0, max_response_bytes=MOST_BYTES
        )
        return client

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def _asleep(self, seconds: float) -> None:
        self.waits.append(seconds)


async def finished(made: Any) -> Any:
    """A result of either client, awaited or listed if need be."""
    if inspect.isawaitable(made):
        return await made
    if hasattr(made, "__anext__") and hasattr(made, "__aenter__"):
        async with made:
            return [item async for item in made]
    if hasattr(made, "__aiter__"):
        return [item async for item in made]
    return _listed(made)


def _listed(made: Any) -> Any:
    if hasattr(made, "__next__") and hasattr(made, "__enter__"):
        with made:
            return list(made)
    is_many = hasattr(made, "__next__") or hasattr(made, "first_page")
    return list(made) if is_many else made
