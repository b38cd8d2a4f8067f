"""Tokens that somebody authorized: refresh tokens, codes for devices, OpenID providers."""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from templates.package._runtime.device import DeviceLogin, DevicePrompt
from templates.package._runtime.discovery import OpenID
from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.grants import ClientCredentials, Endpoints, RefreshToken
from templates.package._runtime.oauth import OAuth2, TokenFlow
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, drip_head

TOKEN, DEVICE = "https://auth.test/token", "https://auth.test/device"
WELL_KNOWN = "https://auth.test/.well-known/openid-configuration"
SECRET = "r3fresh"
Answer = tuple[int, Any]


class Provider:
    """An authorization server that answers in turn."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[httpx2.Headers] = []
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        with self._lock:
            form = dict(parse_qsl(request.content.decode()))
            self.asked.append((request.url.path, form))
            self.headers.append(request.headers)
            status, value = self.answers.pop(0)
        return httpx2.Response(status, json=value)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def fetch(self, flow: TokenFlow, mode: str) -> str:
        """Have a token; returns it, or what is wrong."""
        transport = httpx2.MockTransport(self)
        if mode == "sync":
            with httpx2.Client(transport=transport) as client:
                fault = flow.fetch(client, 5)
        else:

            async def run() -> Any:
                async with httpx2.AsyncClient(transport=transport) as client:
                    return await flow.afetch(client, 5)

            fault = asyncio.run(run())
        return flow.sign().headers["authorization"] if fault is None else fault.problem

    def flow(self, grant: Any, device: str | None = DEVICE, **more: Any) -> TokenFlow:
        return TokenFlow(
            grant,
            Endpoints(TOKEN, device),
            sleep=self.waits.append,
            asleep=self.wait,
            **more,
        )


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def token(name: str = "t", **more: Any) -> Answer:
    return 200, {"access_token": name, "expires_in": 100, **more}


# Refresh tokens


def test_a_refresh_token_gets_tokens(mode: str) -> None:
    provider = Provider(token("t1"))
    grant = RefreshToken(SECRET, "id", scope="a b")
    assert provider.fetch(provider.flow(grant), mode) == "Bearer t1"
    assert provider.asked == [
        (
            "/token",
            {
                "grant_type": "refresh_token",
                "refresh_token": SECRET,
                "scope": "a b",
                "client_id": "id",
            },
        )
    ]


def test_a_new_refresh_token_is_used_and_told(mode: str) -> None:
    told: list[str] = []
    provider = Provider(
        token("t1", refresh_token="r2"), token("t2"), token("t3", refresh_token="r3")
    )
    now = [0.0]
    grant = RefreshToken("r1", "id", "secret", on_renewed=told.append)
    flow = provider.flow(grant, clock=lambda: now[0])
    for moment in (0, 90, 180):
        now[0] = moment
        provider.fetch(flow, mode)
    assert [form["refresh_token"] for _, form in provider.asked] == ["r1", "r2", "r2"]
    assert told == ["r2", "r3"]
    assert provider.headers[0]["authorization"] == "Basic aWQ6c2VjcmV0"


def test_many_calls_renew_once() -> None:
    provider = Provider(token("t1"))
    flow = provider.flow(RefreshToken(SECRET, "id"))
    transport = httpx2.MockTransport(provider)
    with httpx2.Client(transport=transport) as client, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: flow.fetch(client, 5), range(32)))
    assert len(provider.asked) == 1


def test_a_refresh_token_that_is_refused_is_said_without_it(mode: str) -> None:
    provider = Provider((400, {"error": "invalid_grant", "of": SECRET}))
    with pytest.raises(ConfigurationError, match="status 400") as caught:
        provider.fetch(provider.flow(RefreshToken(SECRET, "id")), mode)
    assert SECRET not in everything_said(caught.value)


# Devices


CODE = {
    "device_code": "d1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://auth.test/enter",
    "expires_in": 60,
    "interval": 2,
}
PENDING = (400, {"error": "authorization_pending"})


def login(shown: list[DevicePrompt], **more: Any) -> DeviceLogin:
    return DeviceLogin("id", shown.append, **more)


def test_a_person_enters_the_code_that_is_shown(mode: str) -> None:
    shown: list[DevicePrompt] = []
    slow = (400, {"error": "slow_down"})
    provider = Provider((200, CODE), PENDING, slow, PENDING, token("t1"))
    flow = provider.flow(login(shown, scope="a"))
    assert provider.fetch(flow, mode) == "Bearer t1"
    assert shown == [
        DevicePrompt("WDJB-MJHT", "https://auth.test/enter", None, 60.0),
    ]
    assert provider.waits == [2, 2, 7, 7]
    assert provider.asked[0] == ("/device", {"client_id": "id", "scope": "a"})
    assert provider.asked[1] == (
        "/token",
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": "d1",
            "client_id": "id",
        },
    )


def test_nobody_is_asked_again_while_there_is_a_refresh_token(mode: str) -> None:
    shown: list[DevicePrompt] = []
    now = [0.0]
    provider = Provider((200, CODE), token("t1", refresh_token="r1"), token("t2"))
    flow = provider.flow(login(shown), clock=lambda: now[0])
    provider.fetch(flow, mode)
    now[0] = 90
    assert provider.fetch(flow, mode) == "Bearer t2"
    assert len(shown) == 1
    assert provider.asked[-1][1]["refresh_token"] == "r1"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([(200, CODE), (400, {"error": "access_denied"})], "declined"),
        ([(200, CODE), (400, {"error": "expired_token"})], "in time"),
        ([(200, {**CODE, "expires_in": 4}), PENDING, PENDING], "in time"),
        ([(200, CODE), (400, {"error": "invalid_client"})], "status 400"),
        ([(400, {"error": "invalid_client"})], "no code for this device"),
        ([(200, {"user_code": "A"})], "no code for this device"),
        ([(200, [])], "no code for this device"),
    ],
)
def test_a_login_that_comes_to_nothing_says_why(
    mode: str, answers: list[Answer], problem: str
) -> None:
    provider = Provider(*answers)
    with pytest.raises(ConfigurationError, match=problem):
        provider.fetch(provider.flow(login([])), mode)
    assert provider.answers == []


def test_a_server_that_is_busy_is_a_fault_to_try_again_after(mode: str) -> None:
    provider = Provider((503, {}))
    assert "status 503" in provider.fetch(provider.flow(login([])), mode)


def test_a_login_needs_an_endpoint_for_devices(mode: str) -> None:
    provider = Provider()
    with pytest.raises(ConfigurationError, match="device_url"):
        provider.fetch(provider.flow(login([]), device=None), mode)


# OpenID


CONFIGURATION = {
    "issuer": "https://auth.test",
    "token_endpoint": TOKEN,
    "device_authorization_endpoint": DEVICE,
}


def openid(grant: Any, url: str = WELL_KNOWN) -> Any:
    return OpenID(url).signer(grant)


def test_a_providers_endpoints_are_asked_for_once(mode: str) -> None:
    provider = Provider((200, CONFIGURATION), token("t1"), token("t2"))
    flow = openid(ClientCredentials("id", "secret"))
    assert provider.fetch(flow, mode) == "Bearer t1"
    flow.refused(None, flow.sign())
    assert provider.fetch(flow, mode) == "Bearer t2"
    paths = [path for path, _ in provider.asked]
    assert paths == ["/.well-known/openid-configuration", "/token", "/token"]


def test_an_endpoint_of_the_callers_own_comes_first(mode: str) -> None:
    provider = Provider((200, CONFIGURATION), token("t1"))
    own = ClientCredentials("id", "secret", token_url="https://auth.test/own")
    provider.fetch(openid(own), mode)
    assert provider.asked[-1][0] == "/own"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, {}), "status 404"),
        ((200, []), "no token endpoint"),
        ((200, {**CONFIGURATION, "issuer": "https://evil.test"}), "another issuer"),
        (
            (200, {**CONFIGURATION, "token_endpoint": "http://auth.test/t"}),
            "plain http",
        ),
    ],
)
def test_a_discovery_that_cannot_be_trusted_is_refused(
    mode: str, answer: Answer, problem: str
) -> None:
    provider = Provider(answer)
    with pytest.raises(ConfigurationError, match=problem):
        provider.fetch(openid(ClientCredentials("id", SECRET)), mode)
    assert len(provider.asked) == 1


def test_a_token_of_ones_own_needs_no_provider() -> None:
    assert openid("mine").sign(None).headers == {"authorization": "Bearer mine"}


# What never shows


@pytest.mark.parametrize(
    "grant",
    [
        RefreshToken(SECRET, "id"),
        ClientCredentials("id", SECRET),
        DeviceLogin("id", print, client_secret=SECRET),
        TokenFlow(RefreshToken(SECRET, "id"), Endpoints(TOKEN)),
    ],
)
def test_secrets_do_not_show_and_are_not_pickled(grant: Any) -> None:
    assert SECRET not in repr(grant)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(grant)


def test_a_grant_needs_to_know_where_tokens_are() -> None:
    with pytest.raises(ConfigurationError, match="token_url"):
        OAuth2(None).signer(RefreshToken(SECRET, "id"))
    with pytest.raises(ConfigurationError, match="plain http"):
        OAuth2("http://auth.test/t").signer(RefreshToken(SECRET, "id"))


def test_polling_outlives_a_server_that_is_busy(mode: str) -> None:
    prompts: list[DevicePrompt] = []
    busy = (503, None)
    provider = Provider((200, CODE), busy, (429, None), token("t1"))
    grant = DeviceLogin("id", prompts.append)
    assert provider.fetch(provider.flow(grant), mode) == "Bearer t1"
    assert len(prompts) == 1


def test_nobody_waits_longer_than_a_code_is_good_for(mode: str) -> None:
    code = {**CODE, "expires_in": 60, "interval": 1e9}
    provider = Provider((200, code), (400, {"error": "authorization_pending"}))
    grant = DeviceLogin("id", lambda _: None)
    with pytest.raises(ConfigurationError, match="nobody entered"):
        provider.fetch(provider.flow(grant), mode)
    assert provider.waits == [60]


# Many callers


class Slow:
    """A token endpoint that takes its time and then says the same to everybody."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked = 0
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        self.is_asked.set()
        assert self.may_answer.wait(20)
        return httpx2.Response(self.status)


