"""The fake server for the tests of programs that use a client."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from templates.package._runtime.errors import (
    APITimeoutError,
    ConflictError,
    ResponseDecodeError,
)
from templates.package._runtime.fake import FakeOperation, FakeTransport
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import GET, KEY, POST, settings

BASE = "https://api.test/v1"
OPERATIONS = {
    "getThing": FakeOperation(method="GET", route="/things/{id}", example={"id": "7"}),
    "latestThing": FakeOperation(method="GET", route="/things/latest", example="new"),
    "makeThing": FakeOperation(method="POST", route="/things", status=201, example={}),
    "dropThing": FakeOperation(method="DELETE", route="/things/{id}", status=204),
}


@pytest.fixture
def fake() -> FakeTransport:
    return FakeTransport(OPERATIONS)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def transport(fake: FakeTransport, waits: list[float]) -> SyncTransport:
    client = httpx2.Client(transport=fake)
    return SyncTransport(settings(BASE), client, sleep=waits.append)


def test_examples_are_answered_and_requests_recorded(
    fake: FakeTransport, transport: SyncTransport
) -> None:
    call = replace(GET, path={"id": "a/b"}, query={"x": [1, 2], "y": ""})
    assert transport.send(call) == {"id": "7"}
    (sent,) = fake.requests
    assert sent.operation == "getThing"
    assert sent.path == {"id": "a/b"}
    assert sent.query == {"x": ["1", "2"], "y": [""]}
    assert sent.headers["authorization"] == "***"
    assert KEY not in repr(sent)
    assert sent.json is None


def test_bodies_are_recorded(fake: FakeTransport, transport: SyncTransport) -> None:
    transport.send(POST)
    assert fake.calls("makeThing")[0].json == {"size": 1}
    assert fake.calls("getThing") == []


def test_the_more_literal_route_answers(transport: SyncTransport) -> None:
    assert transport.send(replace(GET, route="/things/latest", path=None)) == "new"


def test_answers_can_be_set(fake: FakeTransport, transport: SyncTransport) -> None:
    fake.answer("getThing", json={"id": "8"})
    fake.answer("getThing", status=409, headers={"X-Request-Id": "r1"})
    assert transport.send(GET) == {"id": "8"}
    for _ in range(2):
        with pytest.raises(ConflictError) as caught:
            transport.send(GET)
        assert caught.value.request_id == "r1"
    fake.reset()
    assert transport.send(GET) == {"id": "7"}
    assert len(fake.requests) == 1


def test_bytes_can_be_answered(fake: FakeTransport, transport: SyncTransport) -> None:
    fake.answer("getThing", content=b"<h1>", headers={"Content-Type": "text/html"})
    with pytest.raises(ResponseDecodeError, match="got text/html"):
        transport.send(GET)


def test_faults_can_be_injected(
    fake: FakeTransport, transport: SyncTransport, waits: list[float]
) -> None:
    fake.fail("makeThing")
    fake.answer("makeThing", json="made")
    assert transport.send(POST) == "made"
    assert waits == [0.5]
    assert len(fake.calls("makeThing")) == 2


def test_an_asynchronous_client_is_answered_too(fake: FakeTransport) -> None:
    async def run() -> object:
        async with httpx2.AsyncClient(transport=fake) as client:
            return await AsyncTransport(settings(BASE), client).send(GET)

    assert asyncio.run(run()) == {"id": "7"}


def test_unknown_operations_are_named(
    fake: FakeTransport, transport: SyncTransport
) -> None:
    with pytest.raises(ValueError, match="no operation 'nope'; known: dropThing"):
        fake.answer("nope")
    with pytest.raises(ValueError, match="no operation 'nope'"):
        fake.fail("nope", httpx2.ReadTimeout)
    with pytest.raises(AssertionError, match="no operation answers this GET request"):
        transport.send(replace(GET, route="/else", path=None))


def test_an_answer_that_is_late_costs_no_time(
    fake: FakeTransport, transport: SyncTransport, waits: list[float]
) -> None:
    fake.answer("makeThing", json="late", delay=30)
    with pytest.raises(APITimeoutError) as caught:
        transport.with_options(timeout=29).send(POST)
    assert caught.value.may_have_been_processed
    assert transport.with_options(timeout=31).send(POST) == "late"
    assert waits == []


class Crossing(list[Any]):
    """A list at which two threads meet, unless something keeps them apart."""

    def __init__(self) -> None:
        super().__init__()
        self._barrier = threading.Barrier(2)

    def append(self, item: Any) -> None:
        super().append(item)
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(0.2)


def test_two_threads_that_ask_at_once_get_the_answers_to_what_they_asked(
    fake: FakeTransport,
) -> None:
    fake.requests = Crossing()
    get = httpx2.Request("GET", f"{BASE}/things/7")
    post = httpx2.Request("POST", f"{BASE}/things")
    with ThreadPoolExecutor(2) as pool:
        found = [answer.json() for answer in pool.map(fake.handle_request, (get, post))]
    assert found == [{"id": "7"}, {}]
    assert {sent.operation for sent in fake.requests} == {"getThing", "makeThing"}


@pytest.fixture
def no_peace() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("no_peace")
def test_threads_get_every_answer_once_and_every_call_is_recorded(
    fake: FakeTransport,
) -> None:
    threads, each = 8, 100
    for number in range(threads * each):
        fake.answer("getThing", json=number)
    start = threading.Barrier(threads)

    def ask(thread: int) -> list[int]:
        start.wait(20)
        found: list[int] = []
        for number in range(each):
            got = httpx2.Request("GET", f"{BASE}/things/{thread}-{number}")
            made = httpx2.Request("POST", f"{BASE}/things", content=b"1")
            found.append(fake.handle_request(got).json())
            assert fake.handle_request(made).status_code == 201
        return found

    with ThreadPoolExecutor(threads) as pool:
        answers = [
            number for found in pool.map(ask, range(threads)) for number in found
        ]
    assert sorted(answers) == list(range(threads * each))
    assert {sent.path["id"] for sent in fake.calls("getThing")} == {
        f"{thread}-{number}" for thread in range(threads) for number in range(each)
    }
    assert len(fake.requests) == 2 * threads * each


def test_the_only_call_is_the_only_one(
    fake: FakeTransport, transport: SyncTransport
) -> None:
    with pytest.raises(AssertionError, match="makeThing was called 0 times, not once"):
        fake.only_call("makeThing")
    transport.send(POST)
    assert fake.only_call("makeThing").json == {"size": 1}
    transport.send(POST)
    with pytest.raises(AssertionError, match="2 times"):
        fake.only_call("makeThing")
