"""What the worked example's methods send: method, URL, headers, body."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.support.calling import BASE, KEY, Caller, ok

START = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
PATIENT = {"first_name": "Zoë", "last_name": "O'Neil", "email": "zoe@mail.example"}
Method = Callable[[Any], Any]

METHODS: list[tuple[str, Method, str, str]] = [
    ("list", lambda c: c.appointments.list(), "GET", "/connected/appointments"),
    ("get", lambda c: c.appointments.get("a1"), "GET", "/connected/appointments/a1"),
    (
        "cancel",
        lambda c: c.appointments.cancel("a1"),
        "POST",
        "/connected/appointments/a1/cancel",
    ),
    (
        "confirm",
        lambda c: c.appointments.confirm(
            "a1", external_payment_reference="r", patient=PATIENT
        ),
        "POST",
        "/connected/appointments/a1/confirm",
    ),
    (
        "reschedule",
        lambda c: c.appointments.reschedule("a1", start=START),
        "POST",
        "/connected/appointments/a1/reschedule",
    ),
]


def example(sdk: ModuleType, method: str) -> Any:
    """The documented answer to a method."""
    testing = sdk.testing
    if method == "list":
        return testing.make_appointment_page().to_dict()
    if method == "get":
        return testing.make_appointment().to_dict()
    return getattr(testing, f"make_{method}_appointment_response")().to_dict()


def query(caller: Caller) -> list[tuple[str, str]]:
    return parse_qsl(caller.sent.url.query.decode(), keep_blank_values=True)


def listed(caller: Caller, sdk: ModuleType, **arguments: Any) -> list[tuple[str, str]]:
    """The query of a `list` with these arguments."""
    caller.call(lambda c: c.appointments.list(**arguments), ok(example(sdk, "list")))
    return query(caller)


def confirmed(caller: Caller, sdk: ModuleType, patient: Any, **more: Any) -> Any:
    """The body of a `confirm` for this patient."""
    caller.call(
        lambda c: c.appointments.confirm(
            "a1", external_payment_reference="r", patient=patient, **more
        ),
        ok(example(sdk, "confirm")),
    )
    return json.loads(caller.sent.content)


@pytest.mark.parametrize(
    ("name", "method", "verb", "path"), METHODS, ids=[row[0] for row in METHODS]
)
def test_every_method_sends_its_request(
    caller: Caller, sdk: ModuleType, name: str, method: Method, verb: str, path: str
) -> None:
    result = caller.call(method, ok(example(sdk, name)))
    assert caller.sent.method == verb
    assert str(caller.sent.url) == BASE + path
    headers = caller.sent.headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("dronline_connected/2026-05-29 (API 2026")
    has_body = name in ("confirm", "reschedule")
    assert headers.get("content-type") == ("application/json" if has_body else None)
    assert bool(caller.sent.content) == has_body
    if name != "list":
        assert result.to_dict() == example(sdk, name)


@pytest.mark.parametrize(
    ("name", "method", "verb", "path"), METHODS, ids=[row[0] for row in METHODS]
)
def test_every_method_gives_its_raw_response(
    caller: Caller, sdk: ModuleType, name: str, method: Method, verb: str, path: str
) -> None:
    class Raw:
        """A client whose resources answer raw."""

        def __init__(self, client: Any) -> None:
            self.appointments = client.appointments.with_raw_response

    answer = ok(example(sdk, name), x_request_id="req-1")
    raw = caller.call(lambda client: method(Raw(client)), answer)
    assert (raw.status_code, raw.request_id, raw.retries) == (200, "req-1", 0)
    assert json.loads(raw.content) == example(sdk, name)
    assert raw.parse().to_dict() == example(sdk, name)
    assert raw.parse() is raw.parse()
    assert (caller.sent.method, caller.sent.url.path) == (verb, "/v1" + path)


# Query


def test_arguments_that_are_not_given_are_not_sent(
    caller: Caller, sdk: ModuleType
) -> None:
    assert listed(caller, sdk, status=None, limit=None, confirmed_at_gte=None) == []
    assert "?" not in str(caller.sent.url)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_an_enum_and_its_value_are_sent_alike(
    caller: Caller, sdk: ModuleType, status: str
) -> None:
    assert listed(caller, sdk, status=status) == [("status", status)]
    caller.requests.clear()
    member = sdk.models.AppointmentStatus(status)
    assert listed(caller, sdk, status=member) == [("status", status)]


def test_a_status_of_tomorrow_can_be_asked_for(caller: Caller, sdk: ModuleType) -> None:
    status = sdk.models.AppointmentStatus("no_show")
    assert listed(caller, sdk, status=status) == [("status", "no_show")]


def test_moments_are_sent_with_their_offset(caller: Caller, sdk: ModuleType) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    assert listed(
        caller,
        sdk,
        confirmed_at_gte=START,
        confirmed_at_lte=START.astimezone(east),
        cancelled_at_gte=START.replace(microsecond=1500),
    ) == [
        ("confirmed_at_gte", "2026-06-10T10:00:00Z"),
        ("confirmed_at_lte", "2026-06-10T15:30:00+05:30"),
        ("cancelled_at_gte", "2026-06-10T10:00:00.001500Z"),
    ]
    assert b"+" not in caller.sent.url.query


def test_values_cannot_add_arguments(caller: Caller, sdk: ModuleType) -> None:
    hostile = "a&limit=9#x=?%26 +é"
    assert listed(caller, sdk, starting_after=hostile) == [("starting_after", hostile)]


def test_a_moment_without_a_time_zone_is_refused(caller: Caller) -> None:
    naive = START.replace(tzinfo=None)
    with pytest.raises(ValueError, match="confirmed_at_gte must be a datetime with a"):
        caller.call(lambda c: c.appointments.list(confirmed_at_gte=naive), ok())
    assert caller.requests == []


# Path


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("a?b#c", "a%3Fb%23c"),
        ("é", "%C3%A9"),
        ("%2F", "%252F"),
        ("a b", "a%20b"),
        ("...", "..."),
    ],
)
def test_an_id_is_one_segment_of_the_path_whatever_it_holds(
    caller: Caller, sdk: ModuleType, given: str, sent: str
) -> None:
    caller.call(lambda c: c.appointments.get(given), ok(example(sdk, "get")))
    path = caller.sent.url.raw_path.decode()
    assert path == f"/v1/connected/appointments/{sent}"


@pytest.mark.parametrize("given", ["", ".", ".."])
def test_an_id_that_would_lead_elsewhere_is_refused(caller: Caller, given: str) -> None:
    with pytest.raises(ValueError, match="appointment_id must not be"):
        caller.call(lambda c: c.appointments.get(given), ok())
    assert caller.requests == []


def test_an_id_of_none_is_refused(caller: Caller) -> None:
    with pytest.raises(TypeError, match="appointment_id cannot be a NoneType"):
        caller.call(lambda c: c.appointments.cancel(None), ok())
    assert caller.requests == []


# Body


def test_a_patient_may_be_a_dataclass_or_a_dict(
    caller: Caller, sdk: ModuleType
) -> None:
    full = {
        **PATIENT,
        "phone": "+447700900123",
        "sex": "female",
        "date_of_birth": date(1990, 1, 2),
        "metadata": {"a": "b"},
    }
    expected = {
        "external_payment_reference": "r",
        "patient": {**full, "date_of_birth": "1990-01-02"},
    }
    assert confirmed(caller, sdk, full) == expected
    caller.requests.clear()
    assert confirmed(caller, sdk, sdk.models.PatientInput(**full)) == expected
    caller.requests.clear()
    full["sex"] = sdk.models.Sex.FEMALE
    assert confirmed(caller, sdk, full) == expected


def test_what_is_none_or_left_out_of_the_body_is_not_sent(
    caller: Caller, sdk: ModuleType
) -> None:
    patient = {**PATIENT, "phone": None, "sex": None, "metadata": None}
    body = confirmed(caller, sdk, patient, partner_reference=None, metadata=None)
    assert body == {"external_payment_reference": "r", "patient": PATIENT}


def test_empty_is_not_none(caller: Caller, sdk: ModuleType) -> None:
    patient = {**PATIENT, "phone": "", "metadata": {}}
    body = confirmed(caller, sdk, patient, partner_reference="", metadata={})
    assert body == {
        "external_payment_reference": "r",
        "patient": patient,
        "partner_reference": "",
        "metadata": {},
    }


def test_text_is_sent_as_utf_8(caller: Caller, sdk: ModuleType) -> None:
    confirmed(caller, sdk, PATIENT)
    assert "Zoë".encode() in caller.sent.content


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        ({**PATIENT, "firstname": "x"}, "'firstname'"),
        ({"first_name": "A", "last_name": "B"}, "'email'"),
        (None, "expected PatientInput or a dict, got NoneType"),
        ([PATIENT], "expected PatientInput or a dict, got list"),
        ("Zoë", "expected PatientInput or a dict, got str"),
    ],
)
def test_a_patient_that_cannot_be_one_is_refused_without_its_data(
    caller: Caller, sdk: ModuleType, patient: Any, said: str
) -> None:
    with pytest.raises(TypeError) as refused:
        confirmed(caller, sdk, patient)
    assert said in str(refused.value)
    assert "Zoë" not in str(refused.value)
    assert caller.requests == []


def test_a_date_of_birth_with_a_time_is_refused(
    caller: Caller, sdk: ModuleType
) -> None:
    with pytest.raises(ValueError, match="expected a date, got a datetime"):
        confirmed(caller, sdk, {**PATIENT, "date_of_birth": START})
    assert caller.requests == []


def test_a_new_start_is_sent_as_an_instant(caller: Caller, sdk: ModuleType) -> None:
    caller.call(METHODS[-1][1], ok(example(sdk, "reschedule")))
    assert caller.sent.content == b'{"start":"2026-06-10T10:00:00Z"}'


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.appointments.get(),
        lambda c: c.appointments.list("held"),
        lambda c: c.appointments.reschedule("a", START),
        lambda c: c.appointments.confirm("a", patient=PATIENT),
        lambda c: c.appointments.list(stauts="held"),
    ],
    ids=["missing", "positional", "positional-2", "missing-keyword", "misspelt"],
)
def test_a_wrong_call_is_a_type_error(caller: Caller, call: Method) -> None:
    with pytest.raises(TypeError):
        caller.call(call, ok())
    assert caller.requests == []
