"""Every way of authenticating: what is sent, what is refused, what never shows."""

from __future__ import annotations

import asyncio
import logging
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from templates.package._runtime import codec
from templates.package._runtime.call import Call, Security
from templates.package._runtime.errors import (
    APIConnectionError,
    AuthenticationError,
    ConfigurationError,
)
from templates.package._runtime.grants import ClientCredentials, Endpoints
from templates.package._runtime.oauth import OAuth2, TokenFlow
from templates.package._runtime.schemes import (
    ApiKey,
    Basic,
    BearerToken,
    MutualTLS,
    SchemeSet,
)
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import options, settings
from tests.support.calling import everything_said

SECRET = "s3cr3t/&+"
SCHEMES = SchemeSet(
    {
        "header": ApiKey("header", "X-Key"),
        "query": ApiKey("query", "api key"),
        "cookie": ApiKey("cookie", "session"),
        "bearer": BearerToken(),
        "login": Basic(),
        "certificate": MutualTLS(),
    },
    {"header": "TEST_HEADER_KEY"},
    (("header",),),
)


def call(security: Security | None = None, **more: Any) -> Call[Any]:
    return Call("getA", "GET", "/a", codec.ANYTHING, security=security, **more)


def sent(
    given: dict[str, Any], security: Security | None, **more: Any
) -> httpx2.Request:
    """The request of a call with these credentials."""
    requests: list[httpx2.Request] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, json=1)

    with httpx2.Client(transport=httpx2.MockTransport(serve)) as client:
        chosen = settings("https://api.test", credentials=SCHEMES.credentials(given))
        SyncTransport(chosen, client).send(call(security, **more))
    (request,) = requests
    return request


@pytest.mark.parametrize(
    ("given", "security", "header", "value"),
    [
        ({"header": SECRET}, None, "x-key", SECRET),
        ({"header": lambda: SECRET}, None, "x-key", SECRET),
        ({"bearer": SECRET}, (("bearer",),), "authorization", f"Bearer {SECRET}"),
        (
            {"login": ("Ada", "pässword")},
            (("login",),),
            "authorization",
            "Basic QWRhOnDDpHNzd29yZA==",
        ),
        ({"cookie": "abc"}, (("cookie",),), "cookie", "session=abc"),
    ],
)
def test_a_credential_goes_where_its_scheme_says(
    given: dict[str, Any], security: Security | None, header: str, value: str
) -> None:
    assert sent(given, security).headers[header] == value


def test_a_key_in_the_query_is_encoded_and_joins_the_arguments() -> None:
    request = sent({"query": SECRET}, (("query",),), query={"a": "1"})
    assert request.url.query == b"a=1&api%20key=s3cr3t%2F%26%2B"


def test_a_cookie_key_joins_the_cookies() -> None:
    request = sent({"cookie": "abc"}, (("cookie",),), cookies={"a": 1})
    assert request.headers["cookie"] == "a=1; session=abc"


def test_schemes_that_belong_together_are_sent_together() -> None:
    given = {"header": "k", "login": "u:p", "query": "q"}
    request = sent(given, (("header", "login", "query"),))
    assert request.headers["x-key"] == "k"
    assert request.headers["authorization"] == "Basic dTpw"
    assert request.url.query == b"api%20key=q"


def test_the_first_alternative_with_all_credentials_is_taken() -> None:
    security = (("header", "login"), ("bearer",), ())
    request = sent({"header": "k", "bearer": "b"}, security)
    assert request.headers["authorization"] == "Bearer b"
    assert "x-key" not in request.headers


def test_authentication_that_is_optional_is_left_out_without_credentials() -> None:
    assert "authorization" not in sent({"header": "k"}, ((), ("bearer",))).headers


def test_a_certificate_is_the_business_of_the_http_client() -> None:
    request = sent({"header": "k"}, (("certificate", "header"),))
    assert request.headers["x-key"] == "k"


def test_a_missing_credential_is_named_before_anything_is_sent() -> None:
    with pytest.raises(ConfigurationError, match="needs login= and header= or bearer="):
        sent({"header": "k"}, (("login", "header"), ("bearer",)))


def test_credentials_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEST_HEADER_KEY", "from-env")
    assert sent({}, None).headers["x-key"] == "from-env"


@pytest.mark.parametrize(
    "given",
    [{"header": "a\nb"}, {"login": ("a:b", "c")}, {"login": "ab"}, {"bearer": 7}],
)
def test_what_is_no_credential_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        SCHEMES.credentials(given)
    assert "a:b" not in everything_said(caught.value)


def test_no_credential_shows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = "k3y-of-the-query"
    credentials = SCHEMES.credentials({"query": key})
    assert key not in repr(credentials)
    with pytest.raises(TypeError):
        pickle.dumps(credentials)
    answers = httpx2.MockTransport(lambda _: httpx2.Response(401))
    with httpx2.Client(transport=answers) as client:
        transport = SyncTransport(
            settings("https://api.test", credentials=credentials), client
        )
        with pytest.raises(AuthenticationError) as caught:
            transport.send(call((("query",),)))
    assert key not in everything_said(caught.value) + caplog.text
    assert key not in repr(caught.value.response) + caught.value.response.path


