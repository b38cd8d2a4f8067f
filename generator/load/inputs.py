"""Which files the inputs name, and their text.

Files are taken by name, so nothing depends on how, or in which order, inputs were written.
Relative inputs stay below the project's root: a description must not be able to pull in a
file of the machine. A person at the command line may name any file by its absolute path.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..config import Config
from ..diagnostics import At, Location, Report
from ..reads import Reads
from .text import Text

FOLDER_SUFFIXES = (".json", ".yaml", ".yml", ".md")
"""What is taken from a folder; a file that is named may have any suffix."""

PAGE_SUFFIXES = (".md", ".mdx", ".markdown", ".txt")

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Input:
    """A file to load; `expected` when it was asked for, not merely found in a folder."""

    path: Path
    name: str
    expected: bool

    @property
    def is_page(self) -> bool:
        return self.path.suffix.lower() in PAGE_SUFFIXES


def find(config: Config, report: Report) -> list[Input]:
    """Every file that `config.inputs` names (files, folders, globs), once, by name."""
    found: dict[Path, Input] = {}
    for pattern in config.inputs:
        for one in _matches(pattern, config, report):
            path = one.path.resolve()
            if one.expected or path not in found:
                found[path] = one
    return sorted(found.values(), key=lambda one: one.name)


def _matches(pattern: str, config: Config, report: Report) -> Iterator[Input]:
    path = config.root / pattern
    if _is_dir(path):
        confined = inside(path, config.root) or Path(pattern).is_absolute()
        files, expected = (_below(path, config) if confined else [path]), False
    elif is_file(path):
        files, expected = [path], True
    else:
        files, expected = _glob(path, config), True
    if not files:
        _no_match(pattern, path, report)
    for file in files:
        if not inside(file, config.root) and not Path(pattern).is_absolute():
            _outside(pattern, config, report)
            return
        yield Input(file, shown(file, config.root), expected)


def _glob(path: Path, config: Config) -> list[Path]:
    own = _own_files(config)
    matches = (Path(name) for name in glob.glob(str(path), recursive=True))
    return [one for one in matches if one.is_file() and one.resolve() not in own]


def _outside(pattern: str, config: Config, report: Report) -> None:
    report.error(
        "outside-root",
        At(Location(pattern)),
        f"the input lies outside the project's folder {config.root.name!r}",
        help="copy it into the project, or give its absolute path on the command line",
    )


def _no_match(pattern: str, path: Path, report: Report) -> None:
    where = At(Location(pattern))
    if _is_dir(path):
        message = "the folder has no .json, .yaml, .yml or .md file"
    elif any(char in pattern for char in "*?["):
        message = "no file matches this pattern"
    else:
        message = "the file does not exist"
    help = "correct the input; relative paths start from the folder of undrift.yaml"
    report.error("missing-file", where, message, help=help)


def _below(folder: Path, config: Config) -> list[Path]:
    """The documents and pages in a folder, without hidden ones and the project's own."""
    own = _own_files(config)
    output = (config.root / config.output).resolve()
    found: list[Path] = []
    for path in folder.rglob("*"):
        below = path.relative_to(folder)
        if path.suffix.lower() not in FOLDER_SUFFIXES or not path.is_file():
            continue
        if any(part.startswith(".") for part in below.parts) or path.resolve() in own:
            continue
        generated = output != folder.resolve() and output.is_relative_to(
            folder.resolve()
        )
        if not (generated and path.resolve().is_relative_to(output)):
            found.append(path)
    return sorted(found)


def _own_files(config: Config) -> set[Path]:
    """The configuration and what it names beside inputs; never an API description."""
    names = [*config.overlays, *([config.names_lock] if config.names_lock else [])]
    own = {(config.root / name).resolve() for name in names}
    return own | ({config.file.resolve()} if config.file else set())


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file system takes is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def resolved(path: Path) -> Path | None:
    """The path with symbolic links followed; None where that cannot be done."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, a zero byte
        return None


def inside(path: Path, root: Path) -> bool:
    """Whether a path, symbolic links followed, lies below the project's root."""
    return path.resolve().is_relative_to(root.resolve())


def shown(path: Path, root: Path) -> str:
    """The path as diagnostics show it: relative to the project where it lies in it."""
    full = path.resolve()
    base = root.resolve()
    return (full.relative_to(base) if full.is_relative_to(base) else full).as_posix()


def read(path: Path, name: str, report: Report, reads: Reads) -> Text | None:
    """The text of a file, with `\\n` line ends and no byte order mark; None when it has none.

    Every file whose content decides what is generated is noted in `reads`.
    """
    where, data = At(Location(name)), None
    try:
        size = path.stat().st_size
        if size <= MAX_BYTES:
            data = path.read_bytes()
        else:
            message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
            report.error("unreadable-file", where, message, help="split the file")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"the file cannot be read: {reason}"
        report.error("unreadable-file", where, message, help="check the path")
    reads.saw(path, data)
    return text_of(data, name, report) if data is not None else None


def bytes_of(path: Path, reads: Reads) -> bytes | None:
    """The content of a small enough file, None when it cannot be read."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError:
        data = None
    reads.saw(path, data)
    return data


def exists(path: Path, reads: Reads) -> bool:
    """Whether there is something to read; that there is nothing is noted."""
    found = path.exists()
    if not found:
        reads.saw(path, None)
    return found


def text_of(data: bytes, name: str, report: Report) -> Text | None:
    """The content of a file as text; None, and an error, when it is none."""
    where = At(Location(name))
    try:
        body = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = At(Location(name, line, 1))
        message = "the file is not text in UTF-8"
        report.error("unreadable-file", where, message, help="save it as UTF-8")
        return None
    if "\0" in body:
        message = "the file is not text: it has zero bytes"
        report.error("unreadable-file", where, message, help="save it as UTF-8")
        return None
    return Text(name, body.replace("\r\n", "\n").replace("\r", "\n"))
