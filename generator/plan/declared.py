"""How declarations are written: their names, and those of their attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..expressions import MapOf
from ..ir import NO_DOC, Doc, Field, ModelDecl


@dataclass(frozen=True, slots=True)
class Declared:
    """How a declaration is written.

    `input` is the wider type that arguments take, "" when it is never sent; `base` the plain
    type of an enumeration's values, "" for others; `kind` the constant that decodes a union,
    "" for others; `doc` what the description says of it.
    """

    name: str
    module: str
    base: str
    input: str
    kind: str = ""
    doc: Doc = NO_DOC

    @property
    def is_enum(self) -> bool:
        return bool(self.base)

    @property
    def decode(self) -> str:
        """The function beside an enumeration that decodes one."""
        return f"decode_{self.module}"


OTHERS = "\0"
"""Stands for the wire name of the attribute that keeps members without a field: no API uses it."""


@dataclass(frozen=True, slots=True)
class PlannedModel:
    """A model and the names of its attributes, by wire name; `extra` keeps other members."""

    decl: ModelDecl
    names: Mapping[str, str]
    extra: str = ""

    def in_parts(self) -> PlannedModel:
        """The model as it is in a body that is not JSON."""
        fields = self.decl.part_fields or self.decl.fields
        return replace(self, decl=replace(self.decl, fields=fields))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, and one for the other members where the model keeps these."""
        decl = self.decl
        if decl.extra is None:
            return decl.fields
        others = Field(
            wire_name=OTHERS,
            type=MapOf(decl.extra),
            required=False,
            origin=decl.origin,
            sdk_name=self.extra,
            doc=Doc(description="Members without an argument of their own."),
        )
        return (*decl.fields, others)