class TokenServer:
    """A token endpoint and an API beside it."""

    def __init__(self, *answers: httpx2.Response, life: object = 3600) -> None:
        self.asked: list[httpx2.Request] = []
        self.bearers: list[str] = []
        self._answers = list(answers)
        self._life = life
        self._lock = threading.Lock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        with self._lock:
            if request.url.path != "/token":
                self.bearers.append(request.headers["authorization"])
                return httpx2.Response(200, json=1)
            self.asked.append(request)
            if self._answers:
                return self._answers.pop(0)
            token = {"access_token": f"t{len(self.asked)}", "expires_in": self._life}
            return httpx2.Response(200, json=token)

    def client(self) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(self))


FLOW = ClientCredentials("id:1", SECRET, scope="a b")
SET = SchemeSet({"oauth": OAuth2("https://auth.test/token")}, {}, (("oauth",),))


def chosen(flow: Any = FLOW, **more: Any) -> Any:
    credentials = SET.credentials({"oauth": flow})
    return settings("https://api.test", credentials=credentials, **more)


def test_a_token_is_fetched_once_and_used_for_many_calls() -> None:
    server = TokenServer()
    with server.client() as client:
        transport = SyncTransport(chosen(), client)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: transport.send(call()), range(16)))
    (request,) = server.asked
    assert server.bearers == ["Bearer t1"] * 16
    assert request.headers["authorization"] == "Basic aWQlM0ExOnMzY3IzdCUyRiUyNiUyQg=="
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["a b"],
    }


def test_tasks_share_one_fetch_and_loops_follow_each_other() -> None:
    server = TokenServer()
    made = chosen()

    async def run() -> None:
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(server)) as client:
            transport = AsyncTransport(made, client)
            await asyncio.gather(*(transport.send(call()) for _ in range(16)))

    asyncio.run(run())
    asyncio.run(run())
    assert len(server.asked) == 1
    assert server.bearers == ["Bearer t1"] * 32


def test_a_token_is_renewed_before_it_expires() -> None:
    server, now = TokenServer(life="100"), [0.0]
    flow = TokenFlow(FLOW, Endpoints("https://auth.test/token"), clock=lambda: now[0])
    with server.client() as client:
        for moment, tokens in [(0, 1), (89, 1), (90, 2), (179, 2), (180, 3)]:
            now[0] = moment
            if flow.tokens_due():
                assert flow.fetch(client, 5) is None
            assert len(server.asked) == tokens
            assert flow.sign().headers == {"authorization": f"Bearer t{tokens}"}


def test_id_and_secret_may_go_in_the_body() -> None:
    server = TokenServer()
    flow = ClientCredentials("id", SECRET, in_body=True)
    with server.client() as client:
        SyncTransport(chosen(flow), client).send(call())
    (request,) = server.asked
    assert "authorization" not in request.headers
    assert parse_qs(request.content.decode())["client_secret"] == [SECRET]


def test_a_token_of_the_callers_own_is_used_as_it_is() -> None:
    server = TokenServer()
    with server.client() as client:
        SyncTransport(chosen("mine"), client).send(call())
    assert (server.asked, server.bearers) == ([], ["Bearer mine"])


def test_a_token_endpoint_that_is_busy_is_asked_again() -> None:
    server = TokenServer(httpx2.Response(503), httpx2.Response(429))
    with server.client() as client:
        SyncTransport(chosen(), client, sleep=lambda _: None).send(call())
    assert (len(server.asked), server.bearers) == (3, ["Bearer t3"])


def test_a_token_endpoint_that_stays_away_is_a_connection_error() -> None:
    server = TokenServer(*[httpx2.Response(503)] * 2)
    with server.client() as client:
        few = chosen(options=options(max_retries=1))
        transport = SyncTransport(few, client, sleep=lambda _: None)
        with pytest.raises(APIConnectionError, match="no token") as caught:
            transport.send(call())
    assert caught.value.may_have_been_processed is False


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(401, json={"error": SECRET}),
        httpx2.Response(200, json={"token": SECRET}),
        httpx2.Response(200, content=b"<html>"),
        httpx2.Response(200, json=[SECRET]),
        httpx2.Response(302, headers={"location": "https://evil.test"}),
    ],
)
def test_credentials_that_are_refused_are_a_fault_of_the_configuration(
    answer: httpx2.Response,
) -> None:
    server = TokenServer(answer)
    with server.client() as client:
        transport = SyncTransport(chosen(), client)
        with pytest.raises(ConfigurationError, match="no token") as caught:
            transport.send(call())
    assert SECRET not in everything_said(caught.value)
    assert (len(server.asked), server.bearers) == (1, [])


def test_secrets_travel_encrypted() -> None:
    unsafe = SchemeSet({"oauth": OAuth2("http://auth.test/token")}, {}, (("oauth",),))
    with pytest.raises(ConfigurationError, match="plain http"):
        unsafe.credentials({"oauth": FLOW})
    assert unsafe.credentials({"oauth": FLOW}, allow_http=True) is not None
    assert SECRET not in repr(FLOW)
