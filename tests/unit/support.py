"""What unit tests of the stages share: a project on disk, and a report as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.config import Config
from generator.diagnostics import Report
from generator.presentation import Display


def rendered(report: Report, root: Path = Path("/project")) -> str:
    """The report as `undrift` prints it to somebody who stands in the project's folder."""
    return "\n".join(Display(root, root).text(found) for found in report)


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below `root`, by relative name."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def project(root: Path, files: Mapping[str, str | bytes], *inputs: str) -> Config:
    """A project with these files; its inputs are all of them unless they are named."""
    write(root, files)
    return Config(root=root, inputs=inputs or tuple(files))
