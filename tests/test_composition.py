"""Schemas that are made of each other many times over, or of themselves.

A reader that follows every reference meets three to the power of `LEVELS` schemas in them. What
comes out has to say what they say, and has to come out: where a walk visits a schema more than
once, a test here does not end.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner

from generator.checks.diff import diff
from generator.checks.diff.findings import Version
from generator.cli import undrift
from generator.config import Config
from generator.examples.conform import conforms
from generator.examples.values import NoExampleError, example
from generator.validation import Validation
from tests.support.packages import Built, all_modules, build, install, load_package

LEVELS = 24
Schemas: TypeAlias = dict[str, Any]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def having(name: str, **others: Any) -> dict[str, Any]:
    """An object with a property that is text, and others."""
    return {"type": "object", "properties": {name: {"type": "string"}, **others}}


def levels(make: Callable[[int, dict[str, str]], Schemas]) -> Schemas:
    """`S0`, made of `S1`, and so on to the last, which has a property `last`."""
    found: Schemas = {f"S{LEVELS}": having("last")}
    for i in range(LEVELS):
        found |= make(i, ref(f"S{i + 1}"))
    return found


def both(left: Any, right: Any) -> Callable[[int, dict[str, str]], Schemas]:
    """Levels with two sides, `L` and `R`, which are made of the next level."""

    def make(i: int, below: dict[str, str]) -> Schemas:
        sides = [ref(f"L{i}"), ref(f"R{i}")]
        return {
            f"S{i}": {"allOf": sides},
            f"L{i}": left(i, below),
            f"R{i}": right(i, below),
        }

    return make


def choices(keyword: str) -> Iterator[tuple[str, Schemas]]:
    yield (
        f"{keyword} of inline objects",
        levels(
            lambda i, below: {
                f"S{i}": {
                    keyword: [
                        {"allOf": [below, having(f"l{i}")]},
                        {"allOf": [below, having(f"r{i}")]},
                    ]
                }
            }
        ),
    )
    yield (
        f"{keyword} of one schema twice",
        levels(lambda i, below: {f"S{i}": {keyword: [below, below, {"type": "null"}]}}),
    )
    yield (
        f"{keyword} of choices",
        levels(
            lambda i, below: {
                f"S{i}": {keyword: [ref(f"L{i}"), ref(f"R{i}")]},
                f"L{i}": {keyword: [below, {"const": f"l{i}"}]},
                f"R{i}": {keyword: [below, {"const": f"r{i}"}]},
            }
        ),
    )
    yield (
        f"{keyword} beside its own members",
        levels(
            lambda i, below: {
                f"S{i}": {
                    "allOf": [below],
                    keyword: [below, {"allOf": [below]}],
                    **having(f"p{i}"),
                }
            }
        ),
    )


ENDING: dict[str, Schemas] = {
    "one schema three times": levels(
        lambda i, below: {f"S{i}": {"allOf": [below] * 3, **having(f"p{i}")}}
    ),
    "nothing but one schema three times": levels(
        lambda i, below: {f"S{i}": {"allOf": [below] * 3}}
    ),
    "two sides": levels(
        both(
            lambda i, below: {"allOf": [below], **having(f"l{i}")},
            lambda i, below: {"allOf": [below, having(f"r{i}")]},
        )
    ),
    "one property by two sides": levels(
        both(
            lambda i, below: having(f"l{i}", of=below),
            lambda i, below: having(f"r{i}", of=having(f"q{i}", of=below)),
        )
    ),
    "one property by two inline objects": levels(
        lambda i, below: {
            f"S{i}": {
                "allOf": [
                    having(f"l{i}", of={"allOf": [below, having(f"x{i}")]}),
                    having(f"r{i}", of={"allOf": [below, having(f"y{i}")]}),
                ]
            }
        }
    ),
    "conditions": levels(
        lambda i, below: {
            f"S{i}": {"if": below, "then": below, "else": below, **having(f"p{i}")}
        }
    ),
    "dependent schemas": levels(
        lambda i, below: {
            f"S{i}": {"dependentSchemas": {"a": below, "b": below}, **having(f"p{i}")}
        }
    ),
    "rows": levels(
        lambda i, below: {f"S{i}": {"type": "array", "prefixItems": [below] * 3}}
    ),
    "maps": levels(
        lambda i, below: {
            f"S{i}": {
                "type": "object",
                "additionalProperties": below,
                "patternProperties": {"^a": below, "^b": below},
            }
        }
    ),
    "members": levels(
        lambda i, below: {f"S{i}": having(f"p{i}", a=below, b=below, c=below)}
    ),
    "arrays": levels(
        lambda i, below: {
            f"S{i}": {
                "oneOf": [
                    {"type": "array", "items": below},
                    {"type": "array", "items": {"type": "array", "items": below}},
                ]
            }
        }
    ),
    "text": {
        **levels(lambda i, below: {f"S{i}": {"allOf": [below] * 3}}),
        f"S{LEVELS}": {"type": "string"},
    },
    **dict(choices("oneOf")),
    **dict(choices("anyOf")),
}

ENDLESS: dict[str, Schemas] = {
    "itself": {"S0": {"allOf": [ref("S0")] * 4, **having("x")}},
    "nothing but itself": {"S0": {"allOf": [ref("S0")] * 4}},
    "two of each other": {
        "S0": {"allOf": [ref("A")] * 3, **having("x")},
        "A": {"allOf": [ref("S0")] * 3, **having("a")},
    },
    "each of all": {
        f"S{i}": {"allOf": [ref(f"S{j}") for j in range(8)], **having(f"p{i}")}
        for i in range(8)
    },
    "a choice of itself": {"S0": {"oneOf": [ref("S0"), ref("S0"), having("x")]}},
    "a choice of what extends it": {
        "S0": {"oneOf": [ref(f"W{i}") for i in range(20)]},
        **{f"W{i}": {"allOf": [ref("S0"), having(f"p{i}")]} for i in range(20)},
    },
    "inline choices of what extends it": {
        "S0": {"anyOf": [{"allOf": [ref("S0"), having(name)]} for name in "abc"]}
    },
}
ALL = ENDING | ENDLESS


def document(schemas: Schemas) -> dict[str, Any]:
    """An API that takes and returns an `S0` in every way there is."""
    content = {"application/json": {"schema": ref("S0")}}
    page = {"allOf": [ref("S0"), having("next", data={"items": ref("S0")})]}
    responses = {"200": {"description": "", "content": content}}
    form = {"application/x-www-form-urlencoded": {"schema": ref("S0")}}
    events = {
        "200": {
            "description": "",
            "content": {"text/event-stream": {"schema": ref("S0")}},
        }
    }
    listed = {
        "200": {"description": "", "content": {"application/json": {"schema": page}}}
    }
    wanted = {"name": "f", "in": "query", "style": "deepObject", "schema": ref("S0")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Composed", "version": "1"},
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list_things",
                    "parameters": [
                        {"name": "cursor", "in": "query", "schema": {"type": "string"}}
                    ],
                    "responses": listed,
                },
                "post": {
                    "operationId": "make_thing",
                    "requestBody": {"content": content},
                    "responses": responses,
                },
                "put": {
                    "operationId": "put_thing",
                    "parameters": [wanted],
                    "requestBody": {"content": form},
                    "responses": events,
                },
            }
        },
        "webhooks": {
            name: {
                "post": {"requestBody": {"content": content}, "responses": responses}
            }
            for name in ("made", "gone")
        },
        "components": {"schemas": schemas},
    }


@cache
def built(name: str) -> Built:
    with TemporaryDirectory() as folder:
        text = json.dumps(document(ALL[name]))
        (Path(folder) / "api.json").write_text(text, "utf-8")
        return build(Config(root=Path(folder), inputs=("api.json",)))


def fields(folder: Path, name: str, of: str = "S0") -> set[str]:
    """The fields of a generated class."""
    package = install(built(name).output, folder, "composed")
    models = import_module(f"{load_package(package).__name__}.models")
    model = getattr(models, of)
    return {field.name for field in dataclasses.fields(model)}


@pytest.mark.parametrize("name", ALL)
def test_every_module_of_the_package_can_be_imported(name: str, tmp_path: Path) -> None:
    package = install(built(name).output, tmp_path, "composed")
    assert list(all_modules(load_package(package)))


@pytest.mark.parametrize("name", ALL)
def test_an_example_is_valid_or_there_is_none(name: str) -> None:
    spec = built(name).spec
    validation = Validation(spec)
    pointer = "/paths/~1things/post/requestBody/content/application~1json/schema"
    try:
        value = example(spec, ref("S0"))
    except NoExampleError:
        return
    assert conforms(spec, ref("S0"), value)
    assert validation.faults(pointer, value) == []


@pytest.mark.parametrize("name", ["text", "members", "two sides"])
def test_what_is_wrong_is_found_with_its_place(name: str) -> None:
    spec = built(name).spec
    pointer = "/paths/~1things/post/requestBody/content/application~1json/schema"
    faults = Validation(spec).faults(pointer, 5)
    assert {fault.pointer for fault in faults} == {""}


@pytest.mark.parametrize("name", ALL)
def test_a_document_does_not_differ_from_itself(name: str) -> None:
    one = built(name)
    version = Version(name="api.json", spec=one.spec, package=one.model)
    assert not diff(version, version)


def test_a_schema_that_is_a_part_several_times_gives_its_fields_once(
    tmp_path: Path,
) -> None:
    wanted = {f"p{i}" for i in range(LEVELS)} | {"last"}
    assert fields(tmp_path, "one schema three times") == wanted


def test_both_sides_give_their_fields_at_every_level(tmp_path: Path) -> None:
    sides = {f"{side}{i}" for i in range(LEVELS) for side in "lr"}
    assert fields(tmp_path, "two sides") == sides | {"last"}


def test_alternatives_within_alternatives_give_all_their_fields(tmp_path: Path) -> None:
    wanted = {f"p{i}" for i in range(LEVELS)} | {"last"}
    assert fields(tmp_path, "oneOf beside its own members") == wanted


def test_schemas_in_a_circle_give_the_fields_of_all(tmp_path: Path) -> None:
    assert fields(tmp_path, "each of all") == {f"p{i}" for i in range(8)}


def test_a_property_of_several_parts_has_the_members_of_all(tmp_path: Path) -> None:
    name = "one property by two inline objects"
    assert fields(tmp_path, name, "S0Of") == {"l1", "r1", "x0", "y0", "of"}


def test_where_no_example_can_be_made_nothing_speaks_of_examples() -> None:
    source = built("a choice of what extends it").source("testing.py")
    assert "_WHOLE" not in source
    assert "import Any" not in source


def test_a_type_of_many_types_gets_a_name_of_its_own() -> None:
    named = {union.name for union in built("rows").model.unions}
    assert named == {f"S{i}" for i in range(0, LEVELS, 4)}


@pytest.mark.parametrize(
    "name", ["one schema three times", "oneOf of choices", "itself"]
)
def test_what_the_validator_would_follow_for_ever_is_held_against_the_schema_alone(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(document(ALL[name])), "utf-8")
    command = ["generate", str(tmp_path / "api.json"), "--output", str(tmp_path)]
    run = CliRunner().invoke(undrift, [*command, "--strict", "--format", "json"])
    assert run.exit_code == 0, run.output
    rules = [found["rule"] for found in json.loads(run.stdout)["diagnostics"]]
    assert "not-validated" in rules
