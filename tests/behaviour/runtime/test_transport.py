"""The transports themselves: clients, closing, views, threads, tasks, cancellation."""

from __future__ import annotations

import asyncio
import gzip
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from templates.package._runtime.call import Call
from templates.package._runtime.errors import (
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
)
from templates.package._runtime.events import DriftEvent
from templates.package._runtime.kinds import INTEGER, NOTHING
from templates.package._runtime.options import Timeouts
from templates.package._runtime.settings import user_agent
from templates.package._runtime.shape import ModelOf
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from templates.package._runtime.unset import UNSET
from tests.behaviour.runtime.driver import (
    GET,
    KEY,
    PATIENT,
    POST,
    Driver,
    settings,
)
from tests.behaviour.runtime.sample import PARCEL, Parcel
from tests.support.calling import everything_said
from tests.support.hostile import (
    Hostile,
    Step,
    answer,
    drip_head,
    silent,
    truncated,
)

PARCEL_CALL = replace(GET, response=ModelOf(Parcel))
ONE_CONNECTION = httpx2.Limits(max_connections=1, max_keepalive_connections=1)


def test_a_model_is_decoded(driver: Driver) -> None:
    with Hostile(answer(PARCEL)) as server:
        assert driver.send(PARCEL_CALL, server.url) == Parcel.from_dict(PARCEL)


def test_a_compressed_answer_is_decompressed(driver: Driver) -> None:
    packed = answer(
        body=gzip.compress(b'"found"'), headers={"Content-Encoding": "gzip"}
    )
    with Hostile(packed) as server:
        assert driver.send(GET, server.url) == "found"


@pytest.mark.parametrize(
    ("call", "length"),
    [
        (GET, None),
        (replace(POST, body=UNSET), "0"),
        (replace(POST, body={"a": 1}), "7"),
        (replace(GET, body=[]), "2"),
    ],
)
def test_a_request_says_how_long_its_body_is(
    driver: Driver, call: Call[Any], length: str | None
) -> None:
    with Hostile(answer([])) as server:
        url = server.url
        driver.send(call, url)
    headers = server.requests[0].headers
    assert headers.get("content-length") == length
    assert url == f"http://{headers['host']}"


def test_headers_that_never_end_are_cut_off_on_a_client_of_our_own() -> None:
    with Hostile(answer([], headers={"Connection": "close"}), drip_head()) as server:
        transport = SyncTransport(settings(server.url))
        transport.send(GET)
        short = replace(PATIENT, attempt=0.2)
        with pytest.raises(APITimeoutError):
            transport.with_options(timeout=short, max_retries=0).send(GET)
        transport.close()


def test_what_looks_at_requests_finds_their_content() -> None:
    seen: list[bytes] = []
    hooks = {"request": [lambda request: seen.append(request.content)]}
    with (
        Hostile(answer([])) as server,
        httpx2.Client(event_hooks=hooks, trust_env=False) as client,
    ):
        SyncTransport(settings(server.url), client).send(replace(POST, body=[1]))
    assert seen == [b"[1]"]


def test_a_wrong_body_is_explained_without_its_values(driver: Driver) -> None:
    wrong = {**PARCEL, "owner": {"name": ["Noor"]}}
    with Hostile(answer(wrong)) as server, pytest.raises(ResponseDecodeError) as caught:
        driver.send(PARCEL_CALL, server.url)
    assert str(caught.value) == (
        "getThing: status 200, and at $.owner.name expected a string, got an array"
    )
    assert "Noor" not in everything_said(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "step",
    [
        answer("ignored"),
        answer(body=b""),
        answer(body=b"<html>", content_type="text/html"),
    ],
)
def test_a_call_without_a_result_takes_any_success(driver: Driver, step: Step) -> None:
    with Hostile(step) as server:
        driver.send(replace(POST, response=NOTHING), server.url)


@pytest.mark.parametrize(
    "media_type",
    ["application/problem+json", "application/json; charset=utf-8", "text/json", ""],
)
def test_json_goes_by_many_names(driver: Driver, media_type: str) -> None:
    with Hostile(answer([1], content_type=media_type)) as server:
        assert driver.send(GET, server.url) == [1]