def outcome(flow: TokenFlow, client: httpx2.Client, patience: float | None) -> str:
    try:
        fault = flow.fetch(client, 20, patience)
    except ConfigurationError as error:
        return str(error)
    return "" if fault is None else fault.problem


@pytest.mark.parametrize("status", [401, 503])
def test_those_who_waited_for_a_token_do_not_ask_in_turn(status: int) -> None:
    slow, flow = Slow(status), TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
    with (
        httpx2.Client(transport=httpx2.MockTransport(slow)) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        first = pool.submit(outcome, flow, client, None)
        assert slow.is_asked.wait(20)
        others = [pool.submit(outcome, flow, client, None) for _ in range(7)]
        while any(not other.running() for other in others):
            time.sleep(0.01)
        time.sleep(0.1)  # until they wait
        slow.may_answer.set()
        found = {one.result() for one in (first, *others)}
    assert found == {f"no token: its endpoint answered with status {status}"}
    assert slow.asked == 1


def test_tasks_that_waited_for_a_token_do_not_ask_in_turn() -> None:
    asked: list[httpx2.Request] = []

    async def refuse(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        await asyncio.sleep(0.05)
        return httpx2.Response(503)

    async def run() -> list[Any]:
        flow = TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as client:
            return await asyncio.gather(*(flow.afetch(client, 20) for _ in range(9)))

    found = asyncio.run(run())
    assert len(found) == 9
    assert None not in found
    assert len(asked) == 1


def test_a_deadline_holds_while_another_call_fetches_the_token() -> None:
    slow, flow = Slow(401), TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
    with (
        httpx2.Client(transport=httpx2.MockTransport(slow)) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(outcome, flow, client, None)
        assert slow.is_asked.wait(20)
        assert outcome(flow, client, 0.05) == "no token in time"
        slow.may_answer.set()
        first.result()

    async def run() -> Any:
        async def never(request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(20)
            return httpx2.Response(401)

        flow = TokenFlow(ClientCredentials("id", "s"), Endpoints(TOKEN))
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(never)) as client:
            asking = asyncio.create_task(flow.afetch(client, 20))
            await asyncio.sleep(0)
            found = await flow.afetch(client, 20, 0.05)
            asking.cancel()
            return found

    assert asyncio.run(run()).problem == "no token in time"


def test_an_endpoint_that_drips_does_not_hold_a_thread() -> None:
    with Hostile(drip_head()) as server, httpx2.Client(trust_env=False) as client:
        grant = ClientCredentials("id", "s")
        flow = TokenFlow(grant, Endpoints(f"{server.url}/token"))
        fault = flow.fetch(client, 0.3)
    assert fault is not None
    assert fault.is_timeout
