"""Run a command for its exit code, its output, and what it cost."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY = 6 << 30
"""Bytes of address space that a command may take."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended; `code` is negative when a signal ended it.

    `cpu` is in seconds, of the command and its children; `memory` in MiB, the peak of the
    largest of them.
    """

    code: int
    output: str
    errors: str
    cpu: float
    memory: int

    @property
    def timed_out(self) -> bool:
        return self.code in (-signal.SIGXCPU, -signal.SIGKILL)


def run(
    command: Sequence[str | Path],
    folder: Path,
    *,
    seconds: int = 300,
    memory: int = MEMORY,
    environment: dict[str, str] | None = None,
) -> Ran:
    """Run `command` in `folder`, with so many seconds of CPU time at most.

    `memory` is how many bytes of address space it may have, 0 for any.
    """

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **(environment or {})},
            preexec_fn=limit,
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Ran(
            child.returncode,
            output.read().decode(errors="replace"),
            errors.read().decode(errors="replace"),
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss // 1024,
        )
