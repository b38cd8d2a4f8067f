"""Declarations to dataclasses and enumerations, one module each.

A decoder is straight-line code for what a good document holds. Whatever surprises it, however
rare, goes to `codec.decode_by_shape`, which is slow, tolerant where the specifications are
(1.0 is an integer), and names the path of what is wrong. So the two can never disagree about
what is accepted: the slow one decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..ir import (
    Anything,
    Constant,
    EnumDecl,
    Field,
    ModelDecl,
    Nullable,
    Primitive,
    Scalar,
    TypeExpr,
)
from ..naming import attribute, constant
from ..python import EnumClass, EnumMember, FieldModel, Lines, ModelClass
from .docstrings import field_doc, model_doc
from .imports import Imports
from .layout import INDENT, call, condition, indented, statement, union_with_literals
from .literals import literal
from .scope import Scope
from .types import SCALARS, Declared, PlannedModel, Speller, members

BODY = 8
"""Columns before the body of a method."""

DATE_NAMES = frozenset({"datetime", "date", "time", "timedelta"})


class ModelPlanner:
    """Spells one model."""

    def __init__(
        self,
        decl: ModelDecl,
        declared: Mapping[str, Declared],
        names: Mapping[str, str],
        late: frozenset[str],
        factory: Lines,
    ) -> None:
        self._decl = decl
        self._declared = declared[decl.id]
        self._names = names
        self._factory = factory
        self._sent_only = decl.usage.sent and not decl.usage.received
        self._imports = Imports()
        self._typing_imports = Imports()
        dates = "dt." if DATE_NAMES & set(self._names.values()) else ""
        self._spell = Speller(
            declared,
            self._imports,
            self._typing_imports,
            prefix=".",
            runtime=".._runtime",
            own=self._declared.module,
            dates=dates,
            late=late,
            wide=self._sent_only,
        )

    def plan(self) -> ModelClass:
        """The class with every line of its methods."""
        for name in ("Any", "Self"):
            self._imports.name("typing", name)
        self._imports.name("collections.abc", "Mapping")
        self._imports.name("dataclasses", "dataclass")
        fields = tuple(self._field(field) for field in self._decl.fields)
        decode, encode, shape = self._decode(), self._encode(), self._shape()
        late = self._late_imports()
        return ModelClass(
            id=self._decl.id,
            name=self._declared.name,
            module=self._declared.module,
            fields=fields,
            docstring=model_doc(self._decl),
            decode=decode,
            late_imports=late,
            encode=encode,
            shape=shape,
            typed_dict=self._declared.input,
            typed_dict_fields=self._typed_dict() if self._declared.input else (),
            factory=self._factory,
            imports=self._imports.lines(),
            typing_imports=self._typing_imports.lines(4),
            origin=self._decl.origin,
        )

    def _late_imports(self) -> Lines:
        """Imports of classes that import this one in turn, for the start of a method."""
        used = sorted(self._spell.used_late)
        if used:
            self._imports.name("typing", "TYPE_CHECKING")
        imports = Imports()
        for target in used:
            found = self._spell.declared[target]
            imports.name(f".{found.module}", found.name)
        return imports.lines(BODY)

    def _field(self, field: Field) -> FieldModel:
        default, annotation = self._default(field)
        return FieldModel(
            name=self._names[field.wire_name],
            wire_name=field.wire_name,
            annotation=annotation,
            default=default,
            required=field.required,
            sensitive=field.sensitive,
            docstring=field_doc(field, 4),
            origin=field.origin,
        )

    def _default(self, field: Field) -> tuple[str, str]:
        """(default, annotation) of a field; a default of "" makes it required."""
        annotation = self._spell.annotation(field.type, sent=self._sent_only)
        default = ""
        if field.required and isinstance(field.type, Constant):
            default = literal(field.type.value)
        elif not field.required and isinstance(field.type, Nullable | Anything):
            self._imports.name(".._runtime.unset", "UNSET")
            annotation += f" | {self._imports.name('.._runtime.unset', 'Unset')}"
            default = "UNSET"
        elif not field.required:
            default = "None"
            annotation += " | None" if annotation != "Any" else ""
        if field.sensitive:
            self._imports.name("dataclasses", "field")
            arguments = f"default={default}, repr=False" if default else "repr=False"
            default = f"field({arguments})"
        return default, annotation

    def _decode(self) -> Lines:
        """The body of `from_dict` between `try:` and `except`."""
        lines: list[str] = []
        tests: list[Sequence[str]] = []
        for field in self._decl.fields:
            target = f"self.{self._names[field.wire_name]}"
            key = literal(field.wire_name)
            if field.required:
                tested = self._test(field.type, target)
                if tested:
                    tests.append(tested)
                    lines.append(f"{target} = data[{key}]")
                    continue
                value = self._spell.decoded(field.type, f"data[{key}]")
                lines.extend(statement(f"{target} = ", value, "", BODY + 4))
            else:
                lines.extend(self._decode_optional(field, target, key))
        if tests:
            lines.extend(_refusal(tests))
            lines.append(f"{INDENT}raise TypeError")
        return tuple(lines)

    def _test(self, type_: TypeExpr, target: str) -> Sequence[str]:
        """Tests, one of which holds, of a required value that is its own decoding.

        Empty where the value must be converted.
        """
        match type_:
            case Nullable(inner):
                tested = self._test(inner, target)
                return (f"{target} is None", *tested) if tested else ()
            case Constant(value):
                return (f"type({target}) is {type(value).__name__}",)
            case Primitive(Scalar.STRING | Scalar.BOOLEAN | Scalar.INTEGER as scalar):
                return (f"type({target}) is {SCALARS[scalar].annotation}",)
            case _:
                return ()

    def _decode_optional(self, field: Field, target: str, key: str) -> Lines:
        absent = "UNSET" if isinstance(field.type, Nullable | Anything) else "None"
        given = self._spell.decoded(field.type, f"data[{key}]")
        lines = [f"if {key} in data:"]
        lines.extend(indented(statement(f"{target} = ", given, "", BODY + 8)))
        return (*lines, "else:", f"{INDENT}{target} = {absent}")

    def _encode(self) -> Lines:
        """The body of `to_dict`."""
        required = [f for f in self._decl.fields if f.required]
        optional = [f for f in self._decl.fields if not f.required]
        lines: list[str] = [
            "data: dict[str, Any] = {" if required else "data: dict[str, Any] = {}"
        ]
        for field in required:
            value = self._spell.encoded(
                field.type, f"self.{self._names[field.wire_name]}"
            )
            key = f"{literal(field.wire_name)}: "
            lines.extend(indented(statement(key, value, ",", BODY + 4)))
        if required:
            lines.append("}")
        for field in optional:
            lines.extend(self._encode_optional(field))
        return (*lines, "return data")

    def _encode_optional(self, field: Field) -> Lines:
        target = f"self.{self._names[field.wire_name]}"
        absent = "UNSET" if isinstance(field.type, Nullable | Anything) else "None"
        value = self._spell.encoded(field.type, target)
        store = statement(f"data[{literal(field.wire_name)}] = ", value, "", BODY + 4)
        return (f"if {target} is not {absent}:", *indented(store))

    def _shape(self) -> Lines:
        """The `Shape` expression of `__shape__`."""
        arguments: list[str] = []
        for field in self._decl.fields:
            presence = "required" if field.required else "optional"
            name = self._names[field.wire_name]
            parts = [literal(field.wire_name), self._spell.kind(field.type)]
            if name != field.wire_name:
                parts.append(literal(name))
            lines = call(self._spell.codec(f"{presence}("), parts, ")", BODY + 5)
            arguments.append("\n".join(lines))
        if not arguments:
            return (f"return {self._spell.codec('Shape()')}",)
        rows = [f"return {self._spell.codec('Shape(')}"]
        for argument in arguments:
            rows.extend(indented((argument + ",").split("\n")))
        return (*rows, ")")

    def _typed_dict(self) -> Lines:
        self._imports.name("typing", "TypedDict")
        lines: list[str] = []
        for field in self._decl.fields:
            annotation = self._spell.annotation(field.type, sent=True, dicts=True)
            if not field.required:
                wrapper = self._imports.name("typing", "NotRequired")
                nullable = annotation == "Any" or isinstance(field.type, Nullable)
                annotation = f"{wrapper}[{annotation}{'' if nullable else ' | None'}]"
            elif isinstance(field.type, Constant):
                annotation = (
                    f"{self._imports.name('typing', 'NotRequired')}[{annotation}]"
                )
            lines.append(f"{self._names[field.wire_name]}: {annotation}")
        return tuple(lines)


def _refusal(tests: Sequence[Sequence[str]]) -> Lines:
    """The head of an `if` that none of the tests lets through."""
    if len(tests) == 1 and len(tests[0]) == 1:
        return (f"if {tests[0][0].replace(' is ', ' is not ')}:",)
    return condition("if not (", tests, "):", BODY + 4)


def named_fields(decl: ModelDecl, scope: Scope) -> PlannedModel:
    """Give every field of a model its attribute name."""
    wanted = {
        f.wire_name: (attribute(f.sdk_name or f.wire_name), f.origin)
        for f in decl.fields
    }
    return PlannedModel(decl, scope.names(wanted))


def plan_enum(decl: EnumDecl, declared: Declared, scope: Scope) -> EnumClass:
    """The open enumeration of a declaration, and the alias that arguments take."""
    imports = Imports()
    text = isinstance(decl.values[0], str)
    base = imports.name(".._runtime.enums", "OpenStrEnum" if text else "OpenIntEnum")
    spelled = {str(v): (constant(str(v)), decl.origin) for v in decl.values}
    names = scope.names(spelled)
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
            EnumMember(name=names[str(v)], value=v, literal=literal(v))
            for v in decl.values
        ),
        docstring=model_doc(decl),
        like=declared.input,
        like_definition=alias,
        imports=imports.lines(),
        origin=decl.origin,
    )


def cycles(decls: tuple[ModelDecl, ...]) -> dict[str, frozenset[str]]:
    """For every model, the other models that it refers to and that lead back to it."""
    edges = {d.id: {m for f in d.fields for m in members(f.type)} for d in decls}
    reach = {name: _reachable(edges, name) for name in edges}
    return {
        name: frozenset(
            t for t in edges[name] if t != name and name in reach.get(t, ())
        )
        for name in edges
    }


def _reachable(edges: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    stack = [start]
    while stack:
        for target in edges.get(stack.pop(), ()):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen
