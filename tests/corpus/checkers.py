"""mypy --strict and basedpyright strict over many generated packages at a time."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from .gates import Result
from .runs import run

BATCH = 60_000
"""Lines of Python that one run looks at, unless one package alone has more."""
SECONDS = 1_200
MYPY = (
    *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
    *("--python-version=3.11", "--no-incremental", "--no-error-summary"),
)
PYRIGHT = (
    *(sys.executable, "-m", "basedpyright", "--outputjson", "--level", "error"),
    *("--pythonpath", sys.executable),
)


def check(packages: Sequence[tuple[Result, Path]], work: Path) -> Iterator[Result]:
    """Note the errors of every package and give its result; the path is the package's folder."""
    for number, batch in enumerate(_batches(packages)):
        folder = work / f"types-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        for _, package in batch:
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(package, folder / package.name, ignore=without)
        mypy, pyright = _mypy(folder), _pyright(folder)
        for result, package in batch:
            for checker, found in (("mypy", mypy), ("pyright", pyright)):
                if found is None:
                    result.faults.append(f"{checker}: did not finish")
                    continue
                own = found.get(package.name, [])
                setattr(result, checker, len(own))
                result.faults += [f"{checker}: {error}" for error in own[:20]]
            yield result


def _batches(
    packages: Sequence[tuple[Result, Path]],
) -> Iterator[list[tuple[Result, Path]]]:
    batch: list[tuple[Result, Path]] = []
    lines = 0
    for result, package in sorted(packages, key=lambda pair: pair[0].lines):
        if batch and lines + result.lines > BATCH:
            yield batch
            batch, lines = [], 0
        batch.append((result, package))
        lines += result.lines
    if batch:
        yield batch


def _mypy(folder: Path) -> dict[str, list[str]] | None:
    """Errors by package."""
    ran = run([*MYPY, "."], folder, seconds=SECONDS)
    if ran.code not in (0, 1):
        return None
    errors: dict[str, list[str]] = defaultdict(list)
    for line in ran.output.splitlines():
        if found := re.match(r"([^/]+)/(\S+: error: .*)", line):
            errors[found[1]].append(found[2])
    return errors


def _pyright(folder: Path) -> dict[str, list[str]] | None:
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    # It reserves more address space than it ever uses.
    ran = run(PYRIGHT, folder, seconds=SECONDS, memory=0)
    if ran.code not in (0, 1):
        return None
    errors: dict[str, list[str]] = defaultdict(list)
    for found in json.loads(ran.output)["generalDiagnostics"]:
        file = Path(found["file"]).relative_to(folder)
        package, *rest = file.parts
        line = found["range"]["start"]["line"] + 1
        errors[package].append(
            f"{'/'.join(rest)}:{line}: {found.get('rule', '')}: "
            f"{' '.join(found['message'].split())}"
        )
    return errors
