"""What every test may ask for: the worked example, generated once, and `--goldens`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from tests.support.packages import Built, build_dronline, install, load_package

# How long an example takes says something of the machine, not of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--goldens", action="store_true", help="rewrite expected output")
    parser.addoption(
        "--documents",
        action="extend",
        nargs="+",
        help="what tests/behaviour/packages generates its packages from, of the corpus",
    )


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What `generate` remembers of its runs, away from what the user's own did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def goldens(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten instead of compared (`make goldens`)."""
    return bool(request.config.getoption("--goldens"))


@pytest.fixture(scope="session")
def dronline() -> Built:
    """The Dr.Online package in memory."""
    return build_dronline()


@pytest.fixture(scope="session")
def dronline_folder(dronline: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Dr.Online package on disk, under its own name."""
    return install(dronline.output, tmp_path_factory.mktemp("dronline"))


@pytest.fixture(scope="session")
def sdk(dronline_folder: Path) -> ModuleType:
    """The Dr.Online package, imported."""
    return load_package(dronline_folder, "dronline_connected")
