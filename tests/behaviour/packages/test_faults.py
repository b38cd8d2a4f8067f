"""Every fault a network or a server has to offer: what comes of it, and how often.

Real sockets on loopback. The number of requests that reached the server is the point:
a second one of these may charge somebody twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import KEY, SECRET, Operation, Subject
from tests.support.calling import everything_said
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


@dataclass(frozen=True)
class Fault:
    """A row of the table: a server that always does `step`."""

    name: str
    step: Step
    error: str
    """The name of its class."""
    gets: int
    """Requests that reach the server for a GET."""
    posts: int
    """And for a POST that must not be repeated on a guess."""


def status(code: int, **headers: str) -> Step:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer({"patient": SECRET}, status=code, headers=named)


HTML = answer(body=f"<h1>{SECRET}</h1>".encode(), content_type="text/html")

FAULTS = [
    Fault("no answer", silent(), "APITimeoutError", 3, 1),
    Fault("headers drip", drip_head(), "APITimeoutError", 3, 1),
    Fault("body drips", drip_body(), "APITimeoutError", 3, 1),
    Fault("body drips spaces", drip_body(b"", b" "), "APITimeoutError", 3, 1),
    Fault("hang up", hang_up(), "APIConnectionError", 3, 1),
    Fault("hang up unread", hang_up_at_once(), "APIConnectionError", 0, 0),
    Fault("reset", reset(), "APIConnectionError", 3, 1),
    Fault("not HTTP", nonsense(), "APIConnectionError", 3, 1),
    Fault("truncated", truncated(), "ResponseDecodeError", 3, 1),
    Fault("truncated error", truncated(status=400), "BadRequestError", 1, 1),
    Fault("truncated 500", truncated(status=500), "InternalServerError", 3, 1),
    Fault("endless", endless_body(), "ResponseDecodeError", 1, 1),
    Fault("gzip bomb", gzip_bomb(), "ResponseDecodeError", 1, 1),
    Fault(
        "not gzip",
        answer(body=b"{}", headers={"Content-Encoding": "gzip"}),
        "ResponseDecodeError",
        1,
        1,
    ),
    Fault("HTML", HTML, "ResponseDecodeError", 1, 1),
    Fault("empty", answer(body=b""), "ResponseDecodeError", 1, 1),
    Fault("204", status(204, Content_Length="0"), "ResponseDecodeError", 1, 1),
    Fault("nothing in it", answer({}), "ResponseDecodeError", 1, 1),
    Fault("null", answer(), "ResponseDecodeError", 1, 1),
    Fault("an array", answer([SECRET]), "ResponseDecodeError", 1, 1),
    Fault("a text", answer(SECRET), "ResponseDecodeError", 1, 1),
    Fault("number too large", answer(body=b"1e999"), "ResponseDecodeError", 1, 1),
    Fault("half JSON", answer(body=b'{"a": '), "ResponseDecodeError", 1, 1),
    Fault("NaN", answer(body=b'{"a": NaN}'), "ResponseDecodeError", 1, 1),
    Fault("not UTF-8", answer(body=b'"\xff"'), "ResponseDecodeError", 1, 1),
    Fault("deep", answer(body=b"[" * 100_000), "ResponseDecodeError", 1, 1),
    Fault("400", status(400), "BadRequestError", 1, 1),
    Fault("401", status(401), "AuthenticationError", 1, 1),
    Fault("402", status(402), "APIStatusError", 1, 1),
    Fault("403", status(403), "PermissionDeniedError", 1, 1),
    Fault("404", status(404), "NotFoundError", 1, 1),
    Fault("408", status(408), "APIStatusError", 3, 1),
    Fault("409", status(409), "ConflictError", 1, 1),
    Fault("422", status(422), "UnprocessableEntityError", 1, 1),
    Fault("425", status(425), "APIStatusError", 3, 1),
    Fault("429", status(429), "RateLimitError", 3, 3),
    Fault("429 seconds", status(429, Retry_After="2"), "RateLimitError", 3, 3),
    Fault("429 hour", status(429, Retry_After="3600"), "RateLimitError", 1, 1),
    Fault("500", status(500), "InternalServerError", 3, 1),
    Fault("500 with wait", status(500, Retry_After="1"), "InternalServerError", 3, 1),
    Fault("501", status(501), "InternalServerError", 1, 1),
    Fault("502", status(502), "InternalServerError", 3, 1),
    Fault("503", status(503), "InternalServerError", 3, 1),
    Fault("503 with wait", status(503, Retry_After="1"), "InternalServerError", 3, 3),
    Fault("503 nonsense", status(503, Retry_After="soon"), "InternalServerError", 3, 1),
    Fault("504", status(504), "InternalServerError", 3, 1),
    Fault("599", status(599), "InternalServerError", 1, 1),
    Fault("600", status(600), "APIStatusError", 1, 1),
    Fault("409 do", status(409, X_Should_Retry="true"), "ConflictError", 3, 1),
    Fault("404 do", status(404, X_Should_Retry="true"), "NotFoundError", 3, 1),
    Fault("429 do", status(429, X_Should_Retry="true"), "RateLimitError", 3, 3),
    Fault("500 do", status(500, X_Should_Retry="true"), "InternalServerError", 3, 1),
    Fault("429 do not", status(429, X_Should_Retry="false"), "RateLimitError", 1, 1),
    Fault(
        "500 do not", status(500, X_Should_Retry="false"), "InternalServerError", 1, 1
    ),
    Fault(
        "503 do not",
        status(503, Retry_After="1", Acme_Should_Retry="false"),
        "InternalServerError",
        1,
        1,
    ),
    Fault("300", status(300), "RedirectError", 1, 1),
    Fault("304", status(304, Content_Length="0"), "RedirectError", 1, 1),
    Fault("302 nowhere", status(302), "RedirectError", 1, 1),
    Fault("302 away", status(302, Location="http://a.test/"), "RedirectError", 1, 1),
    Fault("307 away", status(307, Location="http://a.test/"), "RedirectError", 1, 1),
    Fault("307 bad URL", status(307, Location="http://[::1"), "RedirectError", 1, 1),
    Fault(
        "307 other port", status(307, Location="//127.0.0.1:1/"), "RedirectError", 1, 1
    ),
    Fault("308 user", status(308, Location="//u:p@127.0.0.1/"), "RedirectError", 1, 1),
    Fault("307 loop", status(307, Location="/things"), "RedirectError", 4, 4),
    Fault("302 loop", status(302, Location="/things"), "RedirectError", 4, 1),
]


@pytest.mark.parametrize("choice", ["get", "post"])
@pytest.mark.parametrize("fault", FAULTS, ids=attrgetter("name"))
def test_a_fault_ends_in_its_error_after_as_many_requests_as_are_safe(
    caller: Caller, subject: Subject, choice: str, fault: Fault
) -> None:
    operation: Operation = getattr(subject, choice)
    is_late = fault.error == "APITimeoutError"
    timeout = caller.impatient if is_late else 20
    expected = subject.error(fault.error)
    with Hostile(fault.step) as server, pytest.raises(expected) as caught:
        caller.run(server.url, operation, timeout=timeout)
    said = everything_said(caught.value)
    assert type(caught.value) is expected
    assert len(server.requests) == (fault.gets if choice == "get" else fault.posts)
    assert KEY not in said
    assert SECRET not in said
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_refused_connection_is_tried_again_even_for_a_post(
    caller: Caller, subject: Subject
) -> None:
    with pytest.raises(subject.errors.APIConnectionError) as caught:
        caller.run(refusing_url(), subject.post)
    assert caller.waits == [0.5, 1.0]
    assert not caught.value.may_have_been_processed
    assert "could not connect" in str(caught.value)


def test_a_post_that_was_lost_says_that_it_may_have_been_processed(
    caller: Caller, subject: Subject
) -> None:
    with (
        Hostile(hang_up()) as server,
        pytest.raises(subject.errors.APIConnectionError) as caught,
    ):
        caller.run(server.url, subject.post)
    assert caught.value.may_have_been_processed
    assert caller.waits == []


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({}, [0.5, 1.0]),
        ({"Retry-After": "2"}, [2.0, 2.0]),
        ({"Retry-After": "0"}, []),
        ({"Retry-After": "60"}, [60.0, 60.0]),
        ({"Retry-After": "1.5"}, [1.5, 1.5]),
        ({"Retry-After-Ms": "250", "Retry-After": "7"}, [0.25, 0.25]),
        ({"Retry-After": "Thu, 29 May 2025 10:00:00 GMT"}, []),
        ({"Retry-After": "-1"}, [0.5, 1.0]),
        ({"Retry-After": "inf"}, [0.5, 1.0]),
        ({"Retry-After": "next week"}, [0.5, 1.0]),
    ],
    ids=str,
)
def test_the_wait_is_the_servers_or_a_growing_one(
    caller: Caller, subject: Subject, headers: dict[str, str], waits: list[float]
) -> None:
    with Hostile(answer(status=429, headers=headers)) as server:
        with pytest.raises(subject.errors.RateLimitError):
            caller.run(server.url, subject.post)
        assert len(server.requests) == 3
    assert caller.waits == waits


def test_too_long_a_wait_is_left_to_the_caller(
    caller: Caller, subject: Subject
) -> None:
    limited = answer(status=429, headers={"Retry-After": "86400"})
    with (
        Hostile(limited) as server,
        pytest.raises(subject.errors.RateLimitError) as caught,
    ):
        caller.run(server.url, subject.get)
    assert caught.value.retry_after == 86400.0
    assert caller.waits == []


@pytest.mark.parametrize(
    "fault",
    [hang_up(), reset(), truncated(), status(503), hang_up_at_once()],
    ids=["hang up", "reset", "truncated", "503", "hang up unread"],
)
def test_a_get_recovers(caller: Caller, subject: Subject, fault: Step) -> None:
    with Hostile(fault, subject.get.ok) as server:
        assert caller.run(server.url, subject.get) == subject.get.value
    assert caller.waits == [0.5]


def test_the_answer_says_how_it_was_come_by(caller: Caller, subject: Subject) -> None:
    get = subject.get
    named = answer(get.example, headers={"X-Request-Id": "req_1"})
    with Hostile(answer(status=500), named) as server:
        raw = caller.run(server.url, get.raw)
    assert (raw.status_code, raw.retries, raw.request_id) == (200, 1, "req_1")
    assert (raw.operation, raw.route) == (get.id, get.method.path)
    assert raw.path == server.requests[1].target.partition("?")[0]
    assert raw.headers["content-type"] == "application/json"
    assert raw.elapsed > 0
    assert raw.parse() == get.value
    assert raw.parse() is raw.parse()
    assert repr(raw) == f"<RawResponse of {get.id}: status 200, request id req_1>"


def test_an_error_keeps_the_answer_and_does_not_show_it(
    caller: Caller, subject: Subject
) -> None:
    post = subject.post
    headers = {"X-Request-Id": "req_2", "Set-Cookie": f"name={SECRET}"}
    refused = answer({"patient": SECRET}, status=409, headers=headers)
    with (
        Hostile(refused) as server,
        pytest.raises(subject.errors.ConflictError) as caught,
    ):
        caller.run(server.url, post)
    error = caught.value
    assert str(error) == (
        f"{post.id}: 409 Conflict from POST {post.method.path} (request id req_2)"
    )
    assert error.json == {"patient": SECRET}
    assert error.headers["set-cookie"] == f"name={SECRET}"
    assert SECRET not in repr(error) + repr(error.response) + str(error.response)


def test_an_unreadable_success_keeps_its_bytes(
    caller: Caller, subject: Subject
) -> None:
    cut = truncated(b'{"id": 1}')
    with (
        Hostile(cut) as server,
        pytest.raises(subject.errors.ResponseDecodeError) as caught,
    ):
        caller.run(server.url, subject.post)
    assert caught.value.response.status_code == 200
    assert caught.value.response.content == b'{"id": 1}'
    assert caught.value.path == "$"
    assert "lost" in caught.value.problem


@pytest.mark.parametrize("code", [307, 308])
def test_a_redirect_within_the_origin_repeats_the_request(
    caller: Caller, subject: Subject, code: int
) -> None:
    moved = answer(status=code, headers={"Location": "/v2/elsewhere"})
    with Hostile(moved, subject.post.ok) as server:
        assert caller.run(server.url, subject.post) == subject.post.value
        first, second = server.requests
    assert second.target.partition("?")[0] == "/v2/elsewhere"
    assert first.body == second.body != b""
    for name in ("authorization", "content-type"):
        assert first.headers.get(name) == second.headers.get(name)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_key_never_follows_to_another_origin(
    caller: Caller, subject: Subject, code: int
) -> None:
    with Hostile(answer("stolen")) as other:
        away = answer(status=code, headers={"Location": f"{other.url}/things"})
        with Hostile(away) as server, pytest.raises(subject.errors.RedirectError):
            caller.run(server.url, subject.get)
        assert other.connections == 0


def test_a_post_with_a_key_of_its_own_is_repeated_as_it_was(
    caller: Caller, subject: Subject
) -> None:
    def once(client: Any) -> Any:
        return subject.post(client.with_options(idempotency_key="k1"))

    with Hostile(hang_up(), subject.post.ok) as server:
        assert caller.run(server.url, once) == subject.post.value
        first, second = server.requests
    assert first.body == second.body
    assert "k1" in first.headers.values()
    assert "k1" in second.headers.values()


def test_a_deadline_covers_attempts_and_waits(caller: Caller, subject: Subject) -> None:
    with Hostile(answer(status=500, headers={"Retry-After": "15"})) as server:
        with pytest.raises(subject.errors.InternalServerError):
            caller.run(server.url, subject.get, deadline=15)
        assert len(server.requests) == 1
    assert caller.waits == []


def test_a_deadline_shortens_an_attempt(caller: Caller, subject: Subject) -> None:
    with (
        Hostile(drip_head()) as server,
        pytest.raises(subject.errors.APITimeoutError),
    ):
        caller.run(server.url, subject.get, timeout=30, deadline=0.2, max_retries=0)
