"""Component schemas to declarations."""

from __future__ import annotations

from ..diagnostics import Report
from ..examples import NoExampleError, example
from ..ir import Declaration, Doc, EnumDecl, Field, ModelDecl, Usage
from ..naming import snake
from ..source import Document, Json, array_at, extend, is_object, object_at, text_at
from ..spec import Spec
from .types import DEEPEST_ALL_OF, TypeReader, is_enum

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
    return Doc(
        summary=text_at(node, "summary"),
        description=text_at(node, "description"),
        examples=tuple(array_at(node, "examples")),
        deprecated=is_object(node) and node.get("deprecated") is True,
    )


def sample(spec: Spec, schema: Json, name: str = "") -> Json:
    """An example value, None when none can be made."""
    try:
        return example(spec, schema, name=name)
    except NoExampleError:
        return None


def _enum(name: str, schema: Document, pointer: str, used: Usage) -> EnumDecl:
    return EnumDecl(
        id=name,
        values=tuple(dict.fromkeys(schema["enum"])),
        origin=pointer,
        usage=used,
        sdk_name=text_at(schema, "x-sdk-name"),
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

    def read(self, name: str, schema: Document, pointer: str, used: Usage) -> ModelDecl:
        self._gather(schema, pointer, 0)
        fields = [
            self._field(wire_name, prop, where, used)
            for wire_name, (prop, where) in self._properties.items()
        ]
        return ModelDecl(
            id=name,
            fields=tuple(fields),
            origin=pointer,
            usage=used,
            sdk_name=text_at(schema, "x-sdk-name"),
            example=sample(self._spec, schema, snake(name)),
            doc=doc(schema),
        )

    def _gather(self, schema: Json, pointer: str, depth: int) -> None:
        if not is_object(schema) or depth > DEEPEST_ALL_OF:
            return
        if "$ref" in schema:
            target = text_at(schema, "$ref")[1:]
            self._gather(self._spec.resolve(schema), target, depth + 1)
            return
        for i, member in enumerate(array_at(schema, "allOf")):
            self._gather(member, extend(pointer, "allOf", i), depth + 1)
        for wire_name, prop in object_at(schema, "properties").items():
            where = extend(pointer, "properties", wire_name)
            self._properties[wire_name] = (prop, where)
        self._required.update(
            name for name in array_at(schema, "required") if isinstance(name, str)
        )

    def _field(self, wire_name: str, prop: Json, pointer: str, used: Usage) -> Field:
        keywords = prop if is_object(prop) else {}
        resolved = self._spec.resolved(prop)
        read_only = keywords.get("readOnly") is True
        write_only = keywords.get("writeOnly") is True
        # OAS 3.0, Schema Object: `required` holds in the direction alone in which it travels.
        one_way = (read_only and used.sent) or (write_only and used.received)
        return Field(
            wire_name=wire_name,
            type=self._types.read(prop, pointer),
            required=wire_name in self._required and not one_way,
            origin=pointer,
            sdk_name=text_at(keywords, "x-sdk-name"),
            read_only=read_only,
            write_only=write_only,
            sensitive=True
            in (keywords.get("x-sensitive"), resolved.get("x-sensitive")),
            default=keywords.get("default"),
            has_default="default" in keywords,
            doc=doc(prop),
        )
