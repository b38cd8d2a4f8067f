"""The documents in a generated package: every example runs, and none is missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from generator.formatting import blacken
from generator.plan.reference import NAMED
from templates.package._runtime.errors import status_error_class
from tests.support.documents import references, run_example
from tests.support.packages import Built, build_text, install, load_package
from tests.test_cases import GENERATED, ran


def run_all(package: ModuleType, files: Mapping[str, str]) -> dict[str, str]:
    """What went wrong with the examples of a reference, by method; and how each is laid out."""
    failed: dict[str, str] = {}
    for method, code in references(files):
        try:
            run_example(package, code)
        except Exception as error:
            failed[method] = f"{type(error).__name__}: {error}\n{code}"
        if blacken(code) != code:
            failed[method] = f"black writes it otherwise:\n{blacken(code)}"
    return failed


def test_the_reference_of_the_worked_example_runs(
    sdk: ModuleType, dronline: Built
) -> None:
    assert run_all(sdk, dronline.files) == {}
    shown = dict(references(dronline.files))
    assert sorted(shown) == sorted(
        m.call for r in dronline.model.resources for m in r.methods
    )


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_the_references_of_the_cases_run(folder: Path, tmp_path: Path) -> None:
    _, output = ran(folder)
    assert output is not None
    package = load_package(install(output, tmp_path))
    assert run_all(package, output.files) == {}


def test_the_reference_names_the_errors_that_the_runtime_raises() -> None:
    for status in range(400, 500):
        named = NAMED.get(status, "APIStatusError")
        assert named == status_error_class(status).__name__


LARGE = "\n".join(
    [
        "openapi: 3.1.0",
        "info: {title: Large, version: '1'}",
        "paths:",
        *(
            f"  /{name}{n}: {{get: {{tags: [{name}], operationId: get{name}{n},"
            " responses: {'204': {description: gone}}}}"
            for name in ("Cat", "Dog")
            for n in range(60)
        ),
    ]
)


def test_a_large_reference_is_a_file_for_each_resource(tmp_path: Path) -> None:
    built = build_text(tmp_path, LARGE)
    assert [p for p in built.files if p.startswith("reference")] == [
        "reference.md",
        "reference/cat.md",
        "reference/dog.md",
    ]
    row = "| [`client.cat`](reference/cat.md) | 60 |  |"
    assert row in built.files["reference.md"]
    assert row in built.files["README.md"]
    assert len(list(references(built.files))) == 120


EXAMPLES = """
openapi: 3.1.0
info: {title: Visits, version: '1'}
paths:
  /visits/{key}:
    patch:
      tags: [visits]
      operationId: changeVisit
      parameters:
        - {in: path, name: key, required: true, schema: {type: string}, example: v-7}
        - {in: query, name: since, required: true, schema: {type: string, format: date}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [token, at, guest]
              properties:
                token: {type: string, examples: [plain]}
                at: {type: string, format: date-time, examples: ['2026-05-01T09:30:00+02:00']}
                guest: {type: object, required: [id],
                        properties: {id: {type: string, examples: [sk_live_abc]}, age: {type: integer}}}
      responses:
        '200': {description: ok}
        '404':
          description: No such visit.
          content: {application/json: {schema: {type: object, title: Missing, properties: {why: {type: string}}}}}
        5XX: {description: Broken.}
        default: {description: Anything.}
"""


def test_an_example_is_written_as_a_program_would_and_shows_no_secret(
    tmp_path: Path,
) -> None:
    built = build_text(tmp_path, EXAMPLES)
    ((method, code),) = references(built.files)
    assert method == "client.visits.change"
    assert code == (
        "from datetime import UTC, date, datetime\n"
        "\n"
        "client.visits.change(\n"
        '    "v-7",\n'
        '    token="***",\n'
        "    at=datetime(2026, 5, 1, 7, 30, tzinfo=UTC),\n"
        '    guest={"id": "***"},\n'
        "    since=date(2026, 6, 10),\n"
        ")\n"
    )


def test_documented_errors_are_listed_with_their_models(tmp_path: Path) -> None:
    text = build_text(tmp_path, EXAMPLES).files["reference.md"]
    rows = [
        line for line in text.splitlines() if line.startswith(("| 4", "| 5", "| any"))
    ]
    assert rows == [
        "| 404 | `NotFoundError` | `Missing` | No such visit. |",
        "| 5xx | `InternalServerError` |  | Broken. |",
        "| any other | `APIStatusError` |  | Anything. |",
    ]
