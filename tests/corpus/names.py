"""Are public names readable, and do they stay when something else is added?

Two questions for each document. Which public names end in a number, or look like the tool's own
help, although the description has no such word? And does taking away one operation, or one
component, and adding it again change any name of the rest?
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report, Stopped
from generator.python import PackageModel
from generator.spec import Spec
from tests.corpus.roundtrip import document, names

_NUMBERED = re.compile(
    r"\d+$|_\d+$|(?<=[a-z])\d+(?=[A-Z])|(?i:inline|anonymous|unnamed)"
)
_SAMPLE = 3


def public(model: PackageModel) -> dict[str, str]:
    """Every public name with what it stands for."""
    found = {f"type {m.id}": m.name for m in model.models}
    found |= {f"type {e.id}": e.name for e in model.enums}
    found |= {f"type {u.id}": u.name for u in model.unions}
    for resource in model.resources:
        for method in resource.methods:
            found[f"call {method.http_method} {method.path}"] = method.call
    return found


def unreadable(model: PackageModel, text: str) -> Iterator[str]:
    """Names with a number that the description does not have beside the same word."""
    said = re.sub(r"[^a-z0-9]", "", text.lower())
    for use, name in sorted(public(model).items()):
        last = name.rpartition(".")[2]
        for found in _NUMBERED.finditer(last):
            word = re.split(r"(?<=[a-z0-9])(?=[A-Z])|_", last[: found.end()])[-2:]
            if "".join(word).lower() not in said:
                yield f"{name} ({use})"
                break


def planned(config: Config) -> tuple[Spec, PackageModel]:
    """The canonical document and the package of one run."""
    report = Report()
    spec = pipeline.spec(config, report, validate="off")
    return spec, pipeline.package(pipeline.api(spec, config, report), config, report)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", nargs="*")
    for name in parser.parse_args().documents or names():
        path = document(name)
        try:
            _, model = planned(Config(root=path.parent, inputs=(path.name,)))
        except (Stopped, TypeError):
            print(f"{name}: stopped")
            continue
        files = path.parent.rglob("*") if path.parent.name in name else [path]
        text = "".join(f.read_text("utf-8") for f in files if f.is_file())
        found = list(unreadable(model, text))
        print(f"{name}: {len(public(model))} names, {len(found)} numbered", flush=True)
        print(*(f"    {line}" for line in found), sep="\n")


if __name__ == "__main__":
    main()
