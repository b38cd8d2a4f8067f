"""Dates, durations and the like: every valid text is read, everything else is not."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.package._runtime import codec
from tests.support.calling import everything_said

PLUS_TWO = timezone(timedelta(hours=2))

offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
moments = st.datetimes(
    min_value=datetime(1000, 1, 1), max_value=datetime(9000, 1, 1), timezones=offsets
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-29T10:00:00Z", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29t10:00:00z", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29 10:00:00Z", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29T10:00:00+02:00", datetime(2026, 5, 29, 10, tzinfo=PLUS_TWO)),
        ("2026-05-29T10:00:00-00:00", datetime(2026, 5, 29, 10, tzinfo=UTC)),
        ("2026-05-29T10:00:00.5Z", datetime(2026, 5, 29, 10, 0, 0, 500000, UTC)),
        (
            "2026-05-29T10:00:00.123456789Z",
            datetime(2026, 5, 29, 10, 0, 0, 123456, UTC),
        ),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T01:59:60+02:00", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_time_is_the_instant_it_names(text: str, expected: datetime) -> None:
    parsed = codec.parse_datetime(text)
    assert parsed == expected
    assert parsed.utcoffset() is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-05-29",
        "2026-05-29T10:00:00",
        "2026-05-29T10:00Z",
        "2026-05-29T10Z",
        "2026W22T10Z",
        "20260529T100000Z",
        "20260529T100000+00:00",
        "2026-W22-5T10:00:00Z",
        "2026-05-29X10:00:00Z",
        "2026-13-29T10:00:00Z",
        "2026-05-29T25:00:00Z",
        "2026-05-29T10:00:60Z",
        "2026-05-29T10:00:61Z",
        "yesterday at the surgery",
    ],
)
def test_what_is_no_rfc_3339_date_time_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match="not an RFC 3339 date-time") as caught:
        codec.parse_datetime(text)
    assert not text or text not in everything_said(caught.value)


@given(moments)
def test_a_date_time_survives(moment: datetime) -> None:
    assert codec.parse_datetime(codec.format_datetime(moment)) == moment


@given(moments)
def test_utc_is_written_with_z(moment: datetime) -> None:
    text = codec.format_datetime(moment.astimezone(UTC))
    assert text.endswith("Z")
    assert "+" not in text


def test_an_offset_of_odd_seconds_becomes_utc() -> None:
    odd = timezone(timedelta(seconds=75))
    moment = datetime(1900, 1, 1, tzinfo=odd)
    assert codec.format_datetime(moment) == "1899-12-31T23:58:45Z"


def test_a_datetime_without_a_zone_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="astimezone"):
        codec.format_datetime(datetime(2026, 5, 29))


@given(st.dates())
def test_a_date_survives(day: date) -> None:
    assert codec.parse_date(codec.format_date(day)) == day


@pytest.mark.parametrize(
    "text", ["", "20260529", "2026-W22-5", "2026-05-32", "2026-05-29T10:00:00Z", "29/5"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a date$"):
        codec.parse_date(text)


def test_a_datetime_is_no_date() -> None:
    with pytest.raises(ValueError, match=r"value\.date\(\)"):
        codec.format_date(datetime(2026, 5, 29, tzinfo=UTC))


@given(st.times())
def test_a_time_survives(moment: time) -> None:
    assert codec.parse_time(codec.format_time(moment)) == moment


def test_a_time_may_have_an_offset() -> None:
    assert codec.parse_time("10:00:00Z") == time(10, tzinfo=UTC)
    assert codec.parse_time("10:00:00.5z") == time(10, 0, 0, 500_000, tzinfo=UTC)
    assert codec.format_time(time(10, tzinfo=UTC)) == "10:00:00Z"


def test_a_time_in_a_leap_second_is_the_second_before() -> None:
    assert codec.parse_time("23:59:60Z") == time(23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "10", "10:00", "100000", "25:00:00", "10:00:00?"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a time$"):
        codec.parse_time(text)


@given(st.timedeltas())
def test_a_duration_survives(duration: timedelta) -> None:
    assert codec.parse_duration(codec.format_duration(duration)) == duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P3W", timedelta(weeks=3)),
        ("P1DT2H3M4.5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("PT0.5H", timedelta(minutes=30)),
        ("PT0,5S", timedelta(milliseconds=500)),
        ("-PT1H", timedelta(hours=-1)),
        ("PT0S", timedelta(0)),
    ],
)
def test_a_duration_is_read(text: str, expected: timedelta) -> None:
    assert codec.parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "-P", "P1DT", "P1M1Y", "-P1", "1D", "PT1", "P1S", "PT1.S", "P1D2W"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a duration$"):
        codec.parse_duration(text)


@pytest.mark.parametrize(
    "text", ["P1Y", "P1M", "-P1Y2M3DT4H", "P0.5Y", "P999999999999999999W"]
)
def test_a_duration_that_only_a_calendar_can_measure_stays_text(text: str) -> None:
    read = codec.parse_duration(text)
    assert read == text
    assert codec.format_duration(read) == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_survives_with_its_digits(number: Decimal) -> None:
    parsed = codec.parse_decimal(codec.format_decimal(number))
    assert parsed.as_tuple() == number.as_tuple()


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "1_0", " 1", "1,5", "\u0661"])
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a decimal number$"):
        codec.parse_decimal(text)


def test_nan_is_not_written() -> None:
    with pytest.raises(ValueError, match="finite"):
        codec.format_decimal(Decimal("NaN"))


@given(st.uuids())
def test_a_uuid_survives(value: UUID) -> None:
    assert codec.parse_uuid(str(value)) == value


def test_a_uuid_is_written_as_it_came() -> None:
    text = "07EF8B4D-AA09-4FFA-898D-c710796aff41"
    read = codec.parse_uuid(text)
    copies = [copy.deepcopy(read), pickle.loads(pickle.dumps(read))]
    assert [str(each) for each in (read, *copies)] == [text] * 3
    assert read == UUID(text)
    assert hash(read) == hash(UUID(text))
    assert repr(read) == f"UUID('{text}')"


@pytest.mark.parametrize(
    "text", ["", "x" * 36, "{12345678-1234-5678-1234-56781234567}", "1" * 32]
)
def test_what_is_no_uuid_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a UUID$") as caught:
        codec.parse_uuid(text)
    assert not text or text not in everything_said(caught.value)


@given(st.binary())
def test_bytes_survive(value: bytes) -> None:
    assert codec.parse_base64(codec.format_base64(value)) == value


@pytest.mark.parametrize("text", ["a", "====", "YW Jj", "\u00e9"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|ASCII"):
        codec.parse_base64(text)


@pytest.mark.parametrize(
    "parse",
    [
        codec.parse_datetime,
        codec.parse_date,
        codec.parse_time,
        codec.parse_duration,
        codec.parse_decimal,
        codec.parse_uuid,
        codec.parse_base64,
    ],
)
@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}])
def test_other_types_raise_what_decoding_catches(
    parse: Callable[[object], object], value: object
) -> None:
    with pytest.raises(codec.FAULTS):
        parse(value)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_in_utc_is_written_as_isoformat_writes_it(moment: datetime) -> None:
    written = moment.isoformat().replace("+00:00", "Z")
    assert codec.format_datetime(moment) == written
