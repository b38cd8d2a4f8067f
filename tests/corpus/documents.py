"""Which descriptions there are, and what one says of itself, read without the generator."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Loader(yaml.CSafeLoader):
    """YAML whose scalars are what JSON has: no dates, and no words that mean a boolean."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in rules
        if not tag.endswith((":timestamp", ":bool"))
    ]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"]
)


@dataclass(frozen=True, slots=True)
class Document:
    """One description: a file, or a folder with an entry file and the parts it refers to.

    `valid` is what a strict validator said of it: `ok`, `invalid`, or `unchecked` where it is
    too large to be asked.
    """

    name: str
    folder: Path
    entry: str
    valid: str
    has_parts: bool = False

    @property
    def file(self) -> Path:
        return self.folder / self.entry

    @property
    def is_page(self) -> bool:
        return self.entry.endswith(".md")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a description declares: its version, its operations and its component schemas."""

    version: str
    operations: frozenset[tuple[str, str]]
    schemas: frozenset[str]


def documents(shared: Path, patterns: Sequence[str]) -> list[Document]:
    """The descriptions and documentation pages whose names match one of the patterns."""
    found = [*_described(shared / "corpus"), *_pages(shared / "docs-pages")]
    return [d for d in found if any(fnmatchcase(d.name, p) for p in patterns)]


def _described(corpus: Path) -> Iterator[Document]:
    with (corpus / "SOURCES.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row["file"]
            if name.endswith("/"):
                entry = Path(row["path"]).name
                folder, file = _entry(corpus / name, entry)
                yield Document(name.rstrip("/"), folder, file, row["strict"], True)
            else:
                yield Document(name, corpus, name, row["strict"])


def _entry(folder: Path, name: str) -> tuple[Path, str]:
    """The folder that references may not leave, and the entry file in it."""
    file, *_ = sorted(folder.rglob(name), key=lambda path: len(path.parts))
    return folder, file.relative_to(folder).as_posix()


def _pages(pages: Path) -> Iterator[Document]:
    for file in sorted(pages.rglob("*.md")):
        name = f"page:{file.relative_to(pages).with_suffix('').as_posix()}"
        yield Document(name, file.parent, file.name, "page")


def contents(document: Document) -> Contents | None:
    """What the document declares, or None when that cannot be read in a few lines."""
    if document.is_page:
        return None
    try:
        root = _read(document.file)
        operations = {
            (method.upper(), path)
            for path, item in _mapping(root.get("paths")).items()
            if path.startswith("/")
            for method in _methods(item, document.file)
        }
        schemas = _mapping(_mapping(root.get("components")).get("schemas"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    version = str(root.get("openapi", root.get("swagger", "")))
    return Contents(version, frozenset(operations), frozenset(schemas))


def _methods(item: Any, file: Path) -> Iterator[str]:
    """The methods of a Path Item Object, its reference followed."""
    fields = _mapping(item)
    yield from (m for m in METHODS if isinstance(fields.get(m), dict))
    yield from _mapping(fields.get("additionalOperations"))
    if isinstance(reference := fields.get("$ref"), str):
        place, _, pointer = reference.partition("#")
        target = file.parent / unquote(place) if place else file
        value = _read(target)
        for token in unquote(pointer).split("/")[1:]:
            value = _mapping(value).get(token.replace("~1", "/").replace("~0", "~"))
        yield from _methods(value, target)


def _read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8-sig")
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return yaml.load(text, Loader)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def shuffled(document: Document, folder: Path) -> Document:
    """A copy of the document with its paths and its components in another order.

    Properties stay where they are: their order is the order of the fields.

    Raises:
        ValueError, yaml.YAMLError: the document cannot be read.
    """
    target = folder / document.entry
    if document.has_parts:
        shutil.copytree(document.folder, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    mixed = _shuffled(_read(document.file), random.Random(document.name))
    target.write_text(json.dumps(mixed), "utf-8")
    return replace(document, folder=folder)


def _shuffled(root: Any, order: random.Random) -> Any:
    if not isinstance(root, dict):
        return root

    def mixed(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        keys = list(value)
        order.shuffle(keys)
        return {key: value[key] for key in keys}

    result = {**root, "paths": mixed(root["paths"])} if "paths" in root else root
    if isinstance(components := root.get("components"), dict):
        kinds = {kind: mixed(values) for kind, values in components.items()}
        result = {**result, "components": mixed(kinds)}
    return mixed(result)
