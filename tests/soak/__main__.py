"""`make soak`: minutes of calls, and the tables of docs/soak.md."""

from __future__ import annotations

import platform
import sys
import time

from .load import soak

CALLS, WORKERS, PERCENT = 50_000, 64, 5.0


def main() -> int:
    """Print what came of it; 1 when anything is wrong."""
    wrong: list[str] = []
    print(f"Python {platform.python_version()}; {CALLS:,} calls, {PERCENT} % faults")
    for mode, what in (("async", "tasks"), ("sync", "threads")):
        began = time.process_time()
        outcome = soak(mode, CALLS, WORKERS, PERCENT)
        spent = time.process_time() - began
        growth = outcome.memory[-1] - outcome.memory[0]
        faults = outcome.faults()
        wrong += faults
        print(f"\n### {WORKERS} {what}\n")
        print(f"- {spent:.0f} CPU seconds, {spent / CALLS * 1e6:.0f} µs a call")
        print(
            f"- requests: {sum(seen['requests'] for seen in outcome.account.values()):,}"
        )
        print(f"- faults injected: {_listed(outcome.injected())}")
        print(f"- what came of the calls: {_listed(outcome.counts())}")
        print(f"- left behind: {_listed(outcome.left)}")
        print(f"- resident memory after each fifth, MB: {_megabytes(outcome.memory)}")
        print(f"- growth from the first to the last fifth: {growth / 1024:.1f} MB")
        print(f"- calls that were not accounted for, or did too much: {len(faults)}")
    print(*wrong[:20], sep="\n", file=sys.stderr)
    return bool(wrong)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def _megabytes(sizes: list[int]) -> str:
    return ", ".join(f"{size / 1024:.1f}" for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
