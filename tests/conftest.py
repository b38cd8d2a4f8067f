"""What every test module may ask for."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--goldens", action="store_true", help="rewrite expected output")


@pytest.fixture
def goldens(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten instead of compared (`make goldens`)."""
    return bool(request.config.getoption("--goldens"))
