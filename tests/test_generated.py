"""What stands in `generated/`: it is what the inputs say, and any partner can use it anywhere."""

from __future__ import annotations

import ast
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report
from generator.load import load, load_config
from generator.output import Output
from generator.source import Document
from tests.support.packages import (
    DRONLINE,
    ROOT,
    Built,
    build_dronline,
    install,
    own_python,
    reformatted,
)

GENERATED = ROOT / "generated"
MOST_LINES = 400
LONGER = {"resources/appointments.py"}
"""One class a way to call, each with every method: not to be split by meaning."""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Python in another process, in which only `folder` can be imported from."""
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def run_code(folder: Path, code: str) -> str:
    done = run(folder, "-c", dedent(code))
    assert done.returncode == 0, done.stderr
    return done.stdout


def generated(config: Config) -> Output:
    return pipeline.generate(config, Report(), validate="off", format=False)


def everything(output: Output) -> dict[str, bytes]:
    """All that a run writes, the manifest and the names lock included."""
    lock = output.lock[1].encode() if output.lock else b""
    return {**output.contents(), "manifest": output.manifest(), "names.lock": lock}


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(DRONLINE / "undrift.yaml", Report())


@pytest.fixture(scope="module")
def output(config: Config) -> Output:
    return generated(config)


# What is committed


@pytest.mark.skipif(
    not (GENERATED / "dronline_connected").is_dir(), reason="nothing is generated yet"
)
def test_what_is_committed_is_what_the_inputs_say(output: Output) -> None:
    wanted = output.contents() | {output.manifest_file: output.manifest()}
    there = {
        path.relative_to(GENERATED).as_posix()
        for path in GENERATED.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there == wanted.keys()
    stale = [p for p, data in wanted.items() if (GENERATED / p).read_bytes() != data]
    assert stale == []


def test_the_names_lock_that_is_committed_is_what_a_run_writes(output: Output) -> None:
    assert output.lock is not None
    path, text = output.lock
    assert path.read_text("utf-8") == text


# The same input gives the same bytes


def test_two_runs_give_the_same_bytes(config: Config, output: Output) -> None:
    assert everything(generated(config)) == everything(output)


def test_the_hash_seed_of_the_process_changes_nothing(output: Output) -> None:
    code = """
        import sys
        from tests.test_generated import generated
        from tests.support.packages import DRONLINE
        from generator.diagnostics import Report
        from generator.load import load_config
        output = generated(load_config(DRONLINE / "undrift.yaml", Report()))
        sys.stdout.buffer.write(output.manifest())
    """
    assert run_code(ROOT, code).encode() == output.manifest()


def _as_json(document: Document) -> str:
    return json.dumps(document, indent=1)


def _as_yaml(document: Document) -> str:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("suffix", "written"), [("json", _as_json), ("yaml", _as_yaml)]
)
def test_documents_in_files_of_any_name_and_order_give_the_bytes_of_the_page(
    config: Config,
    output: Output,
    tmp_path: Path,
    suffix: str,
    written: Callable[[Document], str],
    seed: int,
) -> None:
    documents = [fragment.document for fragment in load(config, Report())]
    assert len(documents) == 5
    chance = random.Random(seed)
    names = [f"{chance.randrange(10**9)}.{suffix}" for _ in documents]
    for name, document in zip(names, documents, strict=True):
        (tmp_path / name).write_text(written(document), "utf-8")
    for name in ("overlay.yaml", "names.lock.yaml"):
        shutil.copy(DRONLINE / name, tmp_path)
    chance.shuffle(names)
    shuffled = generated(replace(config, root=tmp_path, inputs=tuple(names)))
    assert everything(shuffled) == everything(output)


# Form


def test_black_has_nothing_to_change(output: Output) -> None:
    assert reformatted(output.files) == []


def test_ruff_has_nothing_to_say(dronline_folder: Path) -> None:
    done = run(
        dronline_folder,
        *("-m", "ruff", "check", "--isolated", "--no-cache"),
        *("--select", "F,I,UP,E7,E9,W", "--target-version", "py311", "."),
    )
    assert done.returncode == 0, done.stdout


def test_files_are_short(output: Output) -> None:
    lines = {path: text.count("\n") for path, text in output.files.items()}
    long = {p for p, n in lines.items() if n > MOST_LINES and p.endswith(".py")}
    assert long <= LONGER


def imports(files: Mapping[str, str]) -> set[str]:
    """Top-level packages that the files import absolutely."""
    found: set[str] = set()
    for path, text in files.items():
        if not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return found


def test_the_package_imports_itself_only_relatively_and_one_other(
    output: Output,
) -> None:
    foreign = imports(output.files) - set(sys.stdlib_module_names) - {"__future__"}
    assert foreign == {"httpx2", "orjson"}
    assert imports(own_python(output.files)) - set(sys.stdlib_module_names) == {
        "httpx2"
    }


def test_no_module_names_the_package_in_an_import(output: Output) -> None:
    for path, text in own_python(output.files).items():
        assert f"import {output.package}" not in text, path
        assert f"from {output.package}" not in text, path


def test_the_banner_names_the_api_and_no_path_or_time(output: Output) -> None:
    banners = {text.split("\n")[0] for text in own_python(output.files).values()}
    assert len(banners) == 1
    assert banners.pop().endswith(
        " from Dr.Online Connected API 2026-05-29; do not edit."
    )


# Anywhere


IMPORT_ALL = """
    import importlib, pathlib, {name} as package
    folder = pathlib.Path(package.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        importlib.import_module(".".join([package.__name__, *parts]).removesuffix(".__init__"))
    for name in package.__all__:
        getattr(package, name)
    for name in package.models.__all__:
        getattr(package.models, name)
    print(package.DrOnline("sk_live_x").appointments, package.DrOnlineError.__module__)
"""


def test_every_module_can_be_imported_without_a_warning(dronline_folder: Path) -> None:
    run_code(dronline_folder.parent, IMPORT_ALL.format(name="dronline_connected"))


def test_the_package_can_stand_anywhere_under_any_name(
    dronline: Built, tmp_path: Path
) -> None:
    host = tmp_path / "host/vendor/deep"
    install(dronline.output, host, "booking_api")
    said = run_code(tmp_path, IMPORT_ALL.format(name="host.vendor.deep.booking_api"))
    assert "<host.vendor.deep.booking_api.resources.appointments.Appointments" in said
    assert said.endswith(" host.vendor.deep.booking_api.errors\n")


def test_two_copies_in_one_process_are_strangers(
    dronline: Built, tmp_path: Path
) -> None:
    install(dronline.output, tmp_path / "one", "api")
    install(dronline.output, tmp_path / "two", "api")
    said = run_code(
        tmp_path,
        """
        import one.api.testing, two.api.testing
        from one.api import errors as first_errors, models as first
        from two.api import errors as second_errors, models as second
        assert first.Appointment is not second.Appointment
        assert first.Sex is not second.Sex
        assert not issubclass(first_errors.DrOnlineError, second_errors.DrOnlineError)
        for package in (one.api, two.api):
            fake = package.testing.FakeAPI()
            found = fake.client().appointments.get("a")
            assert type(found) is package.models.Appointment
            fake.answer("partnerV1GetAppointment", status=404)
            try:
                fake.client().appointments.get("a")
            except package.errors.NotFoundError as error:
                print(type(error).__module__)
        """,
    )
    assert said == "one.api.errors\ntwo.api.errors\n"


# Without its dependency


BLOCKED = """
    import sys
    class Blocked:
        def find_spec(self, name, path=None, target=None):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "dronline_connected":
                raise ImportError(name + " is blocked")
    sys.meta_path.insert(0, Blocked())
"""


def test_importing_the_package_imports_nothing_else(dronline_folder: Path) -> None:
    said = run_code(
        dronline_folder.parent,
        """
        import sys
        before = set(sys.modules)
        import dronline_connected
        dronline_connected.__version__
        print(*sorted(n for n in set(sys.modules) - before if "dronline" in n))
        print("httpx2" in sys.modules)
        dronline_connected.DrOnline
        print("httpx2" in sys.modules)
        """,
    )
    assert said == "dronline_connected\nFalse\nTrue\n"


@pytest.mark.parametrize("command", ["verify", "version", "operations"])
def test_commands_need_the_standard_library_alone(
    dronline_folder: Path, command: str
) -> None:
    code = dedent(BLOCKED) + dedent(f"""
        import runpy
        sys.argv[1:] = ["{command}"]
        try:
            runpy.run_module("dronline_connected", run_name="__main__")
        except SystemExit as end:
            assert end.code == 0, end.code
        assert "httpx2" not in sys.modules
    """)
    assert run_code(dronline_folder.parent, code)


def test_verify_finds_what_was_edited_added_or_lost(
    dronline: Built, tmp_path: Path
) -> None:
    folder = install(dronline.output, tmp_path, "vendored")
    fine = run(tmp_path, "-m", "vendored", "verify")
    assert fine.stdout == "vendored: every file is as it was generated\n"
    assert (fine.returncode, fine.stderr) == (0, "")
    with (folder / "errors.py").open("a") as file:
        file.write("# edited\n")
    (folder / "extra.py").write_text("")
    (folder / "models/sex.py").unlink()
    edited = run(tmp_path, "-m", "vendored", "verify")
    assert edited.returncode == 3
    assert edited.stdout.split("\n")[:3] == [
        "modified: errors.py",
        "missing: models/sex.py",
        "extra: extra.py",
    ]


def test_version_says_what_the_package_was_made_from(
    dronline: Built, dronline_folder: Path
) -> None:
    said = run(dronline_folder.parent, "-m", "dronline_connected", "version").stdout
    manifest = json.loads(dronline.output.manifest())
    assert said == (
        "Dr.Online Connected API 2026-05-29\n"
        "generated by undrift\n"
        f"description sha256 {manifest['spec']['sha256']}\n"
    )


def test_operations_are_listed_as_json(dronline_folder: Path) -> None:
    done = run(dronline_folder.parent, "-m", "dronline_connected", "operations")
    listed = json.loads(done.stdout)
    assert [row["call"] for row in listed] == [
        "client.appointments.list",
        "client.appointments.get",
        "client.appointments.cancel",
        "client.appointments.confirm",
        "client.appointments.reschedule",
    ]
    assert listed[1] == {
        "id": "partnerV1GetAppointment",
        "method": "GET",
        "path": "/connected/appointments/{appointment_id}",
        "call": "client.appointments.get",
    }


def test_an_unknown_command_is_a_usage_error(dronline_folder: Path) -> None:
    done = run(dronline_folder.parent, "-m", "dronline_connected", "frobnicate")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "usage: python -m dronline_connected verify|version|operations\n"
    )


def test_the_fixture_of_other_tests_is_what_generate_makes(
    dronline: Built, output: Output
) -> None:
    assert dronline.output.files == output.files
    assert build_dronline().output.files == output.files
