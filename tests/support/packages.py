"""Packages generated for a test: built in memory, written to a folder, imported by any name."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report
from generator.formatting import blacken
from generator.load import load_config
from generator.output import Output, spec_text
from generator.presentation import Display
from generator.python import PackageModel
from generator.render import render
from generator.spec import Spec
from tests.unit.support import project

ROOT = Path(__file__).parent.parent.parent
DRONLINE = ROOT / "specs/dronline-connected"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Built:
    """Every layer of one run, and what it said."""

    spec: Spec
    model: PackageModel
    output: Output
    said: str

    @property
    def files(self) -> Mapping[str, str]:
        return self.output.files

    def source(self, path: str) -> str:
        """A file of the package without its banner."""
        return self.output.files[path].partition("\n")[2]


def build(config: Config) -> Built:
    """Run every stage but `write`, unvalidated and unformatted.

    Raises:
        Stopped: the input has faults.
    """
    report = Report()
    spec = pipeline.spec(config, report, validate="off")
    model = pipeline.package(pipeline.api(spec, config, report), config, report)
    output = Output(
        folder=config.root / config.output,
        package=model.name,
        generator="undrift",
        title=model.title,
        version=model.documents.version,
        files=render(model),
        spec=spec_text(spec.document),
    )
    display = Display(config.root, config.root)
    said = "\n".join(display.text(found) for found in report)
    return Built(spec, model, output, said)


def build_text(root: Path, text: str, **settings: Any) -> Built:
    """The package of one YAML document."""
    return build(replace(project(root, {"api.yaml": text}), **settings))


def build_dronline() -> Built:
    """The package of the worked example."""
    report = Report()
    config = load_config(DRONLINE / "undrift.yaml", report)
    report.checkpoint()
    return build(config)


def install(output: Output, folder: Path, name: str = "") -> Path:
    """Write the package and its manifest; returns its folder, which `name` may call otherwise."""
    package = folder / (name or output.package)
    for path, text in output.files.items():
        file = package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    (package / "_manifest.json").write_bytes(output.manifest())
    return package


def load_package(folder: Path, name: str = "") -> ModuleType:
    """Import the package in `folder` under a name that no other has."""
    name = name or f"generated_{next(_NUMBERS)}"
    spec = spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def all_modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of an imported package, `__main__` too, imported."""
    (folder,) = package.__path__
    for file in sorted(Path(folder).rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        names = parts[:-1] if parts[-1] == "__init__" else parts
        yield import_module(".".join([package.__name__, *names]))


def own_python(files: Mapping[str, str]) -> dict[str, str]:
    """The Python files that were rendered; `_runtime` is copied as it stands."""
    return {
        path: text
        for path, text in files.items()
        if path.endswith(".py") and not path.startswith("_runtime/")
    }


def reformatted(files: Mapping[str, str]) -> list[str]:
    """The rendered files that black would change."""
    return [p for p, text in own_python(files).items() if blacken(text) != text]
