"""Whatever is done to a description, the answer is a package that compiles, or diagnostics."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.config import Config
from generator.diagnostics import Stopped
from tests.support.constructs import constructs
from tests.support.mutations import descriptions, spelled
from tests.support.packages import build, own_python


def held(text: str, suffix: str = ".json") -> bool:
    """Build a description; whether a package came out. What comes out compiles."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"api{suffix}").write_text(text)
        try:
            built = build(Config(root=folder, inputs=(f"api{suffix}",)))
        except Stopped:
            return False
    for path, source in own_python(built.files).items():
        compile(source, path, "exec")
    return True


@pytest.mark.parametrize("title", constructs())
def test_every_construct_gives_a_package(title: str) -> None:
    assert held(spelled(constructs()[title]))


@settings(
    # A failing example is not made smaller, which would take minutes.
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(descriptions(), st.sampled_from([".json", ".yaml"]))
def test_no_change_of_a_description_is_a_traceback(text: str, suffix: str) -> None:
    held(text, suffix)
