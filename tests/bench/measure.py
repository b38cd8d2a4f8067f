"""CPU time of alternatives, measured in turns so that a busy machine slows all of them alike."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parent.parent.parent

Work: TypeAlias = Callable[[int], object]
"""Does the work that many times."""

Figures: TypeAlias = dict[str, tuple[float, float]]
"""By name: median CPU seconds, and the median ratio to the base of the same round."""


def compare(
    works: Mapping[str, Work], base: str, *, rounds: int, seconds: float = 0.02
) -> Figures:
    """Run every work in each of the rounds, for about so many CPU seconds.

    Every other round goes backwards, so that no work is always the one after another.
    """
    counts = {name: _count(work, seconds) for name, work in works.items()}
    spent: dict[str, list[float]] = {name: [] for name in works}
    turn = list(works.items())
    for _ in range(rounds):
        for name, work in turn:
            spent[name].append(_cpu(work, counts[name]) / counts[name])
        turn.reverse()
    return ratios(spent, base)


def ratios(spent: Mapping[str, Sequence[float]], base: str) -> Figures:
    """Medians over the rounds; a ratio is taken within its round."""
    return {
        name: (
            statistics.median(times),
            statistics.median(t / b for t, b in zip(times, spent[base], strict=True)),
        )
        for name, times in spent.items()
    }


def _count(work: Work, seconds: float) -> int:
    work(1)  # what imports modules and opens connections is done once
    count = 1
    while (took := _cpu(work, count)) < seconds / 2:
        count *= 2
    return max(1, round(count * seconds / took))


def _cpu(work: Work, count: int) -> float:
    before = time.process_time()
    work(count)
    return time.process_time() - before


def process(command: Sequence[str], **environment: str) -> tuple[float, int]:
    """(CPU seconds, peak of memory in kB) of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A process of its own between, whose peak is that of this command alone.
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=-3, stderr=-3)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    # Modules are compiled once, as where they are installed, whatever this shell says.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code, *command],
        check=True,
        capture_output=True,
        text=True,
        env={**inherited, **environment},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(answer.stdout)


def in_process(module: str, *arguments: str) -> Figures:
    """The figures that a module of this package prints."""
    answer = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return {
        name: (cpu, ratio) for name, (cpu, ratio) in json.loads(answer.stdout).items()
    }
