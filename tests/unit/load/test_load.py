"""Loading a project: the same documents give the same fragments, however they are stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.config import Config
from generator.diagnostics import Report, Severity
from generator.load import load, names_lock, overlays, read_document
from generator.reads import Reads
from generator.source import Fragment, Json
from tests.unit.support import project, rendered, write

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "specs/dronline-connected/pages/appointments.md"


def document(title: str, **more: Json) -> Json:
    info = {"title": "T", "version": "1", "summary": title}
    return {"openapi": "3.1.0", "info": info, **more}


def loaded(config: Config) -> tuple[Fragment, ...]:
    report = Report()
    found = load(config, report)
    assert rendered(report, config.root) == ""
    return found


def test_fragments_come_by_file_and_place(tmp_path: Path) -> None:
    fence = "```json\n{}\n```\n"
    page = "".join(fence.format(json.dumps(document(t))) for t in ("z", "y"))
    files = {
        "b.md": page,
        "c.yaml": yaml.safe_dump(document("x")),
        "a.json": json.dumps(document("w")),
    }
    titles = ["w", "z", "y", "x"]
    for inputs in (tuple(files), (".",), ("c.yaml", "*.md", "a.json")):
        found = loaded(project(tmp_path, files, *inputs))
        assert [one.document["info"]["summary"] for one in found] == titles
        assert [one.file for one in found] == ["a.json", "b.md", "b.md", "c.yaml"]


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    one, two, other = (
        document("t", paths={}),
        {"paths": {}, **document("t")},
        document("t"),
    )
    files = {
        "a.json": json.dumps(one),
        "b.json": json.dumps(one, indent=3),
        "c.yaml": yaml.safe_dump(two),
        "d.md": f"```\n{json.dumps(two)}\n```\n",
        "e.json": json.dumps(other),
    }
    *same, different = loaded(project(tmp_path, files))
    assert len({found.digest for found in same}) == 1
    assert different.digest not in {found.digest for found in same}


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_the_documents_of_a_page_load_the_same_from_files(
    tmp_path: Path, suffix: str
) -> None:
    page = loaded(Config(root=PAGE.parent, inputs=(PAGE.name,)))
    assert len(page) == 5
    dump = json.dumps if suffix == "json" else yaml.safe_dump
    files = {
        f"{name}.{suffix}": dump(fragment.document)
        for name, fragment in zip("qebza", page, strict=True)
    }
    found = loaded(project(tmp_path, files))
    assert {one.digest: one.document for one in found} == {
        one.digest: one.document for one in page
    }


def test_every_node_of_the_page_is_found_in_it() -> None:
    lines = PAGE.read_text("utf-8").split("\n")
    for fragment in loaded(Config(root=PAGE.parent, inputs=(PAGE.name,))):
        (path,) = fragment.document["paths"]
        (method,) = fragment.document["paths"][path]
        line, column = fragment.place("").child("paths", path, method).location.line, 0
        place = fragment.place().child("paths", path, method).location
        assert place.line == line
        column = place.column
        assert lines[line - 1][column - 1 :].startswith(f'"{method}":')
        assert fragment.label == f"{method.upper()} {path}"
        assert fragment.url == "https://docs.dronline.uk/connected-api/appointments.md"


def test_a_folder_may_hold_other_files(tmp_path: Path) -> None:
    files = {
        "api.json": json.dumps(document("t")),
        "package.json": '{"name": "x"}',
        "intro.md": "# Introduction\n",
    }
    report = Report()
    assert len(load(project(tmp_path, files, "."), report)) == 1
    assert rendered(report, tmp_path) == (
        "intro.md: warning[no-document]: the page has no OpenAPI document in a code block\n"
        "  help: save the page as markdown (its address with .md at the end), or use the "
        "OpenAPI file itself\n"
        "package.json:1:1: info[not-openapi]: no OpenAPI description; left out"
    )


@pytest.mark.parametrize(
    ("files", "inputs", "message"),
    [
        ({}, (), "there are no inputs"),
        ({"a.json": "{}"}, (".",), "there is no OpenAPI document in the inputs"),
    ],
)
def test_inputs_without_any_document_are_an_error(
    tmp_path: Path, files: dict[str, str], inputs: tuple[str, ...], message: str
) -> None:
    write(tmp_path, files)
    config = Config(root=tmp_path, file=tmp_path / "undrift.yaml", inputs=inputs)
    report = Report()
    assert load(config, report) == ()
    said = rendered(report, tmp_path)
    assert f"undrift.yaml: error[no-document]: {message}\n" in said
    assert said.endswith("folders or globs under `inputs`, or on the command line")


def test_a_file_without_any_document_is_named_where_there_is_no_configuration(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"page.md": "# Introduction\n"})
    report = Report()
    assert load(Config(root=tmp_path, inputs=("page.md",)), report) == ()
    errors = [one for one in report if one.severity is Severity.ERROR]
    assert [(one.location.file, one.rule) for one in errors] == [
        ("page.md", "no-document")
    ]


def test_a_fault_in_one_file_does_not_hide_those_of_others(tmp_path: Path) -> None:
    files = {
        "a.json": "{",
        "b.yaml": "a: [",
        "c.json": json.dumps(document("t")),
        "d.md": "",
    }
    report = Report()
    assert [one.file for one in load(project(tmp_path, files), report)] == ["c.json"]
    assert [(found.location.file, found.rule) for found in report] == [
        ("a.json", "invalid-json"),
        ("b.yaml", "invalid-yaml"),
        ("d.md", "no-document"),
    ]


def test_overlays_keep_their_order(tmp_path: Path) -> None:
    config = Config(root=tmp_path, overlays=("b.yaml", "a.json"))
    write(
        tmp_path,
        {"a.json": '{"overlay": "1.0.0"}', "b.yaml": "overlay: 1.1.0\nactions: []"},
    )
    report = Report()
    assert [one.file for one in overlays(config, report)] == ["b.yaml", "a.json"]
    assert rendered(report) == ""


def test_what_is_not_an_overlay_is_an_error(tmp_path: Path) -> None:
    config = Config(root=tmp_path, overlays=("a.yaml", "b.yaml", "c.yaml"))
    write(tmp_path, {"a.yaml": "# x\nactions: []", "b.yaml": "a: 1\na: 2"})
    report = Report()
    assert overlays(config, report) == ()
    assert rendered(report, tmp_path) == (
        "a.yaml:2:1: error[invalid-structure]: not an overlay: it has no `overlay: 1.0.0`\n"
        "  help: see the OpenAPI Overlay Specification, or remove it from `overlays`\n"
        "b.yaml:2:1: error[duplicate-key]: 'a' stands twice in one object\n"
        "  b.yaml:1:1: note: the first 'a' is here\n"
        "  help: remove one of them, or rename it\n"
        "c.yaml: error[unreadable-file]: the file cannot be read: no such file or directory\n"
        "  help: check the path"
    )


def test_a_document_is_named_relative_to_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"d/a.yaml": "a: {b: 1}"})
    found = read_document(tmp_path / "d/a.yaml", tmp_path, Report(), Reads())
    assert found is not None
    assert str(found.place("/a/b").location) == "d/a.yaml:1:5"


def test_the_names_lock_is_read_when_there_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"names.lock.yaml": "schemas:\n  Pet: [GET /pets 200]\n"})
    report = Report()
    assert names_lock(Config(root=tmp_path), report).schemas == {}
    assert (
        names_lock(Config(root=tmp_path, names_lock="other.yaml"), report).schemas == {}
    )
    found = names_lock(Config(root=tmp_path, names_lock="names.lock.yaml"), report)
    assert found.schemas == {"Pet": ("GET /pets 200",)}
    assert rendered(report) == ""
