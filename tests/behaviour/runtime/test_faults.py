"""Every fault a network or a server has to offer: what comes of it, and how often.

Real sockets on loopback. The number of requests that reached the server is the point:
a second one of these may charge somebody twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.utils import formatdate
from time import time
from typing import Any

import pytest

from templates.package._runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RedirectError,
    ResponseDecodeError,
    SDKError,
    UnprocessableEntityError,
)
from tests.behaviour.runtime.driver import (
    GET,
    IMPATIENT,
    KEY,
    PATIENT,
    POST,
    Driver,
    everything_said,
    options,
)
from tests.support.hostile import (
    Hostile,
    Step,
    answer,
    drip_body,
    drip_head,
    endless_body,
    gzip_bomb,
    hang_up,
    hang_up_at_once,
    nonsense,
    refusing_url,
    reset,
    silent,
    truncated,
)

SECRET = "Noor 1990-01-01"


@dataclass(frozen=True)
class Fault:
    """A row of the table: a server that always does `step`."""

    name: str
    step: Step
    error: type[SDKError]
    gets: int
    """Requests that reach the server for a GET."""
    posts: int
    """And for a POST that must not be repeated on a guess."""


def status(code: int, **headers: str) -> Step:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer({"patient": SECRET}, status=code, headers=named)


def http_date(seconds_from_now: float) -> str:
    return formatdate(time() + seconds_from_now, usegmt=True)


HTML = answer(body=b"<h1>Noor 1990-01-01</h1>", content_type="text/html")

FAULTS = [
    Fault("no answer", silent(), APITimeoutError, 3, 1),
    Fault("headers drip", drip_head(), APITimeoutError, 3, 1),
    Fault("body drips", drip_body(), APITimeoutError, 3, 1),
    Fault("body drips spaces", drip_body(b"", b" "), APITimeoutError, 3, 1),
    Fault("hang up", hang_up(), APIConnectionError, 3, 1),
    Fault("hang up unread", hang_up_at_once(), APIConnectionError, 0, 0),
    Fault("reset", reset(), APIConnectionError, 3, 1),
    Fault("not HTTP", nonsense(), APIConnectionError, 3, 1),
    Fault("truncated", truncated(), ResponseDecodeError, 3, 1),
    Fault("truncated error", truncated(status=400), BadRequestError, 1, 1),
    Fault("truncated 500", truncated(status=500), InternalServerError, 3, 1),
    Fault("endless", endless_body(), ResponseDecodeError, 1, 1),
    Fault("gzip bomb", gzip_bomb(), ResponseDecodeError, 1, 1),
    Fault(
        "not gzip",
        answer(body=b"{}", headers={"Content-Encoding": "gzip"}),
        ResponseDecodeError,
        1,
        1,
    ),
    Fault("HTML", HTML, ResponseDecodeError, 1, 1),
    Fault("empty", answer(body=b""), ResponseDecodeError, 1, 1),
    Fault("204", status(204, Content_Length="0"), ResponseDecodeError, 1, 1),
    Fault("half JSON", answer(body=b'{"a": '), ResponseDecodeError, 1, 1),
    Fault("NaN", answer(body=b'{"a": NaN}'), ResponseDecodeError, 1, 1),
    Fault("not UTF-8", answer(body=b'"\xff"'), ResponseDecodeError, 1, 1),
    Fault("deep", answer(body=b"[" * 100_000), ResponseDecodeError, 1, 1),
    Fault("400", status(400), BadRequestError, 1, 1),
    Fault("401", status(401), AuthenticationError, 1, 1),
    Fault("402", status(402), APIStatusError, 1, 1),
    Fault("403", status(403), PermissionDeniedError, 1, 1),
    Fault("404", status(404), NotFoundError, 1, 1),
    Fault("408", status(408), APIStatusError, 3, 1),
    Fault("409", status(409), ConflictError, 1, 1),
    Fault("422", status(422), UnprocessableEntityError, 1, 1),
    Fault("425", status(425), APIStatusError, 3, 1),
    Fault("429", status(429), RateLimitError, 3, 3),
    Fault("429 seconds", status(429, Retry_After="2"), RateLimitError, 3, 3),
    Fault("429 hour", status(429, Retry_After="3600"), RateLimitError, 1, 1),
    Fault("500", status(500), InternalServerError, 3, 1),
    Fault("500 with wait", status(500, Retry_After="1"), InternalServerError, 3, 1),
    Fault("501", status(501), InternalServerError, 1, 1),
    Fault("502", status(502), InternalServerError, 3, 1),
    Fault("503", status(503), InternalServerError, 3, 1),
    Fault("503 with wait", status(503, Retry_After="1"), InternalServerError, 3, 3),
    Fault("503 nonsense", status(503, Retry_After="soon"), InternalServerError, 3, 1),
    Fault("504", status(504), InternalServerError, 3, 1),
    Fault("599", status(599), InternalServerError, 1, 1),
    Fault("600", status(600), APIStatusError, 1, 1),
    Fault("300", status(300), RedirectError, 1, 1),
    Fault("304", status(304, Content_Length="0"), RedirectError, 1, 1),
    Fault("302 nowhere", status(302), RedirectError, 1, 1),
    Fault("302 away", status(302, Location="http://a.test/"), RedirectError, 1, 1),
    Fault("307 away", status(307, Location="http://a.test/"), RedirectError, 1, 1),
    Fault("307 bad URL", status(307, Location="http://[::1"), RedirectError, 1, 1),
    Fault(
        "307 other port", status(307, Location="//127.0.0.1:1/"), RedirectError, 1, 1
    ),
    Fault("308 user", status(308, Location="//u:p@127.0.0.1/"), RedirectError, 1, 1),
    Fault("307 loop", status(307, Location="/things"), RedirectError, 4, 4),
    Fault("302 loop", status(302, Location="/things"), RedirectError, 4, 1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("call", [GET, POST], ids=["GET", "POST"])
def test_a_fault_ends_in_its_error_after_as_many_requests_as_are_safe(
    driver: Driver, fault: Fault, call: Any
) -> None:
    is_late = fault.error is APITimeoutError
    with Hostile(fault.step) as server, pytest.raises(fault.error) as caught:
        driver.send(
            call,
            server.url,
            max_response_bytes=1_000_000,
            options=options(timeout=IMPATIENT if is_late else PATIENT),
        )
    said = everything_said(caught.value)
    assert type(caught.value) is fault.error
    assert len(server.requests) == (fault.gets if call is GET else fault.posts)
    assert KEY not in said
    assert SECRET not in said
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_refused_connection_is_tried_again_even_for_a_post(driver: Driver) -> None:
    with pytest.raises(APIConnectionError) as caught:
        driver.send(POST, refusing_url())
    assert driver.waits == [0.5, 1.0]
    assert not caught.value.may_have_been_processed
    assert "could not connect" in str(caught.value)


def test_a_post_that_was_lost_says_that_it_may_have_been_processed(
    driver: Driver,
) -> None:
    with Hostile(hang_up()) as server, pytest.raises(APIConnectionError) as caught:
        driver.send(POST, server.url)
    assert caught.value.may_have_been_processed
    assert driver.waits == []


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({}, [0.5, 1.0]),
        ({"Retry-After": "2"}, [2.0, 2.0]),
        ({"Retry-After": "0"}, []),
        ({"Retry-After": "60"}, [60.0, 60.0]),
        ({"Retry-After": "1.5"}, [1.5, 1.5]),
        ({"Retry-After-Ms": "250", "Retry-After": "7"}, [0.25, 0.25]),
        ({"Retry-After": http_date(-3600)}, []),
        ({"Retry-After": "-1"}, [0.5, 1.0]),
        ({"Retry-After": "inf"}, [0.5, 1.0]),
        ({"Retry-After": "next week"}, [0.5, 1.0]),
    ],
)
def test_the_wait_is_the_servers_or_a_growing_one(
    driver: Driver, headers: dict[str, str], waits: list[float]
) -> None:
    with Hostile(answer(status=429, headers=headers)) as server:
        with pytest.raises(RateLimitError):
            driver.send(POST, server.url)
        assert len(server.requests) == 3
    assert driver.waits == waits


def test_a_date_to_wait_for_is_counted_from_now(driver: Driver) -> None:
    date = "Thu, 29 May 2025 10:00:30 GMT"
    ten_o_clock = 1748512800.0
    limited = answer(status=429, headers={"Retry-After": date})
    with Hostile(limited, answer([1])) as server:
        assert driver.send(POST, server.url, now=lambda: ten_o_clock) == [1]
    assert driver.waits == [30.0]


def test_too_long_a_wait_is_left_to_the_caller(driver: Driver) -> None:
    limited = answer(status=429, headers={"Retry-After": "86400"})
    with Hostile(limited) as server, pytest.raises(RateLimitError) as caught:
        driver.send(GET, server.url)
    assert caught.value.retry_after == 86400.0
    assert driver.waits == []


@pytest.mark.parametrize(
    "fault", [hang_up(), reset(), truncated(), answer(status=503), hang_up_at_once()]
)
def test_a_get_recovers(driver: Driver, fault: Step) -> None:
    with Hostile(fault, answer({"id": "7"})) as server:
        assert driver.send(GET, server.url) == {"id": "7"}
    assert driver.waits == [0.5]


def test_the_answer_says_how_it_was_come_by(driver: Driver) -> None:
    named = answer([1], headers={"X-Request-Id": "req_1"})
    with Hostile(answer(status=500), named) as server:
        raw = driver.raw(GET, server.url)
    assert (raw.status_code, raw.retries, raw.request_id) == (200, 1, "req_1")
    assert (raw.path, raw.route) == ("/things/7", "/things/{id}")
    assert raw.headers["content-type"] == "application/json"
    assert raw.content == b"[1]"
    assert raw.elapsed > 0
    assert raw.parse() is raw.parse()
    assert repr(raw) == "<RawResponse of getThing: status 200, request id req_1>"


def test_an_error_keeps_the_answer_and_does_not_show_it(driver: Driver) -> None:
    headers = {"X-Request-Id": "req_2", "Set-Cookie": f"name={SECRET}"}
    refused = answer({"patient": SECRET}, status=409, headers=headers)
    with Hostile(refused) as server, pytest.raises(ConflictError) as caught:
        driver.send(POST, server.url)
    error = caught.value
    assert str(error) == (
        "makeThing: 409 Conflict from POST /things (request id req_2)"
    )
    assert error.json == {"patient": SECRET}
    assert error.headers["set-cookie"] == f"name={SECRET}"
    assert SECRET not in repr(error) + repr(error.response) + str(error.response)


def test_an_unreadable_success_keeps_its_bytes(driver: Driver) -> None:
    cut = truncated(b'{"id": 1}')
    with Hostile(cut) as server, pytest.raises(ResponseDecodeError) as caught:
        driver.send(POST, server.url)
    assert caught.value.response.status_code == 200
    assert caught.value.response.content == b'{"id": 1}'
    assert caught.value.path == "$"
    assert "lost" in caught.value.problem


def test_an_unprintable_request_id_is_left_out(driver: Driver) -> None:
    odd = answer(status=404, headers={"X-Request-Id": "a\x1b[31mb"})
    with Hostile(odd) as server, pytest.raises(NotFoundError) as caught:
        driver.send(GET, server.url)
    assert caught.value.request_id is None


@pytest.mark.parametrize("code", [307, 308])
def test_a_redirect_within_the_origin_repeats_the_request(
    driver: Driver, code: int
) -> None:
    moved = answer(status=code, headers={"Location": "/v2/things"})
    with Hostile(moved, answer("made")) as server:
        assert driver.send(POST, server.url) == "made"
        first, second = server.requests
    assert (first.target, second.target) == ("/things", "/v2/things")
    assert first.body == second.body == b'{"size":1}'
    assert second.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_key_never_follows_to_another_origin(driver: Driver, code: int) -> None:
    with Hostile(answer("stolen")) as other:
        away = answer(status=code, headers={"Location": f"{other.url}/things"})
        with Hostile(away) as server, pytest.raises(RedirectError):
            driver.send(GET, server.url)
        assert other.connections == 0


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


def test_a_deadline_covers_attempts_and_waits(driver: Driver) -> None:
    with Hostile(answer(status=500, headers={"Retry-After": "15"})) as server:
        with pytest.raises(InternalServerError):
            driver.send(GET, server.url, options=options(deadline=15))
        assert len(server.requests) == 1
    assert driver.waits == []


def test_a_deadline_shortens_an_attempt(driver: Driver) -> None:
    generous = options(timeout=30.0, deadline=0.2, max_retries=0)
    with Hostile(drip_head()) as server, pytest.raises(APITimeoutError):
        driver.send(GET, server.url, options=generous)
