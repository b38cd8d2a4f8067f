"""The templates print what was planned, and the tree that they mirror."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest

from generator.render import render
from generator.templates_path import TEMPLATES
from tests.support.packages import Built

PACKAGE = TEMPLATES / "package"
RENDERED = sorted(PACKAGE.rglob("*.j2"))


def test_the_output_mirrors_the_templates(dronline: Built) -> None:
    files = set(render(dronline.model))
    models = {f"models/{m.module}.py" for m in dronline.model.models}
    models |= {f"models/{e.module}.py" for e in dronline.model.enums}
    models |= {f"models/{u.module}.py" for u in dronline.model.unions}
    resources = {f"resources/{r.module}.py" for r in dronline.model.resources}
    single = {
        path.relative_to(PACKAGE).as_posix().removesuffix(".j2")
        for path in PACKAGE.rglob("*")
        if path.is_file() and "{" not in path.name and "__pycache__" not in path.parts
    }
    assert set(dronline.model.unused) < {*single, "reference/{resource}.md"}
    assert files == (single | models | resources) - set(dronline.model.unused)


def test_files_are_in_a_fixed_order_and_end_in_one_line_break(dronline: Built) -> None:
    files = render(dronline.model)
    assert list(files) == sorted(files)
    for path, text in files.items():
        assert path == "py.typed" or (text.endswith("\n") and not text.endswith("\n\n"))
        assert "\r" not in text


def test_the_runtime_is_copied_as_it_stands(dronline: Built) -> None:
    files = render(replace(dronline.model, unused=("webhooks.py",)))
    for path in (PACKAGE / "_runtime").glob("*.py"):
        assert files[f"_runtime/{path.name}"] == path.read_text("utf-8")


def test_what_was_planned_is_printed_and_never_rendered_again(dronline: Built) -> None:
    hostile = replace(dronline.model, banner="# {{ 7 * 7 }} {% if x %}")
    files = render(hostile)
    assert files["errors.py"].startswith("# {{ 7 * 7 }} {% if x %}\n")


@pytest.mark.parametrize("path", RENDERED, ids=lambda path: path.name)
def test_templates_decide_nothing(path: Path) -> None:
    source = path.read_text("utf-8")
    statements = re.findall(r"{%-?\s*(\w+)", source)
    assert set(statements) <= {"for", "endfor", "if", "else", "endif", "include"}
    filters = set(re.findall(r"\|\s*(\w+)", "".join(re.findall(r"{{.*?}}", source))))
    assert filters <= {"join", "indent"}
    assert "{#" not in source


def test_a_name_that_is_not_planned_is_an_error(dronline: Built) -> None:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True)
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ package.nothing }}").render(package=dronline.model)
