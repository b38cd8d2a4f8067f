"""Component schemas to declarations."""

from __future__ import annotations

from ..diagnostics import Report
from ..examples import NoExampleError, example
from ..ir import Declaration, Doc, EnumDecl, Field, ModelDecl, TypeExpr, Usage
from ..naming import snake
from ..source import Document, Json, extend
from ..spec import Spec
from .types import TypeReader, is_enum

SCHEMA_POINTER = "/components/schemas"


def declarations(
    spec: Spec, types: TypeReader, usage: dict[str, Usage], report: Report
) -> tuple[Declaration, ...]:
    """One declaration for every component that is an object or an enum, sorted by name."""
    found: list[Declaration] = []
    for name in sorted(types.declared):
        schema, pointer = spec.schemas[name], extend(SCHEMA_POINTER, name)
        used = usage.get(name, Usage())
        if is_enum(schema):
            found.append(_enum(name, schema, pointer, used))
        else:
            found.append(_Model(spec, types, report).read(name, schema, pointer, used))
    return tuple(found)


def doc(node: Json) -> Doc:
    """The prose of a node: summary, description, examples, whether it is deprecated."""
    if not isinstance(node, dict):
        return Doc()
    examples = node.get("examples")
    return Doc(
        summary=text(node, "summary"),
        description=text(node, "description"),
        examples=tuple(examples) if isinstance(examples, list) else (),
        deprecated=node.get("deprecated") is True,
    )


def sample(spec: Spec, schema: Json, name: str = "") -> Json:
    """An example value, None when none can be made."""
    try:
        return example(spec, schema, name=name)
    except NoExampleError:
        return None


def text(node: Document, key: str) -> str:
    """The string at `key`, or "" when it is missing or something else."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _enum(name: str, schema: Document, pointer: str, used: Usage) -> EnumDecl:
    return EnumDecl(
        id=name,
        values=tuple(dict.fromkeys(schema["enum"])),
        origin=pointer,
        usage=used,
        sdk_name=text(schema, "x-sdk-name"),
        doc=doc(schema),
    )


class _Model:
    """Gathers the properties of one object schema, its `allOf` members flattened into it."""

    def __init__(self, spec: Spec, types: TypeReader, report: Report) -> None:
        self._spec = spec
        self._types = types
        self._report = report
        self._properties: dict[str, tuple[Json, str]] = {}
        self._required: set[str] = set()
        self._extra: TypeExpr | None = None

    def read(self, name: str, schema: Document, pointer: str, used: Usage) -> ModelDecl:
        self._gather(schema, pointer, 0)
        fields = [
            self._field(wire_name, prop, where)
            for wire_name, (prop, where) in self._properties.items()
        ]
        return ModelDecl(
            id=name,
            fields=tuple(fields),
            origin=pointer,
            usage=used,
            extra=self._extra,
            sdk_name=text(schema, "x-sdk-name"),
            example=sample(self._spec, schema, snake(name)),
            doc=doc(schema),
        )

    def _gather(self, schema: Json, pointer: str, depth: int) -> None:
        if not isinstance(schema, dict) or depth > 16:
            return
        if "$ref" in schema:
            ref = schema["$ref"]
            return self._gather(self._spec.resolve(schema), ref[1:], depth + 1)
        for i, member in enumerate(schema.get("allOf") or ()):
            self._gather(member, extend(pointer, "allOf", i), depth + 1)
        for wire_name, prop in (schema.get("properties") or {}).items():
            self._properties[wire_name] = (
                prop,
                extend(pointer, "properties", wire_name),
            )
        self._required.update(schema.get("required") or ())
        extra = schema.get("additionalProperties")
        if extra is True or (isinstance(extra, dict)):
            where = extend(pointer, "additionalProperties")
            self._extra = self._types.read(extra, where)
        return None

    def _field(self, wire_name: str, prop: Json, pointer: str) -> Field:
        keywords = prop if isinstance(prop, dict) else {}
        target = self._spec.resolve(prop)
        resolved = target if isinstance(target, dict) else {}
        return Field(
            wire_name=wire_name,
            type=self._types.read(prop, pointer),
            required=wire_name in self._required,
            origin=pointer,
            sdk_name=text(keywords, "x-sdk-name"),
            read_only=keywords.get("readOnly") is True,
            write_only=keywords.get("writeOnly") is True,
            sensitive=True
            in (keywords.get("x-sensitive"), resolved.get("x-sensitive")),
            default=keywords.get("default"),
            has_default="default" in keywords,
            doc=doc(prop),
        )
