"""`generate` does nothing when nothing changed, and notices whatever did."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from generator import cli, pipeline, unchanged
from generator.reads import Reads
from tests.unit.support import write

CONFIG = """\
inputs: [api.yaml, fragments/, "more/*.yaml"]
output: out
overlays: [overlay.yaml]
names_lock: names.lock.yaml
"""
API = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: order.json}}}}
  /absent:
    get:
      operationId: getAbsent
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: absent.json}}}}
"""
ORDER = {
    "type": "object",
    "properties": {"id": {"type": "string", "nullable": True}},
}
OVERLAY = """\
overlay: 1.0.0
info: {title: t, version: "1"}
actions: [{target: $.info, update: {description: An overlay.}}]
"""
PAGE = """\
# Refunds

```json
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}
```
"""
FRAGMENT = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /%s:
    delete: {operationId: delete%s, responses: {"204": {description: gone}}}
"""
FILES = {
    "undrift.yaml": CONFIG,
    "api.yaml": API,
    "order.json": json.dumps(ORDER),
    "other/order.json": json.dumps(ORDER | {"description": "Another one."}),
    "overlay.yaml": OVERLAY,
    "fragments/refunds.md": PAGE,
    "more/baskets.yaml": FRAGMENT % ("baskets", "Baskets"),
}
MODULE = "out/shop/_client.py"
Change = Callable[[], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder, and what is to be in it: a current project, and a memory of its runs."""
    base = tmp_path_factory.mktemp("unchanged")
    here, saved = base / "here", base / "saved"
    write(here / "project", FILES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(here / "cache"))
        patch.chdir(here / "project")
        assert undrift().exit_code == 0
        assert undrift().exit_code == 0  # with the lock that the first one wrote
    here.rename(saved)
    return here, saved


