"""`undrift.yaml`: every setting, and every fault at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Config, Environment, OnConflict, SchemaRules
from generator.diagnostics import Report
from generator.load import load_config
from tests.unit.support import rendered, write

EVERYTHING = """\
inputs: [pages/*.md, extra]
output: ../../generated
package: dronline_connected
client: DrOnline
api_key_env: DRONLINE_API_KEY
overlays: [overlay.yaml]
names_lock: names.lock.yaml
docs_url: https://docs.example.com/api
environments:
  live: {url: https://api.example.com/v1, key_prefix: sk_live_}
  sandbox: {url: http://localhost:3001/v1}
schemas:
  merge: [[A, B]]
  keep_apart: [[confirm.request.patient, Patient], [C, D]]
  names: {Old: New}
on_conflict: newest
resolutions:
  /paths/~1a/get: pages/a.md
"""


def read(root: Path, text: str) -> tuple[Config, str]:
    write(root, {"undrift.yaml": text})
    report = Report()
    return load_config(root / "undrift.yaml", report), rendered(report, root)


def test_every_setting(tmp_path: Path) -> None:
    assert read(tmp_path, EVERYTHING) == (
        Config(
            root=tmp_path,
            file=tmp_path / "undrift.yaml",
            inputs=("pages/*.md", "extra"),
            output=Path("../../generated"),
            package="dronline_connected",
            client="DrOnline",
            env_var="DRONLINE_API_KEY",
            overlays=("overlay.yaml",),
            names_lock="names.lock.yaml",
            docs_url="https://docs.example.com/api",
            environments=(
                Environment(
                    name="live", url="https://api.example.com/v1", key_prefix="sk_live_"
                ),
                Environment(name="sandbox", url="http://localhost:3001/v1"),
            ),
            schemas=SchemaRules(
                merge=(("A", "B"),),
                keep_apart=(("confirm.request.patient", "Patient"), ("C", "D")),
                names={"Old": "New"},
            ),
            on_conflict=OnConflict.NEWEST,
            resolutions={"/paths/~1a/get": "pages/a.md"},
        ),
        "",
    )


def test_every_setting_is_optional(tmp_path: Path) -> None:
    config, report = read(tmp_path, "{}")
    assert (config, report) == (
        Config(root=tmp_path, file=tmp_path / "undrift.yaml"),
        "",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# c\noutptu: x", "2:1: error[invalid-config]: unknown setting 'outptu'\n  help: did you mean output?"),
        ("environments:\n  live: {url: https://x.example, keyprefix: a}",
         "2:34: error[invalid-config]: unknown setting 'keyprefix'\n  help: did you mean key_prefix?"),
        ("schemas: {zzz: 1}",
         "1:11: error[invalid-config]: unknown setting 'zzz'\n  help: known are merge, keep_apart, names"),
        ("inputs: a.md", "1:1: error[invalid-config]: expected a list, got a string"),
        ("inputs: [a.md, 5]", "1:16: error[invalid-config]: expected a string, got a number"),
        ("output: true", "1:1: error[invalid-config]: expected a string, got a boolean"),
        ('output: ""', "1:1: error[invalid-config]: expected a path"),
        ('names_lock: ""', "1:1: error[invalid-config]: expected a path"),
        ("package: my-api", "1:1: error[invalid-config]: 'my-api' is not a Python identifier"),
        ("package: ../x", "1:1: error[invalid-config]: '../x' is not a Python identifier"),
        ("package: class", "1:1: error[invalid-config]: 'class' is not a Python identifier"),
        ("client: Dr.Online", "1:1: error[invalid-config]: 'Dr.Online' is not a Python identifier"),
        ("client: Ünline", "1:1: error[invalid-config]: 'Ünline' is not a Python identifier"),
        ("api_key_env: A-B", "1:1: error[invalid-config]: 'A-B' is not the name of an environment variable"),
        ("docs_url: docs.example.com", "1:1: error[invalid-config]: 'docs.example.com' is not an http or https URL"),
        ("docs_url: 'https://x.example/\"'", "1:1: error[invalid-config]: 'https://x.example/\"' is not an http or https URL"),
        ("environments: []", "1:1: error[invalid-config]: expected an object, got an array"),
        ("environments: {live: x}", "1:16: error[invalid-config]: expected an object, got a string"),
        ("environments: {live: {}}", "1:16: error[invalid-config]: the environment 'live' has no url"),
        ("environments: {'a b': {url: https://x.example}}",
         "1:16: error[invalid-config]: 'a b' cannot be the name of an environment"),
        ("environments: {a: {url: 'file:///x'}}",
         "1:20: error[invalid-config]: 'file:///x' is not an http or https URL"),
        ("environments:\n  a: {url: https://x.example, key_prefix: sk_}\n  b: {url: https://y.example, key_prefix: sk_test_}",
         ("3:3: error[invalid-config]: keys of 'b' and 'a' cannot be told apart\n"
         "  help: give each a key_prefix that the other does not begin with")),
        ("schemas: {merge: [A]}", "1:19: error[invalid-config]: expected a list, got a string"),
        ("schemas: {names: {A: 'x y'}}",
         "1:19: error[invalid-config]: 'x y' is not the name of a component (letters, digits, '.', '_', '-')"),
        ("schemas: {names: [A]}", "1:11: error[invalid-config]: expected an object, got an array"),
        ("on_conflict: latest", "1:1: error[invalid-config]: expected one of error, newest, first"),
        ("on_conflict: []", "1:1: error[invalid-config]: expected one of error, newest, first"),
        ("inputs: [../a.md]", ("1:10: error[outside-root]: '../a.md' is outside the folder of undrift.yaml\n"
         "  help: copy the file into the project, or name it on the command line")),
        ("overlays: [/etc/x]", ("1:12: error[outside-root]: '/etc/x' is outside the folder of undrift.yaml\n"
         "  help: copy the file into the project, or name it on the command line")),
        ("a: [", "1:5: error[invalid-yaml]"),
        ("- a", "1:1: error[invalid-structure]: the document must be an object, not an array"),
        ("client: A\nclient: B", ("2:1: error[duplicate-key]: 'client' stands twice in one object\n"
         "  undrift.yaml:1:1: note: the first 'client' is here\n"
         "  help: remove one of them, or rename it")),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(tmp_path: Path, text: str, problem: str) -> None:
    config, report = read(tmp_path, text)
    assert report.startswith(f"undrift.yaml:{problem}")
    assert report.count("error[") == 1
    assert config.root == tmp_path


def test_every_fault_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    config, report = read(tmp_path, "package: 1\nclient: A\nonput: x\ninputs: [a, 2]\n")
    assert (config.package, config.client, config.inputs) == ("", "A", ("a",))
    assert [line.split(": ")[0] for line in report.split("\n") if "error" in line] == [
        "undrift.yaml:1:1",
        "undrift.yaml:3:1",
        "undrift.yaml:4:13",
    ]


def test_a_configuration_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    report = Report()
    config = load_config(tmp_path / "undrift.yaml", report)
    assert config.root == tmp_path
    assert rendered(report, tmp_path) == (
        "undrift.yaml: error[unreadable-file]: the file cannot be read: no such file or "
        "directory\n  help: check the path"
    )
