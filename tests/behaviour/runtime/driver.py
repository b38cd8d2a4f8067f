"""One way to make calls, whichever transport is under test."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2

from templates.package._runtime import codec
from templates.package._runtime.auth import Bearer
from templates.package._runtime.call import Call
from templates.package._runtime.hooks import Hooks
from templates.package._runtime.options import RequestOptions, Timeouts
from templates.package._runtime.response import RawResponse
from templates.package._runtime.settings import Settings
from templates.package._runtime.transport import AsyncTransport, SyncTransport

T = TypeVar("T")

KEY = "sk_test_c0ffee"
PATIENT = Timeouts.of(20)
IMPATIENT = Timeouts(connect=20, read=0.2, write=20, pool=20, attempt=1)
"""Ends soon, but not before a busy machine has sent the request."""

_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Unused, and slow to make for every client."""

GET: Call[Any] = Call(
    "getThing", "GET", "/things/{id}", codec.ANYTHING, path={"id": "7"}
)
POST: Call[Any] = Call("makeThing", "POST", "/things", codec.ANYTHING, body={"size": 1})


def settings(base_url: str, **changes: Any) -> Settings:
    """Settings for a test server: jitter at its ceiling."""
    usual: dict[str, Any] = {
        "base_url": base_url,
        "user_agent": "test/1",
        "credentials": Bearer(KEY),
        "options": RequestOptions(timeouts=PATIENT),
        "random": lambda: 1.0,
    }
    if "on_drift" in changes:
        usual["hooks"] = Hooks(drift=changes.pop("on_drift"))
    return Settings(**{**usual, **changes})


@dataclass
class Driver:
    """Makes calls by `mode`, sync or async; waiting between attempts takes no time."""

    mode: str
    waits: list[float] = field(default_factory=list[float])
    """The seconds that were asked to be waited."""

    def raw(self, call: Call[T], base_url: str, **changes: Any) -> RawResponse[T]:
        """Make one call on a transport of its own."""
        chosen = settings(base_url, **changes)
        if self.mode == "sync":
            with httpx2.Client(verify=_TLS, trust_env=False) as client:
                return SyncTransport(chosen, client, sleep=self._sleep).send_raw(call)
        return asyncio.run(self._raw(call, chosen))

    def send(self, call: Call[T], base_url: str, **changes: Any) -> T:
        """Make one call and decode its answer."""
        return self.raw(call, base_url, **changes).parse()

    async def _raw(self, call: Call[T], chosen: Settings) -> RawResponse[T]:
        async with httpx2.AsyncClient(verify=_TLS, trust_env=False) as client:
            transport = AsyncTransport(chosen, client, sleep=self._asleep)
            return await transport.send_raw(call)

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def _asleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def options(**changes: Any) -> RequestOptions:
    """Options that wait long enough for a busy machine, and some others."""
    return RequestOptions(timeouts=PATIENT).merged(**changes)
