"""What type checkers must refuse: the statement below each comment `mypy's rule | pyright's rules`."""

from __future__ import annotations

from datetime import datetime

from dronline_connected import AsyncDrOnline, DrOnline
from dronline_connected.models import Appointment, PatientInput


def refused(client: DrOnline, appointment: Appointment, start: datetime) -> None:
    appointments = client.appointments
    confirm = client.appointments.confirm
    patient = PatientInput(first_name="A", last_name="B", email="c@d.example")

    # arg-type | reportArgumentType
    appointments.list(status="confirmd")
    # call-arg | reportCallIssue
    appointments.list("held")
    # arg-type | reportArgumentType
    appointments.list(limit="10")
    # call-arg | reportCallIssue
    appointments.list(stauts="held")
    # call-arg | reportCallIssue
    appointments.get()
    # arg-type | reportArgumentType
    appointments.get(None)
    # call-arg | reportCallIssue
    appointments.reschedule("a")
    # call-arg | reportCallIssue
    appointments.reschedule("a", start)
    # arg-type | reportArgumentType
    appointments.reschedule("a", start="2026-06-10T10:00:00Z")
    # arg-type | reportArgumentType
    appointments.reschedule("a", start=None)
    # call-arg | reportCallIssue
    confirm("a", patient=patient)
    # arg-type | reportArgumentType
    confirm("a", external_payment_reference=None, patient=patient)
    # arg-type | reportArgumentType
    confirm("a", external_payment_reference="r", patient={"first_name": "A"})
    # dict-item | reportArgumentType
    confirm("a", external_payment_reference="r", patient=patient, metadata={"a": 1})
    # call-arg | reportCallIssue
    PatientInput(first_name="A", last_name="B")
    # arg-type | reportArgumentType
    PatientInput(first_name="A", last_name="B", email="c@d.example", sex="?")
    # call-arg | reportCallIssue
    PatientInput("A", "B", "c@d.example")
    # union-attr | reportOptionalMemberAccess
    print(appointment.cancelled_at.year)
    # union-attr | reportAttributeAccessIssue reportOptionalMemberAccess
    print(appointment.patient.email)
    # attr-defined | reportAttributeAccessIssue
    print(appointment.nmae)
    # assignment | reportAttributeAccessIssue
    appointment.start = "2026-06-10"
    # arg-type | reportArgumentType
    DrOnline(environment="live ")
    # arg-type | reportArgumentType
    DrOnline(api_key=b"key")


async def refused_of_async(client: AsyncDrOnline) -> None:
    # attr-defined | reportAttributeAccessIssue
    print(client.appointments.get("a").start)
    # misc | reportGeneralTypeIssues
    await client.appointments.list()
    # call-overload | reportArgumentType
    print(list(client.appointments.list()))
