"""The table of optional runtime modules says what the modules themselves say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from generator.plan.runtime import OPTIONAL, unused
from generator.templates_path import TEMPLATES

RUNTIME = TEMPLATES / "package/_runtime"
MODULES = sorted(RUNTIME.glob("*.py"))


def siblings(path: Path) -> set[str]:
    """The modules of the runtime that a module imports, for annotations or not."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {a.name for a in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_what_a_module_needs_is_in_the_table(path: Path) -> None:
    assert siblings(path) & OPTIONAL.keys() == set(OPTIONAL.get(path.stem, ()))


def test_every_entry_is_a_module() -> None:
    assert OPTIONAL.keys() <= {path.stem for path in MODULES}


def test_what_is_imported_is_kept_with_what_it_needs() -> None:
    left_out = unused(["from .._runtime.multipart import Multipart"])
    assert "_runtime/multipart.py" not in left_out
    assert "_runtime/upload.py" not in left_out
    assert "_runtime/oauth.py" in left_out
    assert len(unused([])) == len(OPTIONAL)
