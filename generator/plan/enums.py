"""Enumerations of the description to open enumerations in Python."""

from __future__ import annotations

from ..ir import EnumDecl
from ..naming import constant
from ..python import EnumClass, EnumMember, Lines
from .declared import Declared
from .docstrings import model_doc
from .imports import Imports
from .layout import statement, union_with_literals
from .literals import literal, wrapped
from .scope import Scope


def plan_enum(decl: EnumDecl, declared: Declared, scope: Scope) -> EnumClass:
    """The open enumeration of a declaration, and the alias that arguments take."""
    imports = Imports()
    text = isinstance(decl.values[0], str)
    base = imports.name(".._runtime.enums", "OpenStrEnum" if text else "OpenIntEnum")
    said = decl.names or tuple(map(str, decl.values))
    names = scope.names(
        {
            str(value): (constant(name), decl.origin)
            for value, name in zip(decl.values, said, strict=True)
        }
    )
    notes = dict(zip(decl.values, decl.notes, strict=False))
    alias: Lines = ()
    if declared.input:
        imports.name("typing", "Literal")
        imports.name("typing", "TypeAlias")
        alias = union_with_literals(
            f"{declared.input}: TypeAlias = ",
            declared.name,
            [literal(value) for value in decl.values],
            0,
        )
    return EnumClass(
        id=decl.id,
        name=declared.name,
        module=declared.module,
        base=base,
        members=tuple(
            EnumMember(
                name=names[str(v)],
                value=v,
                definition=statement(f"{names[str(v)]} = ", literal(v), "", 4),
                docstring=wrapped(notes.get(v, ""), 4),
            )
            for v in decl.values
        ),
        docstring=model_doc(decl),
        like=declared.input,
        like_definition=alias,
        decoder=statement(f"{declared.decode} = ", f"{declared.name}.decoder()", "", 0),
        imports=imports.lines(),
        origin=decl.origin,
    )
