"""What one call sends, and what it makes of an answer's headers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from templates.package._runtime.errors import NotFoundError
from tests.behaviour.runtime.driver import GET, KEY, POST, Driver
from tests.support.hostile import Hostile, answer, hang_up


def test_a_date_to_wait_for_is_counted_from_now(driver: Driver) -> None:
    date = "Thu, 29 May 2025 10:00:30 GMT"
    ten_o_clock = 1748512800.0
    limited = answer(status=429, headers={"Retry-After": date})
    with Hostile(limited, answer([1])) as server:
        assert driver.send(POST, server.url, now=lambda: ten_o_clock) == [1]
    assert driver.waits == [30.0]


def test_an_unprintable_request_id_is_left_out(driver: Driver) -> None:
    odd = answer(status=404, headers={"X-Request-Id": "a\x1b[31mb"})
    with Hostile(odd) as server, pytest.raises(NotFoundError) as caught:
        driver.send(GET, server.url)
    assert caught.value.request_id is None


def test_what_the_request_carries(driver: Driver) -> None:
    with Hostile(answer("made")) as server:
        driver.send(POST, server.url)
        (request,) = server.requests
    assert request.method == "POST"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["accept"] == "application/json"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"] == "test/1"
    assert request.json == {"size": 1}


def test_a_declared_idempotent_post_is_repeated_as_it_was(driver: Driver) -> None:
    call = replace(POST, headers={"Idempotency-Key": "k1"}, idempotent=True)
    with Hostile(hang_up(), answer("made")) as server:
        assert driver.send(call, server.url) == "made"
        first, second = server.requests
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == "k1"
    assert first.body == second.body
