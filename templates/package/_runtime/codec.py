"""Everything that generated models use to decode, encode and describe themselves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .errors import DecodeError
from .kinds import (
    ANYTHING,
    BASE64,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DURATION,
    FAULTS,
    INTEGER,
    NOTHING,
    NUMBER,
    STRING,
    TIME,
    Const,
    EnumOf,
    Kind,
    ListOf,
    MapOf,
    Nullable,
)
from .plain import (
    array,
    boolean,
    constant,
    integer,
    members,
    number,
    string,
    string_map,
    strings,
)
from .scalars import (
    format_base64,
    format_date,
    format_datetime,
    format_duration,
    format_time,
    parse_base64,
    parse_date,
    parse_datetime,
    parse_duration,
    parse_time,
)
from .shape import (
    Extra,
    Field,
    Model,
    ModelOf,
    Shape,
    as_model,
    decode_by_shape,
    optional,
    required,
)

if TYPE_CHECKING:
    from .decimals import DECIMAL, format_decimal, parse_decimal
    from .uuids import UUID, parse_uuid

_LATE = {
    "DECIMAL": ".decimals",
    "UUID": ".uuids",
    "format_decimal": ".decimals",
    "parse_decimal": ".decimals",
    "parse_uuid": ".uuids",
}

__all__ = [
    "ANYTHING",
    "BASE64",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DECIMAL",
    "DURATION",
    "FAULTS",
    "INTEGER",
    "NOTHING",
    "NUMBER",
    "STRING",
    "TIME",
    "UUID",
    "Const",
    "DecodeError",
    "EnumOf",
    "Extra",
    "Field",
    "Kind",
    "ListOf",
    "MapOf",
    "Model",
    "ModelOf",
    "Nullable",
    "Shape",
    "array",
    "as_model",
    "boolean",
    "constant",
    "decode_by_shape",
    "format_base64",
    "format_date",
    "format_datetime",
    "format_decimal",
    "format_duration",
    "format_time",
    "integer",
    "members",
    "number",
    "optional",
    "parse_base64",
    "parse_date",
    "parse_datetime",
    "parse_decimal",
    "parse_duration",
    "parse_time",
    "parse_uuid",
    "required",
    "string",
    "string_map",
    "strings",
]


def __getattr__(name: str) -> object:
    """Import what is slow to import when a model first needs it."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_LATE[name], __package__), name)
    globals()[name] = value
    return value
