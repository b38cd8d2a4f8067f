"""Are the requests of generated packages what the descriptions ask for, and are answers read?

Every operation is called with examples of its arguments, and answered by the package's own fake
API and by the mock server. The requests are written to a file, one JSON object a line, for a
reader of the *original* document that shares nothing with this project (`judge.py`).
"""

from __future__ import annotations

import argparse
import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

import httpx2

from generator.checks.fixtures.cases import Case, argument_cases
from generator.checks.fixtures.sdk import Sdk
from generator.config import Config
from generator.diagnostics import Stopped
from generator.mock.messages import PROBLEM, Request
from generator.mock.service import Service
from generator.python import MethodModel
from generator.servers import base_path
from generator.spec import Spec, lookup
from tests.corpus.results import Outcome, keep
from tests.corpus.roundtrip import document, names
from tests.support.packages import Built, build, install

MOST = 3
"""How many calls are made of an operation."""


@dataclass(slots=True)
class Found:
    """What came of one document."""

    operations: int = 0
    calls: int = 0
    unanswerable: list[str] = field(default_factory=list[str])
    """Operations whose arguments or answer have no example."""
    faults: list[tuple[str, str, str]] = field(
        default_factory=list[tuple[str, str, str]]
    )
    """What, of which operation, and the detail."""


class Mock:
    """The mock server in the process; `refused` are the requests that it finds wrong."""

    def __init__(self, built: Built) -> None:
        self._service = Service(built.spec)  # slow to make of a large description
        self._base = base_path(built.spec).rstrip("/")
        self.refused: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        target = self._base + request.url.raw_path.decode()
        answer = self._service.answer(
            Request(request.method, target, headers, request.content)
        )
        if answer.media_type == PROBLEM:
            said = f"{answer.status} {answer.body.decode()[:300]}"
            self.refused.append(said + _ambiguity(said, request.url.query.decode()))
        return httpx2.Response(
            answer.status,
            headers={**answer.headers, "content-type": answer.media_type},
            content=answer.body,
            request=request,
        )


class Caller:
    """Calls every operation of one package."""

    def __init__(
        self, built: Built, folder: Path, requests: TextIO | None, most: int = MOST
    ) -> None:
        self._built = built
        self._sdk = Sdk(folder, built.model, built.spec)
        self._testing = import_module(f"{self._sdk.module.__name__}.testing")
        self._requests = requests
        self._most = most
        self._answering = Mock(built)
        self.found = Found()

    def call_all(self) -> None:
        for resource in self._built.model.resources:
            for method in resource.methods:
                self.found.operations += 1
                self._call(method)

    def _call(self, method: MethodModel) -> None:
        cases = islice(
            filter(self._can_be_written, argument_cases(self._built.spec, method)),
            self._most,
        )
        some = False
        try:
            for case in cases:
                some = True
                self.found.calls += 1
                arguments = self._sdk.arguments(case.call)
                label = f"{method.id} {case.name}"
                self._fake(method, label, arguments)
                self._mock(method, label, arguments)
        except Exception as problem:
            self._fault("arguments", method.id, problem)
        if not some:
            self.found.unanswerable.append(method.id)

    def _can_be_written(self, case: Case) -> bool:
        """Whether all arguments can stand in a URL or a header: an empty list cannot, nor null."""
        origins = {
            p.name: p.origin for p in self._sdk.methods[case.call.operation].parameters
        }
        return all(
            _has_text(value)
            for name, value in case.call.arguments.items()
            if "/parameters/" in origins[name] and not self._is_json(origins[name])
        )

    def _is_json(self, origin: str) -> bool:
        spec = self._built.spec
        return "content" in spec.resolved(lookup(spec.document, origin))

    def _fake(self, method: MethodModel, label: str, arguments: dict[str, Any]) -> None:
        api = self._testing.FakeAPI()
        sent: list[httpx2.Request] = []

        def answer(request: httpx2.Request) -> httpx2.Response:
            sent.append(request)
            response: httpx2.Response = api.handle_request(request)
            return response

        problem = self._problem(method, answer, arguments)
        if problem is not None and not _is_failure(problem):
            self._fault("fake" if sent else "unsent", label, problem)
        if self._requests is not None:
            for request in sent:
                print(json.dumps(_written(label, method, request)), file=self._requests)

    def _mock(self, method: MethodModel, label: str, arguments: dict[str, Any]) -> None:
        mock = self._answering
        mock.refused = []
        problem = self._problem(method, mock, arguments)
        for refused in mock.refused:
            kind = "silent" if refused.startswith("501") else "mock"
            self.found.faults.append((kind, label, refused))
        if problem is not None and not mock.refused and not _is_failure(problem):
            self._fault("answer", label, problem)

    def _problem(
        self,
        method: MethodModel,
        answer: Callable[[httpx2.Request], httpx2.Response],
        arguments: dict[str, Any],
    ) -> Exception | None:
        """What goes wrong in a call whose request is answered so."""

        def handle(_: object, request: httpx2.Request) -> httpx2.Response:
            request.read()
            return answer(request)

        routed = type("Routed", (self._testing.FakeAPI,), {"handle_request": handle})
        found = routed().client(max_retries=0)
        for attribute in method.call.split(".")[1:]:
            found = getattr(found, attribute)
        try:
            result = found(**arguments)
            if method.paginated:
                result.first_page()
            elif hasattr(result, "__next__"):
                list(result)
        except Exception as problem:
            return problem
        return None

    def _fault(self, what: str, of: str, problem: Exception) -> None:
        detail = f"{type(problem).__name__}: {str(problem)[:300]}"
        self.found.faults.append((what, of, detail))


