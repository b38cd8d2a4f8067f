"""Do generated models write back what they read, and refuse what the description does not allow?

`make roundtrip [DOCUMENTS="a.json b/"]` answers for documents of the corpus, one line each.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from generator.config import Config
from generator.diagnostics import Stopped
from generator.lower.usage import usages
from tests.corpus.near import Path as Path_
from tests.corpus.near import held, places
from tests.corpus.reach import Reach
from tests.corpus.results import Outcome, keep
from tests.corpus.values import MOST, Judge, Violation, differences
from tests.support.packages import Built, build, install, load_package

CORPUS = Path(__file__).parents[3] / "shared/corpus"
_ASKED = 3
"""How many examples of a type are broken in every way."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one declaration is read, fast and by its shape, and written."""

    id: str
    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]
    kind: Any

    def drift(self, value: Any) -> list[str]:
        """The places where a value is not what the package knows."""
        found: list[str] = []
        self.kind.observe(value, "$", lambda _, path, detail: found.append(path))
        return found


@dataclass(slots=True)
class Found:
    """What came of one document."""

    reach: Reach
    types: int = 0
    silent: list[str] = field(default_factory=list[str])
    """Types that no example was found for."""
    unread: int = 0
    """Types whose schema jsonschema-rs cannot read."""
    values: int = 0
    undeclared: int = 0
    """Values with members that no schema declares; the package drops them and says so."""
    news: int = 0
    """Values with a text or an integer that is not among those listed."""
    violations: int = 0
    foreign: int = 0
    """Values whose member is of no type that the description has for it."""
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
        kind = runtime.ModelOf(cls)
        yield Codec(model.id, cls.from_dict, lambda value: value.to_dict(), kind)
    for union in built.model.unions:
        module = import_module(f"{package.__name__}.models.{union.module}")
        kind = getattr(module, f"{union.module.upper()}_KIND")
        yield Codec(union.id, kind.read, kind.encode, kind)


