"""Schemas with alternatives to unions, and the property that tells the variants apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ..expressions import Anything, Constant, Nullable, OneOf, Ref, TypeExpr
from ..ir import Doc, Tag, UnionDecl, Usage
from ..source import Json, array_at, object_at, text_at
from ..spec import SCHEMAS, Spec
from .forms import choice, is_null
from .objects import ObjectReader
from .types import TypeReader

TagValue: TypeAlias = str | int | bool


class Choices:
    """Reads the unions of one document."""

    def __init__(self, spec: Spec, types: TypeReader) -> None:
        self._spec = spec
        self._types = types
        self._constants: dict[str, dict[str, tuple[TagValue, ...]]] = {}
        self._written = {
            name: [v for v in types.component(name)[0] if v != Ref(name)]
            for name in types.unions
        }

    def read(self, name: str, pointer: str, used: Usage, doc: Doc) -> UnionDecl:
        """The union that a component is."""
        schema = self._spec.schemas[name]
        # One that only refers to itself says nothing about its values.
        variants = tuple(dict.fromkeys(self._variants(name, {name}))) or (Anything(),)
        return UnionDecl(
            id=name,
            variants=variants,
            tag=self._tag(schema, variants),
            origin=pointer,
            usage=used,
            sdk_name=text_at(schema, "x-sdk-name"),
            doc=doc,
        )

    def _variants(self, name: str, open_: set[str]) -> Iterator[TypeExpr]:
        """The variants; unions that lead back to this one are replaced by their own.

        `open_` are the unions that are taken apart already.
        """
        for variant in self._written[name]:
            inner = variant.target if isinstance(variant, Ref) else ""
            if inner in open_:
                continue
            if inner in self._written and self._leads_to(inner, open_):
                open_.add(inner)
                yield from self._variants(inner, open_)
            else:
                yield variant

    def _leads_to(self, name: str, targets: set[str]) -> bool:
        """Whether a union has one of the targets as a variant, directly or by other unions."""
        seen: set[str] = set()
        stack = [name]
        while stack:
            for variant in self._written.get(stack.pop(), ()):
                if isinstance(variant, Ref) and variant.target not in seen:
                    seen.add(variant.target)
                    stack.append(variant.target)
        return not seen.isdisjoint(targets)

    def _tag(self, schema: Json, variants: tuple[TypeExpr, ...]) -> Tag | None:
        """OAS, Discriminator Object; else a property that is a constant in every object."""
        members = [m for m in choice(schema)[1] if not is_null(m)]
        discriminator = object_at(schema, "discriminator")
        declared = text_at(discriminator, "propertyName")
        if declared:
            return self._declared_tag(discriminator, declared, members, variants)
        models = [v for v in variants if isinstance(v, Ref) and self._is_model(v)]
        if len(models) < 2:
            return None
        for name in self._constants_of(models[0].target):
            found = self._by_constants(name, models)
            if len({value for value, _ in found}) == len(found) > 1:
                return Tag(property=name, variants=tuple(found))
        return None

    def _declared_tag(
        self,
        discriminator: Json,
        name: str,
        members: list[Json],
        variants: tuple[TypeExpr, ...],
    ) -> Tag | None:
        found: dict[TagValue, TypeExpr] = {}
        for named, target in object_at(discriminator, "mapping").items():
            if (variant := self._target(target, variants)) is not None:
                found.setdefault(named, variant)
        targets = [v for v in variants if isinstance(v, Ref)]
        values = self._by_constants(name, targets, some=True)
        for value, variant in values:
            # A list of all values that variants share says nothing about any of them.
            if sum(value == other for other, _ in values) == 1:
                found.setdefault(value, variant)
        mapped = set(found.values())
        for member in members:
            ref = text_at(member, "$ref").removeprefix(SCHEMAS)
            variant = self._target(ref, variants) if ref else None
            # OAS: without a mapping, the name of the schema is the value.
            if variant is not None and variant not in mapped:
                found.setdefault(ref, variant)
        default = text_at(discriminator, "defaultMapping")
        fallback = self._target(default, variants) if default else None
        if not found and fallback is None:
            return None
        return Tag(property=name, variants=tuple(found.items()), default=fallback)

    def _target(self, target: Json, variants: tuple[TypeExpr, ...]) -> TypeExpr | None:
        """The variant that a mapping names by reference, by component name or by file."""
        if not isinstance(target, str):
            return None
        last = target.rpartition("/")[2]
        for name in (target.removeprefix(SCHEMAS), last, last.partition(".")[0]):
            if name in self._spec.schemas:
                found = self._types.read({"$ref": SCHEMAS + name}, "")
                inner = found.inner if isinstance(found, Nullable) else found
                return inner if self._holds(variants, inner) else None
        return None

    def _holds(self, variants: tuple[TypeExpr, ...], wanted: TypeExpr) -> bool:
        """Whether the type is one of the variants, or one of a union among them."""
        if wanted in variants:
            return True
        inner = [v.target for v in variants if isinstance(v, Ref)]
        return isinstance(wanted, Ref) and any(
            name in self._written and self._leads_to(name, {wanted.target})
            for name in inner
        )

    def _by_constants(
        self, name: str, models: list[Ref], *, some: bool = False
    ) -> list[tuple[TagValue, TypeExpr]]:
        """(value, model) for the values that a property has in each model.

        [] when a model has no such property, unless `some` are enough.
        """
        found: list[tuple[TagValue, TypeExpr]] = []
        for model in models:
            values = self._constants_of(model.target).get(name, ())
            if not values and not some:
                return []
            found += [(value, model) for value in values]
        return found

    def _is_model(self, variant: Ref) -> bool:
        return variant.target not in self._types.unions and not array_at(
            self._spec.schemas[variant.target], "enum"
        )

    def _constants_of(self, name: str) -> dict[str, tuple[TagValue, ...]]:
        """The properties of a component that are constants or enumerations, with their values."""
        if name not in self._constants:
            self._constants[name] = {}
            if self._is_model(Ref(name)):
                fields, _ = ObjectReader(self._spec, self._types).read(
                    self._spec.schemas[name], ""
                )
                values = {f.wire_name: self._values(f.type) for f in fields}
                self._constants[name] = {k: v for k, v in values.items() if v}
        return self._constants[name]

    def _values(self, type_: TypeExpr) -> tuple[TagValue, ...]:
        match type_:
            case Constant(value) if value is not None:
                return (value,)
            case OneOf(variants) if all(isinstance(v, Constant) for v in variants):
                return tuple(x for v in variants for x in self._values(v))
            case Ref(target):
                listed = array_at(self._spec.schemas[target], "enum")
                return tuple(v for v in listed if isinstance(v, str | int))
            case _:
                return ()
