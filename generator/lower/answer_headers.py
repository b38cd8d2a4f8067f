"""Header Objects of responses."""

from __future__ import annotations

from ..expressions import (
    Constant,
    ListOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    Scalar,
    TypeExpr,
)
from ..ir import AnswerHeader, Format
from ..source import Document, Json, extend, object_at, text_at
from ..spec import Spec
from .contents import format_of
from .docs import doc
from .forms import is_enum
from .types import TypeReader

TEXT = Primitive(Scalar.STRING)


def answer_headers(
    spec: Spec, types: TypeReader, response: Document, pointer: str
) -> tuple[AnswerHeader, ...]:
    """The headers that a response documents (OAS, Response Object: not `Content-Type`)."""
    found: list[AnswerHeader] = []
    for name, written in object_at(response, "headers").items():
        node = spec.described(written)
        if name.lower() == "content-type":
            continue
        where = text_at(written, "$ref")[1:] or extend(pointer, "headers", name)
        type_, is_json = _type(spec, types, node, where)
        found.append(
            AnswerHeader(
                wire_name=name,
                type=type_,
                origin=where,
                is_json=is_json,
                doc=doc(node),
            )
        )
    return tuple(found)


def _type(
    spec: Spec, types: TypeReader, node: Document, pointer: str
) -> tuple[TypeExpr, bool]:
    """The type, and whether the text is JSON; what style `simple` leaves unclear is text."""
    if "schema" in node:
        type_ = types.read(node["schema"], extend(pointer, "schema"))
        return (type_ if _is_simple(spec, type_) else TEXT), False
    for media_type in object_at(node, "content"):
        schema: Json = object_at(node["content"], media_type).get("schema", True)
        if format_of(media_type, spec.resolve(schema)) is Format.JSON:
            at = extend(pointer, "content", media_type, "schema")
            return types.read(schema, at), True
    return TEXT, False


def _is_simple(spec: Spec, type_: TypeExpr) -> bool:
    """Whether a value is a scalar, or an array of scalars."""
    match type_:
        case Primitive() | Constant():
            return True
        case Ref(target):
            return is_enum(spec.schemas[target])
        case Nullable(inner):
            return _is_simple(spec, inner)
        case OneOf(variants):
            return all(_is_simple(spec, v) for v in variants)
        case ListOf(item):
            return not isinstance(item, ListOf) and _is_simple(spec, item)
        case _:
            return False
