"""The appointment as one writes it by hand for pydantic and for msgspec: the same fields and types.

Nothing that costs is left out of ours or added to theirs: no aliases, no validators, closed enums.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from importlib import import_module
from typing import Any, Literal

from pydantic import BaseModel

msgspec: Any = import_module(
    "msgspec"
)  # not in the environment that types are checked in

Sex = StrEnum("Sex", {"FEMALE": "female", "MALE": "male"})
Asked = StrEnum("Asked", ["open", "finished", "incomplete"])
Contact = StrEnum("Contact", ["phone_call", "video_call", "in_person"])
Status = StrEnum("Status", ["held", "confirmed", "cancelled"])
Zone = StrEnum(
    "Zone",
    {"LONDON": "Europe/London", "LISBON": "Europe/Lisbon", "DUBLIN": "Europe/Dublin"},
)

_PATIENT = {
    "id": str,
    "object": Literal["patient"],
    "date_of_birth": date | None,
    "email": str,
    "first_name": str,
    "last_name": str,
    "patient_id": str,
    "phone": str | None,
    "sex": Sex | None,
}
_QUESTIONNAIRE = {
    "id": str,
    "object": Literal["questionnaire"],
    "completion_url": str | None,
    "name": str,
    "questionnaire_id": str,
    "status": Asked,
}
_APPOINTMENT = {
    "id": str,
    "object": Literal["appointment"],
    "appointment_hold_id": str | None,
    "appointment_id": str,
    "appointment_type_id": str,
    "booking_channel_id": str | None,
    "cancelled_at": datetime | None,
    "confirmed_at": datetime | None,
    "contact_type": Contact,
    "created_at": datetime,
    "end": datetime,
    "external_payment_reference": str | None,
    "partner_reference": str | None,
    "patient_id": str,
    "practitioner_id": str,
    "previous_end": datetime | None,
    "previous_start": datetime | None,
    "rescheduled": bool,
    "rescheduled_at": datetime | None,
    "start": datetime,
    "status": Status,
    "timezone": Zone,
    "updated_at": datetime | None,
    "video_url": str | None,
}


def _pydantic(name: str, required: dict[str, Any], **optional: Any) -> Any:
    fields = {
        "__annotations__": {**required, **{n: t | None for n, t in optional.items()}}
    }
    return type(
        name,
        (BaseModel,),
        {"__module__": __name__, **fields, **dict.fromkeys(optional)},
    )


def _msgspec(name: str, required: dict[str, Any], **optional: Any) -> Any:
    unset = msgspec.UNSET
    more = [(n, t | None | msgspec.UnsetType, unset) for n, t in optional.items()]
    return msgspec.defstruct(name, [*required.items(), *more])


def pydantic_appointment() -> Any:
    """The BaseModel."""
    patient = _pydantic("Patient", _PATIENT, metadata=dict[str, str])
    asked = _pydantic("Questionnaire", _QUESTIONNAIRE)
    more = {"metadata": dict[str, str], "patient": patient, "questionnaire": asked}
    return _pydantic("Appointment", _APPOINTMENT, **more)


def msgspec_appointment() -> Any:
    """The Struct."""
    patient = _msgspec("Patient", _PATIENT, metadata=dict[str, str])
    asked = _msgspec("Questionnaire", _QUESTIONNAIRE)
    more = {"metadata": dict[str, str], "patient": patient, "questionnaire": asked}
    return _msgspec("Appointment", _APPOINTMENT, **more)
