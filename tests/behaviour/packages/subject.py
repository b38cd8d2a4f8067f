"""A generated package, and operations of it that are chosen by what they are.

No test of this folder knows the name of an operation: what holds for one package must hold for
every package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.checks.fixtures.cases import argument_cases
from generator.checks.fixtures.sdk import Sdk
from generator.python import MethodModel
from tests.support.hostile import Step, answer
from tests.support.packages import Built, install, load_package

SECRET = "Zebulon-1990-01-01"
"""What a server sends and no message may hold."""
KEY = "sk_live_5ecretC0de"
"""What authenticates, wherever a package asks for it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method, arguments that it takes, and what its package's fake API answers."""

    method: MethodModel
    arguments: Mapping[str, Any]
    example: Any
    """The JSON of the answer."""
    value: Any
    """What the method returned for it."""

    @property
    def id(self) -> str:
        return self.method.id

    @property
    def ok(self) -> Step:
        """A server that answers as it should."""
        return answer(self.example, status=self.method.answer.status)

    def __call__(self, client: Any) -> Any:
        """The method of that client, called."""
        return self.bound(client)(**self.arguments)

    def bound(self, client: Any, view: str = "") -> Any:
        """The method of that client; of a `view` of its resource, such as `with_raw_response`."""
        *resources, name = self.method.call.split(".")[1:]
        for attribute in resources:
            client = getattr(client, attribute)
        return getattr(getattr(client, view) if view else client, name)

    def raw(self, client: Any) -> Any:
        """The method, called for its raw response."""
        return self.bound(client, "with_raw_response")(**self.arguments)


class Subject:
    """A package and its operations."""

    def __init__(self, name: str, built: Built, package: ModuleType) -> None:
        self.name = name
        self.built = built
        self.package = package
        self.errors: Any = import_module(f"{package.__name__}.errors")
        self.testing: Any = import_module(f"{package.__name__}.testing")
        (folder,) = package.__path__
        self._sdk = Sdk(Path(folder), built.model, built.spec, package)

    @property
    def credentials(self) -> dict[str, Any]:
        """What a client authenticates with; nothing where nothing is asked for."""
        lines = self.built.model.client.fake_credentials
        given: dict[str, Any] = eval(f"dict({' '.join(lines)})")
        return {n: KEY if v == "test" else (KEY, KEY) for n, v in given.items()}

    def error(self, name: str) -> type[Exception]:
        """The class of an error."""
        found: type[Exception] = getattr(self.errors, name)
        return found

    def factory(self, model: object) -> Callable[..., Any]:
        """What makes examples of the class of a model."""
        name = type(model).__name__
        (found,) = [m for m in self.built.model.models if m.name == name]
        make: Callable[..., Any] = getattr(self.testing, f"make_{found.module}")
        return make

    @cached_property
    def get(self) -> Operation:
        """A GET that answers a model, which needs one of its members at least."""
        return self._chosen("GET of a model", lambda m: _is_simple(m, "GET"))

    @cached_property
    def post(self) -> Operation:
        """A POST with a body that answers a model, and must not be sent twice on a guess."""
        return self._chosen(
            "POST with a body", lambda m: _is_simple(m, "POST") and not _files(m)
        )

    @cached_property
    def listing(self) -> Operation:
        """A GET whose answers come in pages, and begin with one that has items."""
        return self._chosen("listing", KINDS["listing"])

    @cached_property
    def stream(self) -> Operation:
        """An operation that answers item by item."""
        return self._chosen("stream", KINDS["stream"])

    @cached_property
    def upload(self) -> Operation:
        """A POST of a file among other fields."""
        return self._chosen("upload", KINDS["upload"])

    @cached_property
    def download(self) -> Operation:
        """A GET that can be read piece by piece."""
        return self._chosen("download", KINDS["download"])

    def _chosen(self, what: str, fits: Callable[[MethodModel], bool]) -> Operation:
        for method in self._methods():
            if fits(method):
                for operation in self._callable(method):
                    if self._is_telling(operation):
                        return operation
        pytest.skip(f"{self.name} has no {what}")

    def _methods(self) -> Iterator[MethodModel]:
        for resource in self.built.model.resources:
            yield from resource.methods

    def _callable(self, method: MethodModel) -> Iterator[Operation]:
        """The method with the fewest arguments and with all, as far as it can be called so."""
        cases = list(islice(argument_cases(self.built.spec, method), 2))
        for case in reversed(cases):
            api = self.testing.FakeAPI()
            try:
                arguments = self._sdk.arguments(case.call)
                asked = Operation(method, arguments, None, None)
                value = asked(api.client())
                value = list(value) if method.paginated or method.streams else value
            except (ValueError, TypeError, self.errors.SDKError):
                continue
            known = api._operations[method.id]
            yield Operation(method, arguments, known.example, value)

    def _is_telling(self, operation: Operation) -> bool:
        """Whether a test can see more in it than that it was called."""
        method = operation.method
        if method.paginated or method.streams:
            return bool(operation.value)
        if _is_download(method):
            return True
        return hasattr(operation.value, "to_dict") and self._sends_and_needs(operation)

    def _sends_and_needs(self, operation: Operation) -> bool:
        """Whether a POST has a body and no key to repeat it by, and an empty answer is refused."""
        api = self.testing.FakeAPI()
        api.answer(operation.id, json={})
        try:
            operation(api.client())
        except self.errors.ResponseDecodeError:
            (sent,) = api.requests
            named = any("idempotency" in name for name in sent.headers)
            is_post = operation.method.http_method == "POST"
            return not is_post or (bool(sent.content) and not named)
        return False


def _is_simple(method: MethodModel, http_method: str) -> bool:
    """Whether it answers one value, by this method."""
    return method.http_method == http_method and not (
        method.paginated or method.streams or method.is_second or _is_download(method)
    )


def _is_download(method: MethodModel) -> bool:
    return method.http_method == "GET" and method.returns == "bytes"


def _files(method: MethodModel) -> list[str]:
    return [p.name for p in method.parameters if "FileInput" in p.annotation]


KINDS: Mapping[str, Callable[[MethodModel], bool]] = {
    "listing": lambda method: method.paginated,
    "stream": lambda method: method.streams,
    "upload": lambda m: _is_simple(m, "POST") and len(_files(m)) == 1,
    "download": _is_download,
}
"""What not every package has."""


def kinds(built: Built) -> set[str]:
    """What a package has of these."""
    methods = [m for resource in built.model.resources for m in resource.methods]
    return {kind for kind, fits in KINDS.items() if any(map(fits, methods))}


def subject_of(name: str, built: Built, folder: Path) -> Subject:
    """The package of a build, written to a folder and imported."""
    return Subject(name, built, load_package(install(built.output, folder)))