def test_an_integer_beyond_64_bits_is_exact(driver: Driver) -> None:
    with Hostile(answer(2**80)) as server:
        assert driver.send(replace(GET, response=INTEGER), server.url) == 2**80


def test_credentials_are_left_out_where_none_are_wanted(driver: Driver) -> None:
    with Hostile(answer([])) as server:
        driver.send(replace(GET, authenticated=False), server.url)
        (request,) = server.requests
    assert "authorization" not in request.headers


def test_header_arguments_are_sent(driver: Driver) -> None:
    call = replace(GET, headers={"X-Flag": True, "X-None": None, "X-Text": "a"})
    with Hostile(answer([])) as server:
        driver.send(call, server.url)
        (request,) = server.requests
    assert request.headers["x-flag"] == "true"
    assert request.headers["x-text"] == "a"
    assert "x-none" not in request.headers


def test_a_header_argument_cannot_break_out(driver: Driver) -> None:
    call = replace(GET, headers={"X-Text": "Noor\r\nX-Evil: 1"})
    with Hostile(answer([])) as server:
        with pytest.raises(ValueError, match="X-Text") as caught:
            driver.send(call, server.url)
        assert server.connections == 0
    assert "Noor" not in everything_said(caught.value)


def test_arguments_that_make_the_url_too_long_are_refused(driver: Driver) -> None:
    call = replace(GET, query={"q": "Noor" * 100_000})
    with pytest.raises(ValueError, match="too long") as caught:
        driver.send(call, "http://127.0.0.1:1")
    assert "Noor" not in everything_said(caught.value)


def test_drift_is_reported_and_the_call_goes_on(driver: Driver) -> None:
    events: list[DriftEvent] = []
    newer = {**PARCEL, "colour": "green", "added": 1}
    with Hostile(answer(newer)) as server:
        driver.send(PARCEL_CALL, server.url, on_drift=events.append)
    assert [(event.kind, event.path) for event in events] == [
        ("unknown-enum-value", "$.colour"),
        ("unknown-field", "$.added"),
    ]
    assert {event.operation for event in events} == {"getThing"}


def test_a_failing_drift_callback_is_logged_by_type(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: DriftEvent) -> None:
        raise RuntimeError("Noor")

    with Hostile(answer({**PARCEL, "added": 1})) as server:
        assert driver.send(PARCEL_CALL, server.url, on_drift=fail).id == "p_1"
    assert "on_drift raised RuntimeError" in caplog.text
    assert "Noor" not in caplog.text


