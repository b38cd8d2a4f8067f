"""The API of a small document."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from generator import pipeline
from generator.api import Api
from generator.config import Config
from generator.diagnostics import Report
from generator.ir import Operation
from tests.unit.support import rendered


def lowered(root: Path, text: str) -> tuple[Api, str]:
    """The API of a document without its head, and what was said of it."""
    head = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"
    (root / "api.yaml").write_text(head + dedent(text), "utf-8")
    config, report = Config(root=root, inputs=("api.yaml",)), Report()
    spec = pipeline.spec(config, report, validate="off")
    return pipeline.api(spec, config, report), rendered(report, root)


def only(api: Api) -> Operation:
    (resource,) = api.resources
    (operation,) = resource.operations
    return operation
