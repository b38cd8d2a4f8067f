"""Options, statuses, closing and cancelling, with the clients of any package."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import SECRET, Subject
from tests.support.hostile import Hostile, answer, silent

STATUSES = [
    (302, "RedirectError"),
    (400, "BadRequestError"),
    (401, "AuthenticationError"),
    (403, "PermissionDeniedError"),
    (404, "NotFoundError"),
    (409, "ConflictError"),
    (418, "APIStatusError"),
    (422, "UnprocessableEntityError"),
    (429, "RateLimitError"),
    (500, "InternalServerError"),
    (503, "InternalServerError"),
]


@pytest.mark.parametrize(("status", "name"), STATUSES)
def test_each_status_has_its_error(
    caller: Caller, subject: Subject, status: int, name: str
) -> None:
    body = {"error": {"message": f"no {SECRET}"}}
    refused = answer(body, status=status, headers={"X-Request-Id": "req-9"})
    base = subject.errors.SDKError
    with Hostile(refused) as server, pytest.raises(base) as raised:
        caller.run(server.url, subject.get, max_retries=0)
    error: Any = raised.value
    assert type(error).__name__ == name
    assert type(error).__module__ == f"{subject.package.__name__}.errors"
    assert (error.status_code, error.request_id) == (status, "req-9")
    assert error.json == body
    assert (error.operation, error.path) == (subject.get.id, subject.get.method.path)
    assert str(error).startswith(f"{subject.get.id}: {status} ")
    assert str(error).endswith(" (request id req-9)")


def test_options_make_a_view_of_the_client(caller: Caller, subject: Subject) -> None:
    get = subject.get
    options: dict[str, Any] = {"timeout": 2.5, "max_retries": 0, "query": {"x-q": "1"}}

    def change(client: Any) -> Any:
        view = client.with_options(headers={"x-app": "two"}, **options)
        assert type(view) is type(client)
        return get(view)

    with Hostile(get.ok) as server:
        caller.run(server.url, get, headers={"X-App": "one", "X-Team": "t"})
        caller.run(server.url, change, headers={"X-App": "one", "X-Team": "t"})
        plain, changed = server.requests
    assert (plain.headers["x-app"], plain.headers["x-team"]) == ("one", "t")
    assert (changed.headers["x-app"], changed.headers["x-team"]) == ("two", "t")
    assert "x-q=1" in changed.target.partition("?")[2].split("&")
    assert "x-q" not in plain.target


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"timeout": 0}, ValueError),
        ({"timeout": "5"}, TypeError),
        ({"max_retries": -1}, ValueError),
        ({"deadline": float("nan")}, ValueError),
        ({"headers": {"Authorization": SECRET}}, ValueError),
        ({"headers": {"X-A": f"a\r\nX-B: {SECRET}"}}, ValueError),
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(
    caller: Caller,
    subject: Subject,
    options: dict[str, Any],
    error: type[Exception],
) -> None:
    with Hostile(subject.get.ok) as server:
        with pytest.raises(error) as on_view:
            caller.run(
                server.url, lambda client: subject.get(client.with_options(**options))
            )
        with pytest.raises(error) as on_client:
            caller.run(server.url, subject.get, **options)
        assert server.requests == []
    assert SECRET not in str(on_view.value) + str(on_client.value)


def _closed(caller: Caller, url: str, use: Callable[[Any, Any], Any]) -> Any:
    """What `use` makes of a client, and of a view of it, that have been closed."""
    if caller.mode == "sync":
        with httpx2.Client() as http:
            client = caller.client(url, http)
            view = client.with_options(max_retries=1)
            client.close()
            return use(client, view)

    async def run() -> Any:
        async with httpx2.AsyncClient() as http:
            client = caller.client(url, http)
            view = client.with_options(max_retries=1)
            await client.close()
            return await use(client, view)

    return asyncio.run(run())


@pytest.mark.parametrize("which", ["client", "view"])
def test_a_closed_client_says_so_and_sends_nothing(
    caller: Caller, subject: Subject, which: str
) -> None:
    with Hostile(subject.get.ok) as server:
        with pytest.raises(
            subject.errors.ConfigurationError, match="the client is closed"
        ):
            _closed(
                caller,
                server.url,
                lambda client, view: subject.get(view if which == "view" else client),
            )
        assert server.requests == []


def test_an_http_client_that_was_passed_in_stays_open(
    caller: Caller, subject: Subject
) -> None:
    async def run() -> None:
        async with httpx2.AsyncClient() as http:
            async with caller.client("http://127.0.0.1", http):
                pass
            assert not http.is_closed

    if caller.mode == "async":
        asyncio.run(run())
        return
    with httpx2.Client() as http:
        with caller.client("http://127.0.0.1", http):
            pass
        assert not http.is_closed


@pytest.mark.parametrize("choice", ["get", "post"])
def test_a_cancelled_call_is_not_repeated_and_gives_its_connection_back(
    subject: Subject, choice: str
) -> None:
    caller, operation = Caller(subject, "async"), getattr(subject, choice)

    async def run(server: Hostile) -> None:
        limits = httpx2.Limits(max_connections=1)
        async with (
            httpx2.AsyncClient(limits=limits, trust_env=False) as http,
            caller.client(server.url, http) as client,
        ):
            task = asyncio.ensure_future(operation(client))
            while not server.requests:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await operation(client) == operation.value

    with Hostile(silent(), operation.ok) as server:
        asyncio.run(run(server))
        assert len(server.requests) == 2
    assert caller.waits == []


def test_tasks_share_a_client(subject: Subject) -> None:
    caller, get = Caller(subject, "async"), subject.get

    async def many(client: Any) -> list[Any]:
        return await asyncio.gather(*(get(client) for _ in range(8)))

    with Hostile(get.ok) as server:
        assert caller.run(server.url, many) == [get.value] * 8
        assert len(server.requests) == 8


def test_hooks_see_every_attempt(caller: Caller, subject: Subject) -> None:
    seen: list[str] = []
    hooks = subject.package.Hooks(
        request=lambda event: seen.append(f"attempt {event.attempt}"),
        response=lambda event: seen.append(f"status {event.status}"),
        retry=lambda event: seen.append(f"wait {event.wait}"),
    )
    with Hostile(answer(status=503), subject.get.ok) as server:
        caller.run(server.url, subject.get, hooks=hooks)
    assert seen == ["attempt 1", "status 503", "wait 0.5", "attempt 2", "status 200"]
