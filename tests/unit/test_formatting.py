"""Formatting: black breaks what is too wide, is asked about nothing else, and agrees with the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import formatting
from generator.cache import Cache
from generator.formatting import blacken, formatted
from generator.output import Output

LONG = "a_name_that_is_so_long_that_no_line_has_room_for_much_more_of_anything"

STATEMENTS = {
    "assignment": f"x = {LONG}(one, two, three)",
    "list": f"x = [\n    1,\n    {LONG}(one, two, three),\n    [\n        4,\n    ],\n]",
    "entry": f'x = {{\n    "a": 1,\n    "b": {LONG}(one, two, three),\n    "c": [\n        2,\n    ],\n}}',
    "entries": f'x = {{\n    "a": {LONG}(one, two, three),\n    "b": {LONG}(one, two, three),\n}}',
    "entry of rows": f'x = {{\n    "a": (\n        {LONG}(one, two, three)\n        if y\n        else z\n    ),\n}}',
    "only item": f"x = [\n    {LONG}(one, two, three),\n]",
    "only item of a tuple": f"x = (\n    {LONG}(one, two, three),\n)",
    "only subscript": f"x: f[\n    {LONG}[one, two, three],\n]",
    "argument": f"f(\n    y={LONG}(one, two, three),\n    **z,\n)",
    "argument of a call of a call": f"f(\n    1,\n)(\n    {LONG}(one, two, three),\n)",
    "item deep down": f'x = f(\n    [\n        {{\n            "a": {LONG}(one, two, three),\n        }},\n    ],\n)',
    "conditional": f"x = (\n    None\n    if item is None\n    else {LONG}(one, two, three)\n)",
    "head of a function": f"def f(\n    one: {LONG},\n) -> dict[{LONG}, {LONG}]:\n    return one",
    "head of a class": f"class {LONG}_even_longer(TypedDict):\n    one: int",
    "head of a condition": f"if {LONG}(one, two, three).four:\n    pass",
    "assigned entry": f'x["y"] = {LONG}_{LONG}.z(\n    one\n)',
    "wide characters": 'x = f("' + "界" * 30 + '", "' + "界" * 12 + '")',
    "two on the way to each other": f"x = (\n    {LONG}(one, two, three)\n)[\n    {LONG}(one, two, three)\n]",
}

SETTLED = {
    "docstring": f'def f() -> None:\n    """{LONG} {LONG}\n\n    {LONG}({LONG})\n    """',
    "comment": f"# {LONG}({LONG})\nx = 1",
    "string in a list": f'x = [\n    "{LONG} {LONG}",\n]',
    "entry of a dictionary": f'x = {{\n    "{LONG}": "{LONG} ({LONG})",\n}}',
    "entry that is a call": f'x = {{\n    "{LONG}_{LONG}": f(\n        1,\n    ),\n}}',
    "import": f"from .{LONG}_{LONG} import (\n    x,\n)",
    "call by a long way": f"f(\n    {LONG}.{LONG}.b(\n        1,\n    ),\n)",
    "head of a function": f"def {LONG}_{LONG}(\n    one: int,\n) -> None:\n    pass",
    "assigned call": f"x.y = {LONG}_{LONG}(\n    one\n)",
    "last choice": f"x = (\n    None\n    if y\n    else {LONG}_{LONG}(\n        one\n    )\n)",
    "renamed import": f"from . import (\n    {LONG} as {LONG},\n)",
}


def output(text: str, name: str = "a.py") -> Output:
    return Output(
        folder=Path("out"),
        package="pets",
        generator="undrift 1",
        title="Pets",
        version="1",
        files={name: text},
        spec="{}\n",
    )


def within(levels: int, statement: str) -> str:
    """A module with the statement some levels deep and well laid out code around it."""
    lines = [f"{'    ' * n}for n in range({n}):" for n in range(levels)]
    indent = "    " * levels
    lines += [f"{indent}before = [\n{indent}    1,\n{indent}]"]
    lines += [indent + line if line else "" for line in statement.split("\n")]
    return "\n".join([*lines, f"{indent}after = 1", ""])


@pytest.mark.parametrize("levels", range(4))
@pytest.mark.parametrize("label", STATEMENTS)
def test_a_statement_that_is_too_wide_is_broken_as_black_breaks_it(
    label: str, levels: int
) -> None:
    text = within(levels, STATEMENTS[label])
    result = formatted(output(text)).files["a.py"]
    assert result != text
    assert _without_blank_lines(result) == _without_blank_lines(blacken(text))


def _without_blank_lines(text: str) -> list[str]:
    """Templates set the blank lines: no statement holds any."""
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("label", SETTLED)
def test_black_is_not_asked_about_what_it_cannot_break(
    label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = within(1, SETTLED[label])
    assert _without_blank_lines(blacken(text)) == _without_blank_lines(text)
    monkeypatch.setattr(formatting, "blacken", _refuse)
    assert formatted(output(text)).files == {"a.py": text}


@pytest.mark.parametrize("name", ["b.md", "_runtime/c.py"])
def test_only_rendered_python_is_formatted(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "blacken", _refuse)
    wide = output(f"x = {LONG}(one, two, three)\n", name)
    assert formatted(wide) == wide


def _refuse(text: str) -> str:
    raise AssertionError(f"black was asked about {text}")


@pytest.mark.parametrize("content", [b"", b"\xff\n", b"0.0.0\nabc\n"])
def test_a_damaged_or_old_cache_is_no_fault(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "topic").write_bytes(content)
    assert cache.recall("topic") == frozenset()
    cache.remember("topic", ["b", "a"])
    assert cache.recall("topic") == {"a", "b"}
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Cache(tmp_path / "file").remember("topic", ["a"])
    assert Cache(tmp_path / "file").recall("topic") == frozenset()
