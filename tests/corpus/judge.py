"""Holds recorded requests against the original description, as openapi-core reads it.

openapi-core needs an older openapi-spec-validator than the project, so it has an environment of
its own (`requirements/judge.txt`). This module imports nothing of the project. What openapi-core
itself gets wrong, and where this project reads descriptions otherwise on purpose, is listed in
`readings.py` and `excused.py`, each with its reason; such places and requests are counted apart.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml

from .excused import Complaint, excuse
from .readings import Reading
from .results import Outcome, keep

# By name, because type checkers run where these are not installed.
_CORE: Any = import_module("openapi_core")
_PARAMETERS: Any = import_module("openapi_core.datatypes").RequestParameters
_DATA: Any = import_module("werkzeug.datastructures")
_BASE = "https://api.invalid"
_SUFFIXES = (".json", ".yaml", ".yml")


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
        return (
            _json_or_text if media_type == "*/*" else lambda text, **_: json.loads(text)
        )


def _json_or_text(text: bytes, **_: Any) -> Any:
    """What `*/*` stands for: JSON, or a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text.decode()


def parsed(file: Path) -> Any:
    """A file of JSON or YAML."""
    text = file.read_text("utf-8-sig")
    return json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader)


def read(file: Path, folder: Path) -> tuple[Reading, str, Counter[str]]:
    """The description as it is read (`readings.py`), with the one server that requests are for.

    The files that it refers to are written to `folder`, rewritten likewise. Also the address by
    which references to them are found, and the places that were rewritten.
    """
    document = parsed(file)
    version = str(document.get("openapi", ""))
    files: dict[Path, Any] = {}
    if not (file.parent / "SOURCES.tsv").exists():
        found = [
            f for f in file.parent.rglob("*") if f.suffix in _SUFFIXES and f != file
        ]
        files = {other: parsed(other) for other in found}
    by_name = {other.name: part for other, part in files.items()}
    reading = Reading(document, version, by_name)
    reading.rewrite()
    document["servers"] = [{"url": _BASE}]
    counts = reading.counts
    for other, part in files.items():
        if isinstance(part, dict):
            parts = Reading(part, version, by_name)
            parts.rewrite()
            counts += parts.counts
        target = folder / other.relative_to(file.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(part), "utf-8")
    return reading, (folder / file.name).as_uri(), counts


def complaints(
    problem: BaseException, record: dict[str, Any], reading: Reading
) -> Iterator[Complaint]:
    """Each thing that is wrong, with what led to it and without the repetition of the schema."""
    said: list[str] = []
    errors: list[Any] = []
    step: BaseException | None = problem
    while step is not None:
        found = list(getattr(step, "schema_errors", ()))
        errors = errors or found
        said.append(type(step).__name__ + ("" if found else f": {str(step)[:160]}"))
        step = step.__cause__
    led = " < ".join(said)
    for error in errors:
        path = "/".join(map(str, error.absolute_path))
        yield Complaint(
            f"{led} at /{path}: {error.message[:160]}", record, reading, error
        )
    if not errors:
        yield Complaint(led, record, reading)


def judged(document: Path, requests: Path, folder: Path) -> Outcome:
    """What openapi-core says of the requests of one document."""
    config = _CORE.Config(
        spec_validator_cls=None, extra_media_type_deserializers=_Deserializers()
    )
    reading, uri, counts = read(document, folder)
    openapi = _CORE.OpenAPI.from_dict(reading.root, base_uri=uri, config=config)
    outcome = Outcome({"requests": 0, "valid": 0}, readings=dict(counts))
    for line in requests.read_text("utf-8").splitlines():
        record = json.loads(line)
        outcome.count("requests")
        try:
            problems = list(openapi.iter_request_errors(Sent(record)))
        except Exception as fault:  # of openapi-core: nothing is said of the request
            said = " ".join(str(fault).split())[:60]
            outcome.excuse(f"openapi-core fails: {type(fault).__name__}: {said}")
            continue
        found = [
            c for problem in problems for c in complaints(problem, record, reading)
        ]
        reasons = {excuse(complaint): complaint for complaint in found}
        if "" in reasons:
            outcome.faults.append(f"invalid {record['case']}: {reasons[''].said}")
        elif reasons:
            outcome.excuse(min(reasons))
        else:
            outcome.count("valid")
    return outcome


def main(folder: Path) -> None:
    recorded = sorted(folder.glob("*.jsonl"), key=lambda file: file.stat().st_size)
    for requests in recorded:
        document = Path(requests.with_suffix(".source").read_text("utf-8"))
        try:
            with TemporaryDirectory() as parts:
                outcome = judged(document, requests, Path(parts).resolve())
        except Exception as fault:  # of openapi-core, or of the YAML
            said = " ".join(str(fault).split())[:60]
            outcome = Outcome()
            outcome.excuse(
                f"openapi-core cannot read the description: {type(fault).__name__}: {said}"
            )
        keep("judge", requests.stem, outcome)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
