"""Unions to type aliases, one module each, with the `Kind` that tells the variants apart.

The alias is quoted and the variants are imported when a value is first decoded: a variant may
hold the union in turn, and a program that reads one variant need not import all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..expressions import Constant, MapOf, Primitive, Ref, TypeExpr
from ..ir import UnionDecl
from ..python import WIDTH, Lines, UnionClass, columns
from .declared import Declared
from .docstrings import union_doc
from .imports import Imports
from .layout import INDENT, call, indented, opened, split_type, statement
from .literals import literal, quoted
from .types import Speller

RUNTIME = ".._runtime"
BUILTINS = frozenset({"None", "bool", "bytes", "float", "int", "str"})


def takes_more(decl: UnionDecl, declared: Mapping[str, Declared]) -> bool:
    """Whether arguments take more than the types of the union: literals, dicts, sequences."""
    return any(
        not isinstance(v, Primitive | Constant)
        and (not isinstance(v, Ref) or bool(declared[v.target].input))
        for v in decl.variants
    )


class UnionPlanner:
    """Spells one union."""

    def __init__(
        self,
        decl: UnionDecl,
        declared: Mapping[str, Declared],
        unions: Mapping[str, tuple[TypeExpr, ...]],
    ) -> None:
        self._decl = decl
        self._declared = declared[decl.id]
        self._imports = Imports()
        self._typing_imports = Imports()
        self._late = Imports()
        self._spell = Speller(
            declared,
            self._typing_imports,
            self._typing_imports,
            prefix=".",
            runtime=RUNTIME,
            own=self._declared.module,
            unions=unions,
            in_quotes=True,
        )

    def plan(self) -> UnionClass:
        """The alias, the wider alias, and the function that finds the variants."""
        name, like = self._declared.name, self._declared.input
        self._imports.name("typing", "TypeAlias")
        self._imports.name(RUNTIME, "unions")
        variants = self._variants()
        definition = self._alias(name, variants)
        wider = self._alias(like, self._wider(variants)) if like else ()
        found = self._found()
        for shared in ("Any", "Literal"):  # what is evaluated is imported once
            if self._imports.has("typing", shared):
                self._typing_imports.discard("typing", shared)
        typing_imports = self._typing_imports.lines(4)
        if typing_imports:
            self._imports.name("typing", "TYPE_CHECKING")
        return UnionClass(
            id=self._decl.id,
            name=name,
            module=self._declared.module,
            variants=variants,
            definition=definition,
            docstring=union_doc(self._decl, self._spell.is_open(self._decl.variants)),
            like=like,
            like_definition=wider,
            late_imports=self._late.lines(4),
            found=found,
            kind=_kind(self._declared),
            imports=self._imports.lines(),
            typing_imports=typing_imports,
            origin=self._decl.origin,
        )

    def _variants(self) -> tuple[str, ...]:
        """Each type of the union, once."""
        decl = self._decl
        written = [self._written(v) for v in decl.variants]
        if decl.tag is not None or self._spell.is_open(decl.variants):
            name = self._typing_imports.name(f"{RUNTIME}.unions", "UnknownVariant")
            written.append(name)
        return tuple(dict.fromkeys(written))

    def _wider(self, variants: tuple[str, ...]) -> tuple[str, ...]:
        """What arguments take: dicts only where something tells which model they are for."""
        decl = self._decl
        objects = [v for v in decl.variants if self._is_object(v)]
        dicts = decl.tag is not None or len(objects) < 2
        taken = [
            part
            for v in decl.variants
            for part in split_type(self._written(v, sent=True, dicts=dicts), " | ")
            if part not in variants
        ]
        return tuple(dict.fromkeys([self._declared.name, *taken]))

    def _is_object(self, variant: TypeExpr) -> bool:
        if isinstance(variant, MapOf):
            return True
        return (
            isinstance(variant, Ref)
            and not self._spell.declared[variant.target].is_enum
        )

    def _written(
        self, variant: TypeExpr, *, sent: bool = False, dicts: bool = False
    ) -> str:
        # A constant stands outside of the quotes: see `_evaluated`.
        spell = replace(self._spell, in_quotes=not isinstance(variant, Constant))
        return spell.annotation(variant, sent=sent, dicts=dicts)

    def _alias(self, name: str, types: tuple[str, ...]) -> Lines:
        """`Name: TypeAlias = Union["A", "B"]`: unlike `"A | B"`, it can be part of a union.

        Callers write `Name | None` where it is evaluated, and so does the code of resources.
        """
        before = f"{name}: TypeAlias = "
        if len(types) == 1:
            return statement(before, self._single(types[0]), "", 0)
        union = self._imports.name("typing", "Union")
        written = [self._evaluated(t) for t in types]
        return call(f"{before}{union}[", written, "]", 0)

    def _single(self, type_: str) -> str:
        """`list["A"]` for a type that holds itself."""
        for opening in ("list[", "dict[str, ", "tuple["):
            if type_.startswith(opening):
                parts = split_type(type_[len(opening) : -1], ", ")
                held = (part if part == "..." else quoted(part) for part in parts)
                return f"{opening}{', '.join(held)}]"
        return self._evaluated(type_)

    def _evaluated(self, type_: str) -> str:
        """A type as it can be evaluated before the models of the package are imported."""
        if type_ in BUILTINS or type_ == self._declared.name:
            return type_
        name = type_.partition("[")[0]
        if name in ("Any", "Literal"):
            self._imports.name("typing", name)
            return type_
        return quoted(type_)

    def _found(self) -> Lines:
        """The `Variants` of the union."""
        late = Speller(
            self._spell.declared,
            self._late,
            self._late,
            prefix=".",
            runtime=RUNTIME,
            own=self._declared.module,
        )
        tag = self._decl.tag
        arguments = [late.kind(v) for v in self._decl.variants]
        if tag is not None:
            arguments.append(f"tag={literal(tag.property)}")
            rows = [
                row
                for value, variant in tag.variants
                for row in statement(f"{literal(value)}: ", late.kind(variant), ",", 12)
            ]
            arguments.append("\n".join(["tags={", *indented(rows), "}"]))
            if tag.default is not None:
                arguments.append(f"default={late.kind(tag.default)}")
        for module in ("codec", "tuples", "unions"):
            self._late.discard(RUNTIME, module)
            if any(f"{module}." in argument for argument in arguments):
                self._imports.name(RUNTIME, module)
        return call("return unions.Variants(", arguments, ")", 4)


def _kind(declared: Declared) -> Lines:
    """The constant that tells the variants apart."""
    before, name = f"{declared.kind} = ", literal(declared.name)
    head = f"{before}unions.UnionOf["
    lines = statement(before, f"unions.UnionOf[{name}]({name}, _variants)", "", 0)
    wrapped = len(head) > WIDTH and all(columns(line) <= WIDTH for line in lines)
    if wrapped or len(f"{head}{name}](") <= WIDTH:
        return lines
    rest: Lines = (f"]({name}, _variants)",)
    if columns(rest[0]) > WIDTH:
        rest = opened("](", f"{name}, _variants", ")", 0)
    return (head, INDENT + name, *rest)
