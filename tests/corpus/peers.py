"""Other generators on the same descriptions, each as its documentation says: `make corpus PEERS=1`.

A generator is held against four things only, which none of them could object to: does it end well,
for how many of the declared operations is there code, does every module import, and, for packages
that are checked in seconds, what does `mypy --strict` find.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .checkers import MYPY
from .documents import Document, contents
from .gates import ROOT, package_name
from .runs import Ran, run

HOME = ROOT / "build/peers"
SECONDS = 120
"""CPU seconds that a generator, an import or a type check may take."""
MOST_LINES = 15_000
"""Packages with more lines of Python are not type-checked: minutes each."""
SERVER = "https://api.example.com"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: its name on PyPI, its commands, and how its code says which call it makes.

    The commands are tried in their order, until one ends with 0. In `calls` the groups are the
    HTTP method and the path.
    """

    name: str
    program: str
    commands: Callable[[str, Path, str], list[list[str]]]
    calls: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Beside:
    """What became of one description in one of the others.

    `written` counts the declared operations that there is code for; `code` is None where the time
    was up. `imports` and `mypy` are None where they were not reached.
    """

    name: str
    peer: str
    code: int | None
    declared: int
    written: int = 0
    imports: bool | None = None
    mypy: int | None = None
    cpu: float = 0.0
    lines: int = 0


def _openapi_python_client(entry: str, out: Path, package: str) -> list[list[str]]:
    target = str(out / package)
    command = ["generate", "--path", entry, "--output-path", target]
    return [[*command, "--meta", "none", "--overwrite"]]


def _datamodel_codegen(entry: str, out: Path, package: str) -> list[list[str]]:
    """Models in one file, else in a folder, which it asks for where names have dots."""
    home = out / package
    common = ["--input", entry, "--input-file-type", "openapi"]
    common += ["--output-model-type", "pydantic_v2.BaseModel"]
    common += ["--generate-client", "httpx2", "--client-output", str(home / "client")]
    common += ["--client-package", f"{package}.client"]
    common += ["--client-model-package", f"{package}.models"]
    # A description without servers, or with relative ones, needs both.
    common += ["--client-default-base-url", SERVER, "--client-server-base-url", SERVER]
    return [[*common, "--output", str(home / name)] for name in ("models.py", "models")]


def _openapi_generator(entry: str, out: Path, package: str) -> list[list[str]]:
    """With its validation, else without, as its message proposes."""
    common = ["generate", "-g", "python", "-i", entry]
    common += ["-o", str(out), "--package-name", package]
    return [common, [*common, "--skip-validate-spec"]]


PEERS = (
    Peer(
        "openapi-python-client",
        "openapi-python-client",
        _openapi_python_client,
        re.compile(r'"method": "(\w+)",\s+"url": "([^"]*)"'),
    ),
    Peer(
        "datamodel-code-generator",
        "datamodel-codegen",
        _datamodel_codegen,
        re.compile(r"method=['\"](\w+)['\"],\s+path=\(?\s*['\"]([^'\"]*)['\"]"),
    ),
    Peer(
        "openapi-generator-cli",
        "openapi-generator-cli",
        _openapi_generator,
        re.compile(r"method='(\w+)',\s+resource_path='([^']*)'"),
    ),
)


def measure(document: Document) -> list[Beside]:
    """Run every peer over one description; nothing where it declares no operation."""
    declared = contents(document)
    if declared is None or not declared.operations:
        return []
    return [
        _measured(peer, document, declared.operations, HOME / "out" / peer.name)
        for peer in PEERS
    ]


def versions() -> dict[str, str]:
    """The version that is pinned for each peer."""
    text = (ROOT / "requirements/peers.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(.+)$", text, re.MULTILINE))
    return {peer.name: pinned[peer.name] for peer in PEERS}


def _measured(
    peer: Peer, document: Document, operations: Iterable[tuple[str, str]], work: Path
) -> Beside:
    package = package_name(document.name)
    out = work / package
    cpu, ran = _generated(peer, document, out, package)
    result = partial(
        Beside, document.name, peer.name, declared=len(set(operations)), cpu=cpu
    )
    if ran.code:
        shutil.rmtree(out, ignore_errors=True)
        code = None if ran.timed_out else ran.code
        return result(code=code)
    sources = sorted((out / package).rglob("*.py"))
    texts = [file.read_text("utf-8", "replace") for file in sources]
    lines = sum(text.count("\n") for text in texts)
    found = result(
        code=0,
        written=written(peer, texts, operations),
        imports=_imports(out, package),
        mypy=_type_errors(out, package) if lines <= MOST_LINES else None,
        lines=lines,
    )
    shutil.rmtree(out)
    return found


def _generated(
    peer: Peer, document: Document, out: Path, package: str
) -> tuple[float, Ran]:
    """The first command that ends well, else the last; and the CPU seconds of all."""
    path = f"{HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    tried: list[Ran] = []
    for arguments in peer.commands(document.entry, out, package):
        shutil.rmtree(out, ignore_errors=True)
        (out / package).mkdir(parents=True)
        ran = run(
            [HOME / "bin" / peer.program, *arguments],
            document.folder,
            seconds=SECONDS,
            memory=0,
            environment={"PATH": path},
        )
        tried.append(ran)
        if ran.code == 0 or ran.timed_out:
            break
    return round(sum(ran.cpu for ran in tried), 1), tried[-1]


def written(
    peer: Peer, texts: Iterable[str], operations: Iterable[tuple[str, str]]
) -> int:
    """For how many of the operations there is code, whatever it calls their parameters."""
    there = Counter(
        call for text in texts for call in map(_call, peer.calls.findall(text))
    )
    declared = Counter(map(_call, operations))
    return (declared & there).total()


def _call(operation: tuple[str, str]) -> tuple[str, str]:
    method, path = operation
    return method.upper(), re.sub(r"\{[^}]*\}", "{}", path)


def _imports(out: Path, package: str) -> bool | None:
    """Whether every module can be imported; None when the time was up."""
    program = Path(__file__).with_name("peer_imports.py")
    python = str(HOME / "bin/python")
    command = [python, "-P", str(program), str(out), package]
    ran = run(command, out, seconds=SECONDS, memory=0)
    return None if ran.timed_out else ran.output.strip() == "[]"


def _type_errors(out: Path, package: str) -> int | None:
    """How many errors `mypy --strict` finds; None when the time was up."""
    paths = [f"--python-executable={HOME / 'bin/python'}", "--explicit-package-bases"]
    command = [*MYPY, *paths, package]
    ran = run(command, out, seconds=SECONDS)
    if ran.code not in (0, 1):
        return None
    return len(re.findall(r"^\S+: error: ", ran.output, re.MULTILINE))


def is_ready() -> bool:
    """Whether the environment of the peers is there; `make corpus PEERS=1` makes it."""
    return all((HOME / "bin" / peer.program).is_file() for peer in PEERS)


def short(found: list[Beside]) -> str:
    """One line for the terminal."""
    told = [f"{one.peer}: {cell(one)} ({one.cpu} s)" for one in found]
    return f"{found[0].name}: {', '.join(told)}" if found else ""


def cell(found: Beside) -> str:
    """Operations, whether all modules import, and type errors; or how it ended."""
    if found.code is None:
        return "time"
    if found.code:
        return f"exit {found.code}"
    imports = {True: "✓", False: "✗", None: "."}[found.imports]
    return f"{found.written} {imports} {'.' if found.mypy is None else found.mypy}"
