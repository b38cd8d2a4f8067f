"""Holds recorded requests against the original description, as openapi-core reads it.

openapi-core needs an older openapi-spec-validator than the project, so it has an environment of
its own (`requirements/judge.txt`). This module imports nothing of the project. What openapi-core
itself gets wrong, and where this project reads descriptions otherwise on purpose, is listed in
`excused.py`, each with its reason; such requests are counted apart.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml

from .excused import Complaint, Facts, excuse
from .results import Outcome, keep

# By name, because type checkers run where these are not installed.
_CORE: Any = import_module("openapi_core")
_PARAMETERS: Any = import_module("openapi_core.datatypes").RequestParameters
_DATA: Any = import_module("werkzeug.datastructures")
_BASE = "https://api.invalid"


class Loader(yaml.CSafeLoader):
    """YAML whose scalars are what JSON has: no dates."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class Sent:
    """One recorded request, as openapi-core asks for it."""

    def __init__(self, record: dict[str, Any]) -> None:
        url = urlsplit(record["url"])
        headers = _DATA.Headers(record["headers"])
        cookies = (
            p.strip().partition("=") for p in headers.get("cookie", "").split(";")
        )
        self.parameters = _PARAMETERS(
            query=_DATA.ImmutableMultiDict(
                parse_qsl(url.query, keep_blank_values=True)
            ),
            header=headers,
            cookie=_DATA.ImmutableMultiDict(
                [(name, text) for name, _, text in cookies]
            ),
        )
        self.host_url = _BASE
        # As web frameworks give it: decoded, but for the slashes that are part of a segment.
        parts = url.path.replace("%2f", "%2F").split("%2F")
        self.path = "%2F".join(map(unquote, parts))
        self.full_url_pattern = f"{_BASE}{self.path}"
        self.method = record["method"].lower()
        self.body = b64decode(record["body"]) or None
        self.content_type = headers.get("content-type", "")


class _Deserializers(dict[str, Any]):
    """openapi-core's own, and JSON for every media type of JSON that it has none for."""

    def __contains__(self, media_type: object) -> bool:
        name = str(media_type)
        return name.endswith("+json") or name in ("text/json", "*/*")

    def __getitem__(self, media_type: str) -> Any:
        return lambda text, **_: json.loads(text)


def parsed(file: Path) -> Any:
    """A file of JSON or YAML."""
    text = file.read_text("utf-8-sig")
    return json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader)


def read(file: Path) -> Any:
    """The description, with the one server that the requests were made for."""
    document = parsed(file)
    document["servers"] = [{"url": _BASE}]
    for item in document.get("paths", {}).values():
        for holder in (item, *item.values()):
            if isinstance(holder, dict):
                holder.pop("servers", None)
    return document


def facts(document: Path, root: Any) -> Facts:
    """What is known of the names of a description; of its other files, too."""
    found = Facts()
    found.learn(root, root)
    if not (document.parent / "SOURCES.tsv").exists():
        for file in document.parent.rglob("*"):
            if file.suffix in (".json", ".yaml", ".yml"):
                found.learn(root, parsed(file))
    return found


def complaint(
    problem: BaseException, record: dict[str, Any], facts: Facts
) -> Complaint:
    """An error, and what led to it, without the long repetition of the schema."""
    said: list[str] = []
    first: Any = None
    step: BaseException | None = problem
    while step is not None:
        error = next(iter(getattr(step, "schema_errors", ())), None)
        if error is not None:
            first = error
            path = "/".join(map(str, error.absolute_path))
            said.append(f"{type(step).__name__} at /{path}: {error.message[:160]}")
        else:
            said.append(f"{type(step).__name__}: {str(step)[:160]}")
        step = step.__cause__
    return Complaint(" < ".join(said), record, facts, first)


def judged(document: Path, requests: Path) -> Outcome:
    """What openapi-core says of the requests of one document."""
    config = _CORE.Config(
        spec_validator_cls=None, extra_media_type_deserializers=_Deserializers()
    )
    uri = document.resolve().as_uri()
    description = read(document)
    known = facts(document, description)
    openapi = _CORE.OpenAPI.from_dict(description, base_uri=uri, config=config)
    outcome = Outcome({"requests": 0, "valid": 0})
    for line in requests.read_text("utf-8").splitlines():
        record = json.loads(line)
        outcome.count("requests")
        try:
            problem = next(iter(openapi.iter_request_errors(Sent(record))), None)
        except Exception as fault:  # of openapi-core: nothing is said of the request
            said = " ".join(str(fault).split())[:60]
            outcome.excuse(f"openapi-core fails: {type(fault).__name__}: {said}")
            continue
        if problem is None:
            outcome.count("valid")
            continue
        found = complaint(problem, record, known)
        if reason := excuse(found):
            outcome.excuse(reason)
        else:
            outcome.faults.append(f"invalid {record['case']}: {found.said}")
    return outcome


def main(folder: Path) -> None:
    recorded = sorted(folder.glob("*.jsonl"), key=lambda file: file.stat().st_size)
    for requests in recorded:
        document = Path(requests.with_suffix(".source").read_text("utf-8"))
        try:
            outcome = judged(document, requests)
        except Exception as fault:  # of openapi-core, or of the YAML
            said = " ".join(str(fault).split())[:60]
            outcome = Outcome()
            outcome.excuse(
                f"openapi-core cannot read the description: {type(fault).__name__}: {said}"
            )
        keep("judge", requests.stem, outcome)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
