"""`undrift pull` on the command line: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import cli
from generator.checks import fetch
from tests.unit.support import write

API = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}
URL = "https://ex.test/api.json"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """What other servers have, by address; the folder of the project is the current one."""
    known = {URL: json.dumps(API).encode()}

    def get(url: str) -> bytes:
        if url not in known:
            raise fetch.FetchError("the server answers 404")
        return known[url]

    monkeypatch.setattr(fetch, "fetch", get)
    monkeypatch.chdir(tmp_path)
    settings = f"inputs: [api.json]\nsources: {{api.json: '{URL}'}}\n"
    write(tmp_path, {"undrift.yaml": settings})
    return known


def pull(*arguments: str) -> Result:
    return CliRunner().invoke(cli.undrift, ["pull", *arguments])


def test_what_changed_is_shown_and_written(web: dict[str, bytes]) -> None:
    done = pull()
    assert done.exit_code == 0
    assert done.stdout == (
        "  api.json: new (+1 -0 lines)\n"
        "1 source pulled, 1 changed; review the changes, then run `undrift generate`\n"
    )
    assert json.loads(Path("api.json").read_text()) == API
    done = pull()
    assert (done.exit_code, done.stdout) == (
        0,
        "  api.json: unchanged\n1 source pulled, 0 changed\n",
    )


def test_check_writes_nothing(web: dict[str, bytes]) -> None:
    assert pull("--check").exit_code == 3
    assert not Path("api.json").exists()


def test_a_server_that_fails_exits_with_one(web: dict[str, bytes]) -> None:
    del web[URL]
    done = pull()
    assert done.exit_code == 1
    assert "error[source-unreachable]" in done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        "sources: {../api.json: 'https://ex.test/x'}",
        "sources: {api.json: 'http://ex.test/x'}",
        "sources: {api.json: 'file:///etc/passwd'}",
        "sources: [api.json]",
    ],
)
def test_sources_are_files_of_the_project_at_https_addresses(
    web: dict[str, bytes], settings: str
) -> None:
    Path("undrift.yaml").write_text(settings)
    done = pull()
    assert done.exit_code == 1
    assert "undrift.yaml:1:" in done.stderr
