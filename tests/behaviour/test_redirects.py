"""Redirects that a description declares: followed to another origin, with nothing of the caller's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from generator.checks.fixtures import check, record
from generator.checks.fixtures.cassette import read
from generator.checks.fixtures.sdk import Sdk
from generator.diagnostics import Report
from generator.mock import Mock
from tests.support.packages import Built, build_text, install, load_package, reformatted

API = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
security: [{key: [], basic: []}]
tags: [{name: Logs}]
paths:
  /logs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: downloadLog
      tags: [Logs]
      parameters: [{name: X-Mine, in: header, schema: {type: string}}]
      responses:
        '302': &moved {description: The log., headers: {Location: {schema: {type: string}}}}
        default: {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
    post: {operationId: renewLog, tags: [Logs], responses: {'303': *moved}}
    head: {operationId: findLog, tags: [Logs], responses: {'302': *moved}}
  /assets:
    get:
      operationId: getAsset
      tags: [Logs]
      responses:
        '200': &asset {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Asset'}}}}
        '3XX': *moved
  /plain:
    get: {operationId: getPlain, tags: [Logs], responses: {'200': *asset, '304': {description: same}}}
  /with-body:
    get:
      operationId: searchLogs
      tags: [Logs]
      requestBody: {content: {application/json: {schema: {type: object, properties: {text: {type: string}}}}}}
      responses: {'200': *asset, '302': *moved}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: api_key}
    basic: {type: http, scheme: basic}
  schemas:
    Asset: {type: object, required: [id], properties: {id: {type: integer}}}
    Fault: {type: object, required: [why], properties: {why: {type: string}}}
"""
KEY = "s3cr3t"
STORE = "https://store.test/signed-5ecret?signature=5ecret"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


@pytest.fixture(params=["sync", "async"])
def network(request: pytest.FixtureRequest, shop: ModuleType) -> Network:
    return Network(shop, request.param)