def test_logs_name_templates_and_never_arguments_or_keys(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    call = replace(GET, path={"id": "noor-7"}, query={"name": "Noor"})
    caplog.set_level(logging.DEBUG)
    with Hostile(answer(status=503), answer([])) as server:
        driver.send(call, server.url)
    ours = [r.getMessage() for r in caplog.records if r.name == "templates.package"]
    assert ours[0].startswith("getThing: GET /things/{id}, attempt 1: status 503 in ")
    assert ours[1] == "getThing: trying again in 0.50 s: status 503"
    assert ours[2].startswith("getThing: GET /things/{id}, attempt 2: status 200 in ")
    assert "HTTP Request: GET /things/{id}" in caplog.text
    for secret in (KEY, "noor", "Noor"):
        assert secret not in caplog.text


def test_the_headers_of_answers_do_not_get_into_debug_logs(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Hostile(answer([], headers={"Set-Cookie": "session=5ecret"})) as server:
        driver.send(GET, server.url)
    assert "receive_response_headers.complete" in caplog.text
    assert "5ecret" not in caplog.text


def test_the_headers_of_requests_do_not_get_into_debug_logs_of_http_2(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        logging.getLogger("hpack.hpack").debug("Adding %s", request.headers.raw)
        return httpx2.Response(200, json=[])

    caplog.set_level(logging.DEBUG)
    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    SyncTransport(settings("https://api.test"), client).send(GET)
    assert KEY not in caplog.text
    logging.getLogger("hpack.hpack").debug("of another client")
    assert "of another client" in caplog.text


def test_other_requests_are_logged_as_ever(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with Hostile(answer([])) as server:
        driver.send(GET, server.url)
        httpx2.get(f"{server.url}/own?x=1", trust_env=False)
        assert f"{server.url}/own?x=1" in caplog.text
        caplog.set_level(logging.DEBUG)
        httpx2.get(server.url, trust_env=False)
        assert "b'Content-Type', b'application/json'" in caplog.text


def test_the_user_agent_says_what_calls() -> None:
    text = user_agent("acme_orders", "1.2", "2026-05\r\nX-Evil: \u20ac1")
    assert text.startswith("acme_orders/1.2 (API 2026-05X-Evil: 1) python/3.")
    assert f" httpx2/{httpx2.__version__}" in text


def test_a_client_of_the_callers_own_is_used_and_left_open() -> None:
    with Hostile(answer([])) as server:
        chosen = settings(server.url)
        with httpx2.Client(headers={"X-Own": "1"}, trust_env=False) as client:
            transport = SyncTransport(chosen, client)
            transport.send(GET)
            transport.close()
            assert not client.is_closed
            with pytest.raises(ConfigurationError, match="closed"):
                transport.send(GET)
        (request,) = server.requests
    assert request.headers["x-own"] == "1"
    assert request.headers["user-agent"] == "test/1"


def test_a_clients_own_auth_does_not_replace_the_key() -> None:
    with Hostile(answer([])) as server:
        with httpx2.Client(auth=("user", "pass"), trust_env=False) as client:
            SyncTransport(settings(server.url), client).send(GET)
        (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_a_client_closed_by_its_owner_is_an_error_of_use() -> None:
    client = httpx2.Client(trust_env=False)
    transport = SyncTransport(settings("http://127.0.0.1:1"), client)
    client.close()
    with pytest.raises(ConfigurationError, match="closed"):
        transport.send(GET)


def test_views_share_connections_and_are_closed_together() -> None:
    with Hostile(answer([])) as server:
        transport = SyncTransport(settings(server.url))
        view = transport.with_options(timeout=Timeouts(), headers={"X-View": "1"})
        transport.send(GET)
        view.send(GET)
        view.close()
        with pytest.raises(ConfigurationError, match="closed"):
            transport.send(GET)
        assert server.connections == 1
        first, second = server.requests
    assert "x-view" not in first.headers
    assert second.headers["x-view"] == "1"


def test_views_share_connections_when_asynchronous() -> None:
    async def run(url: str) -> None:
        transport = AsyncTransport(settings(url))
        view = transport.with_options(max_retries=0, deadline=20)
        await transport.send(GET)
        await view.send(GET)
        await transport.close()
        with pytest.raises(ConfigurationError, match="closed"):
            await view.send(GET)

    with Hostile(answer([])) as server:
        asyncio.run(run(server.url))
        assert server.connections == 1


@pytest.mark.parametrize(
    "fault", [answer(status=404), truncated(), answer(body=b"x" * 9_000_000)]
)
def test_a_fault_gives_its_connection_back(fault: Step) -> None:
    with Hostile(fault, answer([1])) as server:
        chosen = settings(server.url, max_response_bytes=1000)
        with httpx2.Client(limits=ONE_CONNECTION, trust_env=False) as client:
            transport = SyncTransport(chosen, client)
            with pytest.raises((APIStatusError, ResponseDecodeError)):
                transport.send(POST)
            assert transport.send(GET) == [1]


def test_threads_share_a_transport() -> None:
    with Hostile(answer([1])) as server:
        transport = SyncTransport(settings(server.url))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: transport.send(GET), range(64)))
        transport.close()
        assert len(server.requests) == 64
    assert answers == [[1]] * 64


def test_a_timeout_around_a_call_is_the_callers() -> None:
    async def run(url: str) -> None:
        transport = AsyncTransport(settings(url))
        try:
            async with asyncio.timeout(0.05):
                await transport.send(GET)
        finally:
            await transport.close()

    with Hostile(silent()) as server, pytest.raises(TimeoutError):
        asyncio.run(run(server.url))
