"""What was measured of each description, from which pages of `docs/` are made: a line of JSON each.

It is committed beside the page, so that a run about some descriptions leaves the lines of the others
as they are, in a fresh clone too. Standard library only, as `results.py`, which uses it.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).parents[2] / "docs/measured"
NAME = "name"


class Ledger:
    """The file of one run; a line is an object with the `name` of its description."""

    def __init__(self, run: str, folder: Path | None = None) -> None:
        self.file = (folder or MEASURED) / f"{run}.jsonl"

    def read(self) -> dict[str, dict[str, Any]]:
        """Every line, by the name of its description."""
        if not self.file.is_file():
            return {}
        lines = map(json.loads, self.file.read_text("utf-8").splitlines())
        return {line[NAME]: line for line in lines}

    def keep(self, line: dict[str, Any]) -> None:
        """Put a line in place of an earlier one of the same description."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            # Runs about different descriptions may go on at a time.
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = {**self.read(), line[NAME]: line}
            file.truncate(0)
            for name in sorted(lines):
                file.write(f"{json.dumps(lines[name], ensure_ascii=False)}\n")
