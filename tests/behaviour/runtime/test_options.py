"""Options and the retry decision: sane values only, and the table row by row."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from templates.package._runtime.options import RequestOptions, Timeouts
from templates.package._runtime.retry import (
    Outcome,
    RetryPolicy,
    retry_after_seconds,
    should_retry,
)

NOON = 1748512800.0
"""Thu, 29 May 2025 10:00:00 GMT."""


def wait(outcome: Outcome, *, may_repeat: bool = True, **changes: Any) -> float | None:
    arguments: dict[str, Any] = {
        "retries_taken": 0,
        "max_retries": 2,
        "remaining": None,
        "random": lambda: 0.5,
    }
    return RetryPolicy().wait(
        outcome, may_repeat=may_repeat, **{**arguments, **changes}
    )


@pytest.mark.parametrize(
    ("outcome", "repeatable", "otherwise"),
    [
        (Outcome(was_sent=False), True, True),
        (Outcome(), True, False),
        (Outcome(429), True, True),
        (Outcome(429, retry_after=1), True, True),
        (Outcome(503, retry_after=1), True, True),
        (Outcome(503), True, False),
        (Outcome(408), True, False),
        (Outcome(425), True, False),
        (Outcome(500), True, False),
        (Outcome(500, retry_after=1), True, False),
        (Outcome(502), True, False),
        (Outcome(504, retry_after=1), True, False),
        (Outcome(400), False, False),
        (Outcome(404, retry_after=1), False, False),
        (Outcome(409), False, False),
        (Outcome(501), False, False),
        (Outcome(600), False, False),
        (Outcome(429, should_retry=False), False, False),
        (Outcome(503, retry_after=1, should_retry=False), False, False),
        (Outcome(500, should_retry=False), False, False),
        (Outcome(404, should_retry=False), False, False),
        (Outcome(400, should_retry=True), True, False),
        (Outcome(409, should_retry=True), True, False),
        (Outcome(409, retry_after=1, should_retry=True), True, False),
        (Outcome(500, should_retry=True), True, False),
        (Outcome(503, should_retry=True), True, False),
        (Outcome(503, retry_after=1, should_retry=True), True, True),
        (Outcome(429, should_retry=True), True, True),
    ],
)
def test_the_table(outcome: Outcome, repeatable: bool, otherwise: bool) -> None:
    assert (wait(outcome, may_repeat=True) is not None) == repeatable
    assert (wait(outcome, may_repeat=False) is not None) == otherwise


def test_waits_double_up_to_a_ceiling() -> None:
    waits = [wait(Outcome(500), retries_taken=n, max_retries=9) for n in range(7)]
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


def test_the_last_retry_is_the_last() -> None:
    assert wait(Outcome(500), retries_taken=2) is None
    assert wait(Outcome(500), max_retries=0) is None
    assert wait(Outcome(409, should_retry=True), retries_taken=2) is None


def test_no_wait_goes_past_the_deadline() -> None:
    assert wait(Outcome(429, retry_after=5), remaining=5.0) is None
    assert wait(Outcome(429, retry_after=5), remaining=5.1) == 5
    assert wait(Outcome(429, retry_after=61)) is None
    assert wait(Outcome(409, retry_after=61, should_retry=True)) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": " 5 "}, 5.0),
        ({"retry-after": ""}, None),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "Thu, 29 May 2025 10:02:00 GMT"}, 120.0),
        ({"retry-after": "Thu, 29 May 2025 10:02:00 -0000"}, 120.0),
        ({"retry-after": "Thursday, 29-May-25 10:02:00 GMT"}, 120.0),
        ({"retry-after": "Thu May 29 10:02:00 2025"}, 120.0),
        ({"retry-after": "Thu, 29 May 2025 09:00:00 GMT"}, 0.0),
        ({"retry-after": "Thu, 99 May 2025 09:00:00 GMT"}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9.0),
    ],
)
def test_retry_after_in_all_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after_seconds(headers, NOON) == seconds


@pytest.mark.parametrize(
    ("headers", "wish"),
    [
        ({}, None),
        ({"x-should-retry": "true"}, True),
        ({"x-should-retry": "false"}, False),
        ({"X-Should-Retry": " True "}, True),
        ({"Acme-Should-Retry": "FALSE"}, False),
        ({"x-should-retry": "true", "acme-should-retry": "false"}, False),
        ({"x-should-retry": "true, false"}, None),
        ({"x-should-retry": "1"}, None),
        ({"x-should-retry": ""}, None),
        ({"should-retry-soon": "true", "retry": "true"}, None),
    ],
)
def test_whether_the_server_wants_another_attempt(
    headers: dict[str, str], wish: bool | None
) -> None:
    assert should_retry(httpx2.Headers(headers)) is wish


def test_a_single_timeout_bounds_the_whole_attempt() -> None:
    assert Timeouts.of(3) == Timeouts(connect=3, read=3, write=3, pool=3, attempt=3)
    assert Timeouts.of(30).connect == 5


def test_options_are_merged_and_not_changed() -> None:
    first = RequestOptions().merged(headers={"X-A": "1"}, max_retries=0)
    second = first.merged(timeout=2, deadline=9, headers={"x-b": "2", "x-a": "3"})
    assert first.headers == {"x-a": "1"}
    assert second.headers == {"x-a": "3", "x-b": "2"}
    assert (second.max_retries, second.deadline) == (0, 9)
    assert second.timeouts == Timeouts.of(2)
    assert second.merged(timeout=Timeouts(read=9)).timeouts.read == 9


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("max_retries", -1, ValueError),
        ("max_retries", 11, ValueError),
        ("max_retries", True, TypeError),
        ("max_retries", 1.0, TypeError),
        ("timeout", 0, ValueError),
        ("timeout", -1, ValueError),
        ("timeout", float("inf"), ValueError),
        ("timeout", float("nan"), ValueError),
        ("timeout", "5", TypeError),
        ("timeout", True, TypeError),
        ("deadline", 0, ValueError),
        ("headers", {"X-A": "a\r\nX-B: b"}, ValueError),
        ("headers", {"X-A": "\0"}, ValueError),
        ("headers", {"X-A": "\u20ac"}, ValueError),
        ("headers", {"X A": "a"}, ValueError),
        ("headers", {"": "a"}, ValueError),
        ("headers", {"X\r\nA": "a"}, ValueError),
        ("headers", {"X-A": 1}, TypeError),
        ("headers", {"Authorization": "Bearer other"}, ValueError),
        ("headers", {"HOST": "evil.test"}, ValueError),
        ("headers", {"Content-Length": "1"}, ValueError),
        ("headers", {"transfer-encoding": "chunked"}, ValueError),
    ],
)
def test_values_that_make_no_sense_are_refused(
    name: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        RequestOptions().merged(**{name: value})


def test_a_header_value_is_not_shown() -> None:
    with pytest.raises(ValueError, match="x-patient") as caught:
        RequestOptions().merged(headers={"x-patient": "Noor\n"})
    assert "Noor" not in str(caught.value)


def test_headers_are_not_shown_by_options() -> None:
    assert "Noor" not in repr(RequestOptions().merged(headers={"x-patient": "Noor"}))
