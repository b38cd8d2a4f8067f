"""Writing: atomic, minimal, and never over somebody's own work."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import write as write_module
from generator.diagnostics import Report
from generator.output import Changes, Output, State, digest, json_text
from generator.write import compare, write

FILES = {"__init__.py": "A = 1\n", "models/pet.py": "class Pet: ...\n"}


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(
        folder=tmp_path / "out",
        package="pet_store",
        generator="undrift 1.2.3",
        title="Pets",
        version="2026-01-01",
        files=FILES,
        spec='{"openapi": "3.2.0"}\n',
    )


def run(output: Output, *, force: bool = False) -> tuple[Changes, list[str]]:
    report = Report()
    changes = write(output, report, force=force)
    return changes, [found.rule for found in report]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def with_files(output: Output, **files: str | None) -> Output:
    """`output` with files set, or left out where None; `__` in a keyword is a `/`."""
    changed = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    merged = {**output.files, **changed}
    return replace(
        output, files={path: text for path, text in merged.items() if text is not None}
    )


def test_writes_the_package_the_document_and_the_manifest(output: Output) -> None:
    changes, rules = run(output)
    assert rules == []
    assert set(changes.states.values()) == {State.CREATED}
    written = tree(output.folder)
    manifest = json.loads(written.pop("pet_store/_manifest.json"))
    assert written == {
        "pet_store/__init__.py": "A = 1\n",
        "pet_store/models/pet.py": "class Pet: ...\n",
        "pet-store.openapi.json": '{"openapi": "3.2.0"}\n',
    }
    assert manifest == {
        "generator": "undrift 1.2.3",
        "api": {"title": "Pets", "version": "2026-01-01"},
        "spec": {
            "file": "pet-store.openapi.json",
            "sha256": digest(output.spec.encode()),
        },
        "files": {path: digest(text.encode()) for path, text in FILES.items()},
    }
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_text_is_utf8_with_unix_line_ends_whatever_the_system(output: Output) -> None:
    run(with_files(output, a="s = 'é'\n"))
    assert (output.folder / "pet_store/a.py").read_bytes() == b"s = '\xc3\xa9'\n"


def test_a_second_run_touches_nothing(output: Output) -> None:
    run(output)
    before = {path: path.stat().st_mtime_ns for path in output.folder.rglob("*")}
    changes, rules = run(output)
    assert not changes
    assert rules == []
    assert {
        path: path.stat().st_mtime_ns for path in output.folder.rglob("*")
    } == before


def test_only_changed_files_are_written(output: Output) -> None:
    run(output)
    kept = output.folder / "pet_store/__init__.py"
    inode = kept.stat().st_ino
    changes, _ = run(with_files(output, models__pet="class Pet:\n    name: str\n"))
    assert changes.pending == ("pet_store/models/pet.py", "pet_store/_manifest.json")
    assert kept.stat().st_ino == inode


def test_files_no_longer_generated_go_with_the_folders_they_leave_empty(
    output: Output,
) -> None:
    run(output)
    changes, _ = run(with_files(output, models__pet=None))
    assert changes.paths(State.REMOVED) == ("pet_store/models/pet.py",)
    assert not (output.folder / "pet_store/models").exists()


def test_files_the_tool_did_not_write_are_never_touched(output: Output) -> None:
    run(output)
    own = output.folder / "pet_store/models/own.py"
    own.write_text("mine\n")
    beside = output.folder / "notes.txt"
    beside.write_text("mine\n")
    run(with_files(output, models__pet=None))
    assert own.read_text() == beside.read_text() == "mine\n"


@pytest.mark.parametrize("path", ["pet_store/models/pet.py", "pet-store.openapi.json"])
def test_an_edited_file_stops_the_run_before_anything_is_written(
    output: Output, path: str
) -> None:
    run(output)
    (output.folder / path).write_text("edited\n")
    before = tree(output.folder)
    newer = replace(with_files(output, new="B = 2\n"), spec="{}\n")
    changes, rules = run(newer)
    assert changes.protected == (path,)
    assert rules == ["edited-file"]
    assert tree(output.folder) == before


def test_an_edited_file_that_would_be_removed_stops_the_run(output: Output) -> None:
    run(output)
    edited = output.folder / "pet_store/models/pet.py"
    edited.write_text("edited\n")
    gone = with_files(output, models__pet=None)
    assert run(gone)[1] == ["edited-file"]
    assert edited.exists()
    assert run(gone, force=True)[1] == []
    assert not edited.exists()


def test_force_overwrites_edits(output: Output) -> None:
    run(output)
    edited = output.folder / "pet_store/__init__.py"
    edited.write_text("edited\n")
    _, rules = run(output, force=True)
    assert rules == []
    assert edited.read_text() == "A = 1\n"
    assert not run(output)[0]


def test_an_edit_that_equals_what_is_generated_now_is_no_obstacle(
    output: Output,
) -> None:
    run(output)
    newer = replace(output, files={**output.files, "__init__.py": "B = 2\n"})
    (output.folder / "pet_store/__init__.py").write_text("B = 2\n")
    assert run(newer)[1] == []


def test_a_foreign_file_in_the_way_stops_the_run(output: Output) -> None:
    foreign = output.folder / "pet_store/models/pet.py"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine\n")
    changes, rules = run(output)
    assert changes.paths(State.FOREIGN) == ("pet_store/models/pet.py",)
    assert rules == ["foreign-file"]
    assert tree(output.folder) == {"pet_store/models/pet.py": "mine\n"}
    assert run(output, force=True)[1] == []


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "{",
        "[]",
        '{"files": 3}',
        '{"files": {"../x": "0"}, "spec": {}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_manifest_protects_what_differs_and_is_repaired(
    output: Output, manifest: str
) -> None:
    run(output)
    file = output.folder / "pet_store/_manifest.json"
    file.write_text(manifest)
    newer = with_files(output, models__pet="changed\n")
    assert run(newer)[1] == ["foreign-file"]
    assert run(output)[1] == []
    assert json.loads(file.read_text())["generator"] == "undrift 1.2.3"


def test_a_manifest_cannot_name_files_outside_the_package(
    output: Output, tmp_path: Path
) -> None:
    run(output)
    victim = tmp_path / "victim.txt"
    victim.write_text("precious\n")
    inside = output.folder / "other/file.json"
    inside.parent.mkdir()
    inside.write_text("precious\n")
    file = output.folder / "pet_store/_manifest.json"
    for path, spec in (("../../victim.txt", "s.json"), ("x.py", "other/file.json")):
        manifest = json.loads(output.manifest())
        manifest["files"][path] = manifest["spec"]["sha256"] = digest(b"precious\n")
        manifest["spec"]["file"] = spec
        file.write_text(json_text(manifest))
        run(output, force=True)
        assert victim.exists()
        assert inside.exists()


@pytest.mark.parametrize(
    "path", ["../escape.py", "/abs.py", "a/../../b.py", "a\\b.py", "c:x.py"]
)
def test_a_path_that_leaves_the_output_folder_is_refused(
    output: Output, path: str
) -> None:
    hostile = replace(output, files={**FILES, path: "x\n"})
    assert run(hostile, force=True)[1] == ["unsafe-output"]
    assert not output.folder.exists()


def test_names_that_differ_only_by_case_are_refused(output: Output) -> None:
    assert run(with_files(output, models__Pet="x\n"))[1] == ["unsafe-output"]


@pytest.mark.parametrize("link", ["pet_store", "pet_store/models"])
def test_a_symbolic_link_out_of_the_package_is_refused(
    output: Output, tmp_path: Path, link: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place = output.folder / link
    place.parent.mkdir(parents=True)
    place.symlink_to(outside, target_is_directory=True)
    assert "unsafe-output" in run(output, force=True)[1]
    assert list(outside.iterdir()) == []


def test_the_output_folder_itself_may_be_a_link(output: Output, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    output.folder.symlink_to(tmp_path / "real", target_is_directory=True)
    assert run(output)[1] == []
    assert (tmp_path / "real/pet_store/__init__.py").is_file()


def test_a_link_in_place_of_a_file_is_replaced_only_when_forced(
    output: Output, tmp_path: Path
) -> None:
    run(output)
    outside = tmp_path / "outside.py"
    outside.write_text("A = 1\n")
    file = output.folder / "pet_store/__init__.py"
    file.unlink()
    file.symlink_to(outside)
    assert run(with_files(output, a="x\n"))[1] == ["edited-file"]
    run(replace(output, files={**FILES, "__init__.py": "A = 2\n"}), force=True)
    assert outside.read_text() == "A = 1\n"
    assert not file.is_symlink()


def dying_after(moves: int) -> Callable[[str | Path, str | Path], None]:
    """An `os.replace` that raises once it has moved that many files."""
    left = moves

    def replace_or_die(source: str | Path, target: str | Path) -> None:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        os.replace(source, target)

    return replace_or_die


@pytest.mark.parametrize("moves", range(4))
def test_a_run_that_dies_half_way_is_repaired_by_the_next(
    output: Output, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    run(output)
    old = tree(output.folder)
    newer = with_files(output, a="x\n", models__pet="class Pet: x = 1\n")
    newer = replace(newer, spec='{"openapi": "3.2.0", "info": {}}\n')
    with monkeypatch.context() as patched:
        patched.setattr(write_module, "replace", dying_after(moves))
        with pytest.raises(KeyboardInterrupt):
            run(newer)
    between = {
        path: text for path, text in tree(output.folder).items() if "part/" not in path
    }
    fresh = newer.contents()
    assert all(
        text in (old.get(path), fresh.get(path, b"").decode())
        for path, text in between.items()
    )

    # The input changes again in between: what the dead run wrote is still known as ours.
    newest = with_files(newer, a="y\n", b="z\n", models__pet="class Pet: y = 2\n")
    assert run(newest)[1] == []
    expected = {path: content.decode() for path, content in newest.contents().items()}
    assert tree(output.folder) == {
        **expected,
        newest.manifest_file: newest.manifest().decode(),
    }
    assert not compare(newest)


def test_a_folder_where_a_file_must_go_is_a_fault_not_a_traceback(
    output: Output,
) -> None:
    (output.folder / "pet_store/__init__.py").mkdir(parents=True)
    assert run(output)[1] == ["foreign-file"]
    assert run(output, force=True)[1] == ["cannot-write"]


def test_a_file_where_the_output_folder_must_go_is_a_fault(output: Output) -> None:
    output.folder.write_text("in the way\n")
    assert run(output)[1] == ["cannot-write"]


def test_the_names_lock_is_written_when_it_changes(
    output: Output, tmp_path: Path
) -> None:
    lock = tmp_path / "names.lock.yaml"
    locked = replace(output, lock=(lock, "one\n"))
    assert run(locked)[0].lock
    assert lock.read_text() == "one\n"
    assert not run(locked)[0]
    changes, _ = run(replace(output, lock=(lock, "two\n")))
    assert changes
    assert changes.pending == ()
    assert lock.read_text() == "two\n"


def test_json_with_a_lone_surrogate_is_written_in_ascii() -> None:
    assert json_text({"é": 1}) == '{\n  "é": 1\n}\n'
    assert json.loads(json_text({"é": "\ud800"}).encode()) == {"é": "\ud800"}
