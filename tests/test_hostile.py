"""A description is written by strangers: whatever its text says, it stays text."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator.config import Config
from tests.support.packages import (
    Built,
    all_modules,
    build,
    install,
    load_package,
    own_python,
    reformatted,
)

EXECUTED = "__import__('sys').modules.setdefault('executed', 1)"

TEXTS = {
    "triple-quotes": '"""',
    "triple-quotes-inside": f'a"""\n{EXECUTED}\n"""b',
    "other-triple-quotes": "a'''b",
    "quote-at-end": 'says "hello"',
    "quote-at-start": '"hello" it says',
    "both-quotes": 'it\'s "here"',
    "many-quotes": '""""""""""',
    "backslash": "\\",
    "backslash-at-end": "C:\\dir\\",
    "backslash-quotes": '\\"""',
    "escapes": "\\n \\x41 \\u0041 \\777 \\N{BULLET} \\N{",
    "newlines": "one\ntwo\r\nthree\rfour\n\n\nfive",
    "statement": f"\n{EXECUTED}\n",
    "semicolon": f'"; {EXECUTED}; "',
    "closing": f'")\n{EXECUTED}\n("',
    "comment": f"# type: ignore\n{EXECUTED}",
    "template": "{{ 7 * 7 }} {% for x in range(9) %}{{ x }}{% endfor %} {# no #}",
    "format": "${HOME} %(name)s %s {name} {0} {{}}",
    "direction": "abc\u202egnp.exe\u2066 \u2069\u200f\u061c",
    "control": "a\x00b\x07c\x1b[31md\x7fe\x85f\x9bg",
    "line-separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf\x1dg\x1eh",
    "invisible": "a\u200bb\ufeffc\u00add",
    "unicode": "日本語 ñ é e\u0301 \ufb01 ß İ \u0131 \u0149 \U0001f600 \U00010400",
    "dunder": "__class__",
    "dunder-file": "__init__",
    "keyword": "class",
    "soft-keyword": "match",
    "constant": "None",
    "builtin": "print",
    "self": "self",
    "import": "import os",
    "path": "../../../etc/passwd",
    "drive": "C:\\CON",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "[x](javascript:alert(1)) ![y](//e.example) | a | **b** `c` _d_ ~~e~~",
    "fence": "```\n</code>\n```python\nx = 1\n````",
    "heading": "# Heading\n\n- item\n\n> quote\n\n---\n\n1. one",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "link-definition": "[x]: javascript:alert(1)\n\n[x]",
    "empty": "",
    "blank": " \t ",
    "digits": "123",
    "signs": "+-*/ %&!?",
    "long": "a very long text without an end " * 300,
    "long-word": "x" * 5000,
}
BENIGN = "plain words"


def prose(text: str) -> dict[str, Any]:
    """A description with `text` wherever it is only shown to people, or is a value."""
    doc = {"description": text, "x-note": text, "title": text}
    value = {"type": "string", **doc, "examples": [text], "default": text}
    fields = {
        "id": {**value, "pattern": "^.*$", "x-sensitive": True},
        "note": {**value, "type": ["string", "null"], "deprecated": True},
        "number": {"type": "integer", **doc},
        "kind": {"$ref": "#/components/schemas/Kind", "description": text},
    }
    model = {"type": "object", "required": ["id"], "properties": fields}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "makeThing",
        "tags": ["things"],
        "summary": text,
        "description": text,
        "externalDocs": {"url": "https://a.example", "description": text},
        "parameters": [
            {"name": "page", "in": "query", "schema": value, "description": text},
            {"name": "X-Way", "in": "header", "schema": value, "example": text},
        ],
        "requestBody": {"description": text, "required": True, "content": content},
        "responses": {"200": {"description": text, "content": content}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Thing API", "version": "1", "description": text},
        "servers": [
            {"url": "https://live.example.com", "description": f"live {text}"},
            {"url": "https://test.example.com", "description": f"test {text}"},
        ],
        "tags": [{"name": "things", "description": text}],
        "security": [{"key": []}],
        "paths": {"/things": {"post": operation}},
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": text}
            },
            "schemas": {
                "Thing": {**model, "description": text},
                "Kind": {"type": "string", "enum": ["a", "b"], "description": text},
            },
        },
    }


