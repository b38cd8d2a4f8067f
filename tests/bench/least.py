"""The least that Python code can do for the same answer, to say how far there is to go.

Nothing is checked here, and nothing converted: no package could be generated like this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2
import orjson

from .measure import Work

TEXT = Path(__file__).with_name("appointment.json").read_bytes().strip()
NESTED = {"patient", "questionnaire"}


def attributes(text: bytes) -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    """Members to attributes one by one, and back into a dict for orjson."""
    names: dict[str, list[str]] = {}
    whole = orjson.loads(text)
    for name, data in {"appointment": whole, **{n: whole[n] for n in NESTED}}.items():
        names[name] = list(data)
    space: dict[str, Any] = {}
    for name, members in reversed(names.items()):
        exec(_source(name, members), space)
    read, write = space["read_appointment"], space["write_appointment"]
    return lambda data: read(orjson.loads(data)), lambda value: orjson.dumps(
        write(value)
    )


def _source(name: str, members: list[str]) -> str:
    taken = [
        (
            f"    self.{m} = read_{m}(data[{m!r}])"
            if m in NESTED
            else f"    self.{m} = data[{m!r}]"
        )
        for m in members
    ]
    given = [
        f"{m!r}: write_{m}(self.{m})" if m in NESTED else f"{m!r}: self.{m}"
        for m in members
    ]
    return "\n".join(
        [
            f"class {name}:",
            f"    __slots__ = {tuple(members)!r}",
            f"def read_{name}(data):",
            f"    self = object.__new__({name})",
            *taken,
            "    return self",
            f"def write_{name}(self):",
            f"    return {{{', '.join(given)}}}",
        ]
    )


def finished_request(
    client: httpx2.Client, url: str, headers: Mapping[str, str], read: Any
) -> Work:
    """`Client.send` of a request that needs nothing more, and the body read."""
    lines = [
        (b"Host", httpx2.URL(url).netloc),
        *((k.encode(), v.encode()) for k, v in {**client.headers, **headers}.items()),
    ]
    limits = client.timeout.as_dict()
    nothing, no_auth = httpx2.ByteStream(b""), httpx2.Auth()

    def send(count: int) -> None:
        for _ in range(count):
            request = httpx2.Request(
                "GET",
                url,
                headers=lines,
                stream=nothing,
                extensions={"timeout": limits},
            )
            answer = client.send(request, auth=no_auth, follow_redirects=False)
            assert read(answer.content).id

    return send
