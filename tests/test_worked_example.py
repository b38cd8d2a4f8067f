"""What general rules must make of the Dr.Online page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "specs/dronline-connected/pages/appointments.md"
MERGED = ROOT / "generated/dronline-connected.openapi.json"


def fragments() -> list[Any]:
    blocks = re.findall(r"```json\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    return [json.loads(block) for block in blocks]


def merged() -> Any:
    return json.loads(MERGED.read_text("utf-8"))


def test_every_repeated_shape_has_one_name() -> None:
    assert sorted(merged()["components"]["schemas"]) == [
        "Appointment",
        "AppointmentPage",
        "AppointmentStatus",
        "CancelAppointmentResponse",
        "ConfirmAppointmentRequest",
        "ConfirmAppointmentResponse",
        "ConfirmedAppointment",
        "ContactType",
        "Patient",
        "PatientInput",
        "Questionnaire",
        "QuestionnaireStatus",
        "RescheduleAppointmentRequest",
        "RescheduleAppointmentResponse",
        "Sex",
        "Timezone",
    ]
    assert sorted(merged()["components"]["parameters"]) == ["AppointmentId"]


def test_the_merged_document_is_at_most_30_percent_of_its_fragments() -> None:
    def size(document: Any) -> int:
        return len(json.dumps(document, indent=2, ensure_ascii=False).encode())

    # Both sides written alike: what is measured is the repetition, not the white space.
    assert size(merged()) <= 0.30 * sum(map(size, fragments()))


def test_no_prose_is_left_that_was_an_example() -> None:
    text = MERGED.read_text("utf-8")
    assert '"description": "{' not in text
    assert PAGE.read_text("utf-8").count('"description":"{\\"example\\"') == 52


def test_every_nullable_is_honoured() -> None:
    page = PAGE.read_text("utf-8")
    assert page.count('"nullable":true') == 85
    schemas = merged()["components"]["schemas"]
    assert "nullable" not in MERGED.read_text("utf-8")
    assert schemas["Appointment"]["properties"]["video_url"]["type"] == [
        "string",
        "null",
    ]
    assert {"type": "null"} in schemas["Appointment"]["properties"]["patient"]["anyOf"]


def test_the_tool_knows_nothing_of_this_api() -> None:
    """What is particular to it lives in `specs/`."""
    for folder in ("generator", "templates"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in (".py", ".j2"):
                text = path.read_text("utf-8").lower()
                assert "dronline" not in text, path
                assert "dr.online" not in text, path
