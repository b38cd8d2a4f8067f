"""What stands at the root of fragments: info, servers, security, tags."""

from __future__ import annotations

from generator.config import Environment
from generator.diagnostics import Report
from generator.merge.variant import version_key
from generator.source import Document
from tests.support.fragments import block, fragment, merged, operation, page, said


def test_several_versions_are_reported_and_the_newest_is_kept() -> None:
    report = Report()
    pages = [page(f"{name}.json", f"/{name}", operation(name)) for name in "abc"]
    versions = ("2026-05-29", "2025-11-30", "2026-05-29")
    for found, version in zip(pages, versions, strict=True):
        found.document["info"]["version"] = version
    assert merged(pages, report).document["info"]["version"] == "2026-05-29"
    assert said(report) == block("""
        b.json/info/version: warning[mixed-versions]: 1 of 3 fragments are not of the newest version, 2026-05-29
          b.json: note: b.json is of version 2025-11-30
          help: fetch these pages again; the merged document says version 2026-05-29
        """)


def test_versions_order_by_number_and_a_pre_release_comes_first() -> None:
    written = ["1.0.0-rc1", "1.0.0", "v1.2", "1.10", "2", "2025-11-30", "2026-05-29"]
    assert sorted(sorted(written), key=version_key) == written


def test_root_security_that_differs_moves_into_the_operations() -> None:
    found = merged(
        [
            page("a.json", "/a", operation("a"), security=[{"key": []}]),
            page("b.json", "/b", operation("b")),
            page("c.json", "/c", operation("c", security=[{"own": []}])),
        ]
    ).document
    assert "security" not in found
    assert [item["get"]["security"] for item in found["paths"].values()] == [
        [{"key": []}],
        [],
        [{"own": []}],
    ]


def test_root_servers_that_differ_are_united_and_move_into_the_operations() -> None:
    one, two = {"url": "https://one.example"}, {"url": "https://two.example"}
    found = merged(
        [
            page("a.json", "/a", operation("a"), servers=[two, one]),
            page("b.json", "/b", operation("b"), servers=[one]),
            page("c.json", "/c", operation("c")),
        ]
    ).document
    assert found["servers"] == [two, one]
    assert [item["get"].get("servers") for item in found["paths"].values()] == [
        None,
        [one],
        None,
    ]


def test_two_servers_with_one_url_are_both_kept_and_reported() -> None:
    servers = [
        {"url": "http://localhost/v1", "description": "Live"},
        {"url": "http://localhost/v1", "description": "Sandbox"},
    ]
    pages = [page(f"{n}.json", f"/{n}", operation(n), servers=servers) for n in "ab"]
    report = Report()
    assert merged(pages, report).document["servers"] == servers
    assert said(report) == block("""
        a.json/servers/0: warning[same-server-url]: 2 servers have the same URL, http://localhost/v1: "Live" and "Sandbox"
          a.json/servers/1: note: the same URL again
          help: correct the URLs, or name the `environments` in the configuration
        """)
    named = Report()
    live = Environment(name="live", url="http://localhost/v1")
    merged(pages, named, environments=(live,))
    assert [str(found.severity) for found in named] == ["info"]


def test_tags_keep_the_order_of_the_longest_list_and_the_longest_texts() -> None:
    def tags(*names: str, description: str = "") -> list[Document]:
        return [{"name": name, "description": description} for name in names]

    found = merged(
        [
            fragment("a.json", {"tags": tags("z", "a", "m")}),
            fragment("b.json", {"tags": tags("q", "b", description="Longer")}),
            fragment("c.json", {"tags": tags("a", description="Short")}),
        ]
    ).document["tags"]
    assert [(tag["name"], tag["description"]) for tag in found] == [
        ("z", ""),
        ("a", "Short"),
        ("m", ""),
        ("b", "Longer"),
        ("q", "Longer"),
    ]
