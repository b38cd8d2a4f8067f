"""CPU and memory of `undrift generate`: into an empty folder, and with nothing changed."""

from __future__ import annotations

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from .measure import ROOT, process

UNDRIFT = str(ROOT / ".venv/bin/undrift")
CORPUS = ROOT.parent / "shared/corpus"
DESCRIPTIONS = {
    "Dr.Online page": ROOT / "specs/dronline-connected/pages/appointments.md",
    "Discord, 1.2 MB": CORPUS / "discord-api.json",
    "OpenAI, 3.4 MB": CORPUS / "openai-openapi.yaml",
    "GitHub, 13 MB": CORPUS / "github-api.json",
}
ROUNDS = 3


def figures() -> dict[str, tuple[float, float, float]]:
    """By description: median CPU seconds of a first and of a second run, and MB at the peak."""
    return {
        name: _figures(path) for name, path in DESCRIPTIONS.items() if path.exists()
    }


def generate(path: Path, folder: Path, *options: str) -> tuple[float, int]:
    """(CPU seconds, peak in kB) of one run."""
    command = [UNDRIFT, "generate", str(path), "--output", str(folder), *options]
    return process(command, XDG_CACHE_HOME=str(folder / ".cache"))


def _figures(path: Path) -> tuple[float, float, float]:
    first: list[float] = []
    again: list[float] = []
    peaks: list[int] = []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as name:
            folder = Path(name)
            cpu, peak = generate(path, folder)
            first.append(cpu)
            peaks.append(peak)
            again.append(generate(path, folder)[0])
    return statistics.median(first), statistics.median(again), max(peaks) / 1024