@dataclass(slots=True)
class Examiner:
    """Asks everything of the types of one package."""

    judge: Judge
    error: Any
    """The exception of what cannot be decoded."""
    received: Collection[str]
    """The types that answers hold."""
    found: Found

    def examine(self, codec: Codec) -> None:
        """Round trips and refusals of one type."""
        self.found.types += 1
        if self.judge.validator(codec.id) is None:
            self.found.unread += 1
            return
        before, asked = self.found.values, 0
        for label, value in self.judge.examples(codec.id):
            if complaint := self.judge.complaint(codec.id, value):
                self.found.fault("example", codec.id, f"{label}: {complaint}")
                continue
            if asked < _ASKED:
                asked += 1
                self._refuse(codec, value)
                self._news(codec, value)
                self._one_way(codec, label, value)
            self.found.values += 1
            self._round_trip(codec, label, value)
        if self.found.values == before:
            self.found.silent.append(codec.id)

    def _round_trip(self, codec: Codec, label: str, value: Any) -> None:
        try:
            decoded = codec.decode(value)
            if codec.kind.decode(value, "$") != decoded:
                self.found.fault("two", codec.id, f"{label}: readings differ")
            written = json.loads(json.dumps(codec.encode(decoded)))
        except Exception as error:
            self._refused(codec, label, value, error)
            return
        self.found.reach.note(decoded)
        self.found.reach.choose(codec.kind, value)
        if changes := list(differences(value, written)):
            self.found.undeclared += 1
            drift = codec.drift(value)
            for at, change in changes:
                if change != "lost" or not any(_leads_to(p, at) for p in drift):
                    self.found.fault("changed", codec.id, f"{label}: {at} {change}")

    def _refused(self, codec: Codec, label: str, value: Any, error: Exception) -> None:
        path = getattr(error, "path", "")
        at = next((at for at, _ in places(value) if path and _leads_to(path, at)), ())
        if at and self.judge.is_foreign(codec.id, value, at):
            self.found.foreign += 1
            return
        detail = f"{label}: {type(error).__name__}: {error}"
        self.found.fault("refused", codec.id, detail)

    def _refuse(self, codec: Codec, value: Any) -> None:
        """Values with one violation are refused, with its path."""
        for violation in self.judge.violations(codec.id, value):
            self.found.violations += 1
            wrong = f"{violation.what} at {violation.at}"
            try:
                codec.decode(violation.value)
            except self.error as refused:
                path = getattr(refused, "path", "")
                if not _leads_to(path, violation.at):
                    self.found.fault("place", codec.id, f"{wrong}: said {path}")
            except Exception as other:
                self.found.fault("crash", codec.id, f"{wrong}: {type(other).__name__}")
            else:
                written = json.dumps(_at(violation))[:60]
                self.found.fault("accepted", codec.id, f"{wrong}: {written}")

    def _news(self, codec: Codec, value: Any) -> None:
        """What is not among the listed values is kept, and reported as drift."""
        for at, changed in self.judge.news(codec.id, value):
            self.found.news += 1
            try:
                written = json.loads(json.dumps(codec.encode(codec.decode(changed))))
            except Exception as error:
                detail = f"new value at {at}: {type(error).__name__}: {error}"
                self.found.fault("closed", codec.id, detail)
                continue
            drift = codec.drift(changed)
            if not any(
                _leads_to(path, at[:end])
                for path in drift
                for end in range(len(at) + 1)
            ):
                self.found.fault("unsaid", codec.id, f"new value at {at}")
            for place, change in differences(changed, written):
                if change != "lost" or not any(_leads_to(p, place) for p in drift):
                    self.found.fault(
                        "changed", codec.id, f"new value: {place} {change}"
                    )

    def _one_way(self, codec: Codec, label: str, value: Any) -> None:
        """An answer need not have what only requests have."""
        if codec.id not in self.received:
            return
        for keyword, shorter in self.judge.one_way(codec.id, value):
            if keyword == "writeOnly":
                self._round_trip(codec, f"{label}, without a writeOnly", shorter)


def examine(built: Built, package: ModuleType, most: int = MOST) -> Found:
    """Round trips and refusals of every type of a package; `most` are the examples of a type."""
    error = import_module(f"{package.__name__}._runtime.errors").DecodeError
    received = {name for name, use in usages(built.spec).items() if use.received}
    found = Found(Reach(built, package))
    examiner = Examiner(Judge(built.spec, most), error, received, found)
    for codec in codecs(built, package):
        examiner.examine(codec)
    return found


def _at(violation: Violation) -> Any:
    """What is at the place; None where a member was left out."""
    *above, last = violation.at or ("",)
    holder = held(violation.value, tuple(above))
    return holder.get(last) if isinstance(holder, dict) else holder


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


def examined(name: str, most: int = MOST) -> Outcome:
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
        found = examine(built, package, most)
    outcome.numbers = {
        "types": found.types,
        "values": found.values,
        "new": found.news,
        "violations": found.violations,
        "parts": len(found.reach.parts),
        "unseen": len(found.reach.missed),
    }
    outcome.faults = [f"{what} {of}: {detail}" for what, of, detail in found.faults]
    for _ in found.silent:
        outcome.excuse("no value of a type was found that the description allows")
    for _ in range(found.unread):
        outcome.excuse("jsonschema-rs cannot read the schema: no value is judged")
    for _ in range(found.foreign):
        outcome.excuse(
            "a member is of a type that the description has nowhere for it: valid, as one of the"
            " alternatives beside others does not have the member (ADR 11)"
        )
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--examples",
        type=int,
        default=MOST,
        help="of a type, at most (default: %(default)s)",
    )
    parser.add_argument("documents", nargs="*")
    options = parser.parse_args()
    for name in options.documents or names():
        keep("roundtrip", name, examined(name, options.examples))


if __name__ == "__main__":
    main()
