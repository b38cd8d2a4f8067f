"""The worked example's clients on a network that is a function, blocking or awaited."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import httpx2

KEY = "sk_sandbox_5ecretC0de"
BASE = "https://api.example.com/v1"
Handler = Callable[[httpx2.Request], httpx2.Response]


def ok(value: Any = None, *, status: int = 200, **headers: str) -> httpx2.Response:
    """An answer in JSON."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx2.Response(status, json=value, headers=named)


@dataclass
class Caller:
    """Calls methods of one of the two clients and remembers every request.

    `answers` are given in turn, and the last one goes on.
    """

    sdk: ModuleType
    colour: str
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])
    answers: list[httpx2.Response | Exception] = field(
        default_factory=list[httpx2.Response | Exception]
    )

    @property
    def sent(self) -> httpx2.Request:
        """The only request."""
        (request,) = self.requests
        return request

    def client(self, **settings: Any) -> Any:
        """A client whose requests end here."""
        usual: dict[str, Any] = {"base_url": BASE, "max_retries": 0}
        if "environment" in settings:
            del usual["base_url"]
        transport = httpx2.MockTransport(self._answer)
        if self.colour == "sync":
            http: Any = httpx2.Client(transport=transport)
            made = self.sdk.DrOnline
        else:
            http = httpx2.AsyncClient(transport=transport)
            made = self.sdk.AsyncDrOnline
        return made(**{"api_key": KEY, "http_client": http, **usual, **settings})

    def call(self, method: Callable[[Any], Any], *answers: Any, **settings: Any) -> Any:
        """The result of `method(client)`; a list of all items when that is a pager."""
        self.answers = list(answers) or self.answers
        return self.finish(lambda: method(self.client(**settings)))

    def finish(self, make: Callable[[], Any]) -> Any:
        """What `make` gives, awaited or listed if need be, in a loop of its own."""

        async def run() -> Any:
            made = make()
            if inspect.isawaitable(made):
                return await made
            if hasattr(made, "__aiter__"):
                return [item async for item in made]
            return list(made) if hasattr(made, "__next__") else _listed(made)

        return asyncio.run(run())

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=answer.content
        )


def _listed(made: Any) -> Any:
    return list(made) if hasattr(made, "first_page") else made


def everything_said(error: BaseException) -> str:
    """All text of an exception and of whatever is chained to it."""
    said: list[str] = []
    current: BaseException | None = error
    while current is not None:
        said += [str(current), repr(current), repr(current.args)]
        current = current.__cause__ or current.__context__
    return "\n".join(said)
