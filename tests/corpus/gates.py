"""What one description has to pass, in the order of the table's columns.

Type checks come after all of them, because many packages are checked in one run: `checkers.py`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from .documents import Contents, Document, contents, shuffled
from .runs import Ran, run

UNDRIFT = (sys.executable, "-m", "generator", "generate")
BLACK = (
    *(sys.executable, "-m", "black", "--check", "--workers", "1", "--no-cache"),
    *("--target-version", "py311", "--extend-exclude", "/_runtime/"),
)
ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Result:
    """What became of one description; a gate that was not reached is None.

    `operations` and `schemas` are those the description declares; `left_out` counts what the
    tool says it leaves out: parameters of no location, unknown security schemes. `faults` says in a line each
    what a gate found; a refusal of an invalid description is no fault.
    """

    name: str
    valid: str
    version: str = ""
    code: int = 0
    operations: int | None = None
    schemas: int | None = None
    left_out: int = 0
    warnings: int = 0
    cpu: float = 0.0
    memory: int = 0
    lines: int = 0
    refused: str = ""
    imports: bool | None = None
    black: bool | None = None
    repeat: bool | None = None
    shuffled: bool | None = None
    complete: bool | None = None
    mypy: int | None = None
    pyright: int | None = None
    faults: list[str] = field(default_factory=list)


def package_name(name: str) -> str:
    """An importable name, one for each description."""
    plain = re.sub(r"\W+", "_", name.lower()).strip("_")
    return f"api_{plain}"


def examine(document: Document, work: Path, *, black: bool = True) -> Result:
    """Generate the package below `work` and hold it against every gate but the types."""
    package = package_name(document.name)
    work = work / package
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    result = Result(document.name, document.valid)
    # Before anything large is read: a child begins with the peak memory of its parent.
    ran = generated(document, work / "first", package)
    declared = contents(document)
    if declared is not None:
        result.version = declared.version
        result.operations = len(declared.operations)
        result.schemas = len(declared.schemas)
    result.code, result.cpu, result.memory = ran.code, round(ran.cpu, 2), ran.memory
    if _said(result, ran):
        _hold(result, document, declared, work, package)
        if black:
            _black(result, work / "first/out" / package)
    return result


def generated(document: Document, output: Path, package: str, *options: str) -> Ran:
    """Run the tool on the document as a user would."""
    output.mkdir(parents=True, exist_ok=True)
    command = [*UNDRIFT, document.entry, "--output", str(output / "out")]
    return run(
        [*command, "--package", package, "--format", "json", *options],
        document.folder,
        # Nothing is remembered of a run: each is to do all of the work.
        environment={"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": os.devnull},
    )


def _said(result: Result, ran: Ran) -> bool:
    """Note what the tool said; False when there is no package to look at."""
    try:
        said: Mapping[str, Any] = json.loads(ran.output)
    except ValueError:
        why = "takes too long" if ran.timed_out else _last_line(ran.errors)
        result.faults.append(f"generate: exit {ran.code}: {why}")
        return False
    found = said["diagnostics"]
    result.warnings = said["counts"]["warning"]
    result.left_out = sum(d["rule"] == "left-out" for d in found)
    if ran.code == 0:
        return True
    errors = [d for d in found if d["severity"] == "error"]
    result.refused = "; ".join(sorted({d["rule"] for d in errors}))
    if result.valid in ("ok", "unchecked"):
        result.faults.append(f"generate: refused: {_shown(errors[0])}")
    elif not all(d.get("file") for d in errors):
        result.faults.append("generate: refused without a place")
    return False


def _shown(found: Mapping[str, Any]) -> str:
    place = f"{found.get('file')}:{found.get('line')}:{found.get('column')}"
    return f"{place}: {found['rule']}: {found['message']}"


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def _hold(
    result: Result,
    document: Document,
    declared: Contents | None,
    work: Path,
    package: str,
) -> None:
    first = work / "first/out"
    sources = list((first / package).rglob("*.py"))
    result.lines = sum(file.read_bytes().count(b"\n") for file in sources)
    facts = _imports(result, first, package)
    if facts is not None and declared is not None:
        _complete(result, declared, facts, first, package)
    generated(document, work / "again", package, "--validate", "off")
    result.repeat = _same(result, "repeat", first, work / "again/out")
    shutil.rmtree(work / "again")
    if not document.is_page:
        _shuffle(result, document, work, package)


def _imports(result: Result, folder: Path, package: str) -> Mapping[str, Any] | None:
    program = Path(__file__).with_name("imported.py")
    ran = run([sys.executable, "-P", program, folder, package], folder)
    try:
        facts: Mapping[str, Any] = json.loads(ran.output)
    except ValueError:
        result.imports = False
        result.faults.append(f"import: exit {ran.code}: {_last_line(ran.errors)}")
        return None
    result.faults += [f"import: {fault}" for fault in facts["faults"][:10]]
    result.imports = not facts["faults"]
    return facts if result.imports else None


def _complete(
    result: Result,
    declared: Contents,
    facts: Mapping[str, Any],
    folder: Path,
    package: str,
) -> None:
    """Whether the package has every operation, and a class for every schema that needs one."""
    operations = [o for o in facts["operations"] if not o.get("webhook")]
    there = {(o["method"], o["path"]) for o in operations}
    missing = [f"{method} {path}" for method, path in declared.operations - there]
    file = folder / f"{package.replace('_', '-')}.openapi.json"
    canonical = json.loads(file.read_bytes())
    schemas = canonical.get("components", {}).get("schemas", {})
    missing += (f"schema {name}" for name in declared.schemas - set(schemas))
    result.faults += [f"left out: {name}" for name in sorted(missing)[:10]]
    result.complete = not missing


def _black(result: Result, package: Path) -> None:
    ran = run([*BLACK, package], package)
    changed = re.findall(r"^would reformat (.+)$", ran.errors, re.MULTILINE)
    names = [Path(file).relative_to(package).as_posix() for file in changed]
    result.black = ran.code == 0
    result.faults += [f"black: {name}" for name in names[:10]]
    if ran.code and not changed:
        result.faults.append(f"black: exit {ran.code}: {_last_line(ran.errors)}")


def _shuffle(result: Result, document: Document, work: Path, package: str) -> None:
    try:
        other = shuffled(document, work / "shuffled/in")
    except (ValueError, yaml.YAMLError):
        return
    ran = generated(other, work / "shuffled", package, "--validate", "off")
    if ran.code:
        result.shuffled = False
        result.faults.append(f"shuffled: exit {ran.code}: {ran.output[:300]}")
    else:
        out = work / "shuffled/out"
        result.shuffled = _same(result, "shuffled", work / "first/out", out)
    if result.shuffled:
        shutil.rmtree(work / "shuffled")


def _same(result: Result, gate: str, one: Path, other: Path) -> bool:
    first, second = _digests(one), _digests(other)
    differing = sorted(
        file for file in first | second if first.get(file) != second.get(file)
    )
    result.faults += [f"{gate}: {name}" for name in differing[:10]]
    return not differing


def _digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
        and "__pycache__" not in file.parts
        and "places" not in file.relative_to(folder).parts
    }
