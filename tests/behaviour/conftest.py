"""Fixtures of the tests that call the worked example."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.support.calling import Caller


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, sdk: ModuleType) -> Caller:
    """Both clients: what holds for one must hold for the other."""
    return Caller(sdk, request.param)


@pytest.fixture
def appointment(sdk: ModuleType) -> dict[str, object]:
    """An appointment as the API sends it, with everything in it."""
    found: dict[str, object] = sdk.testing.make_appointment().to_dict()
    return found
