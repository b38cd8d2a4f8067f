"""The formats that are asserted: the ones that generated models decode into a Python type.

JSON Schema leaves `format` an annotation unless somebody asks. These are checked by the standard
library or by shape, and they are the same for examples, the mock server and the fixtures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

_DATE_TIME = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
_TIME = r"\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_DURATION = (
    r"-?P(?=[0-9T])({n}Y)?({n}M)?({n}W)?({n}D)?(T(?=[0-9])({n}H)?({n}M)?({n}S)?)?"
).replace("{n}", r"[0-9]{1,18}([.,][0-9]{1,18})?")
_EMAIL = r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*"


def _shaped(expression: str, text: str) -> bool:
    return len(text) <= 1_024 and re.fullmatch(expression, text, re.ASCII) is not None


def is_date_time(text: str) -> bool:
    """RFC 3339 section 5.6 `date-time`, a leap second included."""
    if not _shaped(_DATE_TIME, text):
        return False
    # datetime knows neither leap seconds nor more than six digits of a fraction.
    whole = text[:17] + ("59" if text[17:19] == "60" else text[17:19])
    return _reads(datetime.fromisoformat, whole) and _offset_exists(text)


def is_date(text: str) -> bool:
    """RFC 3339 section 5.6 `full-date`."""
    return _shaped(r"\d{4}-\d\d-\d\d", text) and _reads(date.fromisoformat, text)


def is_time(text: str) -> bool:
    """RFC 3339 section 5.6 `full-time`."""
    whole = text[:6] + ("59" if text[6:8] == "60" else text[6:8])
    return (
        _shaped(_TIME, text)
        and _reads(time.fromisoformat, whole)
        and _offset_exists(text)
    )


def is_duration(text: str) -> bool:
    """ISO 8601, which RFC 3339 appendix A follows: with fractions, a sign, and weeks beside days."""
    return _shaped(_DURATION, text)


def is_uuid(text: str) -> bool:
    """RFC 9562 section 4, with its hyphens."""
    return _shaped(_UUID, text)


def is_email(text: str) -> bool:
    """One `@` between a local part and a domain, without spaces; no more than that."""
    return _shaped(_EMAIL, text)


def _offset_exists(text: str) -> bool:
    return text[-1] in "Zz" or (text[-5:-3] < "24" and text[-2:] < "60")


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": is_date_time,
    "date": is_date,
    "time": is_time,
    "duration": is_duration,
    "uuid": is_uuid,
    "email": is_email,
}
"""By the name that a schema gives in `format`."""
