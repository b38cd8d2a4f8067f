"""Who signs a call, and who refuses to: functions, tokens that end early, clients of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from templates.package._runtime import codec
from templates.package._runtime.auth import Bearer, KeyCredentials, NoKey, bearer
from templates.package._runtime.call import OPTIONAL, Call, Security
from templates.package._runtime.errors import (
    AuthenticationError,
    ConfigurationError,
    SDKError,
)
from templates.package._runtime.grants import ClientCredentials
from templates.package._runtime.oauth import OAuth2
from templates.package._runtime.schemes import (
    ApiKey,
    BearerToken,
    Digest,
    MutualTLS,
    SchemeSet,
)
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from templates.package._runtime.upload import Upload
from tests.behaviour.runtime.driver import GET, KEY, Driver, options, settings
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, Step, answer, hang_up

Serve = Callable[[httpx2.Request], httpx2.Response]


def call(security: Security | None = None, **more: Any) -> Call[Any]:
    return Call("getA", "GET", "/a", codec.ANYTHING, security=security, **more)


class Server:
    """An API that wants `token`, and a digest login at `/digest`."""

    def __init__(self, *tokens: str) -> None:
        self.requests: list[httpx2.Request] = []
        self.tokens = set(tokens)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        given = request.headers.get("authorization", "")
        if request.url.path == "/token":
            return httpx2.Response(200, json={"access_token": f"t{len(self.requests)}"})
        if not self.tokens or given.removeprefix("Bearer ") in self.tokens:
            return httpx2.Response(200, json=given)
        return httpx2.Response(401)

    def send(self, call: Call[Any], credentials: Any, mode: str, **more: Any) -> Any:
        """The answer to a call of a client with these credentials."""
        chosen = settings("https://api.test", credentials=credentials)
        transport = httpx2.MockTransport(self)
        if mode == "sync":
            with httpx2.Client(transport=transport, **more) as client:
                return SyncTransport(chosen, client).send(call)

        async def run() -> Any:
            async with httpx2.AsyncClient(transport=transport, **more) as client:
                return await AsyncTransport(chosen, client).send(call)

        return asyncio.run(run())


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# What is refused before anything is sent


def test_a_call_that_needs_the_key_is_refused_without_one(driver: Driver) -> None:
    with Hostile(answer([])) as server:
        with pytest.raises(
            ConfigurationError, match=r"needs api_key=.*nothing was sent"
        ):
            driver.send(GET, server.url, credentials=NoKey("api_key="))
        assert server.connections == 0


def test_calls_that_need_no_key_go_out_without_one(driver: Driver) -> None:
    optional, open_ = replace(GET, security=OPTIONAL), replace(GET, authenticated=False)
    with Hostile(answer([])) as server:
        for one in (optional, open_):
            driver.send(one, server.url, credentials=NoKey("api_key="))
        assert [r.headers.get("authorization") for r in server.requests] == [None] * 2


def test_an_optional_key_is_sent_when_there_is_one(driver: Driver) -> None:
    with Hostile(answer([])) as server:
        driver.send(
            replace(GET, security=OPTIONAL), server.url, credentials=Bearer("k")
        )
        assert server.requests[0].headers["authorization"] == "Bearer k"


@pytest.mark.parametrize(
    ("security", "message"),
    [
        (None, "needs key="),
        ((("key",), ("token",)), "needs key= or token="),
        ((("key", "token"),), "needs key= and token="),
    ],
)
def test_a_set_without_any_credential_refuses_what_needs_one(
    mode: str, security: Security | None, message: str
) -> None:
    schemes: dict[str, Any] = {"key": ApiKey("header", "X-Key"), "token": BearerToken()}
    empty = SchemeSet(schemes, {}, (("key",),)).credentials({})
    server = Server()
    with pytest.raises(ConfigurationError, match=message):
        server.send(call(security), empty, mode)
    assert server.requests == []
    server.send(call(((), ("key",))), empty, mode)
    assert len(server.requests) == 1


def test_a_certificate_alone_needs_no_argument(mode: str) -> None:
    tls = SchemeSet({"tls": MutualTLS()}, {}, (("tls",),)).credentials({})
    assert Server().send(call(), tls, mode) == ""


def test_a_client_that_authenticates_itself_is_let_through(mode: str) -> None:
    server = Server()
    said = server.send(call(), NoKey("api_key="), mode, auth=("user", "password"))
    assert said == "Basic dXNlcjpwYXNzd29yZA=="


# Functions that return a key


def test_a_function_may_be_asynchronous_where_calls_are() -> None:
    async def token() -> str:
        await asyncio.sleep(0)
        return "fetched"

    for credentials in (Bearer(token), SCHEMES.credentials({"token": token})):
        assert Server().send(call(), credentials, "async") == "Bearer fetched"


def test_a_client_that_blocks_does_not_wait_for_a_coroutine() -> None:
    async def token() -> str:
        return "fetched"

    server = Server()
    with pytest.raises(ConfigurationError, match="asynchronous client"):
        server.send(call(), Bearer(token), "sync")
    assert server.requests == []


def test_tasks_that_share_a_client_keep_their_own_keys() -> None:
    tenant: ContextVar[str] = ContextVar("tenant")

    async def token() -> str:
        await asyncio.sleep(0)
        return tenant.get()

    async def one(transport: AsyncTransport, name: str) -> object:
        tenant.set(name)
        return await transport.send(call())

    async def run() -> list[object]:
        mock = httpx2.MockTransport(Server())
        async with httpx2.AsyncClient(transport=mock) as client:
            chosen = settings("https://api.test", credentials=Bearer(token))
            transport = AsyncTransport(chosen, client)
            return await asyncio.gather(*(one(transport, n) for n in "abcd"))

    assert asyncio.run(run()) == ["Bearer a", "Bearer b", "Bearer c", "Bearer d"]


@pytest.mark.parametrize("key", ["", "a\nb", 7, None])
def test_what_a_function_returns_is_checked(mode: str, key: Any) -> None:
    server = Server()
    with pytest.raises(ConfigurationError):
        server.send(call(), Bearer(lambda: key), mode)
    assert server.requests == []


SCHEMES = SchemeSet({"token": BearerToken()}, {}, (("token",),))


# Tokens that end before their time


OAUTH = SchemeSet({"oauth": OAuth2("https://api.test/token")}, {}, (("oauth",),))


def oauth() -> Any:
    return OAUTH.credentials({"oauth": ClientCredentials("id", "secret")})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_is_refused_is_renewed_once(mode: str, method: str) -> None:
    server = Server("t3")
    assert server.send(replace(call(), method=method), oauth(), mode) == "Bearer t3"
    paths = [request.url.path for request in server.requests]
    assert paths == ["/token", "/a", "/token", "/a"]


def test_a_second_refusal_is_the_answer(mode: str) -> None:
    server = Server("another")
    with pytest.raises(AuthenticationError):
        server.send(call(), oauth(), mode)
    assert len(server.requests) == 4


def test_a_fixed_token_that_is_refused_is_not_sent_again(mode: str) -> None:
    server = Server("another")
    with pytest.raises(AuthenticationError):
        server.send(call(), SCHEMES.credentials({"token": "mine"}), mode)
    assert len(server.requests) == 1


# Digest


class DigestServer(Server):
    """Asks for a digest once, then takes any that belongs to its nonce."""

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        given = request.headers.get("authorization", "")
        if not given.startswith("Digest "):
            challenge = 'Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256'
            return httpx2.Response(401, headers={"www-authenticate": challenge})
        return httpx2.Response(200, json=given)


def digest() -> Any:
    schemes = SchemeSet({"login": Digest()}, {}, (("login",),))
    return schemes.credentials({"login": ("Ada", "s3cr3t")})


def test_a_digest_answers_the_servers_challenge(mode: str) -> None:
    server = DigestServer()
    said = server.send(replace(call(), method="POST", body={"a": 1}), digest(), mode)
    assert 'username="Ada"' in said
    assert "s3cr3t" not in said
    assert [request.content for request in server.requests] == [b'{"a":1}'] * 2


def test_a_body_that_is_read_while_it_is_sent_cannot_go_twice(mode: str) -> None:
    server = DigestServer()
    upload = replace(call(), method="POST", content=Upload(b"abc"))
    with pytest.raises(ConfigurationError, match="sends a body twice"):
        server.send(upload, digest(), mode)
    assert server.requests == []


def test_a_login_does_not_show() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Digest().signer("s3cr3t")
    assert "s3cr3t" not in everything_said(caught.value) + repr(digest())


def frames_of(error: BaseException) -> str:
    """What an error reporter shows of the frames of the runtime."""
    shown: list[str] = []
    traceback = error.__traceback__
    while traceback is not None:
        frame = traceback.tb_frame
        if "_runtime" in frame.f_code.co_filename:
            shown += [f"{name}={value!r}" for name, value in frame.f_locals.items()]
        traceback = traceback.tb_next
    return "\n".join(shown)


QUERY_KEY = ApiKey("query", "key").signer(KEY)
MISSING = replace(GET, method="POST", content=Upload(Path("/nowhere/at/all")))


@pytest.mark.parametrize(
    ("call", "credentials", "step"),
    [
        (GET, QUERY_KEY, answer(status=404)),
        (GET, QUERY_KEY, hang_up()),
        (MISSING, Bearer(KEY), answer([])),
        (GET, KeyCredentials(lambda: f"{KEY}\n", bearer), answer([])),
    ],
    ids=["status", "network", "file", "bad key"],
)
def test_the_frames_of_an_error_hold_no_credential(
    driver: Driver, call: Call[Any], credentials: Any, step: Step
) -> None:
    with Hostile(step) as server, pytest.raises((SDKError, OSError)) as caught:
        driver.send(
            call,
            server.url,
            credentials=credentials,
            options=options(max_retries=0),
        )
    shown = frames_of(caught.value)
    assert "exchange=" in shown
    assert KEY not in shown
    assert "/things/7" not in shown


def test_the_frames_of_a_refused_token_hold_no_secret(mode: str) -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"refresh_token": KEY, "access_token": 7})

    grant = ClientCredentials("id", KEY, token_url="https://auth.test/token")
    chosen = settings("https://api.test", credentials=OAuth2(None).signer(grant))
    transport = httpx2.MockTransport(refuse)

    def send() -> Any:
        if mode == "sync":
            return SyncTransport(chosen, httpx2.Client(transport=transport)).send(GET)
        http = httpx2.AsyncClient(transport=transport)
        return asyncio.run(AsyncTransport(chosen, http).send(GET))

    with pytest.raises(ConfigurationError, match="no token") as caught:
        send()
    assert KEY not in frames_of(caught.value)
