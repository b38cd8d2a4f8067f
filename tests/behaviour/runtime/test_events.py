"""Hooks: every attempt is told, in order, and nothing of what it carried."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from templates.package._runtime.errors import (
    APIConnectionError,
    ConfigurationError,
    NotFoundError,
)
from templates.package._runtime.events import RequestEvent, ResponseEvent, RetryEvent
from templates.package._runtime.hooks import Hooks
from templates.package._runtime.service import Service
from templates.package._runtime.transport import AsyncTransport
from tests.behaviour.runtime.driver import GET, KEY, POST, Driver, settings
from tests.support.hostile import Hostile, answer, hang_up, silent

NOOR = "Noor 1990-01-01"


def watched() -> tuple[list[Any], Hooks]:
    told: list[Any] = []
    return told, Hooks(request=told.append, response=told.append, retry=told.append)


def test_every_attempt_is_told_in_order(driver: Driver) -> None:
    told, hooks = watched()
    named = answer({}, headers={"X-Request-Id": "req_1"})
    with Hostile(answer(status=503), hang_up(), named) as server:
        driver.send(GET, server.url, hooks=hooks)
    assert [(type(event), event.attempt) for event in told] == [
        (RequestEvent, 1),
        (ResponseEvent, 1),
        (RetryEvent, 1),
        (RequestEvent, 2),
        (ResponseEvent, 2),
        (RetryEvent, 2),
        (RequestEvent, 3),
        (ResponseEvent, 3),
    ]
    assert {(e.operation, e.method, e.route) for e in told} == {
        ("getThing", "GET", "/things/{id}")
    }
    answered, lost, last = [e for e in told if isinstance(e, ResponseEvent)]
    assert (answered.status, answered.problem) == (503, None)
    assert lost.status is None
    assert lost.problem is not None
    assert "lost" in lost.problem
    assert (last.status, last.request_id) == (200, "req_1")
    assert last.elapsed > 0
    waits = [(e.wait, e.reason) for e in told if isinstance(e, RetryEvent)]
    assert waits == [(0.5, "status 503"), (1.0, lost.problem)]


def test_a_call_that_is_not_repeated_tells_of_no_retry(driver: Driver) -> None:
    told, hooks = watched()
    with Hostile(hang_up()) as server, pytest.raises(APIConnectionError):
        driver.send(POST, server.url, hooks=hooks)
    assert [type(event) for event in told] == [RequestEvent, ResponseEvent]


def test_events_hold_neither_arguments_nor_keys(driver: Driver) -> None:
    told, hooks = watched()
    call = replace(GET, path={"id": NOOR}, query={"name": NOOR}, headers={"X-A": NOOR})
    refusing = Hostile(answer({"patient": NOOR}, status=404))
    with refusing as server, pytest.raises(NotFoundError):
        driver.send(call, server.url, hooks=hooks)
    assert len(told) == 2
    assert NOOR not in repr(told)
    assert KEY not in repr(told)


def test_a_hook_that_fails_is_logged_by_type_and_breaks_nothing(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: object) -> None:
        raise RuntimeError(NOOR)

    hooks = Hooks(request=fail, response=fail, retry=fail)
    with Hostile(answer(status=503), answer([1])) as server:
        assert driver.send(GET, server.url, hooks=hooks) == [1]
    said = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert said[:3] == [
        "the request hook raised RuntimeError",
        "the response hook raised RuntimeError",
        "the retry hook raised RuntimeError",
    ]
    assert NOOR not in caplog.text


def test_a_cancelled_attempt_has_begun_and_come_to_nothing() -> None:
    told, hooks = watched()

    async def run(server: Hostile) -> None:
        transport = AsyncTransport(settings(server.url, hooks=hooks))
        task = asyncio.create_task(transport.send(GET))
        while not server.requests:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await transport.close()

    with Hostile(silent()) as server:
        asyncio.run(run(server))
    assert [type(event) for event in told] == [RequestEvent]


def test_drift_is_one_of_the_hooks_and_has_a_short_form() -> None:
    service = Service(
        package="acme", version="1", api_version="1", environments={}, key_variable=None
    )

    def watch(event: object) -> None:
        """Look away."""

    url = "https://api.test"
    short = service.settings(base_url=url, on_drift=watch)
    long = service.settings(base_url=url, hooks=Hooks(drift=watch))
    assert short.hooks.drift is watch
    assert long.hooks.drift is watch
    with pytest.raises(ConfigurationError, match="not both"):
        service.settings(base_url=url, on_drift=watch, hooks=Hooks(drift=watch))
