"""Keys and where they may go: everything is checked before anything is sent."""

from __future__ import annotations

import pickle

import pytest

from templates.package._runtime.auth import (
    Bearer,
    Environment,
    Environments,
    check_base_url,
)
from templates.package._runtime.errors import ConfigurationError
from tests.behaviour.runtime.driver import GET, Driver
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, answer

LIVE, SANDBOX = "https://api.test/v1", "https://sandbox.test/v1"
ENVIRONMENTS = Environments(
    {
        "live": Environment(LIVE, "sk_live_"),
        "sandbox": Environment(SANDBOX, "sk_sandbox_"),
    }
)


@pytest.mark.parametrize(
    ("key", "environment", "base_url", "expected"),
    [
        ("sk_live_1", None, None, LIVE),
        ("sk_sandbox_1", None, None, SANDBOX),
        ("sk_live_1", "live", None, LIVE),
        ("other", "sandbox", None, SANDBOX),
        ("other", None, "http://127.0.0.1:9/v1/", "http://127.0.0.1:9/v1"),
        ("sk_live_1", None, "https://proxy.test", "https://proxy.test"),
        ("sk_live_1", "live", "https://proxy.test", "https://proxy.test"),
        (None, "live", None, LIVE),
    ],
)
def test_the_base_url_follows_the_environment_and_the_key(
    key: str | None, environment: str | None, base_url: str | None, expected: str
) -> None:
    assert ENVIRONMENTS.choose(key, environment, base_url)[0] == expected


@pytest.mark.parametrize(
    ("key", "environment", "base_url", "message"),
    [
        ("sk_live_1", "sandbox", None, "a key of environment 'live'"),
        ("sk_sandbox_1", "live", None, "a key of environment 'sandbox'"),
        ("sk_live_1", "sandbox", "http://localhost:1", "a key of environment 'live'"),
        ("sk_other_1", None, None, "pass environment=, one of 'live', 'sandbox'"),
        (None, None, None, "pass environment="),
        ("sk_live_1", "prod", None, "must be one of 'live', 'sandbox'"),
    ],
)
def test_a_key_never_goes_to_another_environment(
    key: str | None, environment: str | None, base_url: str | None, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        ENVIRONMENTS.choose(key, environment, base_url)
    assert key is None or key not in everything_said(caught.value)


def test_a_key_that_is_made_later_is_guarded_too(driver: Driver) -> None:
    def key() -> str:
        return "sk_live_1"

    with Hostile(answer([])) as server:
        url, check = ENVIRONMENTS.choose(key, "sandbox", server.url)
        with pytest.raises(ConfigurationError, match="nothing was sent") as caught:
            driver.send(GET, url, credentials=Bearer(key, check))
        assert server.connections == 0
    assert "sk_live_1" not in everything_said(caught.value)


def test_a_key_that_is_made_later_needs_a_named_environment() -> None:
    with pytest.raises(ConfigurationError, match="pass environment="):
        ENVIRONMENTS.choose(lambda: "sk_live_1", None, None)


def test_a_key_function_is_asked_for_every_attempt(driver: Driver) -> None:
    keys = iter(["first", "second"])
    with Hostile(answer(status=500), answer([])) as server:
        driver.send(GET, server.url, credentials=Bearer(lambda: next(keys)))
        sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer first", "Bearer second"]


def test_a_single_environment_needs_no_choice() -> None:
    only = Environments({"default": Environment(LIVE)})
    assert only.choose("anything", None, None)[0] == LIVE


def test_the_longest_prefix_decides() -> None:
    nested = Environments(
        {"a": Environment(LIVE, "sk_"), "b": Environment(SANDBOX, "sk_b_")}
    )
    assert nested.choose("sk_b_1", None, None)[0] == SANDBOX
    with pytest.raises(ConfigurationError):
        nested.choose("sk_b_1", "a", None)


@pytest.mark.parametrize(
    "key", ["", " ", "sk live", "sk_live\n", "\tsk", "sk_l\u00efve", "sk\x00", "sk\x7f"]
)
def test_a_key_that_cannot_be_one_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Bearer(key)
    assert len(key.strip()) < 2 or key not in everything_said(caught.value)


def test_the_credentials_show_nothing() -> None:
    credentials = Bearer("sk_live_1")
    assert "sk_live_1" not in repr(credentials) + str(credentials)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(credentials)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.test/v1",
        "http://localhost:3001/v1",
        "http://127.0.0.1",
        "http://127.8.8.8:1",
        "http://[::1]:80/v1",
        "http://api.localhost",
    ],
)
def test_https_and_loopback_are_fine(url: str) -> None:
    assert check_base_url(url + "/") == check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.test/v1",
        "ftp://api.test",
        "//api.test",
        "https://",
        "https:///v1",
        "http://api.test",
        "http://localhost.evil.test",
        "http://127.0.0.1.evil.test",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "https://Noor:secret@api.test",
        "https://api.test/?Noor",
        "https://api.test/#Noor",
        "https://[::1",
    ],
)
def test_other_base_urls_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_base_url(url)
    assert "Noor" not in everything_said(caught.value)


def test_plain_http_can_be_allowed() -> None:
    assert (
        check_base_url("http://10.0.0.1/v1/", allow_http=True) == "http://10.0.0.1/v1"
    )
