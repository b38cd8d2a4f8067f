"""A program of a partner's: every method, both ways. Type checkers must find nothing here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import assert_type

import httpx2
from dronline_connected import AsyncDrOnline, DrOnline, DrOnlineError
from dronline_connected.errors import NotFoundError, RateLimitError, ResponseDecodeError
from dronline_connected.models import (
    Appointment,
    AppointmentPage,
    AppointmentStatus,
    CancelAppointmentResponse,
    ConfirmAppointmentResponse,
    ConfirmedAppointment,
    ContactType,
    Patient,
    PatientInput,
    PatientInputDict,
    RescheduleAppointmentResponse,
    Sex,
    Timezone,
)
from dronline_connected.testing import FakeAPI, make_appointment

SOON = datetime.now(UTC) + timedelta(hours=1)


def every_method(client: DrOnline) -> None:
    for appointment in client.appointments.list(status="held", limit=10):
        assert_type(appointment, Appointment)
    for page in client.appointments.list(
        status=AppointmentStatus.CONFIRMED,
        confirmed_at_gte=SOON,
        confirmed_at_lte=SOON,
        cancelled_at_gte=None,
        cancelled_at_lte=SOON,
        starting_after="a",
    ).pages():
        assert_type(page, AppointmentPage)
        assert_type(page.data, list[Appointment])
    assert_type(client.appointments.list().first_page(), AppointmentPage)
    assert_type(client.appointments.get("a"), Appointment)
    assert_type(client.appointments.get(appointment_id="a"), Appointment)
    assert_type(client.appointments.cancel("a"), CancelAppointmentResponse)
    assert_type(
        client.appointments.confirm(
            "a",
            external_payment_reference="r",
            patient=PatientInput(first_name="A", last_name="B", email="c@d.example"),
            partner_reference=None,
            metadata={"key": "value"},
        ),
        ConfirmAppointmentResponse,
    )
    assert_type(
        client.appointments.reschedule("a", start=SOON), RescheduleAppointmentResponse
    )


async def every_method_awaited(client: AsyncDrOnline) -> None:
    async for appointment in client.appointments.list(status="cancelled"):
        assert_type(appointment, Appointment)
    async for page in client.appointments.list().pages():
        assert_type(page, AppointmentPage)
    assert_type(await client.appointments.list().first_page(), AppointmentPage)
    assert_type(await client.appointments.get("a"), Appointment)
    assert_type(await client.appointments.cancel("a"), CancelAppointmentResponse)
    written: PatientInputDict = {
        "first_name": "A",
        "last_name": "B",
        "email": "c@d.example",
        "sex": "female",
        "date_of_birth": date(1990, 1, 2),
        "phone": None,
    }
    confirmed = await client.appointments.confirm(
        "a", external_payment_reference="r", patient=written
    )
    assert_type(confirmed.confirmed_appointment, ConfirmedAppointment)
    assert_type(
        await client.appointments.reschedule("a", start=SOON),
        RescheduleAppointmentResponse,
    )


def raw_responses(client: DrOnline) -> None:
    raw = client.appointments.with_raw_response
    assert_type(raw.list(limit=1).parse(), AppointmentPage)
    assert_type(raw.get("a").parse(), Appointment)
    assert_type(raw.cancel("a").parse(), CancelAppointmentResponse)
    assert_type(raw.reschedule("a", start=SOON).parse(), RescheduleAppointmentResponse)
    confirmed = raw.confirm(
        "a",
        external_payment_reference="r",
        patient={"first_name": "A", "last_name": "B", "email": "c@d.example"},
    )
    assert_type(confirmed.parse(), ConfirmAppointmentResponse)
    assert_type(confirmed.status_code, int)
    assert_type(confirmed.content, bytes)


async def raw_responses_awaited(client: AsyncDrOnline) -> None:
    raw = client.appointments.with_raw_response
    assert_type((await raw.list()).parse(), AppointmentPage)
    assert_type((await raw.get("a")).parse(), Appointment)
    assert_type((await raw.cancel("a")).parse(), CancelAppointmentResponse)
    moved = await raw.reschedule("a", start=SOON)
    assert_type(moved.parse(), RescheduleAppointmentResponse)
    confirmed = await raw.confirm(
        "a",
        external_payment_reference="r",
        patient=PatientInput(first_name="A", last_name="B", email="c@d.example"),
    )
    assert_type(confirmed.parse(), ConfirmAppointmentResponse)


def models(appointment: Appointment) -> None:
    assert_type(appointment.start, datetime)
    assert_type(appointment.cancelled_at, datetime | None)
    assert_type(appointment.status, AppointmentStatus)
    assert_type(appointment.contact_type, ContactType)
    assert_type(appointment.timezone, Timezone)
    assert_type(appointment.metadata, dict[str, str] | None)
    assert_type(Appointment.from_dict({}), Appointment)
    if appointment.patient:
        assert_type(appointment.patient, Patient)
        assert_type(appointment.patient.date_of_birth, date | None)
        assert_type(appointment.patient.sex, Sex | None)
    if appointment.status == "held" or not appointment.status.is_known:
        print(appointment.status.value.upper())


def options_and_errors() -> None:
    with DrOnline("sk_sandbox_x", environment="sandbox", timeout=3.0) as client:
        patient_client = client.with_options(max_retries=0, headers={"x-a": "b"})
        assert_type(patient_client, DrOnline)
        try:
            every_method(patient_client)
        except NotFoundError as error:
            print(error.status_code, error.request_id)
        except RateLimitError as error:
            print(error.retry_after)
        except ResponseDecodeError as error:
            print(error.path)
        except DrOnlineError:
            raise


def constructors() -> None:
    DrOnline(lambda: "sk_live_x", on_drift=lambda event: print(event.path))
    DrOnline(http_client=httpx2.Client(), base_url="https://api.example.com")
    AsyncDrOnline(api_key="sk_live_x", http_client=httpx2.AsyncClient())


async def tests_of_their_own() -> None:
    api = FakeAPI()
    assert_type(api.client(), DrOnline)
    async with api.async_client() as client:
        assert_type(client, AsyncDrOnline)
        await every_method_awaited(client)
    assert_type(make_appointment(status=AppointmentStatus.HELD), Appointment)
