"""Misuse: what makes no sense is refused by name, and nothing reaches a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest

from templates.package._runtime.auth import Bearer
from templates.package._runtime.call import Call
from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import (
    GET,
    KEY,
    POST,
    Driver,
    options,
    settings,
)
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, answer

SECRET = "Noor"


@dataclass(frozen=True)
class Misuse:
    """A row of the table: a call, or options, that cannot be meant."""

    name: str
    error: type[Exception]
    call: Call[Any] = GET
    settings: Callable[[], dict[str, Any]] = dict


def chosen(**changes: Any) -> Callable[[], dict[str, Any]]:
    """Options that are made while the test watches."""
    return lambda: {"options": options(**changes)}


def key(value: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"credentials": Bearer(value)}


MISUSES = [
    Misuse("empty path argument", ValueError, replace(GET, path={"id": ""})),
    Misuse("path of dots", ValueError, replace(GET, path={"id": ".."})),
    Misuse("path of one dot", ValueError, replace(GET, path={"id": "."})),
    Misuse("path of an object", TypeError, replace(GET, path={"id": object()})),
    Misuse("path of no number", ValueError, replace(GET, path={"id": float("nan")})),
    Misuse("query of an object", TypeError, replace(GET, query={"q": object()})),
    Misuse("query of infinity", ValueError, replace(GET, query={"q": float("inf")})),
    Misuse("query too long", ValueError, replace(GET, query={"q": SECRET * 99_999})),
    Misuse(
        "header with a line", ValueError, replace(GET, headers={"X": f"{SECRET}\n"})
    ),
    Misuse("header beyond latin", ValueError, replace(GET, headers={"X": "\u20ac"})),
    Misuse("header without a name", ValueError, replace(GET, headers={"": SECRET})),
    Misuse("body that is no JSON", TypeError, replace(POST, body={"a": object()})),
    Misuse("body that is no number", ValueError, replace(POST, body=float("nan"))),
    Misuse("no timeout", ValueError, settings=chosen(timeout=0)),
    Misuse("negative timeout", ValueError, settings=chosen(timeout=-1)),
    Misuse("endless timeout", ValueError, settings=chosen(timeout=float("inf"))),
    Misuse("timeout of text", TypeError, settings=chosen(timeout="5")),
    Misuse("timeout of truth", TypeError, settings=chosen(timeout=True)),
    Misuse("no deadline", ValueError, settings=chosen(deadline=0)),
    Misuse("negative retries", ValueError, settings=chosen(max_retries=-1)),
    Misuse("very many retries", ValueError, settings=chosen(max_retries=99)),
    Misuse("half a retry", TypeError, settings=chosen(max_retries=1.5)),
    Misuse("own header", ValueError, settings=chosen(headers={"Host": SECRET})),
    Misuse("own key", ValueError, settings=chosen(headers={"Authorization": SECRET})),
    Misuse("view query", TypeError, settings=chosen(query={"q": object()})),
    Misuse("view header", ValueError, settings=chosen(headers={"X": f"{SECRET}\r"})),
    Misuse("headers of a list", TypeError, settings=chosen(headers=[(SECRET, "1")])),
    Misuse("header of a number", TypeError, settings=chosen(headers={"X": 1})),
    Misuse("query of a list", TypeError, settings=chosen(query=[(SECRET, "1")])),
    Misuse("empty key", ConfigurationError, settings=key("")),
    Misuse("key with a line", ConfigurationError, settings=key(f"{SECRET}\n")),
    Misuse("key beyond ASCII", ConfigurationError, settings=key(f"{SECRET}\u00e9")),
    Misuse("function of no key", ConfigurationError, settings=key(lambda: None)),
]


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)
def test_misuse_is_refused_before_anything_is_sent(
    driver: Driver, misuse: Misuse
) -> None:
    with Hostile(answer([])) as server:
        with pytest.raises(misuse.error) as caught:
            driver.send(misuse.call, server.url, **misuse.settings())
        assert server.requests == []
    said = everything_said(caught.value)
    assert SECRET not in said
    assert KEY not in said
    assert driver.waits == []


def test_an_http_client_of_the_other_sort_is_refused() -> None:
    blocking: Any = httpx2.Client()
    awaiting: Any = httpx2.AsyncClient()
    with pytest.raises(TypeError, match=r"an httpx2\.Client, not AsyncClient"):
        SyncTransport(settings("https://api.test"), awaiting)
    with pytest.raises(TypeError, match=r"an httpx2\.AsyncClient, not Client"):
        AsyncTransport(settings("https://api.test"), blocking)
