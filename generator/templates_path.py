"""Where the templates are: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _find() -> Path:
    installed = _HERE / "templates"
    return installed if installed.is_dir() else _HERE.parent / "templates"


TEMPLATES: Path = _find()
"""The folder that holds `package/`, the mirror of the generated package."""
