"""Descriptions as they were in a git revision: `REV:path`, as git itself writes it.

The whole tree is taken, not the one file, because a description may refer to others; but of
it only what can be part of a description. Nothing is checked out, so the working tree and the
index stay as they are, and no filter or hook of the repository runs.
"""

from __future__ import annotations

import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

SUFFIXES = frozenset((".json", ".yaml", ".yml", ".md", ".mdx", ".markdown", ".txt"))
MAX_BYTES = 64 * 1024 * 1024


class RevisionError(Exception):
    """A revision or path that cannot be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """The files of a revision below the temporary folder `top`; `path` is what was asked for."""

    top: Path
    path: Path


def is_revision(argument: str, here: Path) -> bool:
    """Whether an argument means `REV:path`, and not a file that has a colon in its name."""
    return ":" in argument and not (here / argument).exists()


@contextmanager
def checked_out(argument: str, here: Path) -> Generator[Checkout]:
    """The tree of `REV:path` in a temporary folder. The path starts at the repository's top,
    or at `here` when it begins with `./` or `../`, as in git.

    Raises:
        RevisionError: no git, no repository, no such revision, or nothing at the path.
    """
    revision, _, name = argument.partition(":")
    commit = _commit(revision, here)
    path = _path(name, here)
    with TemporaryDirectory(prefix="undrift-") as folder:
        top = Path(folder).resolve()
        for file, data in _files(commit, path, here):
            target = top / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if not (top / path).exists():
            raise RevisionError(
                f"{revision} has no description at {path.as_posix()!r}; "
                "paths start at the top of the repository, or with ./ in this folder"
            )
        yield Checkout(top, top / path)


def _git(here: Path, *arguments: str, input: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (no shell, and the arguments are ours or checked)
            ["git", *arguments],  # noqa: S607  (whichever git the user has)
            cwd=here,
            input=input,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise RevisionError("REV:path needs git, which is not installed") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise RevisionError(
            said.removeprefix("fatal: ") or f"git {arguments[0]} failed"
        )
    return done.stdout


def _commit(revision: str, here: Path) -> str:
    _git(here, "rev-parse", "--git-dir")
    if not revision or revision.startswith("-"):
        raise RevisionError(f"{revision!r} is not a git revision; write REV:path")
    wanted = f"{revision}^{{commit}}"
    try:
        found = _git(
            here, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted
        )
    except RevisionError:
        raise RevisionError(
            f"git knows no revision {revision!r}; fetch it, or correct the name"
        ) from None
    return found.decode().strip()


def _path(name: str, here: Path) -> PurePosixPath:
    parts: list[str] = []
    if name.startswith(("./", "../")) or name == ".":
        prefix = _git(here, "rev-parse", "--show-prefix").decode().strip()
        name = f"{prefix}{name}"
    for part in PurePosixPath(name).parts:
        if part == ".." and parts:
            parts.pop()
        elif part in ("..", "/"):
            raise RevisionError(f"{name!r} leads out of the repository")
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)


def _files(
    commit: str, wanted: PurePosixPath, here: Path
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the tree that may be part of a description, with its content."""
    found: list[tuple[PurePosixPath, str]] = []
    listing = _git(here, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
    for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
        about, _, name = entry.partition("\t")
        path = PurePosixPath(name)
        if name and _is_wanted(about.split(), path, wanted):
            found.append((path, about.split()[2]))
    names = "".join(f"{blob}\n" for _, blob in found)
    contents = _git(here, "cat-file", "--batch", input=names.encode())
    for path, _ in found:
        head, _, contents = contents.partition(b"\n")
        size = int(head.split()[2])
        yield path, contents[:size]
        contents = contents[size + 1 :]


def _is_wanted(about: list[str], path: PurePosixPath, wanted: PurePosixPath) -> bool:
    """A regular file (a symbolic link may lead anywhere) of a fitting kind and size."""
    mode, kind, _, size = about
    if kind != "blob" or not mode.startswith("100") or int(size) > MAX_BYTES:
        return False
    if path.is_absolute() or {".", "..", ".git"} & set(path.parts):
        return False
    return path == wanted or path.suffix.lower() in SUFFIXES
