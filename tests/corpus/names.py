"""Are public names readable, and do they stay when something else is added?

Two questions for each document. Which public names end in a number, or look like the tool's own
help, although the description has no such word? And does taking away one operation, or one
component, and adding it again change any name of the rest?
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report, Stopped
from generator.python import PackageModel
from tests.corpus.roundtrip import document, names

_NUMBERED = re.compile(
    r"\d+$|_\d+$|(?<=[a-z])\d+(?=[A-Z])|(?i:inline|anonymous|unnamed)"
)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_KEY = re.compile(r"""(?:^[ ]*["']?|["'])(\d+)["']?[ ]*:""", re.MULTILINE)
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
    """Names with a number that the description does not have in the same word.

    A number that is a name there (`"0":`) is no invention either, whatever it stands behind.
    """
    said = re.sub(r"[^a-z0-9]", "", text.lower())
    keys = set(_KEY.findall(text))
    for use, name in sorted(public(model).items()):
        last = name.rpartition(".")[2]
        for found in _NUMBERED.finditer(last):
            *before, word = _WORD.split(last[: found.end()])
            if word.isdecimal():
                word = "".join(before[-1:]) + word
            number = re.sub(r"^.*?(?=\d*$)", "", word)
            if word.lower() not in said and number not in keys:
                yield f"{name} ({use})"
                break


def planned(config: Config) -> tuple[PackageModel, str]:
    """The package of one run, and the names that it publishes."""
    report = Report()
    spec = pipeline.spec(config, report, validate="off")
    model = pipeline.package(pipeline.api(spec, config, report), config, report)
    return model, pipeline.published_names(spec, model).to_yaml()


def smaller(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document without one operation, and without one component that nothing refers to."""
    found = [
        (path, method)
        for path, item in document.get("paths", {}).items()
        for method in item
        if method in ("get", "put", "post", "patch", "delete")
    ]
    for path, method in found[:: max(1, len(found) // _SAMPLE)][:_SAMPLE]:
        less = copy.deepcopy(document)
        del less["paths"][path][method]
        yield f"{method} {path}", less
    schemas = document.get("components", {}).get("schemas", {})
    text = json.dumps(document)
    for name in [n for n in schemas if f"/schemas/{n}" not in text][:1]:
        less = copy.deepcopy(document)
        del less["components"]["schemas"][name]
        yield name, less


def renamed(document: dict[str, Any], full: PackageModel) -> Iterator[str]:
    """What is called otherwise once the document is whole again, with the published names."""
    for what, less in smaller(document):
        with TemporaryDirectory() as folder:
            root = Path(folder)
            config = Config(root=root, inputs=("api.json",))
            (root / "api.json").write_text(json.dumps(less), "utf-8")
            try:
                before, lock = planned(config)
            except Stopped:
                continue
            (root / "api.json").write_text(json.dumps(document), "utf-8")
            (root / "names.lock.yaml").write_text(lock, "utf-8")
            after, _ = planned(replace(config, names_lock="names.lock.yaml"))
        for label, now in (("", full), (" with names.lock", after)):
            lost = set(public(before).values()) - set(public(now).values())
            yield from (f"{name} by adding {what}{label}" for name in sorted(lost))


def examined(name: str) -> Iterator[str]:
    """Lines about one document."""
    path = document(name)
    try:
        full, _ = planned(Config(root=path.parent, inputs=(path.name,)))
    except Stopped:
        yield f"{name}: stopped"
        return
    is_folder = name.endswith("/")
    files = path.parent.rglob("*") if is_folder else [path]
    numbered = list(
        unreadable(full, "".join(f.read_text("utf-8") for f in files if f.is_file()))
    )
    lost = [] if is_folder else list(renamed(read(path), full))
    counted = f"{len(numbered)} numbered, {len(lost)} renamed"
    yield f"{name}: {len(public(full))} names, {counted}"
    yield from (f"    numbered {line}" for line in numbered)
    yield from (f"    renamed {line}" for line in lost)


def read(path: Path) -> dict[str, Any]:
    """A description as it was written."""
    text = path.read_text("utf-8-sig")
    document: dict[str, Any]
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader)
    return document


class Loader(yaml.CSafeLoader):
    """YAML whose scalars are what JSON has: no dates."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


if __name__ == "__main__":
    for chosen in sys.argv[1:] or names():
        print(*examined(chosen), sep="\n", flush=True)
