"""Layout is what black makes of the same source."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.formatting import blacken
from generator.plan.imports import Imports
from generator.plan.layout import (
    Comprehension,
    Conditional,
    Expression,
    annotated,
    call,
    condition,
    element,
    indented,
    parameter,
    signature,
    split_type,
    statement,
    union_with_literals,
)

NAME = st.builds(
    lambda stem, length: stem * length, st.sampled_from("abx"), st.integers(1, 34)
)
ARGUMENT = st.builds(lambda a, b: f"{a}={b}", NAME, NAME)
ANNOTATION = st.one_of(
    NAME,
    st.builds(lambda a, b: f"{a} | {b} | None", NAME, NAME),
    st.builds(lambda a, b: f"Sequence[{a} | {b}]", NAME, NAME),
    st.builds(lambda a, b: f"Sequence[{a} | {b}] | None", NAME, NAME),
    st.builds(lambda a, b: f"Pager[{a}, {b}]", NAME, NAME),
)


def settled(source: str) -> None:
    """What black leaves alone, and what it would write of the same on one line."""
    assert blacken(source) == source


def wide(source: str) -> bool:
    return max(map(len, source.split("\n"))) > 88


def in_function(lines: tuple[str, ...], levels: int) -> str:
    head = "".join(f"{'    ' * n}def f{n}() -> None:\n" for n in range(levels))
    return head + "".join(f"{'    ' * levels}{line}\n" for line in lines)


@given(st.lists(ARGUMENT, min_size=1, max_size=8), st.integers(0, 2))
def test_calls(arguments: list[str], levels: int) -> None:
    source = in_function(call("x = f(", arguments, ")", 4 * levels), levels)
    settled(source)


@given(
    st.lists(st.tuples(NAME, ANNOTATION, st.sampled_from(["", "None"])), max_size=4),
    ANNOTATION,
    st.integers(0, 1),
)
def test_signatures(
    given: list[tuple[str, str, str]], returns: str, levels: int
) -> None:
    indent = 4 * levels
    wanted = {name: (type_, default) for name, type_, default in given}
    written = [
        parameter(name, type_, default, indent + 4)
        for name, (type_, default) in wanted.items()
    ]
    star = ["*"] if written else []
    lines = signature("def f(", [*star, *written], f") -> {returns}:", indent)
    source = in_function((*lines, "    return x"), levels)
    assert wide(source) or blacken(source) == source


@given(NAME, NAME, st.integers(0, 2))
def test_elements_of_a_call(first: str, second: str, levels: int) -> None:
    indent = 4 * levels
    inner = Conditional("None", f"{first} is None", f"f({second})")
    arguments = [
        element(statement("a=", inner, ",", indent + 4)),
        element(call("b=g(", [first, second], "),", indent + 4)),
        "c",
    ]
    source = in_function(call("x = f(", arguments, ")", 88), levels)
    settled(source.replace("\n" * 2, "\n"))


@given(
    st.one_of(
        NAME.map(lambda n: f"codec.parse({n})"),
        NAME.map(lambda n: f"data[{n}]"),
        st.builds(Conditional, st.just("None"), NAME, NAME.map(lambda n: f"f({n})")),
        st.builds(
            Comprehension,
            st.just("["),
            NAME.map(lambda n: f"f({n})"),
            NAME.map(lambda n: f"for item in {n}"),
            st.just("]"),
        ),
    ),
    st.integers(0, 3),
    NAME,
)
@example("codec.parse(" + "a" * 20 + ")", 3, "b" * 70)
@example("a" * 70 + "(b)", 1, "c")
@example("a" * 80 + "(b)", 1, "c")
@example("a" * 60 + "(" + "b" * 30 + ")", 1, "c" * 30)
@example("a" * 60 + "(" + "b" * 60 + ")", 1, "c" * 30)
@example("a" * 90 + "(" + "b" * 60 + ")", 1, "c" * 30)
@example("a" * 60 + "(b)", 1, 'c["' + "c" * 30 + '"]')
@example('f.parse(data["' + "a" * 60 + '"])', 3, "b" * 64)
@example('f.parse(data["' + "a" * 76 + '"])', 1, "b" * 76)
@example(
    'unions.OneOf(codec.NUMBER, codec.Const("NaN"), codec.Const("Infinity"),'
    ' codec.Const("-Infinity")).read(data["released"])',
    3,
    "released",
)
def test_assignments(expression: Expression, levels: int, target: str) -> None:
    lines = statement(f"self.{target} = ", expression, "", 4 * levels)
    settled(in_function(lines, levels))


@given(st.integers(1, 120), st.integers(0, 3))
def test_a_long_key_stays_a_key(length: int, levels: int) -> None:
    expression = f"f(codec.members(data['{'k' * length}']))"
    lines = statement("self.value = ", expression, "", 4 * levels)
    laid_out = ast.parse(dedent("\n".join(lines)))
    assert ast.dump(laid_out) == ast.dump(ast.parse(f"self.value = {expression}"))


@given(
    st.lists(
        NAME.flatmap(
            lambda n: st.sampled_from(
                [
                    (f"type(self.{n}) is str",),
                    (f"self.{n} is None", f"type(self.{n}) is str"),
                ]
            )
        ),
        min_size=2,
        max_size=6,
    )
)
def test_conditions(tests: list[tuple[str, ...]]) -> None:
    lines = condition("if not (", tests, "):", 4)
    source = in_function((*lines, "    raise TypeError"), 1)
    settled(source)


@given(NAME, st.lists(st.text("ab, ]'", max_size=20), min_size=2, max_size=8))
def test_unions_with_literals(name: str, values: list[str]) -> None:
    literals = [f'"{value}"' for value in values]
    lines = union_with_literals(f"{name}Like: TypeAlias = ", name, literals, 0)
    source = "\n".join(lines) + "\n"
    assert wide(source) or blacken(source) == source
    joined = "".join(line.strip() for line in lines).replace(" ", "")
    assert all(literal.replace(" ", "") in joined for literal in literals)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_imports(count: int) -> None:
    imports = Imports()
    for number in range(count):
        imports.name("..models.thing", f"SomeLongerName{number}")
    imports.name("..models.thing", "function")
    imports.name("..models.thing", "CONSTANT")
    imports.module("httpx2")
    imports.module("datetime as dt")
    imports.name("typing", "Any")
    source = "\n".join(imports.lines()) + "\n"
    settled(source)
    assert source.startswith(
        "import datetime as dt\nfrom typing import Any\n\nimport httpx2\n\n"
    )


def test_imports_are_ordered_as_isort_orders_them() -> None:
    imports = Imports()
    for module in ("..b", ".c", "..a10", "..a2", "...z"):
        imports.name(module, "x")
    imports.name(".c", "Thing as OtherThing")
    for name in ("b", "B", "a10", "a2", "AB", "Ab"):
        imports.name(".d", name)
    imports.name(".e", "Pets as PetsModel")
    imports.name(".e", "PetsDict")
    imports.name(".e", "Bone")
    assert imports.lines() == (
        "from ...z import x",
        "from ..a2 import x",
        "from ..a10 import x",
        "from ..b import x",
        "from .c import Thing as OtherThing",
        "from .c import x",
        "from .d import AB, Ab, B, a2, a10, b",
        "from .e import Bone, PetsDict",
        "from .e import Pets as PetsModel",
    )


def test_indented_lines_have_no_trailing_blanks() -> None:
    assert indented(["a", "", "b"]) == ["    a", "", "    b"]


@pytest.mark.parametrize("text", [")(", "a[", "]b, c", " | (", r"\\\") ("])
def test_brackets_within_strings_are_text(text: str) -> None:
    value = f'"{text}{"x" * 70}"'
    choice = f"dict[str, Literal[{value}]] | None"
    assert split_type(choice, " | ") == [choice.removesuffix(" | None"), "None"]
    lines = annotated("name: ", f"Literal[{value}]", "", 0)
    assert lines == ("name: Literal[", f"    {value}", "]")
