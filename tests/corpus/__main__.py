"""`python -m tests.corpus`: real descriptions through every gate, and the table of it.

A run writes the lines of `docs/conformance.md` that it is about; the other lines stay those of
earlier runs (`ledger.py`). The descriptions are not part of the project: they stand beside it, in
`../shared`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

from . import peers
from .beside import beside
from .checkers import check
from .documents import Document, documents
from .gates import ROOT, Result, examine, package_name
from .ledger import Ledger
from .table import markdown, short

OURS = Ledger("conformance")
OTHERS = Ledger("peers")
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
    faults = 0
    if options.peers:
        _run_peers(chosen, options.jobs)
    else:
        for result in _results(chosen, options.work.resolve(), options):
            OURS.keep(asdict(result))
            faults += len(result.faults)
    _write_page()
    return 1 if faults else 0


def _write_page() -> None:
    ours = [Result(**line) for line in OURS.read().values()]
    others = {
        name: [peers.Beside(**found) for found in line["found"]]
        for name, line in OTHERS.read().items()
    }
    TABLE.write_text(markdown(ours, beside(ours, others)), "utf-8")


def _run_peers(chosen: list[Document], jobs: int) -> None:
    """The small ones first: what a run that is cut off has found is kept."""
    ordered = sorted(chosen, key=lambda document: document.file.stat().st_size)
    with ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(peers.measure, ordered):
            if found:
                print(peers.short(found), file=sys.stderr, flush=True)
                line = {"name": found[0].name, "found": [asdict(one) for one in found]}
                OTHERS.keep(line)


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
) -> Iterator[Result]:
    """Each when its gates are passed; those that are type-checked once more, after it."""
    found: list[Result] = []
    one = partial(examine, work=work, black="black" not in options.without)
    # A process for each, so that what one reads is not in the memory of the next one's.
    with ProcessPoolExecutor(options.jobs, max_tasks_per_child=1) as pool:
        for result in pool.map(one, chosen):
            print(short(result), file=sys.stderr, flush=True)
            found.append(result)
            yield result
    packages = [
        (result, work / name / "first/out" / name)
        for result in found
        for name in [package_name(result.name)]
        if result.code == 0
    ]
    if "types" not in options.without:
        yield from check(packages, work)


if __name__ == "__main__":
    sys.exit(main())
