"""The packages that every test of this folder holds for.

They are the worked example and one with operations of every kind; with `--documents` (`make
behaviour`) those of real descriptions in their place.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.config import Config
from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import Subject, subject_of
from tests.support.packages import Built, build

STUDIO = Path(__file__).parent / "studio.yaml"
CORPUS = Path(__file__).parents[4] / "shared/corpus"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "subject" in metafunc.fixturenames:
        names = metafunc.config.getoption("--documents") or ["worked example", "studio"]
        metafunc.parametrize("subject", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def subject(
    request: pytest.FixtureRequest,
    dronline: Built,
    sdk: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
) -> Subject:
    """A package."""
    name = request.param
    if name == "worked example":
        return Subject(name, dronline, sdk)
    file = STUDIO if name == "studio" else CORPUS / name
    if not file.exists():
        pytest.skip(f"there is no {file}")
    built = build(Config(root=file.parent, inputs=(file.name,)))
    return subject_of(name, built, tmp_path_factory.mktemp("package"))


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, subject: Subject) -> Caller:
    """Both clients of the package: what holds for one must hold for the other."""
    return Caller(subject, request.param)


@pytest.fixture
def api(subject: Subject) -> Any:
    """The package's own stand-in for its API."""
    return subject.testing.FakeAPI()
