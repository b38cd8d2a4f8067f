"""The worked example's models: what they read, what they write back, what they refuse."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from generator.examples import variants
from tests.support.packages import Built

Data = dict[str, Any]


def decode(sdk: ModuleType, data: Any, model: str = "Appointment") -> Any:
    return getattr(sdk.models, model).from_dict(data)


def refusal(sdk: ModuleType, data: Any, model: str = "Appointment") -> str:
    with pytest.raises(sdk.errors.DecodeError) as refused:
        decode(sdk, data, model)
    assert refused.value.__cause__ is None
    return str(refused.value)


# There and back


def everything_valid(dronline: Built) -> Iterator[tuple[str, str, Any]]:
    for model in dronline.model.models:
        for label, value in variants(dronline.spec, dronline.spec.schemas[model.id]):
            yield model.name, label, value


def test_every_variant_of_every_model_is_read_and_written_back(
    dronline: Built, sdk: ModuleType
) -> None:
    seen = set()
    for name, label, value in everything_valid(dronline):
        model = decode(sdk, value, name)
        assert model.to_dict() == value, (name, label)
        again = decode(sdk, model.to_dict(), name)
        assert again == model, (name, label)
        seen.add(name)
    assert seen == {model.name for model in dronline.model.models}


def test_the_slow_decoder_agrees_with_the_fast_one(
    dronline: Built, sdk: ModuleType
) -> None:

    codec = import_module(f"{sdk.__name__}._runtime.codec")
    for name, label, value in everything_valid(dronline):
        cls = getattr(sdk.models, name)
        assert codec.decode_by_shape(cls, value) == cls.from_dict(value), (name, label)


def test_the_full_appointment_is_typed(sdk: ModuleType, appointment: Data) -> None:
    models = sdk.models
    appointment["start"] = "2026-06-10T10:00:00Z"
    appointment["patient"]["date_of_birth"] = "1990-01-31"
    found = decode(sdk, appointment)
    assert found.start == datetime(2026, 6, 10, 10, tzinfo=UTC)
    assert found.status is models.AppointmentStatus.HELD
    assert found.contact_type is models.ContactType.VIDEO_CALL
    assert found.timezone is models.Timezone.EUROPE_LONDON
    assert isinstance(found.patient, models.Patient)
    assert found.patient.date_of_birth == date(1990, 1, 31)
    assert isinstance(found.questionnaire, models.Questionnaire)


def test_decoding_does_not_change_or_share_its_input(
    sdk: ModuleType, appointment: Data
) -> None:
    before = copy.deepcopy(appointment)
    found = decode(sdk, appointment)
    found.metadata["added"] = "later"
    found.patient.metadata.clear()
    assert appointment == before


# Absent, null


@pytest.mark.parametrize("name", ["patient", "questionnaire"])
def test_absent_and_null_are_told_apart_where_the_api_does(
    sdk: ModuleType, appointment: Data, name: str
) -> None:
    null = decode(sdk, {**appointment, name: None})
    assert getattr(null, name) is None
    assert null.to_dict()[name] is None
    del appointment[name]
    absent = decode(sdk, appointment)
    assert repr(getattr(absent, name)) == "UNSET"
    assert not getattr(absent, name)
    assert name not in absent.to_dict()
    assert null != absent


def test_absent_is_none_where_it_can_mean_nothing_else(
    sdk: ModuleType, appointment: Data
) -> None:
    del appointment["metadata"]
    found = decode(sdk, appointment)
    assert found.metadata is None
    assert "metadata" not in found.to_dict()


def test_null_is_refused_where_the_api_has_none(
    sdk: ModuleType, appointment: Data
) -> None:
    assert refusal(sdk, {**appointment, "metadata": None}) == (
        "$.metadata: expected an object, got null"
    )


NULLABLE = {
    *("appointment_hold_id", "booking_channel_id", "cancelled_at", "confirmed_at"),
    *("external_payment_reference", "partner_reference", "patient", "previous_end"),
    *("previous_start", "questionnaire", "rescheduled_at", "updated_at", "video_url"),
}


def test_exactly_these_fields_may_be_null(sdk: ModuleType, appointment: Data) -> None:
    for name in appointment:
        null = {**appointment, name: None}
        if name in NULLABLE:
            assert decode(sdk, null).to_dict()[name] is None
        else:
            assert refusal(sdk, null).startswith(f"$.{name}: expected ")


def test_exactly_these_fields_may_be_absent(sdk: ModuleType, appointment: Data) -> None:
    for name in appointment:
        rest = {key: value for key, value in appointment.items() if key != name}
        if name in ("metadata", "patient", "questionnaire"):
            assert decode(sdk, rest).to_dict() == rest
        else:
            assert refusal(sdk, rest) == f"$.{name}: required, and left out"


# Unknown


def test_a_value_of_tomorrow_is_kept(sdk: ModuleType, appointment: Data) -> None:
    found = decode(
        sdk, {**appointment, "status": "no_show", "timezone": "Mars/Tharsis"}
    )
    assert found.status == "no_show"
    assert not found.status.is_known
    assert isinstance(found.status, sdk.models.AppointmentStatus)
    assert found.to_dict()["status"] == "no_show"
    assert found.to_dict()["timezone"] == "Mars/Tharsis"


def test_another_constant_is_kept(sdk: ModuleType, appointment: Data) -> None:
    found = decode(sdk, {**appointment, "object": "visit"})
    assert found.to_dict()["object"] == "visit"


def test_further_keys_are_ignored(sdk: ModuleType, appointment: Data) -> None:
    found = decode(sdk, {**appointment, "new": {"deep": [1]}, "": None})
    assert found.to_dict() == appointment


# Wrong


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("id", 1, "$.id: expected a string, got an integer"),
        ("id", None, "$.id: expected a string, got null"),
        ("id", ["x"], "$.id: expected a string, got an array"),
        ("object", True, "$.object: expected a string, got a boolean"),
        ("rescheduled", 0, "$.rescheduled: expected a boolean, got an integer"),
        ("rescheduled", "no", "$.rescheduled: expected a boolean, got a string"),
        ("status", 3, "$.status: expected a string, got an integer"),
        ("status", None, "$.status: expected a string, got null"),
        ("metadata", {"key": 1}, "$.metadata[*]: expected a string, got an integer"),
        ("metadata", [], "$.metadata: expected an object, got an array"),
        ("patient", "x", "$.patient: expected an object, got a string"),
        ("patient", {}, "$.patient.id: required, and left out"),
        (
            "start",
            "2026-06-10T10:00:00",
            "$.start: expected an RFC 3339 date-time with a UTC offset, got another string",
        ),
        (
            "start",
            1781085600,
            "$.start: expected an RFC 3339 date-time with a UTC offset, got an integer",
        ),
        (
            "updated_at",
            "yesterday",
            "$.updated_at: expected an RFC 3339 date-time with a UTC offset, got another string",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(
    sdk: ModuleType, appointment: Data, name: str, value: Any, said: str
) -> None:
    assert refusal(sdk, {**appointment, name: value}) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "$: expected an object, got null"),
        ([], "$: expected an object, got an array"),
        ("", "$: expected an object, got a string"),
        (1.5, "$: expected an object, got a number"),
    ],
)
def test_what_is_no_object_is_refused(sdk: ModuleType, value: Any, said: str) -> None:
    assert refusal(sdk, value) == said


def test_the_place_leads_through_lists_and_objects(
    sdk: ModuleType, appointment: Data
) -> None:
    second = copy.deepcopy(appointment)
    second["patient"]["sex"] = 7
    page = {"object": "list", "url": "/", "has_more": False}
    said = refusal(sdk, {**page, "data": [appointment, second]}, "AppointmentPage")
    assert said == "$.data[1].patient.sex: expected a string, got an integer"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-06-10T10:00:00.5+02:00", datetime(2026, 6, 10, 8, 0, 0, 500000, UTC)),
        ("2026-06-10t10:00:00z", datetime(2026, 6, 10, 10, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_whatever_rfc_3339_allows_is_read(
    sdk: ModuleType, appointment: Data, text: str, instant: datetime
) -> None:
    found = decode(sdk, {**appointment, "start": text})
    assert found.start == instant
    assert decode(sdk, found.to_dict()).start == instant


def test_a_moment_without_a_time_zone_is_not_written(sdk: ModuleType) -> None:
    found = sdk.testing.make_appointment(start=datetime(2026, 6, 10, 10))
    with pytest.raises(ValueError, match="without a time zone is not an instant"):
        found.to_dict()


# Values


def test_models_are_values(sdk: ModuleType) -> None:
    one, two = sdk.testing.make_appointment(), sdk.testing.make_appointment()
    assert one == two
    assert one is not two
    assert replace(one, id="other") != two
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one


def test_a_misspelt_attribute_is_an_error(sdk: ModuleType) -> None:
    found = sdk.testing.make_appointment()
    with pytest.raises(AttributeError):
        found.statsu = "held"


def test_an_absent_field_stays_absent_through_pickle(
    sdk: ModuleType, appointment: Data
) -> None:
    del appointment["patient"]
    found = pickle.loads(pickle.dumps(decode(sdk, appointment)))
    assert found.to_dict() == appointment


def test_the_repr_hides_what_is_personal(sdk: ModuleType, appointment: Data) -> None:
    personal = {
        "first_name": "Zebulon",
        "last_name": "Quux",
        "email": "zq@mail.example",
        "phone": "+447700900999",
        "sex": "male",
        "date_of_birth": "1931-12-13",
        "metadata": {"ward": "oncology"},
    }
    appointment["patient"].update(personal)
    appointment["video_url"] = "https://video.example/room-5"
    appointment["questionnaire"]["completion_url"] = "https://q.example/6"
    appointment["questionnaire"]["name"] = "Cancer screening"
    shown = repr(decode(sdk, appointment))
    hidden = ["Zebulon", "Quux", "mail", "9999", "MALE", "1931", "ward", "oncology"]
    hidden += ["room-5", "q.example", "Cancer"]
    assert [text for text in hidden if text in shown] == []
    assert "patient_id='patient_1'" in shown
    given = {
        **personal,
        "date_of_birth": decode(sdk, appointment).patient.date_of_birth,
    }
    assert repr(sdk.models.PatientInput(**given)) == "PatientInput()"


def test_documented_enums_hold_what_the_page_says(sdk: ModuleType) -> None:
    models = sdk.models
    assert [m.value for m in models.AppointmentStatus] == [
        "held",
        "confirmed",
        "cancelled",
    ]
    assert [m.value for m in models.Sex] == ["male", "female"]
    assert {m.value for m in models.ContactType} >= {"video_call"}
    assert models.Timezone("Europe/London") is models.Timezone.EUROPE_LONDON


def test_factories_make_an_example_of_every_model(
    dronline: Built, sdk: ModuleType
) -> None:
    for model in dronline.model.models:
        make = getattr(sdk.testing, f"make_{model.module}")
        made = make()
        assert type(made) is getattr(sdk.models, model.name)
        assert type(made).from_dict(made.to_dict()) == made
        with pytest.raises(TypeError):
            make(no_such_field=1)