def names() -> dict[str, Any]:
    """A description with every text wherever a name is expected."""
    texts = list(TEXTS.values())
    enum = {"$ref": "#/components/schemas/Texts"}
    properties: dict[str, Any] = {t: {"type": "string", "const": t} for t in texts}
    schemas: dict[str, Any] = {
        "Everything": {
            "type": "object",
            "required": texts[::2],
            "properties": properties,
        },
        "Texts": {"type": "string", "enum": texts},
    }
    paths: dict[str, Any] = {}
    webhooks: dict[str, Any] = {}
    for label, text in TEXTS.items():
        schemas[f"Named-{label}"] = {
            "type": "object",
            "title": text,
            "properties": {text: {"$ref": "#/components/schemas/Texts"}},
        }
        fixed = {"oneOf": [{"const": text}, {"type": "integer"}]}
        schemas[f"Fixed-{label}"] = fixed
        several = {"type": "array", "items": {"const": text}}
        webhooks[label] = {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": several}}}
            }
        }
        schema = {"$ref": f"#/components/schemas/Named-{label}"}
        # Not in a path, by the specification: the rest of a URL begins with these.
        segment = "".join(c for c in text if c.isprintable() and c not in "{}/?#")
        paths[f"/{label}/{segment}/{{id}}"] = {
            "post": {
                "operationId": text or label,
                "tags": [text],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": enum},
                    {"name": text, "in": "query", "schema": enum},
                    {"name": f"{text} ", "in": "query", "schema": {"type": "string"}},
                    {"name": text, "in": "header", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": schema}},
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {f"application/{text}+json": {"schema": schema}},
                    }
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": TEXTS["closing"], "version": TEXTS["statement"]},
        "servers": [{"url": f"https://a.example/{text}"} for text in texts],
        "tags": [{"name": text, "description": text} for text in texts],
        "paths": paths,
        "webhooks": webhooks,
        "components": {"schemas": schemas},
    }


def built(folder: Path, document: dict[str, Any]) -> Built:
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    return build(Config(root=folder, inputs=("api.json",)))


@cache
def prose_files(text: str) -> Mapping[str, str]:
    """The package of a description with `text` in all of its prose."""
    with TemporaryDirectory() as folder:
        return built(Path(folder), prose(text)).files


class _WithoutText(ast.NodeTransformer):
    """Blanks every string and drops every docstring."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        text = isinstance(node.value, ast.Constant) and isinstance(
            node.value.value, str
        )
        return None if text else self.generic_visit(node)


def structure(source: str) -> str:
    return ast.dump(_WithoutText().visit(ast.parse(source)))


@pytest.fixture(scope="module")
def benign() -> dict[str, str]:
    files = prose_files(BENIGN)
    return {path: structure(text) for path, text in own_python(files).items()}


@pytest.mark.parametrize("label", TEXTS)
def test_prose_changes_nothing_but_strings(label: str, benign: dict[str, str]) -> None:
    files = prose_files(TEXTS[label])
    hostile = {path: structure(text) for path, text in own_python(files).items()}
    assert hostile == benign


@pytest.mark.parametrize("label", TEXTS)
def test_sources_hold_no_character_that_a_reader_cannot_see(
    label: str,
) -> None:
    for path, text in prose_files(TEXTS[label]).items():
        hidden = {c for c in text if not c.isprintable()} - {"\n"}
        assert not hidden, (path, hidden)


@pytest.mark.parametrize("label", TEXTS)
def test_prose_is_formatted_by_construction(label: str) -> None:
    assert reformatted(prose_files(TEXTS[label])) == []


@pytest.mark.parametrize("label", sorted(TEXTS.keys() - {"empty", "blank"}))
def test_documents_show_prose_as_it_is(label: str) -> None:
    text = TEXTS[label]
    files = prose_files(text)
    plain = prose_files(BENIGN)
    for path in ("README.md", "reference.md"):
        assert _outline(files[path]) == _outline(plain[path]), path


def _outline(markdown: str) -> list[tuple[str, str]]:
    """The blocks of a document, and where its links lead."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    found: list[tuple[str, str]] = []
    for token in parser.parse(markdown):
        if token.type != "inline":
            found.append((token.type, token.tag))
        found.extend(
            (child.type, str(child.attrGet("href") or ""))
            for child in token.children or ()
            if child.type not in ("text", "code_inline", "softbreak", "text_special")
        )
    return found


def test_values_arrive_in_the_package_as_they_are() -> None:
    for label, text in TEXTS.items():
        source = prose_files(text)["models/thing.py"]
        if text.strip() and len(text) < 40 and "\n" not in text:
            docs = [
                node.value.value
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ]
            shown = " ".join(text.split())
            assert any(shown in " ".join(doc.split()) for doc in docs), label


# Names


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("named"), names())


def test_names_of_any_text_give_a_package_that_runs_nothing(
    named: Built, tmp_path: Path
) -> None:
    sys.modules.pop("executed", None)
    package = load_package(install(named.output, tmp_path))
    assert len(list(all_modules(package))) > 2 * len(TEXTS)
    assert "executed" not in sys.modules
    for name in package.models.__all__:
        getattr(package.models, name)
    everything = package.models.Everything
    data = {text: text for text in TEXTS.values()}
    assert everything.from_dict(data).to_dict() == data
    texts = [member.value for member in package.models.Texts]
    assert texts == list(TEXTS.values())


def test_names_become_identifiers_and_files_stay_in_the_package(named: Built) -> None:
    for path, text in named.files.items():
        parts = path.split("/")
        assert ".." not in parts
        assert all(len(part) <= 255 for part in parts), path
        if path.endswith(".py"):
            assert path.removesuffix(".py").replace("/", "_").isidentifier(), path
            ast.parse(text)
    calls = [m.call for r in named.model.resources for m in r.methods]
    assert len(set(calls)) == len(calls) == len(TEXTS)
    assert all(part.isidentifier() for call in calls for part in call.split("."))


def test_every_operation_of_any_name_can_be_called(
    named: Built, tmp_path: Path
) -> None:
    package = load_package(install(named.output, tmp_path))
    api = package.testing.FakeAPI()
    client = api.client()
    for resource in named.model.resources:
        for method in resource.methods:
            if not re.fullmatch(r"[\w./{}~-]+", method.path, re.ASCII):
                continue  # not as it would stand in a URL: the fake API has no such path
            called = getattr(getattr(client, resource.attribute), method.name)
            needed = [p for p in method.parameters if not (p.default or p.positional)]
            answer = called("x", **{parameter.name: {} for parameter in needed})
            assert type(answer).__module__.startswith(f"{package.__name__}.models.")
            assert api.requests[-1].operation == method.id
            assert api.requests[-1].path == {"id": "x"}
    assert len(api.requests) > 10


def test_commands_of_a_hostile_package_work(named: Built, tmp_path: Path) -> None:
    install(named.output, tmp_path, "hostile")
    for command in ("verify", "version", "operations"):
        done = subprocess.run(
            [sys.executable, "-m", "hostile", command],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
