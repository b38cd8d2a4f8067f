"""A property's schema -> the attribute, how it is decoded, how it is encoded."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest

from tests.support.snippets import model

NULL = '{type: "null"}'


@dataclass(frozen=True)
class Field:
    schema: str
    annotation: str
    decoded: str
    encoded: str = "self.value"


REQUIRED = [
    Field("{type: string}", "str", 'data["value"]'),
    Field("{type: integer}", "int", 'data["value"]'),
    Field("{type: boolean}", "bool", 'data["value"]'),
    Field("{type: number}", "float", 'codec.number(data["value"])'),
    Field(
        "{type: string, format: date-time}",
        "datetime",
        'codec.parse_datetime(data["value"])',
        "codec.format_datetime(self.value)",
    ),
    Field(
        "{type: string, format: date}",
        "date",
        'codec.parse_date(data["value"])',
        "codec.format_date(self.value)",
    ),
    Field(
        "{type: string, format: time}",
        "time",
        'codec.parse_time(data["value"])',
        "codec.format_time(self.value)",
    ),
    Field(
        "{type: string, format: duration}",
        "timedelta | str",
        'codec.parse_duration(data["value"])',
        "codec.format_duration(self.value)",
    ),
    Field(
        "{type: string, format: uuid}",
        "UUID",
        'codec.parse_uuid(data["value"])',
        "str(self.value)",
    ),
    Field(
        "{type: string, format: decimal}",
        "Decimal",
        'codec.parse_decimal(data["value"])',
        "codec.format_decimal(self.value)",
    ),
    Field(
        "{type: string, format: byte}",
        "bytes",
        'codec.parse_base64(data["value"])',
        "codec.format_base64(self.value)",
    ),
    Field("{type: string, format: email}", "str", 'data["value"]'),
    Field("{type: string, const: a}", 'Literal["a"]', 'data["value"]'),
    Field("{type: string, enum: [a]}", 'Literal["a"]', 'data["value"]'),
    Field("{const: 3}", "Literal[3]", 'data["value"]'),
    Field("{const: true}", "Literal[True]", 'data["value"]'),
    Field(
        "{enum: [a, 1, true, 'null']}",
        'Literal["a", 1, True, "null"]',
        'unions.OneOf(codec.Const("a"), codec.Const(1), codec.Const(True), codec.Const("null"))'
        '.read(data["value"])',
    ),
    Field(
        "{enum: [a, 1.5, 2]}",
        'Literal["a"] | float',
        'unions.OneOf(codec.Const("a"), codec.NUMBER).read(data["value"])',
    ),
    Field("{enum: [true, false]}", "bool", 'data["value"]'),
    Field("{anyOf: [false, {type: string}]}", "str", 'data["value"]'),
    Field("{type: string, contentMediaType: application/json}", "str", 'data["value"]'),
    Field("{contentMediaType: image/png}", "str", 'data["value"]'),
    Field(
        "{$ref: '#/components/schemas/Kind'}",
        "Kind",
        'decode_kind(data["value"])',
        "str(self.value)",
    ),
    Field(
        "{$ref: '#/components/schemas/Level'}",
        "Level",
        'decode_level(data["value"])',
        "int(self.value)",
    ),
    Field(
        "{$ref: '#/components/schemas/Other'}",
        "Other",
        'Other.from_dict(data["value"])',
        "self.value.to_dict()",
    ),
    Field("{type: [string, 'null']}", "str | None", 'data["value"]'),
    Field(
        "{type: [string, 'null'], format: date}",
        "date | None",
        'None if (item := data["value"]) is None else codec.parse_date(item)',
        "None if self.value is None else codec.format_date(self.value)",
    ),
    Field(
        f"{{anyOf: [{{$ref: '#/components/schemas/Other'}}, {NULL}]}}",
        "Other | None",
        'None if (item := data["value"]) is None else Other.from_dict(item)',
        "None if self.value is None else self.value.to_dict()",
    ),
    Field(f"{{oneOf: [{{type: integer}}, {NULL}]}}", "int | None", 'data["value"]'),
    Field(
        "{type: array, items: {type: string}}",
        "list[str]",
        'codec.strings(data["value"])',
    ),
    Field(
        "{type: array, items: {$ref: '#/components/schemas/Other'}}",
        "list[Other]",
        '[Other.from_dict(item) for item in codec.array(data["value"])]',
        "[item.to_dict() for item in self.value]",
    ),
    Field(
        "{type: array, items: {type: [string, 'null'], format: date}}",
        "list[date | None]",
        'codec.ListOf(codec.Nullable(codec.DATE)).read(data["value"])',
        "[None if item is None else codec.format_date(item) for item in self.value]",
    ),
    Field(
        "{type: array, items: {type: array, items: {type: integer}}}",
        "list[list[int]]",
        'codec.ListOf(codec.ListOf(codec.INTEGER)).read(data["value"])',
    ),
    Field(
        "{type: object, additionalProperties: {type: integer}}",
        "dict[str, int]",
        '{key: codec.integer(item) for key, item in codec.members(data["value"])}',
    ),
    Field(
        "{type: object}",
        "dict[str, Any]",
        '{key: item for key, item in codec.members(data["value"])}',
    ),
    Field("{}", "Any", 'data["value"]'),
    Field("{description: anything}", "Any", 'data["value"]'),
    Field(
        "{type: [string, integer]}",
        "str | int",
        'unions.OneOf(codec.STRING, codec.INTEGER).read(data["value"])',
    ),
    Field(
        "{type: [string, integer, 'null'], oneOf: [{type: string}, {type: integer}]}",
        "str | int | None",
        'codec.Nullable(unions.OneOf(codec.STRING, codec.INTEGER)).read(data["value"])',
    ),
    Field(
        "{oneOf: [{type: string}, {type: array, items: {type: integer}}]}",
        "str | list[int]",
        'unions.OneOf(codec.STRING, codec.ListOf(codec.INTEGER)).read(data["value"])',
    ),
    Field(
        "{oneOf: [{type: string}, {type: object, properties: {a: {}}}]}",
        "ThingValue",
        'THING_VALUE_KIND.read(data["value"])',
        "THING_VALUE_KIND.encode(self.value)",
    ),
    Field(
        "{allOf: [{type: string, format: date}]}",
        "date",
        'codec.parse_date(data["value"])',
        "codec.format_date(self.value)",
    ),
]


def expression(source: str) -> str:
    """A Python expression in one spelling."""
    return ast.unparse(ast.parse(source, mode="eval"))


def stored(lines: tuple[str, ...]) -> str:
    """What a decoder stores in `self.value`."""
    for node in ast.walk(ast.parse("\n".join(lines))):
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "self.value"
        ):
            return ast.unparse(node.value)
    raise AssertionError(lines)


def written(lines: tuple[str, ...]) -> str:
    """What an encoder writes under "value"."""
    body = "\n".join(f"    {line}" for line in lines)
    for node in ast.walk(ast.parse(f"def encode():\n{body}")):
        if isinstance(node, ast.Dict) and node.keys:
            return ast.unparse(node.values[0])
    raise AssertionError(lines)


@pytest.mark.parametrize("row", REQUIRED, ids=lambda row: row.schema)
def test_required_fields(row: Field) -> None:
    planned = model(row.schema)
    (field,) = planned.fields
    assert field.annotation == row.annotation
    assert stored(planned.decode) == expression(row.decoded)
    assert written(planned.encode) == expression(row.encoded)


@pytest.mark.parametrize(
    ("schema", "test"),
    [
        ("{type: string}", "type(self.value) is not str"),
        ("{const: 3}", "type(self.value) is not int"),
        ("{type: boolean}", "type(self.value) is not bool"),
        (
            "{type: [string, 'null']}",
            "not (self.value is None or type(self.value) is str)",
        ),
    ],
)
def test_required_values_that_need_no_decoding_are_tested(
    schema: str, test: str
) -> None:
    assert model(schema).decode[-2:] == (f"if {test}:", "    raise TypeError")


OPTIONAL = [
    ("{type: string}", "str | None", "None"),
    ("{type: string, format: date}", "date | None", "None"),
    ("{type: string, const: a}", 'Literal["a"] | None', "None"),
    ("{$ref: '#/components/schemas/Kind'}", "Kind | None", "None"),
    ("{$ref: '#/components/schemas/Other'}", "Other | None", "None"),
    ("{type: array, items: {type: string}}", "list[str] | None", "None"),
    ("{type: [string, 'null']}", "str | None | Unset", "UNSET"),
    ("{type: [array, 'null'], items: {type: integer}}", "list[int] | None | Unset", "UNSET"),
    ("{}", "Any | Unset", "UNSET"),
    ("{type: string, default: a}", "str | None", "None"),
    ("{type: string, x-sensitive: true}", "str | None", "field(default=None, repr=False)"),
    ("{type: [string, 'null'], x-sensitive: true}", "str | None | Unset", "field(default=UNSET, repr=False)"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "annotation", "default"), OPTIONAL)
def test_optional_fields(schema: str, annotation: str, default: str) -> None:
    planned = model(schema, required=False)
    (field,) = planned.fields
    assert (field.annotation, field.default) == (annotation, default)
    absent = "UNSET" if "UNSET" in default else "None"
    assert planned.decode[-1] == f"    self.value = {absent}"
    assert f"if self.value is not {absent}:" in planned.encode


REQUIRED_DEFAULTS = [
    ("{type: string}", ""),
    ("{type: [string, 'null']}", ""),
    ("{type: string, default: a}", ""),
    ("{type: string, enum: [a]}", '"a"'),
    ("{const: 1}", "1"),
    ("{type: string, x-sensitive: true}", "field(repr=False)"),
    ("{const: a, x-sensitive: true}", 'field(default="a", repr=False)'),
]


@pytest.mark.parametrize(("schema", "default"), REQUIRED_DEFAULTS)
def test_defaults_of_required_fields(schema: str, default: str) -> None:
    (field,) = model(schema).fields
    assert field.default == default


SENT = [
    ("{type: string}", "str", "str"),
    ("{$ref: '#/components/schemas/Kind'}", "KindLike", "KindLike"),
    ("{$ref: '#/components/schemas/Other'}", "Other", "Other | OtherDict"),
    ("{type: array, items: {type: string}}", "Sequence[str]", "Sequence[str]"),
    (
        "{type: array, items: {$ref: '#/components/schemas/Other'}}",
        "Sequence[Other]",
        "Sequence[Other | OtherDict]",
    ),
    (
        "{type: object, additionalProperties: {type: string}}",
        "Mapping[str, str]",
        "Mapping[str, str]",
    ),
]


@pytest.mark.parametrize(("schema", "annotation", "typed_dict"), SENT)
def test_fields_that_are_sent_take_more(
    schema: str, annotation: str, typed_dict: str
) -> None:
    planned = model(schema, sent=True, received=False)
    (field,) = planned.fields
    assert field.annotation == annotation
    assert planned.typed_dict_fields == (f"value: {typed_dict}",)


def test_fields_that_are_also_received_are_what_the_decoder_makes() -> None:
    planned = model("{type: array, items: {type: string}}", sent=True)
    (field,) = planned.fields
    assert field.annotation == "list[str]"


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ("{type: string}", "value: NotRequired[str | None]"),
        ("{type: [string, 'null']}", "value: NotRequired[str | None]"),
        ("{}", "value: NotRequired[Any]"),
        ("{const: a}", 'value: NotRequired[Literal["a"] | None]'),
    ],
)
def test_optional_keys_of_typed_dicts(schema: str, line: str) -> None:
    planned = model(schema, required=False, sent=True, received=False)
    assert planned.typed_dict_fields == (line,)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("{type: string}", "codec.STRING"),
        ("{type: number}", "codec.NUMBER"),
        ("{type: [string, 'null'], format: uuid}", "codec.Nullable(codec.UUID)"),
        ("{$ref: '#/components/schemas/Kind'}", "codec.EnumOf(Kind)"),
        ("{$ref: '#/components/schemas/Other'}", "codec.ModelOf(Other)"),
        ("{const: a}", 'codec.Const("a")'),
        ("{}", "codec.ANYTHING"),
        ("{type: object}", "codec.MapOf(codec.ANYTHING)"),
        (
            "{type: array, items: {type: string}}",
            "codec.ListOf(codec.STRING)",
        ),
    ],
)
def test_shapes_name_the_kind(schema: str, kind: str) -> None:
    assert f'    codec.required("value", {kind}),' in model(schema).shape
    optional = model(schema, required=False).shape
    assert f'    codec.optional("value", {kind}),' in optional


DOCS = [
    ("{type: string}", ()),
    ("{type: string, description: What it is.}", ('"""What it is."""',)),
    ("{type: string, examples: [abc]}", ('"""For example `abc`."""',)),
    ("{type: string, default: abc}", ('"""Absent means `"abc"`."""',)),
    ("{type: string, deprecated: true}", ('"""Deprecated."""',)),
    (
        "{type: string, description: 'What it is.', examples: [a`b], deprecated: true}",
        ('"""What it is. For example "a`b". Deprecated."""',),
    ),
    ("{type: string, description: 'say \"\"\" and \\'}", ('"""say \\"\\"\\" and \\\\"""',)),
    ("{type: string, description: 'ends \"so\"'}", ('"""ends "so" """',)),
    ("{type: string, description: '\"so\" it begins'}", ('""" "so" it begins"""',)),
    (
        "{type: string, description: 'It is longer than one line of Python source, which has to end before column 88.'}",
        (
            '"""It is longer than one line of Python source, which has to end before column',
            "88.",
            '"""',
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "lines"), DOCS)
def test_docstrings_of_fields(schema: str, lines: tuple[str, ...]) -> None:
    (field,) = model(schema, required=False).fields
    assert field.docstring == lines


@pytest.mark.parametrize(
    ("schema", "listed"),
    [
        ("{type: number, enum: [0.5, 2]}", "One of `0.5`, `2`."),
        ("{enum: [{a: 1}, [2], null]}", 'One of `{"a": 1}`, `[2]`, `None`.'),
        ("{const: [1, 2]}", "One of `[1, 2]`."),
    ],
)
def test_values_that_no_type_says_are_in_the_documentation(
    schema: str, listed: str
) -> None:
    (field,) = model(schema).fields
    assert listed in " ".join(field.docstring)
