"""Small documents for tests of normalize, as the stages before it would hand them over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.config import Config, SchemaRules
from generator.diagnostics import Report
from generator.lock import NO_NAMES, NamesLock
from generator.normalize import normalize
from generator.normalize.dialect import upgrade
from generator.source import Document, Fragment
from generator.spec import Spec
from tests.support.fragments import fragment, merged

TEXT: dict[str, Any] = {"type": "string"}
PAGE = Path(__file__).parents[2] / "specs/dronline-connected"


def ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(*names: str, **properties: Any) -> Document:
    """An object that requires all its properties; those without a schema are strings."""
    schemas = dict.fromkeys(names, TEXT) | properties
    return {"type": "object", "properties": schemas, "required": list(schemas)}


def one_of(*values: str, **members: Any) -> Document:
    return {"type": "string", "enum": list(values), **members}


def constant(value: str) -> Document:
    return {"type": "string", "enum": [value]}


def call(
    id: str,
    response: Any = None,
    request: Any = None,
    status: str = "200",
    **members: Any,
) -> Document:
    """An operation with JSON bodies of these schemas."""
    answer: Document = {"description": "Fine"}
    if response is not None:
        answer["content"] = {"application/json": {"schema": response}}
    operation: Document = {"operationId": id, "responses": {status: answer}, **members}
    if request is not None:
        operation["requestBody"] = {
            "content": {"application/json": {"schema": request}}
        }
    return operation


def api(paths: dict[str, Document], file: str = "api.json", **schemas: Any) -> Fragment:
    """A fragment; keys of `paths` are `METHOD /path`."""
    items: dict[str, Document] = {}
    for key, operation in paths.items():
        method, path = key.split()
        items.setdefault(path, {})[method.lower()] = operation
    components = {"components": {"schemas": schemas}} if schemas else {}
    return fragment(file, {"paths": items, **components})


def canonical(
    *fragments: Fragment,
    lock: NamesLock = NO_NAMES,
    overlays: Sequence[Fragment] = (),
    report: Report | None = None,
    schemas: SchemaRules | None = None,
) -> Spec:
    """The fragments upgraded, merged and normalized."""
    report = report or Report()
    config = Config(root=Path(), schemas=schemas or SchemaRules())
    whole = merged([upgrade(f, report) for f in fragments], report)
    return normalize(whole, overlays, lock, config, report)


def body(spec: Spec, method: str, path: str, status: str = "200") -> Any:
    """The schema of a JSON response."""
    operation = spec.document["paths"][path][method]
    return operation["responses"][status]["content"]["application/json"]["schema"]
