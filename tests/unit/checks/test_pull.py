"""`pull` fetches what the configuration names, and copies of what references name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checks.fetch import FetchError, fetch, is_public
from generator.checks.pull import Pull, State, pull, written
from generator.config import Config
from generator.diagnostics import Report
from generator.load import load
from generator.source import Json
from tests.unit.support import project, rendered

PAGE = """# Shop

```json
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}
```
"""
API = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "components": {
        "schemas": {"Pet": {"$ref": "https://ex.test/schemas/pet.json#/Pet"}}
    },
}
PET = {"Pet": {"properties": {"owner": {"$ref": "owner.json"}}}}
OWNER = {"type": "object", "properties": {"name": {"type": "string"}}}
WEB = {
    "https://ex.test/shop.md": PAGE,
    "https://ex.test/schemas/pet.json": json.dumps(PET),
    "https://ex.test/schemas/owner.json": json.dumps(OWNER),
}


class Web:
    """Other servers: text by address."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError("the server answers 404")
        return self.pages[url].encode()


def pulled(
    config: Config, web: Web, *, follow: bool = False, fails: bool = False
) -> Pull:
    report = Report()
    found = pull(config, report, web, follow=follow)
    assert report.failed is fails, rendered(report, config.root)
    written(config, found)
    return found


def states(found: Pull) -> dict[str, State]:
    return {one.file: one.state for one in found.sources}


def test_sources_are_fetched_and_compared(tmp_path: Path) -> None:
    web = Web(WEB)
    config = Config(root=tmp_path, sources={"pages/shop.md": "https://ex.test/shop.md"})
    assert states(pulled(config, web)) == {"pages/shop.md": State.NEW}
    assert (tmp_path / "pages/shop.md").read_text() == PAGE
    assert not pulled(config, web).has_changes
    web.pages["https://ex.test/shop.md"] = PAGE.replace("# Shop", "# Store\n\nNew.")
    (one,) = pulled(config, web).sources
    assert (one.state, one.added, one.removed) == (State.CHANGED, 3, 1)


@pytest.mark.parametrize("text", ["# Page Not Found\n", PAGE[:-30], "<html></html>"])
def test_what_is_no_description_any_more_replaces_nothing(
    tmp_path: Path, text: str
) -> None:
    config = Config(root=tmp_path, sources={"shop.md": "https://ex.test/shop.md"})
    pulled(config, Web(WEB))
    pulled(config, Web({"https://ex.test/shop.md": text}), fails=True)
    assert (tmp_path / "shop.md").read_text() == PAGE


def test_a_server_that_fails_is_an_error(tmp_path: Path) -> None:
    config = Config(root=tmp_path, sources={"shop.md": "https://ex.test/gone.md"})
    report = Report()
    assert not pull(config, report, Web({})).has_changes
    assert rendered(report, tmp_path) == (
        "shop.md: error[source-unreachable]: https://ex.test/gone.md cannot be fetched: the"
        " server answers 404\n"
        "  help: correct the address, or try again later; the file stays as it is"
    )


def loaded(config: Config, report: Report) -> Json:
    (fragment,) = load(config, report)
    return fragment.document["components"]["schemas"]


def test_references_to_other_servers_find_their_copies(tmp_path: Path) -> None:
    config = project(tmp_path, {"api.json": json.dumps(API)})
    web = Web(WEB)
    assert not pulled(config, web).has_changes
    assert web.asked == []
    pulled(config, web, follow=True)
    assert web.asked == [
        "https://ex.test/schemas/pet.json",
        "https://ex.test/schemas/owner.json",
    ]
    report = Report()
    found = loaded(config, report)
    assert rendered(report, tmp_path) == ""
    assert found == {
        "Pet": {"properties": {"owner": {"$ref": "#/components/schemas/owner"}}},
        "owner": OWNER,
    }
    assert not pulled(config, web, follow=True).has_changes


def test_a_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    config = project(tmp_path, {"api.json": json.dumps(API)})
    pulled(config, Web(WEB), follow=True)
    copy = tmp_path / ".undrift-sources/ex.test/schemas/pet.json"
    copy.write_text("{}")
    report = Report()
    load(config, report)
    assert [one.rule for one in report if one.rule == "source-changed"]
    assert report.failed


def test_nothing_is_fetched_by_other_commands(tmp_path: Path) -> None:
    config = project(tmp_path, {"api.json": json.dumps(API)})
    report = Report()
    assert loaded(config, report) == {"Pet": {}}
    assert [one.rule for one in report] == ["external-ref"]


def test_references_without_end_are_followed_so_far(tmp_path: Path) -> None:
    config = project(tmp_path, {"api.json": json.dumps(API)})

    def endless(url: str) -> bytes:
        return json.dumps({"Pet": {"$ref": f"{url}x#/Pet"}}).encode()

    report = Report()
    found = pull(config, report, endless, follow=True)
    assert 10 < len(found.files) < 30
    assert [one.rule for one in report] == ["external-ref"]


def test_documents_are_found_by_what_they_call_themselves(tmp_path: Path) -> None:
    first = {
        **API,
        "openapi": "3.2.0",
        "$self": "https://ex.test/v1/api",
        "components": {"schemas": {"Pet": {"$ref": "other#/components/schemas/Dog"}}},
    }
    second = {
        **API,
        "$self": "https://ex.test/v1/other",
        "components": {"schemas": {"Dog": OWNER}},
    }
    files = {"a.json": json.dumps(first), "b.json": json.dumps(second)}
    config = replace(project(tmp_path, files), inputs=("a.json", "b.json"))
    report = Report()
    found = load(config, report)
    assert rendered(report, tmp_path) == ""
    assert found[0].document["components"]["schemas"]["Pet"] == OWNER


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1%eth0",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
        "fd00::1",
    ],
)
def test_private_addresses_are_told_apart(address: str) -> None:
    assert not is_public(address)
    assert is_public("9.9.9.9")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://127.0.0.1:{port}/x", "private network"),
        ("http://127.0.0.1:{port}/x", "only https"),
        ("file:///etc/passwd", "only https"),
    ],
)
def test_nothing_is_said_to_a_private_network(url: str, reason: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(FetchError, match=reason):
            fetch(url.format(port=server.getsockname()[1]))
        server.setblocking(False)
        try:
            connection, _ = server.accept()
        except BlockingIOError:
            return
        with connection:
            assert connection.recv(1) == b""
