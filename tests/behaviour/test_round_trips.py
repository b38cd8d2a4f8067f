"""Generated types write back what they read and refuse what they must: held by another validator.

Each description in `schemas/` is about one way to combine keywords. The same questions are put to
real descriptions by `make exchanges`.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from tests.corpus.calls import Caller
from tests.corpus.documents import Loader
from tests.corpus.meant import meant
from tests.corpus.near import broken
from tests.corpus.roundtrip import examine
from tests.corpus.values import ASSERTED, Judge
from tests.support.packages import Built, build_text, install, load_package

SCHEMAS = Path(__file__).parent / "schemas"

IMPOSSIBLE = {
    "boolean-schemas": [
        ("H", "nn", "null"),
        ("H", "nn", "there"),
        ("H", "no", "null"),
        ("H", "no", "there"),
    ],
    "not": [("H", "c", "null")],
}
"""What the types of a package allow and the description does not."""


@dataclass(frozen=True, slots=True)
class Described:
    """One description, with an operation for each schema that sends and receives it."""

    document: Any
    built: Built
    package: Path


@pytest.fixture(
    scope="module", params=sorted(SCHEMAS.glob("*.yaml")), ids=lambda file: file.stem
)
def described(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Described:
    document = yaml.load(request.param.read_text("utf-8"), Loader)
    document["paths"] = {
        f"/schemas/{number}": {"put": _operation(number, name)}
        for number, name in enumerate(document["components"]["schemas"])
    }
    folder = tmp_path_factory.mktemp("schemas")
    built = build_text(folder, json.dumps(document))
    return Described(document, built, install(built.output, folder))


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25")


def _operation(number: int, schema: str) -> Any:
    reference = {"$ref": f"#/components/schemas/{_token(schema)}"}
    content = {"application/json": {"schema": reference}}
    return {
        "operationId": f"put{number}",
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "Fine", "content": content}},
    }


def test_valid_values_come_back_and_violations_are_refused(
    described: Described, request: pytest.FixtureRequest
) -> None:
    found = examine(described.built, load_package(described.package))
    assert found.faults == []
    assert (found.silent, found.unread) == ([], 0)
    assert found.values >= 2 * found.types > 0
    assert found.violations >= found.types
    file = request.node.callspec.params["described"]
    assert found.reach.missed == IMPOSSIBLE.get(file.stem, [])


def test_the_canonical_document_means_what_was_written(described: Described) -> None:
    """Values are valid by both or by neither: nothing was lost or added on the way."""
    if described.document["openapi"].startswith("3.0"):
        pytest.skip("a validator of JSON Schema knows no `nullable`")
    registry = jsonschema_rs.Registry([("urn:api", meant(described.document))])
    judge = Judge(described.built.spec)
    for name in described.document["components"]["schemas"]:
        canonical = judge.validator(name)
        assert canonical is not None
        written = _validator(registry, name)
        for _, value in judge.examples(name):
            for changed in (value, *islice(broken(value, 8), 40)):
                # Null moves from a component to its uses.
                if changed is not None:
                    assert canonical.is_valid(changed) == written.is_valid(changed)


def test_requests_are_valid_and_answers_are_read(described: Described) -> None:
    """By the mock, by the fake API, and by a validator that reads the description as written."""
    requests = StringIO()
    caller = Caller(described.built, described.package, requests)
    caller.call_all()
    assert caller.found.faults == []
    assert caller.found.unanswerable == []
    records = [json.loads(line) for line in requests.getvalue().splitlines()]
    assert len(records) >= len(described.document["paths"])
    if described.document["openapi"].startswith("3.1"):
        assert list(_complaints(described.document, records)) == []


def _validator(registry: jsonschema_rs.Registry, name: str) -> Any:
    reference = {"$ref": f"urn:api#/components/schemas/{_token(name)}"}
    return jsonschema_rs.Draft202012Validator(
        reference, registry=registry, validate_formats=True, formats=ASSERTED
    )


def _complaints(document: Any, records: list[Any]) -> Iterator[str]:
    """What JSON Schema says of the bodies; what only the server sets may be absent."""
    names = list(document["components"]["schemas"])
    registry = jsonschema_rs.Registry([("urn:api", document)])
    set_by_server = {
        name
        for schema in document["components"]["schemas"].values()
        for name, described in schema.get("properties", {}).items()
        if isinstance(described, dict) and described.get("readOnly")
    }
    for record in records:
        name = names[int(record["route"].rpartition("/")[2])]
        validator = _validator(registry, name)
        for error in validator.iter_errors(json.loads(b64decode(record["body"]))):
            rule = error.kind.as_dict()
            if error.kind.name == "oneOf" or rule.get("property") in set_by_server:
                continue
            yield f"{record['case']}: {error.message[:200]}"
