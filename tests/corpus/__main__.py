"""`python -m tests.corpus`: real descriptions through every gate, and the table of it.

A run writes the lines of `docs/conformance.md` that it is about; the other lines stay those of
earlier runs, which `build/corpus` keeps. The descriptions are not part of the project: they stand
beside it, in `../shared`.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from . import peers
from .beside import beside, written
from .checkers import check
from .documents import Document, documents
from .gates import ROOT, Result, examine, package_name, results
from .table import markdown, short

TABLE = ROOT / "docs/conformance.md"


def main() -> int:
    """0 when nothing falls short, 1 when something does, 2 when there is nothing to look at."""
    options = _options()
    shared: Path = options.shared
    if not (shared / "corpus/SOURCES.tsv").is_file():
        print(f"there are no descriptions in {shared}", file=sys.stderr)
        return 2
    chosen = documents(shared, options.documents or ["*"])
    if not chosen:
        print("no description has such a name", file=sys.stderr)
        return 2
    work: Path = options.work.resolve()
    if options.peers:
        _run_peers(chosen, options.jobs)
    found = [] if options.peers else _results(chosen, work, options)
    ours = results(work)
    others = beside(ours, peers.kept()) or written(TABLE.read_text("utf-8"))
    TABLE.write_text(markdown(ours, others), "utf-8")
    return 1 if any(result.faults for result in found) else 0


def _run_peers(chosen: list[Document], jobs: int) -> None:
    """The small ones first: what a run that is cut off has found is kept."""
    ordered = sorted(chosen, key=lambda document: document.file.stat().st_size)
    with ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(peers.measure, ordered):
            print(peers.short(found), file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.corpus",
        description="Hold real descriptions against the gates of generated packages.",
    )
    parser.add_argument(
        "documents", nargs="*", metavar="NAME", help="names, with wildcards; else all"
    )
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument(
        "--without",
        choices=["black", "types"],
        action="append",
        default=[],
        help="leave out what takes minutes for very large descriptions",
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="run the other generators instead, beside what is kept of this one",
    )
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared")
    parser.add_argument("--work", type=Path, default=ROOT / "build/corpus")
    return parser.parse_args()


def _results(
    chosen: list[Document], work: Path, options: argparse.Namespace
) -> list[Result]:
    found: list[Result] = []
    one = partial(examine, work=work, black="black" not in options.without)
    # A process for each, so that what one reads is not in the memory of the next one's.
    with ProcessPoolExecutor(options.jobs, max_tasks_per_child=1) as pool:
        for result in pool.map(one, chosen):
            print(short(result), file=sys.stderr, flush=True)
            found.append(result)
    packages = [
        (result, work / name / "first/out" / name)
        for result in found
        for name in [package_name(result.name)]
        if result.code == 0
    ]
    if "types" not in options.without:
        check(packages, work)
    return found


if __name__ == "__main__":
    sys.exit(main())
