"""PackageModel and templates -> the package's files, in memory.

The folder `templates/package` mirrors the package: a file ending in `.j2` is rendered, any
other is copied as it stands. A name in braces stands for many files, one an element of the
list of that name: `models/{model}.py.j2`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jinja2

from .python import EnumClass, ModelClass, PackageModel, ResourceModel, UnionClass
from .templates_path import TEMPLATES

SUFFIX = ".j2"


def render(package: PackageModel) -> dict[str, str]:
    """All files of the package by path relative to it (`/` separators), except the manifest."""
    root = TEMPLATES / "package"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(root),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The output is Python and Markdown; what must be escaped is escaped in `plan`.
        autoescape=False,  # noqa: S701
        bytecode_cache=_bytecode_cache(),
    )
    files: dict[str, str] = {}
    for name in _names(root):
        if name.removesuffix(SUFFIX) in package.unused:
            continue
        if not name.endswith(SUFFIX):
            files[name] = (root / name).read_text(encoding="utf-8")
            continue
        template = environment.get_template(name)
        for path, context in _outputs(name.removesuffix(SUFFIX), package):
            files[path] = template.render(context)
    return dict(sorted(files.items()))


def _bytecode_cache() -> jinja2.BytecodeCache | None:
    """Compiled templates, kept beside them as Python keeps its modules.

    Not in the project: what is loaded from there would run, and a project is input.
    """
    folder = TEMPLATES / "__pycache__"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    if not os.access(folder, os.W_OK):
        return None
    return jinja2.FileSystemBytecodeCache(str(folder), "%s.jinja")


def _names(root: Path) -> Iterator[str]:
    """Every template's path relative to the root, in a fixed order."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix()


def _outputs(
    name: str, package: PackageModel
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The files that one template makes, and what each is made from."""
    many: Mapping[
        str, Sequence[ModelClass | EnumClass | UnionClass | ResourceModel]
    ] = {
        "model": package.models,
        "enum": package.enums,
        "union": package.unions,
        "resource": package.resources,
    }
    for key, elements in many.items():
        placeholder = f"{{{key}}}"
        if placeholder in name:
            for element in elements:
                path = name.replace(placeholder, element.module)
                yield path, {"package": package, key: element}
            return
    yield name, {"package": package}
