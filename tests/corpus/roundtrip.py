"""Do generated models write back what they read, and refuse what the description does not allow?

`make roundtrip [DOCUMENTS="a.json b/"]` answers for documents of the corpus, one line each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from generator.config import Config
from generator.diagnostics import Stopped
from tests.corpus.results import Outcome, keep
from tests.corpus.values import Judge, Violation, differences
from tests.corpus.values import Path as Path_
from tests.support.packages import Built, build, install, load_package

CORPUS = Path(__file__).parents[3] / "shared/corpus"


@dataclass(frozen=True, slots=True)
class Codec:
    """How one declaration is read and written."""

    id: str
    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]
    observe: Callable[[Any, str, Callable[..., None]], None]


@dataclass(slots=True)
class Found:
    """What came of one document."""

    types: int = 0
    silent: list[str] = field(default_factory=list[str])
    """Types that no example was found for."""
    values: int = 0
    undeclared: int = 0
    """Values with members that no schema declares; the package drops them and says so."""
    violations: int = 0
    faults: list[tuple[str, str, str]] = field(
        default_factory=list[tuple[str, str, str]]
    )
    """What, of which type, and the detail."""

    def fault(self, what: str, of: str, detail: str) -> None:
        if (what, of, detail) not in self.faults:
            self.faults.append((what, of, detail))


def codecs(built: Built, package: ModuleType) -> Iterator[Codec]:
    """Every model and union of a package, enumerations are used by them."""
    runtime = import_module(f"{package.__name__}._runtime.codec")
    for model in built.model.models:
        cls = getattr(package.models, model.name)
        observe = runtime.ModelOf(cls).observe
        yield Codec(model.id, cls.from_dict, lambda value: value.to_dict(), observe)
    for union in built.model.unions:
        module = import_module(f"{package.__name__}.models.{union.module}")
        kind = getattr(module, f"{union.module.upper()}_KIND")
        yield Codec(union.id, kind.read, kind.encode, kind.observe)


def examine(built: Built, package: ModuleType) -> Found:
    """Round trips and refusals of every type of a package."""
    judge, found = Judge(built.spec), Found()
    error = import_module(f"{package.__name__}._runtime.errors").DecodeError
    for codec in codecs(built, package):
        found.types += 1
        before = found.values
        for label, value in judge.examples(codec.id):
            if complaint := judge.complaint(codec.id, value):
                found.fault("example", codec.id, f"{label}: {complaint}")
                continue
            if found.values == before:
                _refuse(judge, codec, value, error, found)
            found.values += 1
            _round_trip(codec, label, value, found)
        if found.values == before:
            found.silent.append(codec.id)
    return found


def _round_trip(codec: Codec, label: str, value: Any, found: Found) -> None:
    try:
        decoded = codec.decode(value)
        written = json.loads(json.dumps(codec.encode(decoded)))
    except Exception as error:
        found.fault("refused", codec.id, f"{label}: {type(error).__name__}: {error}")
        return
    changes = list(differences(value, written))
    if not changes:
        return
    found.undeclared += 1
    drift: list[str] = []
    codec.observe(value, "$", lambda _, path, detail: drift.append(path))
    for at, change in changes:
        if change != "lost" or not any(_leads_to(path, at) for path in drift):
            found.fault("changed", codec.id, f"{label}: {at} {change}")


def _refuse(
    judge: Judge, codec: Codec, value: Any, error: type[Exception], found: Found
) -> None:
    for violation in judge.violations(codec.id, value):
        found.violations += 1
        try:
            codec.decode(violation.value)
        except error as refused:
            path = getattr(refused, "path", "")
            if not _leads_to(path, violation.at):
                detail = f"{violation.what} at {violation.at}: said {path}"
                found.fault("place", codec.id, detail)
        except Exception as other:
            detail = f"{violation.what} at {violation.at}: {type(other).__name__}"
            found.fault("crash", codec.id, detail)
        else:
            written = json.dumps(_at(violation))[:60]
            found.fault(
                "accepted", codec.id, f"{violation.what} at {violation.at}: {written}"
            )


def _at(violation: Violation) -> Any:
    value = violation.value
    for key in violation.at:
        value = value.get(key) if isinstance(value, dict) else value[key]
    return value


def _leads_to(path: str, place: Path_) -> bool:
    """Whether a path of a `DecodeError` names the place; keys of maps are `[*]` there."""
    rest = path.removeprefix("$")
    for key in place:
        quoted = (json.dumps(str(key), ensure_ascii=ascii) for ascii in (True, False))
        spellings = [f"[{key}]", f".{key}", "[*]", *(f"[{name}]" for name in quoted)]
        taken = next((s for s in spellings if rest.startswith(s)), None)
        if taken is None:
            return False
        rest = rest.removeprefix(taken)
    return not rest


def document(name: str) -> Path:
    """The main file of a document of the corpus."""
    path = CORPUS / name
    if not path.is_dir():
        return path
    for line in (CORPUS / "SOURCES.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        if cells[0].rstrip("/") == name.rstrip("/"):
            wanted = cells[4].rsplit("/", 1)[1]
            return next(path.rglob(wanted))
    raise FileNotFoundError(name)


def names() -> list[str]:
    """Every document, the small ones first."""
    rows = (CORPUS / "SOURCES.tsv").read_text("utf-8").splitlines()[1:]
    sized = [(int(row.split("\t")[8]), row.split("\t")[0]) for row in rows]
    return [name for _, name in sorted(sized)]


def examined(name: str) -> Outcome:
    """What came of the values of one document."""
    path = document(name)
    outcome = Outcome()
    try:
        built = build(Config(root=path.parent, inputs=(path.name,)))
    except Stopped as stopped:
        outcome.excuse(" ".join(f"the description is refused: {stopped}".split())[:120])
        return outcome
    with TemporaryDirectory() as folder:
        package = load_package(install(built.output, Path(folder)))
        found = examine(built, package)
    outcome.numbers = {
        "types": found.types,
        "values": found.values,
        "violations": found.violations,
    }
    outcome.faults = [f"{what} {of}: {detail}" for what, of, detail in found.faults]
    for _ in found.silent:
        outcome.excuse("no value of a type was found that the description allows")
    return outcome


if __name__ == "__main__":
    for chosen in sys.argv[1:] or names():
        keep("roundtrip", chosen, examined(chosen))
