"""Instructions of a whole call, which nothing else on the machine changes.

A process under callgrind makes some calls, another makes more of them; what a call costs is the
difference. Seconds also depend on what the caches of the processor still hold, and on the kernel.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from .calls import groups, serving
from .measure import ROOT, Figures

FEW, MANY = 20, 120
COLLECTED = re.compile(r"Collected : (\d+)")
COUNTING = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")


def is_possible() -> bool:
    """Whether valgrind is installed."""
    return shutil.which(COUNTING[0]) is not None


def figures() -> Figures:
    """Instructions of a call, blocking and with asyncio; ratios are to `get` of the same kind."""
    found: Figures = {}
    with serving() as url:
        for kind in ("sync", "async"):
            base = _a_call(kind, "httpx2 get", url)
            ours = _a_call(kind, "undrift", url)
            found |= {
                f"httpx2 get, {kind}": (base, 1.0),
                f"undrift, {kind}": (ours, ours / base),
            }
    return found


def _a_call(kind: str, name: str, url: str) -> float:
    few, many = (_counted(kind, name, str(count), url) for count in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def _counted(*arguments: str) -> int:
    answer = subprocess.run(
        [*COUNTING, sys.executable, "-m", __name__, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    collected = COLLECTED.search(answer.stderr)
    assert collected is not None, answer.stderr
    return int(collected[1])


def main(kind: str, name: str, count: str, url: str) -> None:
    """Make so many calls."""
    for works in groups(kind, url):
        if name in works:
            works[name](int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
