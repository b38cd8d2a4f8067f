"""The documents in a generated package: every example runs, and none is missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import httpx2
import pytest

from generator.diagnostics import Report
from generator.formatting import blacken
from generator.load import load_config
from generator.plan.reference import NAMED
from templates.package._runtime.errors import status_error_class
from tests.support.documents import python_blocks, references, run_example
from tests.support.packages import Built, build, build_text, install, load_package
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


def run_readme(
    package: ModuleType, built: Built, folder: Path, patch: pytest.MonkeyPatch
) -> int:
    """Run every Python block of a README against the fake API; how many there are."""
    api = package.testing.FakeAPI()
    patch.setattr(
        httpx2.HTTPTransport,
        "handle_request",
        lambda _, request: api.handle_request(request),
    )
    patch.setitem(sys.modules, built.model.name, package)
    for name in ("errors", "testing", "webhooks"):
        if (found := vars(package).get(name)) is not None:
            patch.setitem(sys.modules, f"{built.model.name}.{name}", found)
    if built.model.client.key_variable != "None":
        patch.setenv(
            built.model.client.key_variable.strip("\"'"),
            KEYS.get(built.model.name, "key"),
        )
    for _, variable in built.model.client.credential_variables:
        patch.setenv(variable, "a:b")
    patch.chdir(folder)
    blocks = list(python_blocks(built.files["README.md"]))
    names: dict[str, object] = {}
    for title, code in blocks:
        client = names.get("client")
        exec(compile(code, f"README.md: {title}", "exec"), names)
        if client:
            names["client"] = client  # the first one goes on
    for name, function in names.items():
        if name.startswith("test_"):
            assert callable(function)
            function(package.testing.FakeAPI())
    return len(blocks)


KEYS = {"dronline_connected": "sk_sandbox_1"}


def test_the_readme_of_the_worked_example_runs(
    sdk: ModuleType, dronline: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_readme(sdk, dronline, tmp_path, monkeypatch) == 9


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_the_readmes_of_the_cases_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build(load_config(folder / "undrift.yaml", Report()))
    package = load_package(install(built.output, tmp_path))
    assert run_readme(package, built, tmp_path, monkeypatch)


KEYED = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /orders:
    get: {operationId: listOrders, responses: {'204': {description: ok}}}
    post:
      operationId: createOrder
      PARAMETERS
      responses: {'204': {description: ok}}
security: [{SCHEME: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://auth.example/token, scopes: {}}}}
"""
HEADER = "parameters: [{in: header, name: Idempotency-Key, schema: {type: string}}]"


def readme(
    tmp_path: Path, patch: pytest.MonkeyPatch, scheme: str, parameters: str = ""
) -> str:
    """The README of an API, its examples run."""
    text = KEYED.replace("SCHEME", scheme).replace("PARAMETERS", parameters)
    built = build_text(tmp_path, text)
    package = load_package(install(built.output, tmp_path))
    assert run_readme(package, built, tmp_path, patch)
    return built.files["README.md"]


@pytest.mark.parametrize(
    ("scheme", "shown"),
    [
        ("key", "client = Shop(current_key)\nasync_client = AsyncShop(awaited_key)\n"),
        ("oauth", "client = Shop(oauth=current_key)\n"),
        (
            "oauth",
            'client = Shop(oauth=ClientCredentials("client id", "client secret"))\n',
        ),
        ("login", ""),
    ],
)
def test_what_may_be_passed_in_place_of_a_key_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, shown: str
) -> None:
    text = readme(tmp_path, monkeypatch, scheme)
    assert shown in text
    assert ("current_key" in text) is bool(shown)


def test_whether_the_api_takes_an_idempotency_key_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = readme(tmp_path / "without", monkeypatch, "key")
    with_header = readme(tmp_path / "with", monkeypatch, "key", HEADER)
    assert "once.orders.create()" in without
    assert "does not say that it is looked at" in without
    assert "an argument for the key (`Idempotency-Key`)" in with_header


EVENTS = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
webhooks:
  order-paid:
    post:
      description: An order is paid. Nobody need do anything.
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: ok}}
"""


def test_documents_of_an_api_that_only_sends_events_speak_of_events(
    tmp_path: Path,
) -> None:
    files = build_text(tmp_path, EVENTS).files
    titles = [line for line in files["README.md"].splitlines() if line[:3] == "## "]
    assert titles == ["## Absent and null", "## Webhooks", "## Tests"]
    assert files["reference.md"].splitlines()[2:] == [
        "Generated from version 1 of the API's description.",
        "",
        "## `webhooks`",
        "",
        "| class | event | data | |",
        "|---|---|---|---|",
        "| `OrderPaidEvent` | `order-paid` | `dict[str, Any]` | An order is paid. |",
    ]