class Network:
    """Calls of either client, answered in turn; `requests` are what was sent."""

    def __init__(self, shop: ModuleType, mode: str) -> None:
        self._shop = shop
        self._mode = mode
        self.requests: list[httpx2.Request] = []

    def call(
        self,
        use: Callable[[Any], Any],
        *answers: httpx2.Response,
        http: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Any:
        left = list(answers)

        def answer(request: httpx2.Request) -> httpx2.Response:
            self.requests.append(request)
            found = left.pop(0)
            return httpx2.Response(
                found.status_code, headers=found.headers, content=found.content
            )

        given: dict[str, Any] = {"max_retries": 0, "key": KEY, "basic": ("u", KEY)}
        given |= settings
        transport = httpx2.MockTransport(answer)
        if self._mode == "sync":
            client = httpx2.Client(transport=transport, **(http or {}))
            return use(self._shop.Shop(http_client=client, **given))

        async def run() -> Any:
            async with httpx2.AsyncClient(transport=transport, **(http or {})) as own:
                return await use(self._shop.AsyncShop(http_client=own, **given))

        return asyncio.run(run())


def moved(to: str = STORE, status: int = 302) -> httpx2.Response:
    return httpx2.Response(status, headers={"Location": to})


def download(client: Any) -> Any:
    return client.logs.download("a", x_mine="mine")


CONTENT = httpx2.Response(200, content=b"\x00log")


def test_what_a_redirect_leads_to_is_downloaded(network: Network) -> None:
    assert network.call(download, moved(), CONTENT) == b"\x00log"
    first, second = network.requests
    assert first.headers["accept"] == "*/*"
    assert str(second.url) == STORE
    assert second.method == "GET"


def test_nothing_of_the_caller_goes_to_another_origin(network: Network) -> None:
    own = {"headers": {"X-Own": KEY}, "auth": ("own", KEY), "cookies": {"a": KEY}}
    network.call(
        lambda c: download(
            c.with_options(headers={"X-Tenant": KEY}, query={"tenant": KEY})
        ),
        moved(),
        CONTENT,
        http=own,
    )
    first, second = network.requests
    assert first.headers["x-tenant"] == KEY
    assert first.headers["x-mine"] == "mine"
    assert set(second.headers) <= {"host", "accept", "accept-encoding", "user-agent"}
    assert KEY not in str(second.url)


def test_the_http_clients_own_login_stays_where_it_is(network: Network) -> None:
    login = {"auth": ("own", KEY)}
    network.call(download, moved(), CONTENT, http=login, key=None, basic=None)
    first, second = network.requests
    assert "authorization" in first.headers
    assert "authorization" not in second.headers


def test_a_redirect_within_the_origin_keeps_what_authenticates(
    network: Network,
) -> None:
    network.call(download, moved("/other", 307), moved(), CONTENT)
    _, second, third = network.requests
    assert "authorization" in second.headers
    assert "authorization" not in third.headers


def test_nothing_comes_back_with_who_comes_back(network: Network) -> None:
    network.call(download, moved(), moved("https://shop.test/back"), CONTENT)
    assert "authorization" not in network.requests[2].headers
    assert "api_key" not in str(network.requests[2].url)


@pytest.mark.parametrize(
    ("use", "answer"),
    [
        (lambda c: c.logs.get_plain(), moved()),
        (lambda c: c.logs.renew("a"), moved(status=303)),
        (lambda c: c.logs.renew("a"), moved(status=307)),
        (lambda c: c.logs.search(text="mine"), moved()),
        (download, moved("http://store.test/a")),
        (download, moved("https://u:p@store.test/a")),
        (download, moved("ftp://store.test/a")),
        (download, moved("https://store.test:bad/")),
        (download, httpx2.Response(302)),
    ],
    ids=[
        "not declared",
        "a POST",
        "a POST with 307",
        "a body",
        "not encrypted",
        "a user in the URL",
        "another protocol",
        "no URL",
        "no location",
    ],
)
def test_what_is_not_followed_is_an_error(
    network: Network, shop: ModuleType, use: Any, answer: httpx2.Response
) -> None:
    with pytest.raises(shop.errors.RedirectError):
        network.call(use, answer)
    assert len(network.requests) == 1


def test_it_ends(network: Network, shop: ModuleType) -> None:
    with pytest.raises(shop.errors.RedirectError):
        network.call(download, *(moved(f"https://store.test/{n}") for n in range(9)))
    assert len(network.requests) == 4


def test_an_answer_of_a_declared_redirect_is_read_as_the_others(
    network: Network, shop: ModuleType
) -> None:
    asset = httpx2.Response(200, json={"id": 7})
    assert network.call(lambda c: c.logs.get_asset(), moved(), asset).id == 7
    assert network.call(lambda c: c.logs.find("a"), moved(), asset) is None
    assert network.requests[-1].method == "HEAD"


def test_an_error_is_that_of_the_operation_and_shows_no_address(
    network: Network, shop: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refused = httpx2.Response(401, text="<Error/>")
    with pytest.raises(shop.errors.AuthenticationError) as caught:
        network.call(download, moved(), refused)
    said = f"{caught.value} {caught.value!r} {vars(caught.value)} {caplog.text}"
    assert "5ecret" not in said
    with pytest.raises(shop.errors.NotFoundError) as missing:
        network.call(download, httpx2.Response(404, json={"why": "gone"}))
    assert missing.value.parsed == shop.models.Fault(why="gone")


def test_it_is_asked_again_where_it_leads(network: Network) -> None:
    busy = httpx2.Response(503, headers={"Retry-After": "0"})
    answers = (moved(), busy, CONTENT)
    assert network.call(download, *answers, max_retries=1) == b"\x00log"
    assert [r.url.host for r in network.requests] == ["shop.test"] + ["store.test"] * 2


def test_it_is_saved_piece_by_piece(shop: ModuleType, tmp_path: Path) -> None:
    network = Network(shop, "sync")
    target = tmp_path / "log.txt"

    def save(client: Any) -> Any:
        streamed = client.logs.with_streaming_response
        return streamed.download("a").save_to(target)

    assert network.call(save, moved(), CONTENT) == 4
    assert target.read_bytes() == b"\x00log"
    assert network.requests[1].headers["accept-encoding"] == "identity"
    assert "authorization" not in network.requests[1].headers


def test_a_recording_holds_what_it_leads_to(tmp_path: Path) -> None:
    one_key = API.replace(", basic: []", "")
    built = build_text(tmp_path / "api", one_key)
    sdk = Sdk(install(built.output, tmp_path / "package"), built.model, built.spec)
    with Mock(built.spec) as mock:
        record(sdk, mock.url, "a mock").save(tmp_path / "recorded")
    kept = read(tmp_path / "recorded/downloadLog/full.yaml")
    assert kept.request.url.startswith("https://shop.test/logs/id_1?")
    assert (kept.response.status, kept.response.body) == (200, b"scrubbed")
    report = Report()
    check(tmp_path / "recorded", sdk, report, str)
    assert [found.message for found in report] == []


def test_the_stand_in_answers_with_content(shop: ModuleType) -> None:
    client = shop.testing.FakeAPI().client()
    assert isinstance(client.logs.download("a"), bytes)


def test_the_output_is_formatted_and_says_what_it_does(built: Built) -> None:
    assert not reformatted(built.files)
    methods = {m.id: m for r in built.model.resources for m in r.methods}
    assert methods["downloadLog"].returns == "bytes"
    assert methods["renewLog"].returns == "None"
    assert methods["findLog"].returns == "None"
