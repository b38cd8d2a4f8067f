"""The Dr.Online page changed in one place each: what is found, and by which Python symbols."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import pipeline
from generator.checks.diff import Finding, Findings, Semver, Version, diff
from generator.config import Config
from generator.diagnostics import Report
from generator.source import Document, Json

PAGE = Path(__file__).parents[3] / "specs/dronline-connected/pages/appointments.md"
APPOINTMENT = "dronline_connected.models.Appointment"
Edit = Callable[[Document], None]


def version(folder: Path, name: str, edit: Edit) -> Version:
    """The page with every document on it edited, planned like the real one."""
    root = folder / name
    root.mkdir(exist_ok=True)
    lines = PAGE.read_text("utf-8").splitlines()
    (root / "page.md").write_text(
        "\n".join(edited(line, edit) for line in lines), "utf-8"
    )
    config = Config(
        root=root, inputs=("page.md",), package="dronline_connected", client="DrOnline"
    )
    report = Report()
    spec = pipeline.spec(config, report, validate="off")
    package = pipeline.package(pipeline.api(spec, config, report), config, report)
    return Version(name=name, spec=spec, package=package)


def edited(line: str, edit: Edit) -> str:
    if not line.startswith('{"openapi"'):
        return line
    document: Document = json.loads(line)
    edit(document)
    return json.dumps(document)


def objects(node: Json, *names: str) -> Iterator[Document]:
    """Every object schema with all these properties, however deep."""
    if isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict) and set(names) <= properties.keys():
            yield node
        for child in node.values():
            yield from objects(child, *names)
    elif isinstance(node, list):
        for child in node:
            yield from objects(child, *names)


def unchanged(document: Document) -> None:
    """Leave the document alone."""


def without_field(document: Document) -> None:
    for schema in objects(document, "cancelled_at", "confirmed_at"):
        del schema["properties"]["cancelled_at"]
        schema["required"] = [
            n for n in schema.get("required", ()) if n != "cancelled_at"
        ]


def with_another_status(document: Document) -> None:
    for schema in objects(document, "cancelled_at", "status"):
        schema["properties"]["status"]["enum"].append("no_show")
    for item in document["paths"].values():
        for parameter in item.get("get", {}).get("parameters", ()):
            if parameter["name"] == "status":
                parameter["schema"]["enum"].append("no_show")


def with_required_limit(document: Document) -> None:
    for item in document["paths"].values():
        for parameter in item.get("get", {}).get("parameters", ()):
            if parameter["name"] == "limit":
                parameter["required"] = True


def with_nullable_id(document: Document) -> None:
    for schema in objects(document, "cancelled_at", "id"):
        schema["properties"]["id"]["nullable"] = True


def with_numeric_id(document: Document) -> None:
    for schema in objects(document, "cancelled_at", "id"):
        schema["properties"]["id"]["type"] = "integer"


def without_cancel(document: Document) -> None:
    for path in [path for path in document["paths"] if path.endswith("/cancel")]:
        del document["paths"][path]


def with_required_reference(document: Document) -> None:
    for schema in objects(document, "external_payment_reference", "partner_reference"):
        if (
            "patient" in schema["properties"]
            and "cancelled_at" not in schema["properties"]
        ):
            schema["required"] = [*schema.get("required", ()), "partner_reference"]


# edit, (rule, symbol) of findings that must be there, the version needed, and for the reverse
EDITS: list[tuple[Edit, set[tuple[str, str]], Semver, set[tuple[str, str]], Semver]] = [
    (
        without_field,
        {
            ("sdk-field-removed", f"{APPOINTMENT}.cancelled_at"),
            ("response-required-property-removed", f"{APPOINTMENT}.cancelled_at"),
        },
        Semver.MAJOR,
        {
            ("sdk-field-added", f"{APPOINTMENT}.cancelled_at"),
            ("response-required-property-added", f"{APPOINTMENT}.cancelled_at"),
        },
        Semver.MINOR,
    ),
    (
        with_another_status,
        {
            (
                "sdk-enum-member-added",
                "dronline_connected.models.AppointmentStatus.NO_SHOW",
            ),
            (
                "response-property-enum-value-added",
                "dronline_connected.models.AppointmentStatus.NO_SHOW",
            ),
        },
        Semver.MINOR,
        {
            (
                "sdk-enum-member-removed",
                "dronline_connected.models.AppointmentStatus.NO_SHOW",
            ),
            (
                "request-parameter-enum-value-removed",
                "dronline_connected.models.AppointmentStatus.NO_SHOW",
            ),
        },
        Semver.MAJOR,
    ),
    (
        with_required_limit,
        {
            ("sdk-param-became-required", "client.appointments.list(limit=)"),
            ("request-parameter-became-required", "client.appointments.list(limit=)"),
        },
        Semver.MAJOR,
        {
            ("sdk-param-became-optional", "client.appointments.list(limit=)"),
            ("request-parameter-became-optional", "client.appointments.list(limit=)"),
        },
        Semver.MINOR,
    ),
    (
        with_nullable_id,
        {
            ("sdk-field-became-nullable", f"{APPOINTMENT}.id"),
            ("response-property-became-nullable", f"{APPOINTMENT}.id"),
        },
        Semver.MAJOR,
        {
            ("sdk-field-promises-more", f"{APPOINTMENT}.id"),
            ("response-property-became-not-nullable", f"{APPOINTMENT}.id"),
        },
        Semver.MINOR,
    ),
    (
        with_numeric_id,
        {
            ("sdk-field-type-changed", f"{APPOINTMENT}.id"),
            ("response-property-type-changed", f"{APPOINTMENT}.id"),
        },
        Semver.MAJOR,
        {
            ("sdk-field-type-changed", f"{APPOINTMENT}.id"),
            ("response-property-type-changed", f"{APPOINTMENT}.id"),
        },
        Semver.MAJOR,
    ),
    (
        without_cancel,
        {
            ("sdk-method-removed", "client.appointments.cancel()"),
            ("api-removed-without-deprecation", "client.appointments.cancel()"),
            (
                "sdk-object-removed",
                "dronline_connected.models.CancelAppointmentResponse",
            ),
        },
        Semver.MAJOR,
        {
            ("sdk-method-added", "client.appointments.cancel()"),
            ("endpoint-added", "client.appointments.cancel()"),
            ("sdk-object-added", "dronline_connected.models.CancelAppointmentResponse"),
        },
        Semver.MINOR,
    ),
    (
        with_required_reference,
        {
            (
                "sdk-param-became-required",
                "client.appointments.confirm(partner_reference=)",
            ),
            (
                "request-property-became-required",
                "client.appointments.confirm(partner_reference=)",
            ),
        },
        Semver.MAJOR,
        {
            (
                "sdk-param-became-optional",
                "client.appointments.confirm(partner_reference=)",
            ),
            (
                "request-property-became-optional",
                "client.appointments.confirm(partner_reference=)",
            ),
        },
        Semver.MINOR,
    ),
]


def named(findings: Findings) -> set[tuple[str, str]]:
    return {
        (finding.rule, symbol) for finding in findings for symbol in finding.symbols
    }


@pytest.mark.parametrize(
    ("edit", "found", "semver", "reverse", "reverse_semver"),
    EDITS,
    ids=[edit[0].__name__ for edit in EDITS],
)
def test_one_edit_of_the_page(
    tmp_path: Path,
    edit: Edit,
    found: set[tuple[str, str]],
    semver: Semver,
    reverse: set[tuple[str, str]],
    reverse_semver: Semver,
) -> None:
    base, revision = version(tmp_path, "base", unchanged), version(
        tmp_path, "revision", edit
    )
    forward, backward = diff(base, revision), diff(revision, base)
    assert found <= named(forward)
    assert forward.semver is semver
    assert reverse <= named(backward)
    assert backward.semver is reverse_semver


def test_the_page_does_not_differ_from_itself(tmp_path: Path) -> None:
    one, other = version(tmp_path, "one", unchanged), version(
        tmp_path, "other", unchanged
    )
    assert len(diff(one, other)) == 0


def test_a_field_of_five_copies_is_one_change_with_its_place_on_the_page(
    tmp_path: Path,
) -> None:
    base = version(tmp_path, "base", unchanged)
    findings = diff(base, version(tmp_path, "revision", with_nullable_id))
    change = next(
        c for c in findings.changes if c.findings[0].rule.startswith("sdk-field")
    )
    assert len(change.findings) == 2
    wire: Finding = change.findings[1]
    assert len(wire.operations) == 5
    assert wire.base.pointer == "/components/schemas/Appointment/properties/id"
    assert findings.location(wire.base).file == "page.md"
    assert findings.location(wire.base).line > 0
