"""Items of a stream, read in the process: `python -m tests.bench.streams lines|events`.

What ours is compared with is the least that reads the same: `iter_lines` of httpx2 and the JSON of
each line, nothing told apart, checked or made a model.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import httpx2

from templates.package._runtime.call import Call
from templates.package._runtime.json import loads
from templates.package._runtime.json_lines import JsonLines
from templates.package._runtime.settings import Settings
from templates.package._runtime.shape import ModelOf
from templates.package._runtime.sse import DataEvents
from templates.package._runtime.stream import Stream
from templates.package._runtime.transport import SyncTransport
from tests.behaviour.runtime.sample import Owner

from .measure import Figures, compare

ITEMS = 5_000
CHUNK = 4096
FIELD = "data: "
URL = "https://bench.invalid"


class _Server(httpx2.BaseTransport, httpx2.SyncByteStream):
    """Answers with the items, in pieces as they come from a network."""

    def __init__(self, media_type: str, before: str, after: str) -> None:
        self._headers = {"content-type": media_type}
        item = json.dumps({"name": "Noor", "age": 41})
        self._body = f"{before}{item}{after}".encode() * ITEMS

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers=self._headers, stream=self, request=request)

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._body), CHUNK):
            yield self._body[at : at + CHUNK]


def main(kind: str) -> Figures:
    """Measure one framing; times are of one item."""
    framing: Any = JsonLines() if kind == "lines" else DataEvents()
    before, after = ("", "\n") if kind == "lines" else (FIELD, "\n\n")
    server = _Server(framing.media_types[0], before, after)
    http = httpx2.Client(transport=server)
    transport = SyncTransport(Settings(base_url=URL, user_agent="bench"), http)
    call: Call[Owner] = Call("watch", "GET", "/", ModelOf(Owner))

    def bare(count: int) -> None:
        for _ in range(count):
            with http.stream("GET", URL) as response:
                found = [
                    loads(line.removeprefix(before).encode())
                    for line in response.iter_lines()
                    if line.startswith(before) and line
                ]
            assert len(found) == ITEMS

    def ours(count: int) -> None:
        for _ in range(count):
            with Stream(transport, call, framing) as stream:
                assert sum(item.age == 41 for item in stream) == ITEMS

    found = compare(
        {"httpx2 iter_lines, JSON": bare, "undrift, models": ours},
        "httpx2 iter_lines, JSON",
        rounds=15,
        seconds=0.2,
    )
    return {name: (cpu / ITEMS, ratio) for name, (cpu, ratio) in found.items()}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