@pytest.fixture(autouse=True)
def here(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `project`, which the test stands in, and `cache`."""
    here, saved = made
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(saved, here)
    for name in ("GITHUB_ACTIONS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    monkeypatch.chdir(here / "project")
    return here


@pytest.fixture
def forget_how(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the pipeline unusable: whoever answers does so from memory."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the pipeline ran")

    monkeypatch.setattr(pipeline, "generate", fail)


def undrift(*arguments: str, command: str = "generate") -> Result:
    result = CliRunner().invoke(cli.undrift, [command, *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def ran(*arguments: str) -> bool:
    """Whether `generate` went through the pipeline."""
    with pytest.MonkeyPatch.context() as patch:
        calls: list[object] = []
        generate = pipeline.generate

        def counted(*args: object, **kwargs: object) -> object:
            calls.append(args)
            return generate(*args, **kwargs)  # type: ignore[arg-type]

        patch.setattr(pipeline, "generate", counted)
        undrift(*arguments)
        return bool(calls)


def test_a_run_that_changes_nothing_runs_nothing() -> None:
    assert not ran()


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--strict",)])
def test_it_says_what_the_whole_run_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    remembered = undrift(*options)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    whole = undrift(*options)
    assert "nullable-keyword" in remembered.output
    assert (remembered.exit_code, remembered.stdout, remembered.stderr) == (
        whole.exit_code,
        whole.stdout,
        whole.stderr,
    )


def test_places_are_shown_from_where_the_user_stands(
    monkeypatch: pytest.MonkeyPatch, forget_how: None
) -> None:
    monkeypatch.chdir("more")
    assert "../order.json:1:" in undrift().stderr


def edit(name: str, old: str = "", new: str = " ") -> Change:
    """Replace text in a file, or append to it."""

    def change() -> None:
        text = Path(name).read_text()
        assert old in text
        Path(name).write_text(text.replace(old, new, 1) if old else text + new)

    return change


def add(name: str, text: str) -> Change:
    return lambda: write(Path(), {name: text})


def linked(name: str, target: str, *, folder: bool = False) -> Change:
    """Move a file or folder to `target`, and put a link to it in its place."""

    def change() -> None:
        Path(name).rename(target)
        Path(name).symlink_to(Path(target).absolute(), target_is_directory=folder)

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(edit("api.yaml", "listOrders", "getOrders"), id="input"),
        pytest.param(edit("api.yaml", new="# nothing\n"), id="lines of an input"),
        pytest.param(edit("fragments/refunds.md"), id="page"),
        pytest.param(edit("order.json"), id="referenced file"),
        pytest.param(edit("overlay.yaml", "An", "The"), id="overlay"),
        pytest.param(edit("names.lock.yaml", new="# mine\n"), id="names lock"),
        pytest.param(edit("undrift.yaml", new="client: Store\n"), id="configuration"),
        pytest.param(add("absent.json", "{}"), id="file that was missing"),
        pytest.param(
            add("fragments/new.yaml", FRAGMENT % ("carts", "Carts")), id="new in folder"
        ),
        pytest.param(
            add("more/new.yaml", FRAGMENT % ("carts", "Carts")), id="new by pattern"
        ),
        pytest.param(Path("more/baskets.yaml").unlink, id="removed input"),
        pytest.param(add("sources.lock.yaml", "sources: {}\n"), id="sources lock"),
        pytest.param(linked("order.json", "other/moved.json"), id="link for a file"),
        pytest.param(edit(MODULE), id="output"),
        pytest.param(Path(MODULE).unlink, id="missing output"),
        pytest.param(linked(MODULE, "elsewhere.py"), id="link for output"),
        pytest.param(
            linked("out/shop/models", "models", folder=True), id="link for its folder"
        ),
        pytest.param(edit("out/shop.openapi.json"), id="merged document"),
        pytest.param(edit("out/shop/_manifest.json"), id="manifest"),
        pytest.param(
            add("out/.shop.1.undrift-part/_manifest.json", "{}"), id="died half way"
        ),
    ],
)
def test_what_changed_is_noticed(change: Change) -> None:
    change()
    assert ran()


@pytest.mark.parametrize(
    "options", [("--no-format",), ("--validate", "off"), ("--client", "Store")]
)
def test_other_options_are_another_run(options: tuple[str, ...]) -> None:
    assert ran(*options)


def test_an_edited_file_stops_the_run_as_ever() -> None:
    edit(MODULE)()
    result = undrift()
    assert result.exit_code == 3
    assert f"{MODULE}: error[edited-file]" in result.stderr


def test_another_tool_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates, site = tmp_path / "templates", tmp_path / "site"
    write(templates, {"package/errors.py.j2": "one"})
    (site / "jinja2-3.1.6.dist-info").mkdir(parents=True)
    monkeypatch.setattr(unchanged, "TEMPLATES", templates)
    monkeypatch.syspath_prepend(site)
    assert ran()
    assert not ran()
    write(templates, {"package/errors.py.j2": "two"})
    assert ran()
    (site / "jinja2-3.1.6.dist-info").rename(site / "jinja2-3.1.7.dist-info")
    assert ran()
    assert not ran()


def test_a_run_that_changed_the_names_lock_is_not_remembered() -> None:
    Path("names.lock.yaml").unlink()
    assert ran()
    assert ran()
    assert not ran()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"files": 1, "links": 2, "folder": 3}', "\u00e9"]
)
def test_a_damaged_memory_is_none(here: Path, text: str) -> None:
    (memory,) = here.glob("cache/undrift/runs/[0-9a-f]*")
    memory.write_text(text, "utf-8")
    assert ran()


def test_faults_are_found_again() -> None:
    edit("api.yaml", "paths:", "paths: {}\npaths:")()
    for _ in range(2):
        assert "duplicate-key" in undrift().stderr


def test_check_never_goes_by_memory(forget_how: None) -> None:
    with pytest.raises(AssertionError, match="the pipeline ran"):
        undrift(command="check")


def test_nothing_is_remembered_where_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert ran()
    assert ran()


def test_a_file_that_changes_while_it_is_read_never_holds(tmp_path: Path) -> None:
    path, reads = tmp_path / "a.json", Reads()
    path.write_text("new")
    reads.saw(path, b"old")
    reads.saw(path, b"new")
    assert not reads.hold()


def test_what_cannot_be_read_never_holds(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 300):
        reads = Reads()
        reads.followed(tmp_path / name, None)
        assert not reads.hold()
