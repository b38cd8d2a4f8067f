"""What hooks are told of a stream: each of its connections, and why there is another."""

from __future__ import annotations

from templates.package._runtime.call import Call
from templates.package._runtime.codec import ANYTHING
from templates.package._runtime.events import ResponseEvent, RetryEvent
from templates.package._runtime.hooks import Hooks
from templates.package._runtime.sse import DataEvents
from templates.package._runtime.stream import Stream
from templates.package._runtime.transport import SyncTransport
from tests.behaviour.runtime.driver import settings
from tests.support.hostile import Hostile, leave, pieces


def test_hooks_are_told_of_every_connection_of_a_stream() -> None:
    answered: list[ResponseEvent] = []
    repeated: list[RetryEvent] = []
    hooks = Hooks(response=answered.append, retry=repeated.append)
    call = Call("watchThings", "GET", "/things", ANYTHING, accept="text/event-stream")
    first = pieces(b"id: 1\ndata: 1\n\n", then=leave)
    with Hostile(first, pieces(b"data: 2\n\n")) as server:
        transport = SyncTransport(
            settings(server.url, hooks=hooks), sleep=lambda seconds: None
        )
        with Stream(transport, call, DataEvents()) as items:
            assert list(items) == [1, 2]
        transport.close()
    assert [event.status for event in answered] == [200, 200]
    (retry,) = repeated
    assert "connection was lost" in retry.reason
