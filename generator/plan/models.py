"""Declarations to dataclasses and enumerations, one module each.

A decoder is straight-line code for what a good document holds. Whatever surprises it, however
rare, goes to `codec.decode_by_shape`, which is slow, tolerant where the specifications are
(1.0 is an integer), and names the path of what is wrong. So the two can never disagree about
what is accepted: the slow one decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..expressions import (
    Constant,
    MapOf,
    Nullable,
    Primitive,
    Scalar,
    TypeExpr,
    has_null,
)
from ..ir import Field, ModelDecl
from ..naming import attribute
from ..python import WIDTH, FieldModel, Lines, ModelClass
from .declared import Declared, PlannedModel
from .docstrings import field_doc, model_doc
from .imports import Imports
from .layout import (
    INDENT,
    Comprehension,
    annotated,
    call,
    condition,
    element,
    indented,
    statement,
    with_item,
)
from .literals import docstring, literal
from .scalars import SCALARS
from .scope import Scope
from .types import Speller

BODY = 8
"""Columns before the body of a method."""

DATE_NAMES = frozenset({"datetime", "date", "time", "timedelta"})


class ModelPlanner:
    """Spells one model."""

    def __init__(
        self,
        model: PlannedModel,
        declared: Mapping[str, Declared],
        unions: Mapping[str, tuple[TypeExpr, ...]],
        late: frozenset[str],
        factory: Lines,
    ) -> None:
        decl = model.decl
        self._decl = decl
        self._declared = declared[decl.id]
        self._names = model.names
        self._extra = model.extra
        self._factory = factory
        self._sent_only = decl.usage.sent and not decl.usage.received
        self._imports = Imports()
        self._typing_imports = Imports()
        attributes = {*self._names.values(), self._extra}
        dates = "dt." if DATE_NAMES & attributes else ""
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
            unions=unions,
        )

    def plan(self) -> ModelClass:
        """The class with every line of its methods."""
        for name in ("Any", "Self"):
            self._imports.name("typing", name)
        self._imports.name("collections.abc", "Mapping")
        self._imports.name("dataclasses", "dataclass")
        fields = tuple(self._field(field) for field in self._decl.fields)
        extra = self._extra_field()
        decode, encode, shape = self._decode(), self._encode(), self._shape()
        typed_dict = self._typed_dict() if self._declared.input else ()
        late = self._late_imports()
        typing_imports = self._typing_imports.lines(4)
        if typing_imports:
            self._imports.name("typing", "TYPE_CHECKING")
        return ModelClass(
            id=self._decl.id,
            name=self._declared.name,
            module=self._declared.module,
            fields=fields,
            docstring=model_doc(self._decl),
            extra=extra,
            constants=self._constants() if extra else (),
            decode=decode,
            late_imports=late,
            encode=encode,
            shape=shape,
            typed_dict=self._declared.input,
            typed_dict_head=_class_head(self._declared.input, "TypedDict"),
            typed_dict_fields=typed_dict,
            factory=self._factory,
            imports=self._imports.lines(),
            typing_imports=typing_imports,
            origin=self._decl.origin,
        )

    def _late_imports(self) -> Lines:
        """Imports of classes that import this one in turn, for the start of a method."""
        imports = Imports()
        for target in sorted(self._spell.used_late):
            found = self._spell.declared[target]
            imports.name(f".{found.module}", found.name)
        return imports.lines(BODY)

    def _field(self, field: Field) -> FieldModel:
        default, annotation = self._default(field)
        name = self._names[field.wire_name]
        return FieldModel(
            name=name,
            wire_name=field.wire_name,
            annotation=annotation,
            default=default,
            required=self._is_required(field),
            definition=_definition(name, annotation, default),
            sensitive=field.sensitive,
            docstring=field_doc(field, 4),
            origin=field.origin,
        )

    def _is_required(self, field: Field) -> bool:
        """Whether the attribute always has a value.

        What only the server sets is not there before it is sent, and what only the client
        sets is not there when it is received.
        """
        usage = self._decl.usage
        one_way = (field.read_only and usage.sent) or (
            field.write_only and usage.received
        )
        return field.required and not one_way

    def _is_decoded(self, field: Field) -> bool:
        """Whether an object that is received must have the field."""
        usage = self._decl.usage
        is_received = field.read_only and usage.received and not field.write_only
        return field.required and (is_received or self._is_required(field))

    def _extra_field(self) -> FieldModel | None:
        """The attribute that keeps members without a field."""
        if self._decl.extra is None:
            return None
        self._imports.name("dataclasses", "field")
        value = self._spell.annotation(self._decl.extra, sent=self._sent_only)
        annotation = f"dict[str, {value}]"
        default = "field(default_factory=dict)"
        return FieldModel(
            name=self._extra,
            wire_name="",
            annotation=annotation,
            default=default,
            required=False,
            definition=_definition(self._extra, annotation, default),
            docstring=docstring(["Members without a field of their own."]),
            origin=self._decl.origin,
        )

    def _constants(self) -> Lines:
        names = [literal(field.wire_name) for field in self._decl.fields]
        return call("_FIELDS = {", names, "}", 0)

    def _default(self, field: Field) -> tuple[str, str]:
        """(default, annotation) of a field; a default of "" makes it required."""
        annotation = self._spell.annotation(field.type, sent=self._sent_only)
        default = ""
        required = self._is_required(field)
        if required and isinstance(field.type, Constant):
            default = literal(field.type.value)
        elif not required and has_null(field.type):
            self._imports.name(".._runtime.unset", "UNSET")
            annotation += f" | {self._imports.name('.._runtime.unset', 'Unset')}"
            default = "UNSET"
        elif not required:
            default = "None"
            annotation += " | None"
        if field.sensitive:
            self._imports.name("dataclasses", "field")
            arguments = f"default={default}, repr=False" if default else "repr=False"
            default = f"field({arguments})"
        return default, annotation

    def _decode(self) -> Lines:
        """The body of `from_dict` between `try:` and `except`."""
        lines = list(self._decode_nothing())
        tests: list[Sequence[str]] = []
        for field in self._decl.fields:
            target = f"self.{self._names[field.wire_name]}"
            key = literal(field.wire_name)
            if self._is_decoded(field):
                tested = self._test(field.type, target)
                if tested:
                    tests.append(tested)
                    raw = f"data[{key}]"
                    lines.extend(statement(f"{target} = ", raw, "", BODY + 4))
                    continue
                value = self._spell.decoded(field.type, f"data[{key}]")
                lines.extend(statement(f"{target} = ", value, "", BODY + 4))
            else:
                lines.extend(self._decode_optional(field, target, key))
        if tests:
            lines.extend(_refusal(tests))
            lines.append(f"{INDENT}raise TypeError")
        return with_item((*lines, *self._decode_extra()))

    def _decode_nothing(self) -> Lines:
        """A test of the object itself, where no member that is read would give it away.

        `"name" in data` holds of some strings and lists, too.
        """
        if self._decl.extra is not None or any(
            map(self._is_decoded, self._decl.fields)
        ):
            return ()
        return ("if not isinstance(data, dict):", f"{INDENT}raise TypeError")

    def _decode_extra(self) -> Lines:
        if self._decl.extra is None:
            return ()
        item = self._spell.decoded(self._decl.extra, "item")
        value = Comprehension(
            "{",
            f"key: {item}",
            "for key, item in data.items()",
            "}",
            "if key not in _FIELDS",
        )
        return statement(f"self.{self._extra} = ", value, "", BODY + 4)

    def _test(self, type_: TypeExpr, target: str) -> Sequence[str]:
        """Tests, one of which holds, of a required value that is its own decoding.

        Empty where the value must be converted.
        """
        match type_:
            case Nullable(inner):
                tested = self._test(inner, target)
                return (f"{target} is None", *tested) if tested else ()
            case Constant(None):
                return (f"{target} is None",)
            case Constant(value):
                return (f"type({target}) is {type(value).__name__}",)
            case Primitive(Scalar.STRING | Scalar.BOOLEAN | Scalar.INTEGER as scalar):
                return (f"type({target}) is {SCALARS[scalar].annotation}",)
            case _:
                return ()

    def _decode_optional(self, field: Field, target: str, key: str) -> Lines:
        absent = "UNSET" if has_null(field.type) else "None"
        given = self._spell.decoded(field.type, f"data[{key}]")
        lines = list(_presence(key))
        lines.extend(indented(statement(f"{target} = ", given, "", BODY + 8)))
        return (*lines, "else:", f"{INDENT}{target} = {absent}")

    def _encode(self) -> Lines:
        """The body of `to_dict`."""
        required = [f for f in self._decl.fields if self._is_required(f)]
        optional = [f for f in self._decl.fields if not self._is_required(f)]
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
        return (*lines, *self._encode_extra(), "return data")

    def _encode_extra(self) -> Lines:
        """Members of the attribute for extras that a field has, too, are the field's."""
        if self._decl.extra is None:
            return ()
        item = self._spell.encoded(self._decl.extra, "item")
        store = statement("data.setdefault(key, ", item, ")", BODY + 4)
        return (f"for key, item in self.{self._extra}.items():", *indented(store))

    def _encode_optional(self, field: Field) -> Lines:
        target = f"self.{self._names[field.wire_name]}"
        absent = "UNSET" if has_null(field.type) else "None"
        value = self._spell.encoded(field.type, target)
        store = statement(f"data[{literal(field.wire_name)}] = ", value, "", BODY + 4)
        return (f"if {target} is not {absent}:", *indented(store))

    def _shape(self) -> Lines:
        """The `Shape` expression of `__shape__`."""
        arguments: list[str] = []
        for field in self._decl.fields:
            presence = "required" if self._is_decoded(field) else "optional"
            name = self._names[field.wire_name]
            parts = [literal(field.wire_name), self._spell.kind(field.type)]
            if name != field.wire_name:
                parts.append(literal(name))
            lines = call(self._spell.codec(f"{presence}("), parts, "),", BODY + 4)
            arguments.append(element(lines))
        if self._decl.extra is not None:
            parts = [self._spell.kind(self._decl.extra), literal(self._extra)]
            lines = call(f"extra={self._spell.codec('Extra(')}", parts, "),", BODY + 4)
            arguments.append(element(lines))
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
            if not field.required or field.read_only:
                wrapper = self._imports.name("typing", "NotRequired")
                null = "" if has_null(field.type) else " | None"
                annotation = f"{wrapper}[{annotation}{null}]"
            elif isinstance(field.type, Constant):
                wrapper = self._imports.name("typing", "NotRequired")
                annotation = f"{wrapper}[{annotation}]"
            name = self._names[field.wire_name]
            lines.extend(annotated(f"{name}: ", annotation, "", 4))
        if self._decl.extra is not None:
            wrapper = self._imports.name("typing", "NotRequired")
            extra = self._spell.annotation(
                MapOf(self._decl.extra), sent=True, dicts=True
            )
            lines.extend(annotated(f"{self._extra}: ", f"{wrapper}[{extra}]", "", 4))
        return tuple(lines)


def _definition(name: str, annotation: str, default: str) -> Lines:
    return annotated(f"{name}: ", annotation, f" = {default}" if default else "", 4)


def _presence(key: str) -> Lines:
    """`if key in data:`"""
    line = f"if {key} in data:"
    if BODY + 4 + len(line) <= WIDTH:
        return (line,)
    return ("if (", INDENT + key, f"{INDENT}in data", "):")


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
    names = scope.names(wanted)
    return PlannedModel(decl, names, _extra_name(set(names.values())))


def _extra_name(taken: set[str]) -> str:
    """The attribute that keeps members without a field; no field has its name."""
    name = "extra"
    while name in taken:
        name = "additional" if name == "extra" else f"{name}_"
    return name


def _class_head(name: str, base: str) -> Lines:
    """`class Name(Base):`; black puts no comma after a single base."""
    line = f"class {name}({base}):"
    if len(line) <= WIDTH:
        return (line,)
    return (f"class {name}(", INDENT + base, "):")
