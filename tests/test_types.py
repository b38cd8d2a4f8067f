"""Type checkers on the generated package and on its callers: what passes, and what must not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.corpus.invented import invented
from tests.support.packages import Built, build_text, install

TYPING = Path(__file__).parent / "typing"
GENERAL = TYPING / "general.yaml"
DAYS = {f"day{n}": {"type": ["string", "null"], "format": "date"} for n in range(70)}
TEXT = {"application/json": {"schema": {"type": "string"}}}
EVENT = {"post": {"requestBody": {"content": TEXT}}}
LARGE = {
    "openapi": "3.1.0",
    "info": {"title": "Large", "version": "1"},
    "webhooks": {f"event{n}": EVENT for n in range(300)},
    "components": {"schemas": {"Days": {"type": "object", "properties": DAYS}}},
}
"""More assignments to a variable, and more types of one event, than checkers follow unaided."""

CALLERS = ("calls.py", "files.py", "rejected.py")
Errors = Mapping[str, Mapping[int, set[str]]]
"""File -> line -> rules."""


@pytest.fixture(scope="session")
def tree(dronline: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, and the programs that call the first."""
    root = tmp_path_factory.mktemp("typed")
    install(dronline.output, root)
    general = build_text(tmp_path_factory.mktemp("general"), GENERAL.read_text("utf-8"))
    install(general.output, root, "general")
    large = build_text(tmp_path_factory.mktemp("large"), json.dumps(LARGE))
    install(large.output, root, "large")
    random = invented(4, models=12, operations=8)
    odd = build_text(tmp_path_factory.mktemp("odd"), json.dumps(random))
    install(odd.output, root, "odd")
    for name in CALLERS:
        shutil.copy(TYPING / name, root)
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (root / "pyrightconfig.json").write_text(json.dumps(settings))
    return root


def checked(tree: Path, *command: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


@pytest.fixture(scope="session")
def mypy(tree: Path) -> Errors:
    said = checked(
        tree,
        *("mypy", "--strict", "--config-file=", "--python-version=3.11"),
        *("--no-error-summary", "."),
    )
    errors: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file, line, rule in re.findall(
        r"^(\S+?):(\d+): error: .*\[([\w-]+)\]$", said, re.MULTILINE
    ):
        errors[file][int(line)].add(rule)
    return errors


@pytest.fixture(scope="session")
def pyright(tree: Path) -> Errors:
    said = checked(
        tree,
        *("basedpyright", "--outputjson", "--level", "error"),
        *("--pythonpath", sys.executable),
    )
    errors: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in json.loads(said)["generalDiagnostics"]:
        file = Path(found["file"]).resolve().relative_to(tree.resolve()).as_posix()
        if not found["rule"].startswith("reportUnknown"):  # follows from another error
            errors[file][found["range"]["start"]["line"] + 1].add(found["rule"])
    return errors


@pytest.fixture(params=["mypy", "pyright"])
def errors(request: pytest.FixtureRequest) -> Errors:
    found: Errors = request.getfixturevalue(request.param)
    return found


def test_packages_and_a_program_that_calls_every_method_have_no_errors(
    errors: Errors,
) -> None:
    assert {
        file: dict(found) for file, found in errors.items() if file != "rejected.py"
    } == {}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_programs_are_refused_where_they_are_wrong(
    checker: str, request: pytest.FixtureRequest
) -> None:
    found: Errors = request.getfixturevalue(checker)
    expected: dict[int, set[str]] = {}
    for number, line in enumerate((TYPING / "rejected.py").read_text().split("\n"), 1):
        if comment := re.fullmatch(r" *# ([a-z-]+) \| (.+)", line):
            rules = comment[1 if checker == "mypy" else 2]
            expected[number + 1] = set(rules.split())
    assert len(expected) > 20
    assert dict(found["rejected.py"]) == expected


def test_every_method_is_called_in_the_program(dronline: Built) -> None:
    program = (TYPING / "calls.py").read_text()
    for resource in dronline.model.resources:
        for method in resource.methods:
            for start in ("client.", "await client.", "raw = client."):
                if start == "await client." and method.paginated:
                    continue
                call = f"{start}{resource.attribute}.{method.name}("
                raw = f"raw.{method.name}("
                assert call in program or raw in program, call
