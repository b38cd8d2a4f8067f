"""The command line: what it prints where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator import __version__, cli, pipeline

SPEC = {
    "openapi": "3.2.0",
    "info": {"title": "Pet Store", "version": "1.0"},
    "servers": [{"url": "https://api.example.com"}],
    "tags": [{"name": "Pets"}],
    "paths": {
        "/pets/{pet_id}": {
            "get": {
                "operationId": "getPet",
                "tags": ["Pets"],
                "summary": "Get a pet",
                "parameters": [
                    {
                        "name": "pet_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "The pet",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Pet"}
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            }
        }
    },
}
PACKAGE = "out/pet_store"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, without GitHub's or a terminal's environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def spec(here: Path) -> Path:
    """A description that the tool accepts."""
    path = here / "openapi.json"
    path.write_text(json.dumps(SPEC, indent=2))
    return path


def undrift(*arguments: str, env: dict[str, str] | None = None) -> Result:
    result = CliRunner().invoke(cli.undrift, arguments, env=env, prog_name="undrift")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def generate(*arguments: str) -> Result:
    """Generate into `out`, without what these tests are not about."""
    quick = ("--output", "out", "--no-format", "--validate", "off")
    return undrift("generate", "openapi.json", *quick, *arguments)


def test_version() -> None:
    assert undrift("--version").output == f"undrift {__version__}\n"


def test_help_lists_every_command_with_a_sentence() -> None:
    result = undrift("--help")
    assert result.exit_code == 0
    for name in cli.COMMANDS:
        line = next(
            line for line in result.output.splitlines() if line.startswith(f"  {name} ")
        )
        assert len(line.split()) > 3


def test_help_starts_without_the_commands() -> None:
    program = "from generator.cli import undrift; import sys\n"
    program += "undrift(['--help'], standalone_mode=False)\n"
    program += "sys.exit('generator.commands' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["generate", "--unknown"],
        ["generate", "a.json", "--package", "not-a-name"],
        ["generate", "--config", "missing.yaml"],
        ["inspect", "a.json"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert undrift(*arguments).exit_code == 2


def test_without_input_or_project_the_message_says_what_to_type() -> None:
    result = undrift("generate")
    assert result.exit_code == 2
    assert "no undrift.yaml in this folder" in result.stderr
    assert "undrift generate openapi.yaml" in result.stderr


def test_several_projects_below_must_be_chosen_from(here: Path) -> None:
    for name in ("a", "b"):
        (here / "specs" / name).mkdir(parents=True)
        (here / "specs" / name / "undrift.yaml").write_text("inputs: [x.json]\n")
    result = undrift("check")
    assert result.exit_code == 2
    assert "specs/a/undrift.yaml, specs/b/undrift.yaml" in " ".join(
        result.stderr.split()
    )


@pytest.mark.parametrize("stand", [".", "deep/down", "../.."])
def test_the_nearest_project_is_used(
    here: Path, spec: Path, monkeypatch: pytest.MonkeyPatch, stand: str
) -> None:
    project = here / "specs/pets"
    (project / "deep/down").mkdir(parents=True)
    (project / "undrift.yaml").write_text("inputs: [openapi.json]\noutput: ../../out\n")
    spec.rename(project / "openapi.json")
    monkeypatch.chdir(project / stand)
    assert undrift("generate", "--no-format").exit_code == 0
    assert (here / PACKAGE / "_manifest.json").is_file()


def test_generate_writes_the_package_and_then_says_up_to_date(
    here: Path, spec: Path
) -> None:
    first = generate()
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith(f"{PACKAGE}: ")
    assert (here / "out/pet-store.openapi.json").is_file()
    assert generate().stdout == f"{PACKAGE} is up to date\n"


def test_generate_leaves_nothing_else_behind(here: Path, spec: Path) -> None:
    assert undrift("generate", "openapi.json", "--output", "out").exit_code == 0
    assert sorted(path.name for path in here.iterdir()) == [
        ".undrift-cache",
        "openapi.json",
        "out",
    ]
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        "pet-store.openapi.json",
        "pet_store",
    ]


def test_options_name_the_package_and_the_client(here: Path, spec: Path) -> None:
    assert generate("--package", "animals", "--client", "Zoo").exit_code == 0
    assert "class Zoo" in (here / "out/animals/_client.py").read_text()


def test_an_edited_file_stops_generate_with_3_until_forced(
    here: Path, spec: Path
) -> None:
    generate()
    edited = here / PACKAGE / "errors.py"
    edited.write_text("mine\n")
    result = generate()
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{PACKAGE}/errors.py: error[edited-file]: ")
    assert "--force" in result.stderr
    assert edited.read_text() == "mine\n"
    assert generate("--force").exit_code == 0
    assert edited.read_text() != "mine\n"


def test_faults_of_the_input_go_to_standard_error_with_1(here: Path) -> None:
    (here / "openapi.json").write_text('{"openapi": "3.2.0",\n  "openapi": "3.2.0"}\n')
    result = generate()
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "openapi.json:2:" in result.stderr
    assert ": error[" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("1 error")
    assert not (here / "out").exists()


def test_json_is_one_document_on_standard_output(here: Path, spec: Path) -> None:
    value = json.loads(generate("--format", "json").stdout)
    assert value["counts"]["error"] == 0
    assert value["result"]["package"] == PACKAGE
    assert "pet_store/_manifest.json" in value["result"]["written"]
    (here / "openapi.json").write_text("{")
    failed = generate("--format", "json")
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["diagnostics"][0]["file"] == "openapi.json"


def test_on_github_diagnostics_are_annotations(here: Path) -> None:
    (here / "openapi.json").write_text("{")
    result = undrift("generate", "openapi.json", env={"GITHUB_ACTIONS": "true"})
    assert result.stderr.startswith("::error title=undrift ")
    assert "file=openapi.json" in result.stderr


def test_strict_makes_warnings_fail_before_anything_is_written(
    here: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.generate

    def warn(config, report, **options):  # type: ignore[no-untyped-def]
        report.warning("name-clash", None, "two names")
        return real(config, report, **options)

    monkeypatch.setattr(pipeline, "generate", warn)
    assert generate("--strict").exit_code == 1
    assert not (here / "out").exists()
    assert generate().exit_code == 0


def test_decisions_are_explained_only_on_request(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.spec

    def decide(config, report, **options):  # type: ignore[no-untyped-def]
        report.info("near-miss", None, "these two are kept apart")
        return real(config, report, **options)

    monkeypatch.setattr(pipeline, "spec", decide)
    assert undrift("merge", "openapi.json").stderr == ""
    explained = undrift("merge", "openapi.json", "--explain").stderr
    assert explained == "info[near-miss]: these two are kept apart\n"


def test_check_says_up_to_date_or_lists_files_and_symbols(
    here: Path, spec: Path
) -> None:
    generate()
    assert undrift("check", "openapi.json", "--output", "out").stdout == (
        f"{PACKAGE} is up to date\n"
    )
    changed = json.loads(spec.read_text())
    changed["components"]["schemas"]["Pet"]["properties"]["age"] = {"type": "integer"}
    spec.write_text(json.dumps(changed))
    before = (here / PACKAGE / "_manifest.json").read_bytes()
    result = undrift("check", "openapi.json", "--output", "out")
    assert result.exit_code == 3
    assert f"{PACKAGE}/models/pet.py: out of date" in result.stdout
    assert "~ Pet" in result.stdout
    assert (here / PACKAGE / "_manifest.json").read_bytes() == before


def test_check_names_what_is_missing_and_what_was_edited(
    here: Path, spec: Path
) -> None:
    generate()
    (here / PACKAGE / "errors.py").unlink()
    (here / PACKAGE / "models/pet.py").write_text("class Pet: ...\n")
    result = undrift("check", "openapi.json", "--output", "out", "--format", "json")
    assert result.exit_code == 3
    states = {
        found["file"]: found["state"] for found in json.loads(result.stdout)["result"]
    }
    assert states == {
        f"{PACKAGE}/errors.py": "created",
        f"{PACKAGE}/models/pet.py": "edited",
    }


def test_merge_prints_the_canonical_document(here: Path, spec: Path) -> None:
    result = undrift("merge", "openapi.json")
    assert json.loads(result.stdout)["components"]["schemas"].keys() == {"Pet"}
    assert undrift("merge", "openapi.json", "-o", "merged.json").stdout == ""
    assert (here / "merged.json").read_text() == result.stdout


def test_merge_explains_where_each_part_came_from(spec: Path) -> None:
    lines = undrift("merge", "openapi.json", "--explain").stdout.splitlines()
    assert any("GET /pets/{pet_id}" in line for line in lines)
    assert any("Pet" in line.split() for line in lines)
    assert any("openapi.json:8:" in line for line in lines)


@pytest.mark.parametrize("stage", ["spec", "ir", "python"])
def test_inspect_prints_the_same_json_each_time(spec: Path, stage: str) -> None:
    first = undrift("inspect", "openapi.json", "--stage", stage)
    assert first.exit_code == 0
    assert json.loads(first.stdout)
    assert undrift("inspect", "openapi.json", "--stage", stage).stdout == first.stdout


def test_inspect_tags_values_with_their_class(spec: Path) -> None:
    api = json.loads(undrift("inspect", "openapi.json", "--stage", "ir").stdout)
    assert api["@type"] == "Api"
    [pet] = api["declarations"]
    assert pet["@type"] == "ModelDecl"
    assert pet["fields"][0]["type"] == {"@type": "Primitive", "scalar": "Scalar.STRING"}


def test_verify_proves_a_copy_or_lists_what_differs(here: Path, spec: Path) -> None:
    generate()
    copy = here / "vendored/deep/renamed"
    copy.parent.mkdir(parents=True)
    (here / PACKAGE).rename(copy)
    assert undrift("verify", str(copy)).exit_code == 0
    (copy / "errors.py").write_text("mine\n")
    (copy / "models/pet.py").unlink()
    result = undrift("verify", str(copy))
    assert result.exit_code == 3
    assert "errors.py" in result.stdout
    assert "models/pet.py" in result.stdout


def test_verify_says_when_a_folder_is_no_generated_package(here: Path) -> None:
    (here / "empty").mkdir()
    assert undrift("verify", "empty").exit_code == 3
    assert undrift("verify", "missing").exit_code == 2


def test_an_interrupt_ends_without_a_traceback(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "generate", interrupted)
    monkeypatch.setattr(sys, "argv", ["undrift", "generate", "openapi.json"])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_is_a_traceback(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "generate", broken)
    monkeypatch.setattr(sys, "argv", ["undrift", "generate", "openapi.json"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_a_reader_that_goes_away_is_no_traceback(spec: Path) -> None:
    root = Path(cli.__file__).parent.parent
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "generator", "merge", "openapi.json"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
        )
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipeError" not in ended.stderr


def test_commands_are_click_commands_with_a_module_each() -> None:
    context = click.Context(cli.undrift)
    for name in cli.COMMANDS:
        assert cli.undrift.get_command(context, name) is not None
