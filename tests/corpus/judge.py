"""Holds recorded requests against the original description, as openapi-core reads it.

openapi-core needs an older openapi-spec-validator than the project, so it has an environment of
its own (`requirements/judge.txt`). This script imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

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
        self.path = url.path
        self.full_url_pattern = f"{_BASE}{url.path}"
        self.method = record["method"].lower()
        self.body = b64decode(record["body"]) or None
        self.content_type = headers.get("content-type", "")


def read(file: Path) -> Any:
    """The description, with the one server that the requests were made for."""
    text = file.read_text("utf-8-sig")
    document = json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader)
    document["servers"] = [{"url": _BASE}]
    for item in document.get("paths", {}).values():
        for holder in (item, *item.values()):
            if isinstance(holder, dict):
                holder.pop("servers", None)
    return document


def reasons(problem: BaseException | None) -> str:
    """An error and what led to it, without the long repetition of the schema."""
    said: list[str] = []
    while problem is not None:
        inner = getattr(problem, "schema_errors", ())
        first = next(iter(inner), None)
        if first is not None:
            path = "/".join(map(str, first.absolute_path))
            said.append(f"{type(problem).__name__} at /{path}: {first.message[:160]}")
        else:
            said.append(f"{type(problem).__name__}: {str(problem)[:160]}")
        problem = problem.__cause__
    return " < ".join(said)


def judged(document: Path, requests: Path) -> list[str]:
    """What openapi-core says of the requests of one document."""
    uri = document.resolve().as_uri()
    openapi = _CORE.OpenAPI.from_dict(read(document), base_uri=uri)
    counted: Counter[str] = Counter()
    lines: list[str] = []
    for line in requests.read_text("utf-8").splitlines():
        record = json.loads(line)
        try:
            problem = next(iter(openapi.iter_request_errors(Sent(record))), None)
        except Exception as fault:  # of openapi-core: nothing is said of the request
            counted["unjudged"] += 1
            lines.append(
                f"    unjudged {record['case']}: {type(fault).__name__}: {fault!s:.200}"
            )
            continue
        counted["valid" if problem is None else "invalid"] += 1
        if problem is not None:
            lines.append(f"    invalid {record['case']}: {reasons(problem)}")
    return [f"{requests.stem}: {dict(counted)}", *lines]


def main(folder: Path) -> None:
    for requests in sorted(
        folder.glob("*.jsonl"), key=lambda file: file.stat().st_size
    ):
        document = Path(requests.with_suffix(".source").read_text("utf-8"))
        try:
            print(*judged(document, requests), sep="\n", flush=True)
        except Exception as fault:
            print(
                f"{requests.stem}: unread: {type(fault).__name__}: {fault!s:.200}",
                flush=True,
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
