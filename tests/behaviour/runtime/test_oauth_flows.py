"""Tokens that somebody authorized: refresh tokens, OpenID providers."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from templates.package._runtime.device import DeviceLogin
from templates.package._runtime.discovery import OpenID
from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.grants import ClientCredentials, Endpoints, RefreshToken
from templates.package._runtime.oauth import OAuth2, TokenFlow
from tests.behaviour.runtime.provider import DEVICE, TOKEN, Answer, Provider, token
from tests.support.calling import everything_said

WELL_KNOWN = "https://auth.test/.well-known/openid-configuration"
SECRET = "r3fresh"


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
