"""The packages that every test of this folder holds for.

They are the worked example and one with operations of every kind; with `--documents` (`make
behaviour`) those of real descriptions in their place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import Subject, kinds, subject_of
from tests.support.packages import Built, build, build_dronline

STUDIO = Path(__file__).parent / "studio.yaml"
CORPUS = Path(__file__).parents[4] / "shared/corpus"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every package, but for a test that `needs` what only some have."""
    if "subject" in metafunc.fixturenames:
        marks = metafunc.definition.iter_markers("needs")
        needed = {kind for mark in marks for kind in mark.args}
        names = metafunc.config.getoption("--documents") or [
            "worked example",
            STUDIO.stem,
        ]
        having = [name for name in names if not needed or needed <= _kinds(name)]
        metafunc.parametrize("subject", having, indirect=True, scope="session")


@cache
def _kinds(name: str) -> set[str]:
    return kinds(_built(name))


@cache
def _built(name: str) -> Built:
    """What is generated from a description."""
    if name == "worked example":
        return build_dronline()
    file = STUDIO if name == STUDIO.stem else CORPUS / name
    if not file.exists():
        raise pytest.UsageError(f"there is no {file}")
    return build(Config(root=file.parent, inputs=(file.name,)))


@pytest.fixture(scope="session")
def subject(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Subject:
    """A package."""
    name = request.param
    return subject_of(name, _built(name), tmp_path_factory.mktemp("package"))


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, subject: Subject) -> Caller:
    """Both clients of the package: what holds for one must hold for the other."""
    return Caller(subject, request.param)


@pytest.fixture
def api(subject: Subject) -> Any:
    """The package's own stand-in for its API."""
    return subject.testing.FakeAPI()
