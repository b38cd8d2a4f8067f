"""What the worked example's clients keep to themselves, what they report, and the API's stand-in."""

from __future__ import annotations

import json
import logging
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.behaviour.test_sdk_client import ID, SECRET, confirm, get
from tests.support.calling import KEY, Caller, everything_said, ok

Data = dict[str, Any]


# Silence


@pytest.mark.parametrize(
    "answer",
    [
        ok({"detail": SECRET}, status=422),
        ok({"detail": SECRET}, status=500),
        ok({"appointment": SECRET, "confirmed_appointment": SECRET}),
        httpx2.Response(200, content=SECRET.encode()),
        httpx2.ConnectError("[Errno 111] Connection refused"),
        httpx2.ReadError(f"{SECRET} {KEY}"),
        httpx2.RemoteProtocolError(f"{SECRET} {KEY}"),
    ],
    ids=["422", "500", "wrong", "no-json", "connect", "read", "protocol"],
)
def test_nothing_says_a_key_or_a_patients_data(
    caller: Caller,
    sdk: ModuleType,
    caplog: pytest.LogCaptureFixture,
    answer: httpx2.Response | Exception,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(sdk.DrOnlineError) as raised:
        caller.call(confirm, answer)
    said = everything_said(raised.value) + caplog.text
    said += "".join(repr(record.__dict__) for record in caplog.records)
    for attribute in vars(raised.value).values():
        said += f"{attribute!r} {attribute}"
    assert KEY not in said
    assert SECRET not in said
    assert ID not in said


# Drift


def drifted(caller: Caller, data: Data) -> list[tuple[str, str]]:
    events: list[Any] = []
    caller.call(get, ok(data), on_drift=events.append)
    assert {event.operation for event in events} <= {"partnerV1GetAppointment"}
    assert not any(SECRET in repr(event) for event in events)
    return sorted((str(event.kind), event.path) for event in events)


def test_what_can_be_lived_with_is_reported(caller: Caller, sdk: ModuleType) -> None:
    data = sdk.testing.make_appointment().to_dict()
    data |= {"status": SECRET, "object": SECRET, "room": SECRET}
    data["patient"][SECRET + " Q"] = "1"
    assert drifted(caller, data) == [
        ("unknown-enum-value", "$.object"),
        ("unknown-enum-value", "$.status"),
        ("unknown-field", "$.patient[*]"),
        ("unknown-field", "$.room"),
    ]


def test_what_cannot_be_lived_with_is_reported_and_raised(
    caller: Caller, sdk: ModuleType
) -> None:
    data = sdk.testing.make_appointment().to_dict()
    del data["timezone"]
    data["rescheduled"] = SECRET
    events: list[Any] = []
    with pytest.raises(sdk.errors.ResponseDecodeError):
        caller.call(get, ok(data), on_drift=events.append)
    assert sorted((str(e.kind), e.path) for e in events) == [
        ("missing-field", "$.timezone"),
        ("wrong-type", "$.rescheduled"),
    ]


# The fake API


def test_the_fake_api_answers_every_operation(caller: Caller, sdk: ModuleType) -> None:
    api = sdk.testing.FakeAPI()
    client = api.client() if caller.colour == "sync" else api.async_client()
    assert caller.finish(lambda: get(client)).id == "id_1"
    assert caller.finish(lambda: confirm(client)).appointment.id == "id_1"
    assert [a.id for a in caller.finish(client.appointments.list)] == ["id_1"]
    called = [request.operation for request in api.requests]
    assert called == [
        "partnerV1GetAppointment",
        "partnerV1ConfirmAppointment",
        "partnerV1ListAppointments",
    ]
    sent = api.calls("partnerV1ConfirmAppointment")[0]
    assert sent.path == {"appointment_id": ID}
    assert sent.json["patient"]["first_name"] == SECRET
    assert sent.headers["authorization"] == "***"
    assert json.loads(sent.content) == sent.json
