"""`python -m tests.corpus.invented`: APIs made at random of what types are easily got wrong by.

Names that hide builtins and what generated modules import; unions of constants, of unions and of
themselves; null beside absent; pages, streams, files and events of any type. A seed always gives
the same description, and what the gates find says which.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any, TypeAlias

from .checkers import check
from .documents import Document
from .gates import ROOT, Result, examine, package_name

Schema: TypeAlias = dict[str, Any]

MODELS = (
    *("Any", "ApiError", "AsyncPager", "Awaitable", "Call", "Callable", "ClassVar"),
    *("Client", "Codec", "Dataclass", "Date", "Datetime", "Decimal", "Dict", "Enum"),
    *("Exception", "Field", "FileInput", "Final", "Headers", "Int", "Iterator", "Kind"),
    *(
        "List",
        "Literal",
        "Mapping",
        "Model",
        "None",
        "NotRequired",
        "Optional",
        "Pager",
    ),
    *("Property", "RawResponse", "Request", "Response", "Result", "Self", "Sequence"),
    *("Str", "StrEnum", "Stream", "Timedelta", "True", "Type", "TypeAlias", "UNSET"),
    *("UUID", "Union", "Unions", "UnknownVariant", "Unset", "Upload", "Webhook"),
)
FIELDS = (
    *("", "1st", "K", "T", "UNSET", "UUID", "__class__", "__init__", "__slots__", "_x"),
    *("additional_properties", "any", "async", "body", "bool", "builtins", "bytes"),
    *("call", "class", "classmethod", "client", "cls", "codec", "copy", "data", "date"),
    *("dataclass", "datetime", "decimal", "dict", "dt", "error", "extra", "field"),
    *("float", "from", "from_dict", "get", "hash", "headers", "id", "import", "int"),
    *("is_known", "isinstance", "item", "items", "iter", "key", "known", "len", "list"),
    *("match", "method", "mro", "name", "next", "None", "object", "options", "params"),
    *("property", "raw", "repr", "request", "response", "result", "self", "set", "str"),
    *("stream", "super", "time", "timedelta", "timeout", "to_dict", "tuple", "type"),
    *("type_", "typing", "unions", "url", "uuid", "value", "values", "x-y", "x y", "é"),
)
TEXTS = (
    *("", "'", '"', "\\", "\n", "%", "1", "A", "None", "a", "b", "class", "int", "mro"),
    *("name", "null", "self", "true", "value", "x y", "{", "é"),
)
FORMATS = (
    *("binary", "byte", "date", "date-time", "decimal", "duration", "time", "uri"),
    "uuid",
)
METHODS = ("Any", "call", "codec", "create", "datetime", "get", "list", "print", "str")
TAGS = ("Async", "Client", "_runtime", "list", "models", "pets", "self", "str", "type")
MEDIA_TYPES = (
    *("*/*", "application/json", "application/json; v=2", "application/jsonl"),
    *("application/octet-stream", "application/vnd.api+json", "application/xml"),
    *("application/x-www-form-urlencoded", "image/png", "multipart/form-data"),
    *("text/event-stream", "text/plain"),
)
DEEPEST = 4


def invented(seed: int, models: int = 30, operations: int = 20) -> Schema:
    """A description of so many models and operations, always the same for a seed."""
    return _Inventor(random.Random(seed), models).document(operations)


class _Inventor:
    def __init__(self, chance: random.Random, models: int) -> None:
        self._chance = chance
        self._models = chance.sample(MODELS, models)

    def document(self, operations: int) -> Schema:
        components = {name: self._component() for name in self._models}
        paths = dict(self._operation(number) for number in range(operations))
        events = self._chance.sample(FIELDS[1:], 3)
        return {
            "openapi": "3.2.0",
            "info": {"title": self._one("Client", "List", "class"), "version": "1"},
            "servers": [{"url": "https://a.example"}],
            "paths": paths,
            "webhooks": {
                name: {"post": {"requestBody": {"content": self._json(self._schema())}}}
                for name in events
            },
            "components": {"schemas": components},
        }

    def _one(self, *values: Any) -> Any:
        return self._chance.choice(values)

    def _often(self, share: float) -> bool:
        return self._chance.random() < share

    def _ref(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self._one(*self._models)}"}

    def _scalar(self) -> Schema:
        kind = self._one("string", "string", "integer", "number", "boolean", "object")
        schema: Schema = {"type": self._one(kind, kind, kind, [kind, "null"])}
        if "string" in schema["type"] and self._often(0.6):
            schema["format"] = self._one(*FORMATS)
        if self._often(0.1):
            schema["x-sensitive"] = True
        if self._often(0.2):
            schema["default"] = self._one(None, 0, 1.5, "'\"\\", True, [], {})
        other: Schema = self._one({}, {"type": "null"})
        return schema if self._often(0.7) else other

    def _enum(self) -> Schema:
        texts = self._chance.sample(TEXTS, 3)
        schema: Schema = self._one(
            {"type": "string", "enum": texts},
            {"type": ["string", "null"], "enum": [*texts, None]},
            {"enum": [1, "a", None, True, 1.5]},
            {"type": "integer", "enum": [-1, 0, 1]},
            {"type": "number", "enum": [1, 1.5]},
            {"type": "boolean", "enum": [True]},
            {"const": self._one(*TEXTS, 1, True, None, 1.5)},
            {"oneOf": [{"const": text} for text in texts]},
        )
        if "enum" in schema and self._often(0.3):
            schema["default"] = self._one(*schema["enum"])
        return schema

    def _schema(self, depth: int = 0) -> Schema:
        if depth >= DEEPEST or self._often(0.3):
            return self._scalar()
        make = self._one(
            *(self._enum, self._enum, self._ref, self._ref),
            *(lambda: self._compound(depth + 1), lambda: self._compound(depth + 1)),
            lambda: self._object(depth + 1),
        )
        schema: Schema = make()
        return schema

    def _compound(self, depth: int) -> Schema:
        inner, other = self._schema(depth), self._schema(depth)
        several = [self._schema(depth) for _ in range(self._one(1, 2, 3))]
        schema: Schema = self._one(
            {"anyOf": [inner, {"type": "null"}]},
            {"type": self._one("array", ["array", "null"]), "items": inner},
            {
                "type": self._one("object", ["object", "null"]),
                "additionalProperties": inner,
            },
            {self._one("oneOf", "anyOf"): several},
            {"allOf": [self._ref(), self._object(depth)]},
            {**self._ref(), "description": "it", "x-sensitive": True},
            {"oneOf": [self._ref(), self._ref()]},
            {"type": "array", "prefixItems": several, "items": self._one(False, other)},
        )
        return schema

    def _object(self, depth: int = 0) -> Schema:
        names = self._chance.sample(FIELDS, self._chance.randint(0, 7))
        properties = {name: self._schema(depth + 1) for name in names}
        for inner in properties.values():
            if self._often(0.1):
                inner[self._one("readOnly", "writeOnly")] = True
        required = [name for name in names if self._often(0.5)]
        schema: Schema = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        if self._often(0.3):
            schema["additionalProperties"] = self._one(
                True, False, self._schema(depth + 1)
            )
        return schema

    def _component(self) -> Schema:
        variants = [
            {
                "type": "object",
                "required": ["type"],
                "properties": {**self._object(2)["properties"], "type": {"const": tag}},
            }
            for tag in ("a", "b")
        ]
        schema: Schema = self._one(
            *(self._object() for _ in range(4)),
            {"oneOf": variants, "discriminator": {"propertyName": "type"}},
            {
                "oneOf": [self._ref(), self._ref()],
                "discriminator": {"propertyName": "kind"},
            },
            self._enum(),
            {"type": "array", "items": self._schema(1)},
            self._schema(),
        )
        return schema

    def _json(self, schema: Schema) -> Schema:
        return {"application/json": {"schema": schema}}

    def _content(self) -> Schema:
        media_types = self._chance.sample(MEDIA_TYPES, self._one(1, 1, 2))
        return {name: self._media_type(name) for name in media_types}

    def _media_type(self, name: str) -> Schema:
        if name in ("text/event-stream", "application/jsonl"):
            return {self._one("itemSchema", "schema"): self._schema(1)}
        if name.startswith("multipart"):
            fields = self._object(1)["properties"]
            file = {"type": "string", "format": "binary"}
            files = self._one(file, {"type": "array", "items": file})
            return {
                "schema": {"type": "object", "properties": {**fields, "file": files}}
            }
        if "json" in name or "form" in name:
            return {"schema": self._one(self._ref(), self._object(1), self._schema())}
        return {}

    def _operation(self, number: int) -> tuple[str, Schema]:
        names = [name for name in FIELDS if name.isidentifier()]
        path = self._chance.sample(names, self._one(0, 0, 1, 2))
        parameters = [
            {"name": name, "in": "path", "required": True, "schema": self._scalar()}
            for name in path
        ]
        for name in self._chance.sample(FIELDS[1:], self._chance.randrange(5)):
            place = self._one("query", "query", "header", "cookie")
            parameters.append({"name": name, "in": place, "schema": self._schema(2)})
        method = self._one("get", "get", "post", "put", "delete")
        operation: Schema = {
            "operationId": self._one(*METHODS) + self._one("", "Thing") + str(number),
            "tags": [self._one(*TAGS)],
            "parameters": parameters,
            "responses": {
                code: {"description": "", "content": self._content()}
                for code in self._chance.sample(
                    ("200", "201", "2XX", "default", "404", "4XX"), 3
                )
            },
        }
        if self._often(0.2):
            operation["responses"]["204"] = {"description": ""}
        if method in ("post", "put"):
            content = self._content()
            operation["requestBody"] = {
                "required": self._one(True, False),
                "content": content,
            }
        elif method == "get" and self._often(0.5):
            self._make_paged(operation)
        url = f"/things{number}" + "".join(f"/{{{name}}}" for name in path)
        return url, {method: operation}

    def _make_paged(self, operation: Schema) -> None:
        """Ask for a page, and answer with one."""
        cursor: Schema = {"type": "string", "format": self._one(*FORMATS)}
        item = self._one(
            self._schema(1),
            {"type": "object", "required": ["id"], "properties": {"id": cursor}},
        )
        listed: Schema = {"data": {"type": "array", "items": item}}
        asked, told = self._one(
            (
                {"cursor": cursor},
                {"next_cursor": {"anyOf": [cursor, {"type": "null"}]}},
            ),
            ({"starting_after": cursor}, {"has_more": {"type": "boolean"}}),
            ({"offset": {"type": "integer"}}, {"total": {"type": "integer"}}),
            (
                {"page": {"type": "integer", "default": 1}},
                {"total": {"type": "integer"}},
            ),
        )
        page = {"type": "object", "properties": {**listed, **told}}
        operation["parameters"] = [
            *(p for p in operation["parameters"] if p["name"] not in asked),
            *({"name": n, "in": "query", "schema": s} for n, s in asked.items()),
        ]
        operation["responses"]["200"] = {
            "description": "",
            "content": self._json(self._one(page, listed["data"])),
        }


def main() -> int:
    """0 when every package passes every gate, 1 when one falls short."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.invented")
    parser.add_argument("--seeds", type=int, default=10, help="how many descriptions")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    options = parser.parse_args()
    work: Path = ROOT / "build/invented"
    work.mkdir(parents=True, exist_ok=True)
    packages: list[tuple[Result, Path]] = []
    for seed in range(options.first, options.first + options.seeds):
        name = f"seed-{seed}"
        file = work / f"{name}.json"
        file.write_text(json.dumps(invented(seed), indent=1), "utf-8")
        result = examine(Document(name, work, file.name, "ok"), work)
        package = package_name(name)
        if result.code == 0:
            packages.append((result, work / package / "first/out" / package))
        else:
            print(f"{name}: {result.faults}")
    check(packages, work)
    wrong = [result for result, _ in packages if result.faults]
    for result in wrong:
        print(f"{result.name}:", *result.faults, sep="\n  ")
    return 1 if wrong or len(packages) < options.seeds else 0


if __name__ == "__main__":
    sys.exit(main())
