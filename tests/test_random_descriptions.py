"""Any small description gives a package that can be imported, and reads what it describes."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.config import Config
from generator.examples import variants
from tests.support.packages import (
    all_modules,
    build,
    install,
    load_package,
    own_python,
    reformatted,
)

NAMES = ("Alpha", "beta-gamma", "Delta", "list", "UUID")
PROPERTIES = st.sampled_from(
    [
        "id",
        "startsAt",
        "starts_at",
        "class",
        "list",
        "date",
        "codec",
        "%",
        "data",
        "a b",
    ]
)
REFERENCES = st.sampled_from(NAMES).map(
    lambda name: {"$ref": f"#/components/schemas/{name}"}
)
SCALARS = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer"},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "uuid"},
        {"type": ["string", "null"]},
        {"type": ["integer", "null"]},
        {"enum": ["a", "b"]},
        {"enum": [1, 2, 3]},
        {"const": "a"},
        {"const": 1},
        {"type": "string", "x-sensitive": True, "description": 'It\'s "quoted".'},
        {},
    ]
)


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def schemas() -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of values; a reference may lead back to where it stands."""
    single: st.SearchStrategy[dict[str, Any]] = st.one_of(
        SCALARS, REFERENCES, REFERENCES.map(nullable)
    )
    return st.recursive(
        single,
        lambda inner: st.one_of(
            inner.map(lambda s: {"type": "array", "items": s}),
            inner.map(lambda s: {"type": "object", "additionalProperties": s}),
            models(inner),
        ),
        max_leaves=4,
    )


def models(
    values: st.SearchStrategy[dict[str, Any]],
) -> st.SearchStrategy[dict[str, Any]]:
    def model(properties: dict[str, Any], bits: int) -> dict[str, Any]:
        required = [n for at, n in enumerate(properties) if bits >> at & 1]
        shape = {"type": "object", "properties": properties}
        return {**shape, "required": required} if required else shape

    return st.builds(
        model,
        st.dictionaries(PROPERTIES, values, min_size=1, max_size=4),
        st.integers(0, 15),
    )


@st.composite
def descriptions(draw: st.DrawFn) -> dict[str, Any]:
    components = {name: draw(models(schemas()), label=name) for name in NAMES}
    content = {"application/json": {"schema": draw(schemas())}}
    operation = {
        "operationId": "doIt",
        "parameters": [
            {"name": name, "in": "query", "schema": draw(SCALARS)}
            for name in draw(st.sets(PROPERTIES, max_size=3))
        ],
        "responses": {"200": {"description": "", "content": content}},
    }
    if draw(st.booleans()):
        schema = draw(schemas())
        operation["requestBody"] = {
            "required": draw(st.booleans()),
            "content": {"application/json": {"schema": schema}},
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Random", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": components},
    }


def _is_wide(text: str) -> bool:
    return max(map(len, text.split("\n")[1:])) > 88


@settings(
    # A failing example is not made smaller, which would take minutes.
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(descriptions())
def test_every_description_gives_a_package_that_reads_what_it_describes(
    document: dict[str, Any],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "api.json").write_text(json.dumps(document))
        built = build(Config(root=folder, inputs=("api.json",)))
        for text in own_python(built.files).values():
            ast.parse(text)
        package = load_package(install(built.output, folder))
        list(all_modules(package))
    # What does not fit into a line although it was broken is left to black.
    assert [p for p in reformatted(built.files) if not _is_wide(built.files[p])] == []
    for model in built.model.models:
        cls = getattr(package.models, model.name)
        for label, value in variants(built.spec, built.spec.schemas[model.id]):
            decoded = cls.from_dict(value)
            assert decoded.to_dict() == value, (model.id, label)
            assert cls.from_dict(decoded.to_dict()) == decoded
