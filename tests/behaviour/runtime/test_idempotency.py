"""Keys that make a repetition harmless, and arguments that every call of a view gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from templates.package._runtime.errors import APIConnectionError
from templates.package._runtime.options import RequestOptions
from tests.behaviour.runtime.driver import GET, POST, Driver, options
from tests.support.hostile import Hostile, answer, hang_up

DECLARED = replace(POST, idempotency_header="X-Idempotency-Key")


def keys(server: Hostile, name: str = "idempotency-key") -> list[str | None]:
    return [request.headers.get(name) for request in server.requests]


def test_a_key_of_the_callers_makes_a_post_repeatable_with_the_same_key(
    driver: Driver,
) -> None:
    chosen = options(idempotency_key="order-7")
    with Hostile(hang_up(), answer(status=500), answer("made")) as server:
        assert driver.send(POST, server.url, options=chosen) == "made"
        assert keys(server) == ["order-7"] * 3
        assert {request.body for request in server.requests} == {b'{"size":1}'}


def test_without_a_key_nothing_is_sent_twice(driver: Driver) -> None:
    with Hostile(hang_up(), answer("made")) as server:
        with pytest.raises(APIConnectionError):
            driver.send(POST, server.url)
        assert keys(server) == [None]


def test_an_api_that_takes_keys_gets_one_for_each_call(driver: Driver) -> None:
    numbers = iter("ab")
    more: dict[str, Any] = {"new_key": lambda: next(numbers)}
    with Hostile(hang_up(), answer(1), hang_up(), answer(2)) as server:
        assert driver.send(DECLARED, server.url, **more) == 1
        assert driver.send(DECLARED, server.url, **more) == 2
        assert keys(server, "x-idempotency-key") == ["a", "a", "b", "b"]
        assert keys(server) == [None] * 4


def test_a_key_as_an_argument_comes_before_one_of_the_view(driver: Driver) -> None:
    call = replace(DECLARED, headers={"X-Idempotency-Key": "argument"})
    with Hostile(hang_up(), answer(1)) as server:
        driver.send(call, server.url, options=options(idempotency_key="view"))
        assert keys(server, "x-idempotency-key") == ["argument"] * 2


def test_a_key_as_a_header_of_the_view_counts(driver: Driver) -> None:
    chosen = options(headers={"Idempotency-Key": "header"})
    with Hostile(hang_up(), answer(1)) as server:
        assert driver.send(POST, server.url, options=chosen) == 1
        assert keys(server) == ["header"] * 2


def test_a_key_that_nobody_reads_is_not_sent_with_a_get(driver: Driver) -> None:
    with Hostile(answer([])) as server:
        driver.send(GET, server.url, options=options(idempotency_key="k"))
        assert keys(server) == [None]


def test_a_call_that_must_not_be_repeated_is_not(driver: Driver) -> None:
    with Hostile(answer(status=409), answer(1)) as server:
        with pytest.raises(Exception, match="409"):
            driver.send(POST, server.url, options=options(idempotency_key="k"))
        assert len(server.requests) == 1


def test_a_server_may_ask_for_a_call_with_a_key_again(driver: Driver) -> None:
    locked = answer(status=409, headers={"X-Should-Retry": "true"})
    with Hostile(locked, answer("made")) as server:
        chosen = options(idempotency_key="k")
        assert driver.send(POST, server.url, options=chosen) == "made"
        assert keys(server) == ["k"] * 2


@pytest.mark.parametrize("key", ["", "a b", "a\n", "é", "k" * 256])
def test_a_key_that_cannot_be_sent_is_refused_unseen(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 255 visible ASCII") as caught:
        options(idempotency_key=key)
    assert "kkk" not in str(caught.value)


def test_a_key_is_text() -> None:
    with pytest.raises(TypeError, match="must be a string"):
        options(idempotency_key=7)
    assert "k-1" not in repr(RequestOptions(idempotency_key="k-1"))


def test_query_arguments_of_a_view_join_those_of_the_call(driver: Driver) -> None:
    call = replace(GET, query={"own": 1, "given": "call", "absent": None})
    more = options(query={"given": "view", "absent": "view", "more": ["a b", "c"]})
    with Hostile(answer([])) as server:
        driver.send(call, server.url, options=more)
        (request,) = server.requests
    assert request.target == (
        "/things/7?given=call&absent=view&more=a%20b&more=c&own=1"
    )


def test_query_arguments_of_views_add_up_and_are_checked_at_once() -> None:
    found = RequestOptions().merged(query={"a": 1, "b": 1}).merged(query={"b": 2})
    assert found.query == {"a": 1, "b": 2}
    assert "'a'" not in repr(found)
    with pytest.raises(TypeError, match="x cannot be a object"):
        options(query={"x": object()})
