"""Whatever is done to a description, the answer is a package that compiles, or diagnostics."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent, indent

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.config import Config
from generator.diagnostics import Stopped
from tests.support.constructs import constructs
from tests.support.mutations import descriptions, spelled
from tests.support.packages import build, own_python


def held(text: str, suffix: str = ".json") -> bool:
    """Build a description; whether a package came out. What comes out compiles."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"api{suffix}").write_text(text)
        try:
            built = build(Config(root=folder, inputs=(f"api{suffix}",)))
        except Stopped:
            return False
    for path, source in own_python(built.files).items():
        compile(source, path, "exec")
    return True


@pytest.mark.parametrize("title", constructs())
def test_every_construct_gives_a_package(title: str) -> None:
    assert held(spelled(constructs()[title]))


FOUND = {
    "a boolean component beside a nullable one": """
        A: {type: [object, 'null'], properties: {b: {$ref: '#/components/schemas/B'}}}
        B: true
    """,
    "a map of nullable models": """
        A: {type: object, properties: {b: {type: string}}, additionalProperties: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}}
    """,
    "bounds that are no numbers": """
        A: {type: object, minProperties: x, properties: {b: {type: array, minItems: {}, maxItems: '2'}}}
    """,
    "names that are no list": """
        A: {type: object, dependentRequired: [b], properties: {b: {type: string}}}
    """,
    "alternatives that are booleans": """
        A: {type: object, properties: {b: {allOf: [true]}, c: {anyOf: [true, false]}}}
    """,
    "a file name that is too long": f"""
        A: {{type: object, properties: {{b: {{$ref: {"x" * 5000}}}}}}}
    """,
    "a parameter as a schema": """
        A: {type: object, properties: {b: {$ref: '#/paths/~1a/get/parameters/0'}}}
    """,
}


@pytest.mark.parametrize("label", FOUND)
def test_what_once_ended_in_a_traceback(label: str) -> None:
    content = "{application/json: {schema: {$ref: '#/components/schemas/A'}}}"
    assert held(
        f"""
openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a:
    get:
      parameters: [{{name: q, in: query, required: true}}]
      responses: {{'200': {{description: ok, content: {content} }} }}
components:
  schemas:
{indent(dedent(FOUND[label]), "    ")}
""",
        ".yaml",
    )


@settings(
    # A failing example is not made smaller, which would take minutes.
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(descriptions(), st.sampled_from([".json", ".yaml"]))
def test_no_change_of_a_description_is_a_traceback(text: str, suffix: str) -> None:
    held(text, suffix)
