"""Import every module of a package under two dotted paths; a program of its own.

    python imported.py FOLDER PACKAGE

Prints one JSON object: `faults`, one line for each module that cannot be imported or that the
two copies share; `operations` and `models`, what the package says it has.
"""

from __future__ import annotations

import json
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

PLACES = ("vendored_first.deep", "vendored_second")


def main(folder: Path, package: str) -> None:
    sys.path.insert(0, str(folder / "places"))
    for place in PLACES:
        path = folder / "places" / place.replace(".", "/")
        path.mkdir(parents=True, exist_ok=True)
        if not (path / package).exists():
            (path / package).symlink_to(folder / package)
    modules = sorted(_modules(folder / package))
    faults = [
        *(
            fault
            for place in PLACES
            for fault in _faults(f"{place}.{package}", modules)
        ),
        *_shared(package, modules),
    ]
    facts: dict[str, Any] = {"faults": faults, "operations": [], "models": []}
    if not faults:
        models = import_module(f"{PLACES[0]}.{package}.models")
        facts["models"] = [name for name in models.__all__ if getattr(models, name)]
        main_module = import_module(f"{PLACES[0]}.{package}.__main__")
        facts["operations"] = main_module.OPERATIONS
    print(json.dumps(facts))


def _modules(package: Path) -> list[str]:
    names = []
    for file in package.rglob("*.py"):
        parts = file.relative_to(package).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def _faults(package: str, modules: list[str]) -> list[str]:
    faults = []
    for name in modules:
        try:
            import_module(f"{package}.{name}".rstrip("."))
        except Exception as error:
            faults.append(f"{name or '__init__'}: {type(error).__name__}: {error}")
    return faults


def _shared(package: str, modules: list[str]) -> list[str]:
    first, second = (
        [sys.modules.get(f"{place}.{package}.{name}".rstrip(".")) for name in modules]
        for place in PLACES
    )
    return [
        f"{name}: the two copies are one"
        for name, one, other in zip(modules, first, second, strict=True)
        if one is other and one is not None
    ]


if __name__ == "__main__":
    warnings.simplefilter("error")
    main(Path(sys.argv[1]), sys.argv[2])
