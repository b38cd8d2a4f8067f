"""JSON strings to and from dates, times, durations and bytes.

The `parse_` functions are strict where Python is generous (`fromisoformat` also takes
week dates and `20260529`), because a date in an undocumented form is a change on the
server that should be seen. They raise ValueError or TypeError without the text.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, date, datetime, time, timedelta

_ZERO = timedelta(0)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
_YEAR_OF_FOUR_DIGITS = 1000
_datetime_from_iso = datetime.fromisoformat
_date_from_iso = date.fromisoformat

_MOST_DIGITS = 18
_DURATION = (
    r"(-)?P(?=[0-9T])(?:{n}Y)?(?:{n}M)?(?:{n}W)?(?:{n}D)?"
    r"(?:T(?=[0-9])(?:{n}H)?(?:{n}M)?(?:{n}S)?)?"
).replace("{n}", r"([0-9]{1,18}(?:[.,][0-9]{1,18})?)")
_UNITS = (604_800_000_000, 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000)
"""Microseconds in a week, a day, an hour, a minute and a second."""


def parse_datetime(value: str) -> datetime:
    """Read an RFC 3339 date-time; the result is aware.

    Digits after the microsecond are cut off. Lower-case `t` and `z` are read. A leap
    second (`23:59:60` UTC) is the instant after `23:59:59`, as POSIX counts.

    Raises:
        ValueError, TypeError: not a date-time, or one without a UTC offset.
    """
    try:
        parsed = _datetime_from_iso(value)
        # Of all that it reads, only `YYYY-MM-DDThh:mm:ss` and what follows.
        if (
            value[10] in "Tt "
            and value[19] in "Z.+-"
            and value[7] == "-"
            and parsed.tzinfo is not None
        ):
            return parsed
    except (ValueError, IndexError):
        pass
    return _parse_unusual_datetime(value)


def _parse_unusual_datetime(value: str) -> datetime:
    text = value.upper()
    leap = text[17:19] == "60"
    if leap:
        text = text[:17] + "59" + text[19:]
    if text != value:
        parsed = parse_datetime(text)
        if not leap:
            return parsed
        instant = parsed.astimezone(UTC)
        if (instant.hour, instant.minute) == (23, 59):
            return parsed + _SECOND
    raise ValueError("not an RFC 3339 date-time")


def format_datetime(value: datetime) -> str:
    """Write an aware datetime by RFC 3339, UTC as `Z`.

    Raises:
        ValueError: `value` has no time zone, so that it names no instant.
    """
    if value.tzinfo is UTC and (year := value.year) >= _YEAR_OF_FOUR_DIGITS:
        # What isoformat writes, in half the time.
        two, micro = _TWO_DIGITS, value.microsecond
        return (
            f"{year}-{two[value.month]}-{two[value.day]}"
            f"T{two[value.hour]}:{two[value.minute]}:{two[value.second]}"
            f"{f'.{micro:06}' if micro else ''}Z"
        )
    text = value.isoformat()
    if text.endswith("+00:00"):
        return text[:-6] + "Z"
    if text[-6] in "+-":
        return text
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(
            "a datetime without a time zone is not an instant: give it one, such as"
            " datetime(..., tzinfo=timezone.utc), or use value.astimezone()"
        )
    if offset % _MINUTE:
        return format_datetime(value.astimezone(UTC))
    return text


def parse_date(value: str) -> date:
    """Read an RFC 3339 full-date, `YYYY-MM-DD`."""
    if len(value) == 10 and value[4] == "-" and value[5] != "W":
        try:
            return _date_from_iso(value)
        except ValueError:
            pass
    raise ValueError("not a date")


def format_date(value: date) -> str:
    """Write a date as `YYYY-MM-DD`.

    Raises:
        ValueError: `value` is a datetime, whose date depends on the time zone.
    """
    if isinstance(value, datetime):
        raise ValueError("expected a date, got a datetime: pass value.date()")
    return value.isoformat()


def parse_time(value: str) -> time:
    """Read a time of day, `hh:mm:ss` with or without fraction and UTC offset.

    A lower-case `z` is read. A leap second is the last second of its minute: a time has no next.
    """
    if len(value) >= 8 and value[2] == value[5] == ":":
        text = value.upper()
        if text[6:8] == "60":
            text = f"{text[:6]}59{text[8:]}"
        try:
            return time.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError("not a time")


def format_time(value: time) -> str:
    """Write a time of day; UTC as `Z`."""
    text = value.isoformat()
    return text[:-6] + "Z" if value.utcoffset() == _ZERO else text


def parse_duration(value: str) -> timedelta | str:
    """Read an ISO 8601 duration.

    One with years or months stays text: how long they are depends on when they start. So does
    one that is too long for a timedelta.
    """
    match = re.fullmatch(_DURATION, value)
    if match is None:
        raise ValueError("not a duration")
    sign, years, months, *amounts = match.groups()
    if years or months:
        return value
    total = sum(
        _scaled(amount) * unit
        for unit, amount in zip(_UNITS, amounts, strict=True)
        if amount is not None
    )
    microseconds = total // 10**_MOST_DIGITS
    try:
        return timedelta(microseconds=-microseconds if sign else microseconds)
    except OverflowError:
        return value


def _scaled(amount: str) -> int:
    """A number with a fraction, times 10**18: a float would lose microseconds."""
    whole, _, fraction = amount.replace(",", ".").partition(".")
    return int(whole + fraction.ljust(_MOST_DIGITS, "0"))


def format_duration(value: timedelta | str) -> str:
    """Write a duration by ISO 8601, such as `P1DT2H30M` or `-PT0.5S`; text as it is."""
    if isinstance(value, str):
        return value
    if value < _ZERO:
        return "-" + format_duration(-value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    day_part = f"{value.days}D" if value.days else ""
    time_part = (
        (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{seconds}{fraction}S" if seconds or fraction else "")
    )
    if not day_part and not time_part:
        return "PT0S"
    return f"P{day_part}T{time_part}" if time_part else f"P{day_part}"


def parse_base64(value: str) -> bytes:
    """Read bytes written in base64 (RFC 4648, section 4)."""
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        pass
    raise ValueError("not base64")


def format_base64(value: bytes) -> str:
    """Write bytes in base64."""
    return base64.b64encode(value).decode("ascii")
