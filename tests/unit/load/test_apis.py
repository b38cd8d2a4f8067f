"""Documents of several APIs in one folder are told apart, and one API is chosen by name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load import load
from generator.source import Json
from tests.unit.support import project, rendered


def fence(title: str, path: str = "/a", info: str = "json", **more: Json) -> str:
    document = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": {path: {"get": {}}},
        **more,
    }
    return f"```{info}\n{json.dumps(document)}\n```\n"


def chosen(root: Path, pages: dict[str, str], api: str = "") -> tuple[list[str], str]:
    report = Report()
    found = load(replace(project(root, pages), api=api), report)
    return [one.file for one in found], rendered(report, root)


def test_several_apis_are_listed_with_their_documents(tmp_path: Path) -> None:
    pages = {"a.md": fence("Shop"), "b.md": fence("Bank"), "c.md": fence(" Shop ")}
    assert chosen(tmp_path, pages) == (
        [],
        (
            "a.md:2:31: error[several-apis]: the input describes 2 APIs: 'Shop', 'Bank'\n"
            "  a.md:2:31: note: 'Shop': a.md\n"
            "  c.md:2:31: note: 'Shop': c.md\n"
            "  b.md:2:31: note: 'Bank': b.md\n"
            "  help: choose one with `--api 'Shop'`, or with `api:` in undrift.yaml"
        ),
    )


def test_one_is_chosen_by_name_and_faults_of_others_do_not_matter(
    tmp_path: Path,
) -> None:
    pages = {
        "a.md": fence("Shop"),
        "b.md": fence("Bank", servers=5),
        "c.md": fence("shop  ltd"),
    }
    assert chosen(tmp_path, pages, "SHOP") == (["a.md"], "")
    assert chosen(tmp_path, pages, " Shop ltd")[0] == ["c.md"]
    found, said = chosen(tmp_path, pages, "Shops")
    assert found == []
    assert "no API here is called 'Shops'" in said


@pytest.mark.parametrize("title", ["", "api", "API", "OpenAPI definition", "FastAPI"])
def test_titles_that_tell_nothing_are_no_names(tmp_path: Path, title: str) -> None:
    pages = {
        "a.md": "# Source: https://docs.x.example/a\n\n" + fence(title),
        "b.md": "# Source: https://docs.x.example/b\n\n" + fence(title, "/b"),
        "c.md": fence(title, "/c", servers=[{"url": "https://y.example/v1"}]),
        "d.md": fence(title, "/d"),
    }
    assert chosen(tmp_path, pages, "docs.x.example")[0] == ["a.md", "b.md", "d.md"]
    assert chosen(tmp_path, pages, "y.example")[0] == ["c.md", "d.md"]
    assert "2 APIs: 'docs.x.example', 'y.example'" in chosen(tmp_path, pages)[1]


def test_a_page_without_a_title_is_of_the_only_api_of_its_site(tmp_path: Path) -> None:
    site = "# Source: https://docs.x.example/a\n\n"
    pages = {"a.md": site + fence("Shop"), "b.md": site + fence("", "/b")}
    assert chosen(tmp_path, pages) == (["a.md", "b.md"], "")


def test_one_title_may_stand_for_two_descriptions(tmp_path: Path) -> None:
    pages = {
        "a.md": fence("Shop", "/a", "yaml /openapi.yaml get /a"),
        "b.md": fence("Shop", "/b", "yaml openapi.yaml get /b"),
        "c.md": fence("Shop", "/c", "yaml /admin.yaml get /c"),
    }
    assert "'Shop (openapi.yaml)', 'Shop (admin.yaml)'" in chosen(tmp_path, pages)[1]
    assert chosen(tmp_path, pages, "Shop (admin.yaml)") == (["c.md"], "")
