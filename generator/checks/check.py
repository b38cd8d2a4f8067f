"""Is the generated package what the inputs say? Compared byte for byte, in memory."""

from __future__ import annotations

from dataclasses import dataclass

from ..output import Output, State
from ..write import compare
from .symbols import touched


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not as it would be generated today; `path` is relative to the output.

    `state` is what `generate` would do; `symbols` the Python names that it touches.
    """

    path: str
    state: State
    symbols: tuple[str, ...] = ()


def check(output: Output) -> tuple[Difference, ...]:
    """Every difference between `output` and the disk, by path; empty when up to date.

    Raises:
        OSError: a file that is there cannot be read.
    """
    changes = compare(output)
    wanted = output.contents()
    found = [
        Difference(
            path, changes.states[path], _symbols(output, path, wanted.get(path, b""))
        )
        for path in changes.pending
    ]
    if output.lock and changes.lock:
        found.append(Difference(str(output.lock[0]), State.CHANGED))
    return tuple(found)


def _symbols(output: Output, path: str, after: bytes) -> tuple[str, ...]:
    file = output.folder / path
    if not path.endswith(".py"):
        return ()
    before = file.read_bytes() if file.is_file() else b""
    return touched(before.decode(errors="replace"), after.decode())
