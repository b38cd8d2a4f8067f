"""Example calls for the reference, from the values of the description: what they say runs.

A value is written as a caller would write it: dates as dates, objects as typed dictionaries with
their required members, enumerations as text. What may be secret is never shown.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from ..expressions import (
    Anything,
    Binary,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    Scalar,
    TypeExpr,
)
from ..ir import Field, Format, ModelDecl, Operation
from ..naming import snake
from ..python import Lines, MethodModel
from ..source import Json, is_array, is_object
from .arguments import Argument
from .declared import OTHERS, PlannedModel
from .layout import call, element, indented
from .literals import Code, exploded, literal
from .types import Speller

SECRET = re.compile(
    r"\A(?:[spr]k|whsec|gh[pousr]|xox[a-z]|glpat)[_-]|\AAKIA|\AeyJ|-----BEGIN"
)
"""How keys begin that programs look for in what people publish."""
SECRET_NAME = re.compile(r"password|secret|token|credential|api_?key", re.IGNORECASE)
HIDDEN = "***"
_DEEPEST = 5


class NoSampleError(ValueError):
    """There is no value to be shown."""


class Samples:
    """Writes example values as Python, and gathers what they import."""

    def __init__(
        self,
        models: Mapping[str, PlannedModel],
        unions: Mapping[str, Sequence[TypeExpr]],
    ) -> None:
        self._models = models
        self._unions = unions
        self._imports: dict[str, set[str]] = {}

    def imports(self) -> list[str]:
        """The statements that the values need, the empty line after them too."""
        rows = [
            f"from {module} import {', '.join(sorted(names))}"
            for module, names in sorted(self._imports.items())
        ]
        return [*rows, ""] if rows else []

    def value(self, type_: TypeExpr, value: Json, name: str, depth: int = 0) -> Json:
        """The value as Python: a JSON value with `Code` in it.

        Raises:
            NoSampleError: there is none.
        """
        if depth > _DEEPEST:
            raise NoSampleError(name)
        match type_:
            case Nullable(inner):
                return None if value is None else self.value(inner, value, name, depth)
            case Constant(constant):
                return constant
            case Primitive(scalar):
                return self._scalar(scalar, value, name)
            case Binary():
                return Code('b"..."')
            case ListOf(item) if is_array(value):
                return [self.value(item, each, name, depth + 1) for each in value[:1]]
            case MapOf(item) if is_object(value):
                return {
                    key: self.value(item, each, key, depth + 1)
                    for key, each in list(value.items())[:2]
                }
            case Ref(target) if target in self._models:
                return self._object(self._models[target], value, depth)
            case Ref(target) if target in self._unions:
                return self._choice(self._unions[target], value, name, depth)
            case OneOf(variants):
                return self._choice(variants, value, name, depth)
            case Ref() | Anything() if value is not None:
                return value
            case _:
                raise NoSampleError(name)

    def _scalar(self, scalar: Scalar, value: Json, name: str) -> Json:
        """A string, number or boolean, with the type that its format gives it."""
        if not isinstance(value, str):
            if value is None:
                raise NoSampleError(name)
            return value
        try:
            return self._formatted(scalar, value, name)
        except (ValueError, binascii.Error):
            raise NoSampleError(name) from None

    def _formatted(self, scalar: Scalar, text: str, name: str) -> Json:
        match scalar:
            case Scalar.DATE_TIME:
                moment = datetime.fromisoformat(text).astimezone(UTC)
                self._import("datetime", "UTC", "datetime")
                parts = [moment.year, moment.month, moment.day, moment.hour]
                parts += [moment.minute] if moment.minute else []
                return Code(f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)")
            case Scalar.DATE:
                day = date.fromisoformat(text)
                self._import("datetime", "date")
                return Code(f"date({day.year}, {day.month}, {day.day})")
            case Scalar.TIME:
                self._import("datetime", "time")
                return Code("time(10, 30)")
            case Scalar.DURATION:
                self._import("datetime", "timedelta")
                return Code("timedelta(hours=1)")
            case Scalar.UUID:
                self._import("uuid", "UUID")
                return Code(f"UUID({literal(text)})")
            case Scalar.DECIMAL:
                self._import("decimal", "Decimal")
                return Code(f"Decimal({literal(text)})")
            case Scalar.BASE64:
                return Code(repr(base64.b64decode(text)[:12]).replace("'", '"'))
            case _:
                hidden = SECRET_NAME.search(name) or SECRET.search(text)
                return HIDDEN if hidden else text

    def _import(self, module: str, *names: str) -> None:
        self._imports.setdefault(module, set()).update(names)

    def _object(self, model: PlannedModel, value: Json, depth: int) -> Json:
        """A typed dictionary of the required members; of the first, where none is."""
        if not is_object(value):
            raise NoSampleError(model.decl.id)
        fields = [f for f in model.decl.fields if not f.read_only]
        chosen = [f for f in fields if f.required]
        chosen = chosen or [f for f in fields if f.wire_name in value][:1]
        return {
            model.names[f.wire_name]: self.field(model.decl, f, value, depth + 1)
            for f in chosen
        }

    def field(self, decl: ModelDecl, field: Field, value: Json, depth: int = 0) -> Json:
        """A member of an object, from the model's own example where the object is cut off."""
        name = field.wire_name
        for known in (value, decl.example):
            if is_object(known) and name in known:
                return self.value(field.type, known[name], name, depth)
        return self.value(field.type, None, name, depth)

    def _choice(
        self, variants: Sequence[TypeExpr], value: Json, name: str, depth: int
    ) -> Json:
        """The value as the first variant that can be it."""
        for variant in variants:
            if self._fits(variant, value):
                return self.value(variant, value, name, depth + 1)
        raise NoSampleError(name)

    def _fits(self, type_: TypeExpr, value: Json) -> bool:
        match type_:
            case Ref(target) if target in self._models:
                decl = self._models[target].decl
                return is_object(value) and all(
                    f.wire_name in value and self._agrees(f.type, value[f.wire_name])
                    for f in decl.fields
                    if f.required
                )
            case Ref(target) if target in self._unions:
                return any(self._fits(v, value) for v in self._unions[target])
            case ListOf():
                return isinstance(value, list)
            case MapOf():
                return isinstance(value, dict)
            case Primitive(Scalar.BOOLEAN):
                return isinstance(value, bool)
            case Primitive(Scalar.INTEGER | Scalar.NUMBER):
                return isinstance(value, int | float) and not isinstance(value, bool)
            case Constant(constant):
                return bool(value == constant)
            case Anything():
                return True
            case _:
                return isinstance(value, str)

    def _agrees(self, type_: TypeExpr, value: Json) -> bool:
        return not isinstance(type_, Constant) or bool(type_.value == value)


