"""Schema Objects to type expressions.

A component that is an object with properties or an enum becomes a declaration and is used by
reference; every other component is another spelling of a type and is read through.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..diagnostics import Report
from ..ir import (
    Anything,
    Binary,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    Primitive,
    Ref,
    Scalar,
    TypeExpr,
)
from ..source import Document, Json, array_at, extend, is_array, is_object, object_at
from ..spec import SCHEMAS, Spec

STRING_FORMATS: Mapping[str, Scalar] = MappingProxyType(
    {
        "date-time": Scalar.DATE_TIME,
        "date": Scalar.DATE,
        "time": Scalar.TIME,
        "duration": Scalar.DURATION,
        "uuid": Scalar.UUID,
        "decimal": Scalar.DECIMAL,
        "byte": Scalar.BASE64,
    }
)
PLAIN = MappingProxyType(
    {
        "string": Primitive(Scalar.STRING),
        "integer": Primitive(Scalar.INTEGER),
        "number": Primitive(Scalar.NUMBER),
        "boolean": Primitive(Scalar.BOOLEAN),
    }
)
DEEPEST_ALL_OF = 16
"""How far `allOf` is followed: members may refer to each other in a circle."""

COMPOSED = ("anyOf", "oneOf", "allOf", "not", "if")


class TypeReader:
    """Reads the type of any schema of one canonical document."""

    def __init__(self, spec: Spec, report: Report) -> None:
        self._spec = spec
        self._report = report
        self._open: set[str] = set()
        self.declared = {
            name
            for name, schema in spec.schemas.items()
            if is_model(spec, schema) or is_enum(schema)
        }

    def read(self, schema: Json, pointer: str) -> TypeExpr:
        """The type of the schema at `pointer`.

        What the SDK cannot express yet becomes `Anything`, with a warning: the value still
        travels, only its type is not checked.
        """
        if not is_object(schema):
            return Anything()
        if "$ref" in schema:
            return self._reference(schema["$ref"], pointer)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return self._variants(
                    array_at(schema, keyword), extend(pointer, keyword)
                )
        if (constant := _constant(schema)) is not None:
            return constant
        types = schema.get("type")
        if is_array(types):
            return self._type_list(schema, types, pointer)
        if isinstance(types, str) and types in PLAIN:
            return _scalar(schema, types)
        if types == "array" or "items" in schema:
            return ListOf(self.read(schema.get("items"), extend(pointer, "items")))
        if types == "object" or "additionalProperties" in schema:
            return self._map(schema, pointer)
        if len(members := array_at(schema, "allOf")) == 1:
            return self.read(members[0], extend(pointer, "allOf", 0))
        if any(keyword in schema for keyword in COMPOSED):
            return self._untyped(pointer, "a composed schema")
        return Anything()

    def _reference(self, ref: str, pointer: str) -> TypeExpr:
        name = ref.removeprefix(SCHEMAS)
        if name in self.declared:
            return Ref(name)
        if ref in self._open:
            return self._untyped(pointer, "a type that refers to itself")
        self._open.add(ref)
        try:
            return self.read(self._spec.resolve({"$ref": ref}), ref[1:])
        finally:
            self._open.discard(ref)

    def _variants(self, variants: list[Json], pointer: str) -> TypeExpr:
        some = [(i, v) for i, v in enumerate(variants) if v != {"type": "null"}]
        if len(some) != 1:
            return self._untyped(pointer, f"a choice of {len(some)} types")
        index, only = some[0]
        inner = self.read(only, extend(pointer, index))
        return _nullable(inner) if len(variants) > 1 else inner

    def _type_list(self, schema: Document, types: list[Json], pointer: str) -> TypeExpr:
        some = [t for t in types if t != "null"]
        if len(some) > 1:
            return self._untyped(pointer, f"a value of {len(some)} JSON types")
        inner: TypeExpr = Anything()
        if some:
            inner = self.read({**schema, "type": some[0]}, pointer)
        return _nullable(inner) if len(some) < len(types) else inner

    def _map(self, schema: Document, pointer: str) -> TypeExpr:
        values = object_at(schema, "additionalProperties")
        if values:
            return MapOf(self.read(values, extend(pointer, "additionalProperties")))
        return MapOf(Anything())

    def _untyped(self, pointer: str, what: str) -> TypeExpr:
        self._report.warning(
            "untyped-schema",
            self._spec.provenance.at(pointer),
            f"{what} is kept as any JSON value: the SDK cannot express it yet",
        )
        return Anything()


def is_enum(schema: Json) -> bool:
    """Whether the schema lists two or more strings, or two or more integers, and nothing else."""
    values = array_at(schema, "enum")
    if len(values) < 2:
        return False
    return any(all(type(v) is kind for v in values) for kind in (str, int))


def is_model(spec: Spec, schema: Json) -> bool:
    """Whether the schema describes an object with named properties, itself or by its `allOf`."""
    return _has_properties(spec, schema, 0)


def _has_properties(spec: Spec, schema: Json, depth: int) -> bool:
    if not is_object(schema) or depth > DEEPEST_ALL_OF:
        return False
    if object_at(schema, "properties"):
        return bool(schema.get("type", "object") == "object")
    resolved = (spec.resolve(member) for member in array_at(schema, "allOf"))
    return any(_has_properties(spec, member, depth + 1) for member in resolved)


def _nullable(inner: TypeExpr) -> TypeExpr:
    return inner if isinstance(inner, Nullable | Anything) else Nullable(inner)


def _constant(schema: Document) -> TypeExpr | None:
    values = [schema["const"]] if "const" in schema else array_at(schema, "enum")
    some = [value for value in values if value is not None]
    if len(some) != 1 or not isinstance(some[0], str | int | bool):
        return None
    constant = Constant(some[0])
    return Nullable(constant) if len(some) < len(values) else constant


def _scalar(schema: Document, name: str) -> TypeExpr:
    if name != "string":
        decimal = name == "number" and schema.get("format") == "decimal"
        return Primitive(Scalar.DECIMAL) if decimal else PLAIN[name]
    if schema.get("contentEncoding") == "base64":
        return Primitive(Scalar.BASE64)
    if "contentMediaType" in schema and "contentEncoding" not in schema:
        return Binary()
    return Primitive(STRING_FORMATS.get(str(schema.get("format")), Scalar.STRING))
