"""The imports of one generated module, gathered while its parts are spelled."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from ..python import WIDTH, Lines
from .layout import call

Natural: TypeAlias = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)")


class Imports:
    """Names that a module needs, by the module they come from.

    Code is spelled by asking for a symbol (`imports.name("datetime", "datetime")`), which
    returns how to write it and remembers the import; templates never name an import.
    """

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def name(self, module: str, name: str) -> str:
        """Ask for `from module import name`; returns the name."""
        self._names.setdefault(module, set()).add(name)
        return name

    def has(self, module: str, name: str) -> bool:
        """Whether somebody asked for `from module import name`."""
        return name in self._names.get(module, ())

    def discard(self, module: str, name: str) -> None:
        """Take back `from module import name`."""
        self._names[module] = self._names.get(module, set()) - {name}
        if not self._names[module]:
            del self._names[module]

    def module(self, module: str) -> None:
        """Ask for `import module`."""
        self._names.setdefault(module, set())

    def lines(self, indent: int = 0) -> Lines:
        """Import statements for code indented by `indent`, as isort orders and sections them."""
        sections: dict[int, list[tuple[str, list[str]]]] = {}
        for module, names in self._names.items():
            section = _section(module)
            sections.setdefault(section, []).append(
                (module, sorted(names, key=name_key))
            )
        found: list[str] = []
        for section in sorted(sections):
            if found:
                found.append("")
            for module, ordered in sorted(sections[section], key=_module_key):
                found.extend(_statement(module, ordered, indent))
        return tuple(found)


def import_lines(module: str, names: Sequence[str], indent: int) -> Lines:
    """One import for code indented by `indent`."""
    return _statement(module, sorted(names, key=name_key), indent)


def _section(module: str) -> int:
    """0 `__future__`, 1 standard library, 2 third party, 3 relative."""
    if module.startswith("."):
        return 3
    top = module.split()[0].partition(".")[0]
    return 0 if top == "__future__" else 1 if top in sys.stdlib_module_names else 2


def _module_key(entry: tuple[str, list[str]]) -> tuple[bool, int, Natural]:
    """`import x` before `from x import y`; farther parents first."""
    module, names = entry
    dots = len(module) - len(module.lstrip("."))
    return (bool(names), -dots, natural(module))


@lru_cache(maxsize=16_384)
def natural(text: str) -> Natural:
    """A sort key by which `a2` comes before `a10`, as isort orders modules and names."""
    parts = _NUMBER.split(f"{text.lower()} {text}")
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in parts
        if part
    )


def name_key(name: str) -> tuple[int, Natural]:
    """CONSTANTS, then Classes, then functions: isort's order of names."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return (kind, natural(name))


def _statement(module: str, names: Sequence[str], indent: int) -> Lines:
    """One statement, and one more for each name that is imported under another."""
    if not names:
        return (f"import {module}",)
    plain = [name for name in names if " as " not in name]
    groups = [[name] for name in names if " as " in name] + ([plain] if plain else [])
    lines: list[str] = []
    for group in sorted(groups, key=lambda group: name_key(group[0])):
        line = f"from {module} import {', '.join(group)}"
        fits = indent + len(line) <= WIDTH
        lines += (line,) if fits else call(f"from {module} import (", group, ")", WIDTH)
    return tuple(lines)
