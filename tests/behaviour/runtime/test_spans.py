"""OpenTelemetry: one client span for each attempt, and no argument in it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.trace import StatusCode

from templates.package._runtime.errors import NotFoundError
from templates.package._runtime.transport import AsyncTransport
from tests.behaviour.runtime.driver import GET, KEY, Driver, settings
from tests.support.hostile import Hostile, answer, hang_up, silent

TRACE, SPAN = 0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331
NOOR = "Noor"


class Recorded(trace.NonRecordingSpan):
    """A span that remembers what it was told."""

    def __init__(self, name: str, kind: trace.SpanKind, attributes: Any) -> None:
        flags = trace.TraceFlags(trace.TraceFlags.SAMPLED)
        super().__init__(trace.SpanContext(TRACE, SPAN, False, flags))
        self.name, self.kind = name, kind
        self.attributes: dict[str, Any] = dict(attributes)
        self.status: object = None
        self.ends = 0

    def set_attribute(self, key: str, value: Any) -> None:
        self.attributes[key] = value

    def set_status(self, status: Any, description: str | None = None) -> None:
        self.status = status

    def end(self, end_time: int | None = None) -> None:
        self.ends += 1


@dataclass
class Recorder:
    """A tracer provider, and its only tracer."""

    spans: list[Recorded] = field(default_factory=list[Recorded])
    names: set[str] = field(default_factory=set[str])

    def get_tracer(self, name: str, *args: Any, **kwargs: Any) -> Recorder:
        self.names.add(name)
        return self

    def start_span(
        self, name: str, *, kind: trace.SpanKind, attributes: Any
    ) -> Recorded:
        self.spans.append(Recorded(name, kind, attributes))
        return self.spans[-1]


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder = Recorder()
    monkeypatch.setattr(trace, "get_tracer", recorder.get_tracer)
    yield recorder
    assert [span.ends for span in recorder.spans] == [1] * len(recorder.spans)


def test_an_attempt_is_a_span_by_the_conventions(
    driver: Driver, recorder: Recorder
) -> None:
    with Hostile(answer([])) as server:
        driver.send(GET, f"{server.url}/v1")
        (request,) = server.requests
        port = int(server.url.rpartition(":")[2])
    (span,) = recorder.spans
    assert (span.name, span.kind) == ("GET /things/{id}", trace.SpanKind.CLIENT)
    assert span.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.full": f"http://127.0.0.1:{port}/v1/things/{{id}}",
        "url.template": "/things/{id}",
    }
    assert span.status is None
    assert recorder.names == {"templates.package"}
    assert request.headers["traceparent"] == f"00-{TRACE:032x}-{SPAN:016x}-01"


def test_attempts_are_counted_and_faults_named(
    driver: Driver, recorder: Recorder
) -> None:
    with Hostile(answer(status=503), hang_up(), answer([])) as server:
        driver.send(GET, server.url)
    found = [
        (
            span.attributes.get("http.request.resend_count"),
            span.attributes.get("error.type"),
            span.status,
        )
        for span in recorder.spans
    ]
    error = StatusCode.ERROR
    assert found == [(None, "503", error), (1, "connection", error), (2, None, None)]


def test_spans_hold_neither_arguments_nor_keys(
    driver: Driver, recorder: Recorder
) -> None:
    call = replace(GET, path={"id": NOOR}, query={"name": NOOR})
    with (
        Hostile(answer({"a": NOOR}, status=404)) as server,
        pytest.raises(NotFoundError),
    ):
        driver.send(call, server.url)
    (span,) = recorder.spans
    assert NOOR not in repr((span.name, span.attributes))
    assert KEY not in repr((span.name, span.attributes))


def test_a_cancelled_attempt_ends_its_span(recorder: Recorder) -> None:
    async def run(server: Hostile) -> None:
        transport = AsyncTransport(settings(server.url))
        task = asyncio.create_task(transport.send(GET))
        while not server.requests:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await transport.close()

    with Hostile(silent()) as server:
        asyncio.run(run(server))
    assert [span.attributes["error.type"] for span in recorder.spans] == ["cancelled"]


def test_a_program_that_does_not_trace_imports_nothing_for_it() -> None:
    code = (
        "import sys, httpx2\n"
        "from templates.package._runtime import hooks, transport, watch\n"
        "call = watch.Watch('a', 'GET', '/a', 'https://a.test', hooks.NO_HOOKS)\n"
        "assert call.begin(1) == {}\n"
        "call.end(None, None, 0.0, 1)\n"
        "assert not [name for name in sys.modules if 'opentelemetry' in name]\n"
        "assert not [name for name in sys.modules if name.endswith('.spans')]\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
