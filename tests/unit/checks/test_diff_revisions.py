"""`REV:path`: descriptions out of git, in a repository made here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.checks.diff.revisions import RevisionError, checked_out, is_revision
from generator.cli import undrift

SPEC = {
    "openapi": "3.2.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://a.example"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["Pets"],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "sort", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {"204": {"description": "none"}},
            }
        }
    },
}
AUTHOR = ("-c", "user.name=author", "-c", "user.email=author@example.com")


def git(folder: Path, *arguments: str) -> None:
    command = ["git", *AUTHOR, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a description and a project; the working tree has a change."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "api.json").write_text(json.dumps(SPEC))
    (specs / "undrift.yaml").write_text("inputs: [api.json]\npackage: pets\n")
    (specs / "picture.png").write_bytes(b"\x89PNG")
    (specs / "link.json").symlink_to("/etc/hostname")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    parameters = SPEC["paths"]["/pets"]["get"]["parameters"]  # type: ignore[index]
    changed = (
        json.dumps(SPEC).replace(json.dumps(parameters[1]), "").replace(", ]", "]")
    )
    (specs / "api.json").write_text(changed)
    return tmp_path


@pytest.fixture
def run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `undrift diff` in the repository."""
    monkeypatch.chdir(repository)
    return lambda *arguments: CliRunner().invoke(undrift, ["diff", *arguments])


@pytest.mark.parametrize(
    "path", ["specs/api.json", "./specs/api.json", "specs", "./specs/"]
)
def test_a_revision_is_taken_whole_and_leaves_nothing_behind(
    repository: Path, path: str
) -> None:
    with checked_out(f"main:{path}", repository) as checkout:
        assert checkout.path == checkout.top / path
        files = sorted(p.name for p in checkout.top.rglob("*") if p.is_file())
        assert files == ["api.json", "undrift.yaml"]
        assert json.loads((checkout.top / "specs/api.json").read_text()) == SPEC
    assert not checkout.top.exists()


def test_a_path_from_a_folder_below(repository: Path) -> None:
    with checked_out("main:./api.json", repository / "specs") as checkout:
        assert checkout.path == checkout.top / "specs/api.json"
    with checked_out("main:../specs/api.json", repository / "specs") as checkout:
        assert checkout.path == checkout.top / "specs/api.json"


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("nowhere:specs", "git knows no revision 'nowhere'"),
        ("main:nothing.yaml", "main has no description at 'nothing.yaml'"),
        ("main:specs/picture.txt", "main has no description at"),
        ("main:specs/link.json", "main has no description at"),
        ("main:../outside", "leads out of the repository"),
        ("main:/etc/passwd", "leads out of the repository"),
        (":specs", "'' is not a git revision"),
        ("--output=x:specs", "'--output=x' is not a git revision"),
        ("main; touch x:specs", "git knows no revision 'main; touch x'"),
    ],
)
def test_what_cannot_be_read_is_said(
    repository: Path, argument: str, said: str
) -> None:
    with pytest.raises(RevisionError) as fault, checked_out(argument, repository):
        pass
    assert said in str(fault.value)
    assert not (repository / "x").exists()


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with (
        pytest.raises(RevisionError, match="not a git repository"),
        checked_out("main:specs", tmp_path),
    ):
        pass


def test_a_file_with_a_colon_in_its_name_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "v1:api.json").write_text("{}")
    assert not is_revision("v1:api.json", tmp_path)
    assert is_revision("v1:other.json", tmp_path)
    assert not is_revision("api.json", tmp_path)


def test_a_branch_against_the_working_tree(run: Callable[..., Result]) -> None:
    result = run("main:specs", "specs", "--fail-on", "breaking")
    assert result.exit_code == 3
    assert (
        "breaking[sdk-param-removed]: `client.pets.list(sort=)` was removed"
        in result.output
    )
    assert "was: main:specs/api.json:1:" in result.output
    assert result.output.endswith("from main:specs to specs: needs a major version\n")


@pytest.mark.parametrize(
    ("base", "revision", "fail_on", "code"),
    [
        ("main:specs/api.json", "specs/api.json", "breaking", 3),
        ("main:specs/api.json", "specs/api.json", "none", 0),
        ("specs/api.json", "main:specs/api.json", "breaking", 0),
        ("specs/api.json", "main:specs/api.json", "warning", 0),
        ("specs/api.json", "main:specs/api.json", "any", 3),
        ("specs/undrift.yaml", "specs/undrift.yaml", "any", 0),
        ("specs/undrift.yaml", "specs/api.json", "any", 0),
    ],
)
def test_fail_on(
    run: Callable[..., Result], base: str, revision: str, fail_on: str, code: int
) -> None:
    assert run(base, revision, "--fail-on", fail_on).exit_code == code


def test_formats_and_a_file(run: Callable[..., Result], repository: Path) -> None:
    assert (
        json.loads(run("main:specs", "specs", "--format", "json").output)["version"]
        == 1
    )
    assert run("main:specs", "specs", "--format", "markdown").output.startswith(
        "### API changes"
    )
    assert run("main:specs", "specs", "-o", "report.txt").output == ""
    assert "needs a major version" in (repository / "report.txt").read_text()


@pytest.mark.parametrize("argument", ["missing.json", "nowhere:specs"])
def test_a_wrong_argument_is_a_usage_error(
    run: Callable[..., Result], argument: str
) -> None:
    result = run(argument, "specs")
    assert result.exit_code == 2
    assert argument in result.output


def test_a_broken_description_is_reported_with_its_place(
    run: Callable[..., Result], repository: Path
) -> None:
    (repository / "specs/api.json").write_text("{")
    result = run("main:specs", "specs")
    assert result.exit_code == 1
    assert "specs/api.json:1:" in result.output
