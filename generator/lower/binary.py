"""Strings of bytes: themselves in bodies that are not JSON, text within JSON.

`contentMediaType` without `contentEncoding` says that a string holds what another body would hold
as bytes (OAS, Data Types: Working with Binary Data). JSON has no bytes: there it is a string.
"""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    Binary,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Scalar,
    TupleOf,
    TypeExpr,
)
from ..ir import Declaration, EnumDecl, ModelDecl, UnionDecl


def within_json(type_: TypeExpr) -> TypeExpr:
    """A type as JSON carries it."""
    match type_:
        case Binary():
            return Primitive(Scalar.STRING)
        case ListOf(item):
            return ListOf(within_json(item))
        case TupleOf(items, rest):
            return replace(
                type_,
                items=tuple(map(within_json, items)),
                rest=None if rest is None else within_json(rest),
            )
        case MapOf(value):
            return MapOf(within_json(value))
        case Nullable(inner):
            return Nullable(within_json(inner))
        case OneOf(variants):
            return OneOf(tuple(dict.fromkeys(map(within_json, variants))))
        case _:
            return type_


def as_it_travels(declaration: Declaration) -> Declaration:
    """A declaration as JSON carries it, unless it is sent in other bodies only."""
    used = declaration.usage
    match declaration:
        case EnumDecl():
            return declaration
        case UnionDecl(variants=variants) if not used.in_parts:
            plain = dict.fromkeys(map(within_json, variants))
            return replace(declaration, variants=tuple(plain))
        case ModelDecl(fields=fields, extra=extra) if used.in_json or not used.in_parts:
            text = tuple(replace(f, type=within_json(f.type)) for f in fields)
            return replace(
                declaration,
                fields=text,
                extra=None if extra is None else within_json(extra),
                part_fields=fields if used.in_parts and fields != text else (),
            )
        case _:
            return declaration
