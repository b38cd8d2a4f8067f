"""Bodies that are not JSON: the annotations of their arguments, and what the call sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ..expressions import (
    Binary,
    Constant,
    ListOf,
    Nullable,
    Primitive,
    Ref,
    Scalar,
    TypeExpr,
    members,
)
from ..ir import Field, Format, FormField, Parameter, ParameterIn, RequestBody
from ..media_types import essence
from ..python import WIDTH
from .declared import PlannedModel
from .layout import Conditional, Expression, call, element, statement
from .literals import literal
from .types import Speller

RUNTIME = ".._runtime"
UPLOAD = f"{RUNTIME}.upload"
FORM = f"{RUNTIME}.form"

Models: TypeAlias = Mapping[str, PlannedModel]
"""The models by the name of their schema."""


def annotation(type_: TypeExpr, body: RequestBody | None, speller: Speller) -> str:
    """The annotation of an argument; a file may be given in several ways."""
    if body is not None and body.format is not Format.JSON:
        match type_:
            case ListOf(inner) if body.format is Format.ITEMS:
                each = speller.annotation(inner, sent=True, dicts=True)
                names = ("Iterable", "AsyncIterable")
                home = "collections.abc"
                return " | ".join(
                    f"{speller.imports.name(home, name)}[{each}]" for name in names
                )
            case Binary():
                return speller.imports.name(UPLOAD, "FileInput")
            case ListOf(Binary()):
                sequence = speller.imports.name("collections.abc", "Sequence")
                return f"{sequence}[{speller.imports.name(UPLOAD, 'FileInput')}]"
            case Nullable(inner):
                return f"{annotation(inner, body, speller)} | None"
            case _:
                pass
    return speller.annotation(type_, sent=True, dicts=True)


def json(type_: TypeExpr, name: str, models: Models, speller: Speller) -> Expression:
    """The `body=` argument for a body of JSON that is one argument."""
    if isinstance(type_, Nullable):
        inner = str(json(type_.inner, name, models, speller))
        test = f"{name} is None"
        return name if inner == name else Conditional("None", test, inner)
    given = as_models(type_, name, models, speller)
    if isinstance(type_, Ref) and type_.target in models:
        return f"{given}.to_dict()"
    return speller.encoded(type_, given)


def optional_json(
    type_: TypeExpr, name: str, models: Models, speller: Speller
) -> Expression:
    """The `body=` argument for a body of JSON that may be left out."""
    inner = type_.inner if isinstance(type_, Nullable) else type_
    sent = str(json(inner, name, models, speller))
    if sent == name:
        return name
    unset = speller.imports.name(f"{RUNTIME}.unset", "UNSET")
    if inner is not type_:
        return Conditional(name, f"{name} is {unset} or {name} is None", sent)
    return Conditional(unset, f"{name} is {unset}", sent)


def as_models(type_: TypeExpr, name: str, models: Models, speller: Speller) -> str:
    """The argument with typed dicts in it turned into models."""
    if models.keys().isdisjoint(members(type_)):
        return name
    if isinstance(type_, Ref):
        return speller.codec(f"as_model({speller.symbol(type_.target)}, {name})")
    return f"{speller.kind(type_)}.adopt({name})"


def whole(body: RequestBody, name: str, speller: Speller) -> str:
    """The `content=` argument for a body that is one argument."""
    match body.format:
        case Format.BYTES:
            upload = speller.imports.name(UPLOAD, "Upload")
            media = _media_type(body, "application/octet-stream")
            made = f"{upload}({', '.join([name, *media])})"
        case Format.TEXT:
            text = speller.imports.name(FORM, "Text")
            made = f"{text}({', '.join([name, *_media_type(body, 'text/plain')])})"
        case Format.ITEMS:
            made = _items(body, name, speller)
        case Format.MULTIPART:
            made = _multipart(body, adopted(body.type, name, speller), speller)
        case _:
            form = speller.imports.name(FORM, "Form")
            made = f"{form}({adopted(body.type, name, speller)})"
    if body.required:
        return element(statement("content=", made, ",", 8))
    test = Conditional(made, f"{name} is not None", "None")
    return element(statement("content=", test, ",", 8))


def _items(body: RequestBody, value: str, speller: Speller) -> str:
    """Items of JSON, each written when it is sent."""
    assert isinstance(body.type, ListOf)
    items = speller.imports.name(f"{RUNTIME}.items", "Items")
    media = _media_type(body, "application/jsonl")
    return f"{items}({', '.join([value, speller.kind(body.type.item), *media])})"


def _multipart(body: RequestBody, value: str, speller: Speller) -> str:
    """Parts by name, or by their position where the body is a list."""
    inner = body.type.inner if isinstance(body.type, Nullable) else body.type
    if not isinstance(inner, ListOf):
        multipart = speller.imports.name(f"{RUNTIME}.multipart", "Multipart")
        return f"{multipart}({', '.join([value, *_subtype(body, 'form-data')])})"
    parts = speller.imports.name(f"{RUNTIME}.parts", "Parts")
    arguments = [value]
    if body.parts:
        types = ", ".join(map(literal, body.parts))
        arguments.append(f"({types},)" if len(body.parts) == 1 else f"({types})")
    if body.other_parts:
        arguments.append(f"rest={literal(body.other_parts)}")
    return f"{parts}({', '.join([*arguments, *_subtype(body, 'mixed')])})"


def _subtype(body: RequestBody, usual: str) -> list[str]:
    """What kind of multipart a body is, as an argument where that is not the usual one."""
    subtype = essence(body.media_type).partition("/")[2]
    known = subtype if subtype not in (usual, "*", "") else ""
    return [f"subtype={literal(known)}"] if known else []


def _media_type(body: RequestBody, usual: str) -> list[str]:
    """The media type as an argument, where the description names a certain one."""
    return (
        []
        if body.media_type == usual or "*" in body.media_type
        else [literal(body.media_type)]
    )


def flattened(
    body: RequestBody, values: Sequence[tuple[Field, str]], speller: Speller
) -> str:
    """The `content=` argument for a form whose fields are arguments of their own."""
    said = {field.wire_name: field for field in body.fields}
    pairs = [
        entry(f.wire_name, _form_value(f, name, body, said.get(f.wire_name), speller))
        for f, name in values
    ]
    if body.format is Format.FORM:
        made = speller.imports.name(FORM, "Form") + _unless_empty(body)
        form = f"content={made}("
        fields = call("{", pairs, "}", len(form) + 9)
        if len(fields) > 1:  # one a line, and laid out by `entry`
            fields = call("{", pairs, "}", WIDTH)
        return _call(form, ["\n".join(fields)])
    arguments = [element(call("{", pairs, "},", 12))]
    media_types = {
        name: field.media_type
        for name, field in said.items()
        if field.media_type and "*" not in field.media_type
    }
    if media_types:
        rows = [f"{literal(n)}: {literal(m)}" for n, m in media_types.items()]
        arguments.append(element(call("{", rows, "},", 12)))
    multipart = speller.imports.name(f"{RUNTIME}.multipart", "Multipart")
    arguments += _subtype(body, "form-data")
    return _call(f"content={multipart}{_unless_empty(body)}(", arguments)


def entry(key: str, value: str) -> str:
    """One entry of a dictionary that is exploded, twelve columns in."""
    return element(statement(f"{literal(key)}: ", value, ",", 12))


def _call(before: str, arguments: Sequence[str]) -> str:
    """A call eight columns in, with the comma after it."""
    return element(call(before, arguments, "),", 8))


def _unless_empty(body: RequestBody) -> str:
    """What makes no body of no fields, after the name of a class."""
    return ".given" if body.left_out else ""


def _form_value(
    field: Field, name: str, body: RequestBody, said: FormField | None, speller: Speller
) -> str:
    value = adopted(field.type, name, speller)
    inner = field.type.inner if isinstance(field.type, Nullable) else field.type
    if inner == Primitive(Scalar.BASE64):
        encoded = speller.codec(f"format_base64({name})")
        value = (
            encoded if field.required else f"{encoded} if {name} is not None else None"
        )
    if body.format is Format.FORM and said is not None and said.style:
        styled = speller.imports.name(f"{RUNTIME}.parameters", "Styled")
        more = ", allow_reserved=True" if said.allow_reserved else ""
        return f"{styled}({value}, {literal(said.style)}, {said.explode}{more})"
    return value


def adopted(type_: TypeExpr, name: str, speller: Speller) -> str:
    """The argument with the typed dicts in it turned into models; None stays."""
    if any(not speller.declared[target].is_enum for target in members(type_)):
        return f"{speller.kind(type_)}.adopt({name})"
    return name


def parameter(parameter: Parameter, name: str, speller: Speller) -> str:
    """A path, query, header or cookie argument, with its style where that is not the usual."""
    value = adopted(parameter.type, name, speller)
    if parameter.is_json:
        json_text = speller.imports.name(f"{RUNTIME}.parameters", "JsonText")
        return f"{json_text}({value})"
    if parameter.location is ParameterIn.QUERYSTRING:
        return value
    usual = ("simple", False)
    if parameter.location.value in ("query", "cookie"):
        usual = ("form", True)
    style = (parameter.style, parameter.explode)
    # A scalar is written alike in all styles but these two.
    is_plain = parameter.style not in ("label", "matrix") and _is_scalar(parameter.type)
    if (style == usual or is_plain) and not parameter.allow_reserved:
        return value
    styled = speller.imports.name(f"{RUNTIME}.parameters", "Styled")
    more = ", allow_reserved=True" if parameter.allow_reserved else ""
    return f"{styled}({value}, {literal(parameter.style)}, {parameter.explode}{more})"


def _is_scalar(type_: TypeExpr) -> bool:
    inner = type_.inner if isinstance(type_, Nullable) else type_
    return isinstance(inner, Primitive | Constant)