_AMBIGUOUS = " (the query has that name more than once)"


def _ambiguity(said: str, query: str) -> str:
    """A remark when a member of an exploded object has the name of another argument."""
    members = re.findall(r'"in":"query parameter","pointer":"/[^/"]*/([^/"]*)"', said)
    names = [part.partition("=")[0] for part in query.split("&")]
    return _AMBIGUOUS if any(names.count(member) > 1 for member in members) else ""


def _has_text(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_text, value.values() if isinstance(value, dict) else value))
    return value is not None and value not in ("", ".", "..")


def _is_failure(problem: Exception) -> bool:
    """Whether it is an answer that only failures are described for."""
    return hasattr(problem, "status_code") and "Decode" not in type(problem).__name__


def _written(label: str, method: MethodModel, sent: httpx2.Request) -> dict[str, Any]:
    return {
        "case": label,
        "route": method.path,
        "method": sent.method,
        "url": str(sent.url),
        "headers": dict(sent.headers),
        "body": b64encode(sent.content).decode(),
    }


def examined(name: str, requests: TextIO | None, most: int = MOST) -> Outcome:
    """What came of the calls of one document."""
    path = document(name)
    outcome = Outcome()
    try:
        built = build(Config(root=path.parent, inputs=(path.name,)))
    except Stopped as stopped:
        said = f"the description is refused: {stopped}"
        outcome.excuse(" ".join(said.split())[:120])
        return outcome
    with TemporaryDirectory() as folder:
        caller = Caller(built, install(built.output, Path(folder)), requests, most)
        caller.call_all()
    found = caller.found
    outcome.numbers = {"operations": found.operations, "calls": found.calls}
    for what, of, detail in found.faults:
        reason = _excuse(built.spec, what, detail)
        if reason:
            outcome.excuse(reason)
        else:
            outcome.faults.append(f"{what} {of}: {detail}")
    for _ in found.unanswerable:
        outcome.excuse("no arguments were found that the description allows")
    return outcome


def _excuse(spec: Spec, what: str, detail: str) -> str:
    """Why a fault is not held against the package, "" when it is."""
    if what in ("silent", "fake") and (
        "cannot be shown" in detail or detail.endswith("got null")
    ):
        return "no answer was found that the description allows"
    if detail.endswith(_AMBIGUOUS):
        return "a member of an exploded object and another argument of one name"
    schemes = spec.document.get("components", {}).get("securitySchemes", {}).values()
    names = {spec.resolved(scheme).get("scheme", "").lower() for scheme in schemes}
    if detail.startswith("401") and names - {"", "basic", "bearer"}:
        return "a scheme of HTTP that only the caller's own HTTP client can compute"
    if detail.endswith("cannot be the name of a header"):
        return "a header whose name no header can have"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=Path, help="folder for the requests")
    parser.add_argument(
        "--calls", type=int, default=MOST, help="of an operation (default: %(default)s)"
    )
    parser.add_argument("documents", nargs="*")
    options = parser.parse_args()
    for name in options.documents or names():
        if options.requests is None:
            keep("calls", name, examined(name, None, options.calls))
            continue
        options.requests.mkdir(parents=True, exist_ok=True)
        file = options.requests / (name.strip("/") + ".jsonl")
        file.with_suffix(".source").write_text(str(document(name)), "utf-8")
        with file.open("w", encoding="utf-8") as out:
            keep("calls", name, examined(name, out, options.calls))


if __name__ == "__main__":
    main()
