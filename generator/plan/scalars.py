"""Scalars in Python: their types, and the functions of the runtime that read and write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..ir import Scalar


@dataclass(frozen=True, slots=True)
class ScalarSpelling:
    """How one scalar is written: annotation, kind, and the functions of `codec`.

    `decode` is "" where the JSON value is the Python value and only its type is checked;
    `encode` is "" where the Python value is the JSON value.
    """

    annotation: str
    kind: str
    module: str = ""
    decode: str = ""
    encode: str = ""
    checked: str = ""


SCALARS: Mapping[Scalar, ScalarSpelling] = {
    Scalar.STRING: ScalarSpelling("str", "STRING", checked="string"),
    Scalar.BOOLEAN: ScalarSpelling("bool", "BOOLEAN", checked="boolean"),
    Scalar.INTEGER: ScalarSpelling("int", "INTEGER", checked="integer"),
    Scalar.NUMBER: ScalarSpelling("float", "NUMBER", decode="number"),
    Scalar.DATE_TIME: ScalarSpelling(
        "datetime", "DATE_TIME", "datetime", "parse_datetime", "format_datetime"
    ),
    Scalar.DATE: ScalarSpelling(
        "date", "DATE", "datetime", "parse_date", "format_date"
    ),
    Scalar.TIME: ScalarSpelling(
        "time", "TIME", "datetime", "parse_time", "format_time"
    ),
    Scalar.DURATION: ScalarSpelling(
        "timedelta", "DURATION", "datetime", "parse_duration", "format_duration"
    ),
    Scalar.UUID: ScalarSpelling("UUID", "UUID", "uuid", "parse_uuid", "str"),
    Scalar.DECIMAL: ScalarSpelling(
        "Decimal", "DECIMAL", "decimal", "parse_decimal", "format_decimal"
    ),
    Scalar.BASE64: ScalarSpelling(
        "bytes", "BASE64", "", "parse_base64", "format_base64"
    ),
}
