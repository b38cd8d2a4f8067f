"""Import every module of a package; a program of its own, standard library only.

    python peer_imports.py FOLDER PACKAGE

Prints a JSON list with a line for each module that cannot be imported.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path


def main(folder: Path, package: str) -> None:
    sys.path.insert(0, str(folder))
    faults: list[str] = []
    for file in sorted((folder / package).rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        try:
            import_module(name)
        except Exception as error:
            faults.append(f"{name}: {type(error).__name__}: {error}"[:200])
    print(json.dumps(faults))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
