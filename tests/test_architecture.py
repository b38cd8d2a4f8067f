"""What ARCHITECTURE.md promises about the code, held by the syntax tree of every module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.rules import RULES

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))
RUNTIME = sorted((ROOT / "templates/package/_runtime").rglob("*.py"))
TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py") if "cases" not in p.parts)

# Which layer each module or package of `generator/` belongs to; imports go to the same
# package or to a lower layer.
LAYERS = {
    5: {"cli", "commands", "presentation", "__main__"},
    4: {"pipeline", "unchanged", "checks", "mock"},
    3: {"load", "merge", "normalize", "lower", "plan", "render", "formatting", "write"},
    2: {"examples", "validation"},
    1: {
        "config",
        "source",
        "spec",
        "servers",
        "api",
        "ir",
        "expressions",
        "pages",
        "documents",
        "python",
        "lock",
        "naming",
        "english",
        "qualified",
        "media_types",
        "operation_ids",
        "routes",
        "output",
        "remote",
        "reads",
        "cache",
        "document_text",
        "grammar",
        "depth",
    },
    0: {"diagnostics", "rules", "templates_path", "__init__"},
}
LAYER = {name: layer for layer, names in LAYERS.items() for name in names}
STAGES = 3

MOST_LINES = 400
LONGEST_FUNCTION = 80
P95_FUNCTION = 45

ONLY_IN = {
    "jinja2": {"render"},
    "yaml": {"load", "lock"},
    "markdown_it": {"load"},
    "click": {"cli", "commands"},
    "platformdirs": {"commands"},
}
"""Third-party package -> the modules that may import it."""

SLOW = {
    "black",
    "jsonschema",
    "openapi_spec_validator",
    "vcr",
    "jsonpath",
    "griffe",
    "httpx2",
}
"""Packages that cost too much at start: imported inside the function that needs them."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    """The module or package directly below `generator/` that a file belongs to."""
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(module of `generator/`, line) for each import from within the project."""
    package = path.relative_to(GENERATOR).parent.parts
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        full = [*base, *(node.module.split(".") if node.module else ())]
        if full:
            yield full[0], node.lineno
        else:
            yield from ((alias.name, node.lineno) for alias in node.names)


def external(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module.split(".")[0]]
    return []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of each function, decorators left out."""
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            yield f"{path.name}:{node.name}", node.end_lineno - node.lineno + 1


def test_every_module_has_a_layer() -> None:
    assert {name_of(path) for path in MODULES} <= LAYER.keys()


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda p: p.relative_to(GENERATOR).as_posix()
)
def test_imports_point_one_way_and_stages_never_import_each_other(path: Path) -> None:
    own = name_of(path)
    for target, line in imports(path):
        if target in (own, "__version__"):
            continue
        assert target in LAYER, f"{path}:{line} imports {target}"
        lower = LAYER[target] < LAYER[own]
        aside = LAYER[target] == LAYER[own] != STAGES
        assert lower or aside, f"{path}:{line}: {own} must not import {target}"


def test_modules_of_one_layer_do_not_import_in_a_circle() -> None:
    edges: dict[str, set[str]] = {}
    for path in MODULES:
        edges.setdefault(name_of(path), set()).update(
            target
            for target, _ in imports(path)
            if target not in (name_of(path), "__version__")
        )
    left = dict(edges)
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    assert not left, f"these import each other: {sorted(left)}"


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda p: p.relative_to(GENERATOR).as_posix()
)
def test_packages_are_imported_only_where_they_belong(path: Path) -> None:
    for node in ast.walk(tree(path)):
        for package in external(node):
            allowed = ONLY_IN.get(package)
            assert (
                allowed is None or name_of(path) in allowed
            ), f"{path} imports {package}"
    for node in tree(path).body:
        assert not SLOW & set(
            external(node)
        ), f"{path}:{node.lineno} makes every start slow"


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda p: p.relative_to(GENERATOR).as_posix()
)
def test_only_the_command_line_prints_reads_the_environment_or_exits(
    path: Path,
) -> None:
    if name_of(path) in ("cli", "commands"):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in (
                "print",
                "input",
                "exit",
            ), f"{path}:{node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            spelled = f"{node.value.id}.{node.attr}"
            forbidden = (
                "sys.exit",
                "sys.stdout",
                "sys.stderr",
                "os.environ",
                "os.getenv",
            )
            assert spelled not in forbidden, f"{path}:{node.lineno}: {spelled}"


@pytest.mark.parametrize(
    "path", [*MODULES, *RUNTIME, *TESTS], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("paths", [MODULES, RUNTIME], ids=["generator", "runtime"])
def test_functions_are_short(paths: list[Path]) -> None:
    lengths = sorted((lines, name) for path in paths for name, lines in functions(path))
    assert lengths[-1][0] <= LONGEST_FUNCTION, lengths[-1]
    assert lengths[int(len(lengths) * 0.95)][0] <= P95_FUNCTION


@pytest.mark.parametrize(
    "path", [*MODULES, *RUNTIME], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)), path


def rules_used() -> set[str]:
    """Rule ids that code passes to `report.error`, `warning` or `info`, or to `Diagnostic`."""
    used: set[str] = set()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and path.name != "rules.py":
                used.update({str(node.value)} & RULES.keys())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                reports = node.func.attr in ("error", "warning", "info")
                if reports and isinstance(first, ast.Constant) and len(node.args) >= 3:
                    used.add(str(first.value))
    return used


def test_every_rule_is_in_the_table_and_every_rule_in_the_table_is_used() -> None:
    assert rules_used() == set(RULES)


def test_rules_are_sorted_and_kebab_case() -> None:
    assert list(RULES) == sorted(RULES)
    assert [
        rule for rule in RULES if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule)
    ] == []


def test_every_path_named_in_the_architecture_page_exists() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    folders = [GENERATOR, ROOT, ROOT / "templates/package"]
    missing: list[str] = []
    for name in re.findall(
        r"(?<![\w.*-])[\w-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|yaml))", page
    ):
        found = [folder / name for folder in folders if (folder / name).exists()]
        missing += [] if found or name == "names.lock.yaml" else [name]
        folders = [found[0].parent if found else ROOT, *folders[-3:]]
    assert missing == []


def test_the_page_of_diagnostics_lists_every_rule_with_its_meaning(
    goldens: bool,
) -> None:
    path = ROOT / "docs/diagnostics.md"
    head, rule, _ = path.read_text("utf-8").partition("| rule | meaning |\n|---|---|\n")
    rows = [f"| `{rule}` | {meaning} |\n" for rule, meaning in RULES.items()]
    page = "".join([head, rule, *rows])
    if goldens:
        path.write_text(page, "utf-8")
    assert path.read_text("utf-8") == page, "run `make goldens`"
