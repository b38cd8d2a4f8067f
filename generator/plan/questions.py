"""What is asked of a type wherever it is used: may it be null, and which declarations has it?"""

from __future__ import annotations

from ..ir import (
    Anything,
    Binary,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Ref,
    TupleOf,
    TypeExpr,
)


def has_null(type_: TypeExpr) -> bool:
    """Whether null is one of the values, so that an absent one must be told apart from it."""
    return isinstance(type_, Nullable | Anything) or type_ in (
        Binary(),
        Constant(None),
    )


def members(type_: TypeExpr) -> list[str]:
    """The declarations that a type refers to."""
    match type_:
        case Ref(target):
            return [target]
        case Nullable(inner) | ListOf(inner) | MapOf(inner):
            return members(inner)
        case OneOf(variants):
            return [target for variant in variants for target in members(variant)]
        case TupleOf():
            return [target for item in type_.each for target in members(item)]
        case _:
            return []