class SampleCall:
    """Writes an example call of one method."""

    def __init__(
        self,
        operation: Operation,
        method: MethodModel,
        models: Mapping[str, PlannedModel],
        speller: Speller,
    ) -> None:
        self._operation = operation
        self._method = method
        self._models = models
        self._speller = speller
        self._samples = Samples(models, speller.unions)

    def lines(self, arguments: Sequence[Argument], body: PlannedModel | None) -> Lines:
        """The call with what it needs; () where a value is missing.

        Args:
            body: the model whose fields are arguments.
        """
        given = [a for a in arguments if not a.model.default]
        if self._operation.method in ("POST", "PUT", "PATCH") and not any(
            not a.model.positional for a in given
        ):
            given += _told(arguments)[:1]
        try:
            written = [self._argument(a, body) for a in given]
        except NoSampleError:
            return ()
        return (*self._samples.imports(), *self._statement(written))

    def _argument(self, argument: Argument, body: PlannedModel | None) -> str:
        source, samples = argument.source, self._samples
        value: Json
        if source is None:
            value = self._whole_body()
        elif isinstance(source, Field):
            assert body is not None
            value = samples.field(body.decl, source, body.decl.example)
        else:
            value = samples.value(source.type, source.example, source.wire_name)
            if value is None:
                raise NoSampleError(source.wire_name)
        before = "" if argument.model.positional else f"{argument.model.name}="
        return element(exploded(before, value, ",", 4))

    def _whole_body(self) -> Json:
        body = self._operation.body
        assert body is not None
        if body.format is Format.BYTES:
            return Code('b"..."')
        return self._samples.value(body.type, body.example, "body")

    def _statement(self, arguments: Sequence[str]) -> Lines:
        """The call, and what is done with its result."""
        method, before = self._method, f"{self._method.call}("
        shown = indented(["print(item)"])
        if method.streams:
            rows = call(f"with {before}", arguments, ") as items:", 0)
            return (*rows, *indented(["for item in items:", *shown]))
        if method.paginated:
            return (*call(f"for item in {before}", arguments, "):", 0), *shown)
        if method.returns == "None":
            return call(before, arguments, ")", 0)
        return call(f"{self._result()} = {before}", arguments, ")", 0)

    def _result(self) -> str:
        """The variable: named after a model."""
        classes = {self._speller.declared[name].name for name in self._models}
        name = self._method.returns
        named = snake(name) if name in classes else "result"
        return "result" if named == "client" else named


def _told(arguments: Sequence[Argument]) -> list[Argument]:
    """The optional fields of a body: a call that changes something says what."""
    return [
        a
        for a in arguments
        if a.model.default
        and (a.source is None or isinstance(a.source, Field))
        and (a.source is None or a.source.wire_name != OTHERS)
    ]
