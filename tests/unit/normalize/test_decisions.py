"""What a reviewer decided about hoisting is carried out; near misses help to decide."""

from __future__ import annotations

from typing import Any

from generator.config import SchemaRules
from generator.diagnostics import Report
from tests.support.canonical import api, call, canonical, constant, one_of, ref, thing

PATIENT = thing(
    "id", "name", object=constant("patient"), phone={"type": ["string", "null"]}
)
VISIT = {
    "POST /visits": call(
        "createVisit",
        thing(patient=PATIENT),
        request=thing(patient=thing("name", "phone")),
    )
}


def told(report: Report, rule: str) -> list[str]:
    return [found.message for found in report if found.rule == rule]


def test_near_misses_are_explained_and_not_merged() -> None:
    report = Report()
    canonical(api(VISIT), report=report)
    assert told(report, "near-miss") == [
        (
            "Patient (1 use) and PatientInput (1 use) differ in:"
            " id, object only in the first; nullable(phone)"
        )
    ]


def test_enumerations_that_share_values_are_near_misses() -> None:
    report = Report()
    paths = {
        "GET /a": call("getA", thing(colour=one_of("red", "blue"))),
        "GET /b": call("getB", thing(colour=one_of("red", "blue", "green"))),
        "GET /c": call("getC", thing(colour=one_of("black", "white"))),
    }
    canonical(api(paths), report=report)
    assert told(report, "near-miss") == [
        "GetAColour (1 use) and GetBColour (1 use) differ in: green only in the second"
    ]


def test_schemas_can_be_united() -> None:
    rules = SchemaRules(merge=(("Patient", "PatientInput"),))
    spec = canonical(api(VISIT), schemas=rules)
    assert "PatientInput" not in spec.schemas
    assert spec.schemas["CreateVisitRequest"]["properties"]["patient"] == ref("Patient")
    assert spec.schemas["Patient"]["required"] == ["name", "phone"]
    assert spec.schemas["Patient"]["properties"] == PATIENT["properties"]


def test_schemas_that_contradict_each_other_cannot_be_united() -> None:
    report = Report()
    paths = {
        "GET /a": call(
            "getA", thing(left=thing("a"), right=thing(a={"type": "integer"}))
        )
    }
    canonical(
        api(paths), schemas=SchemaRules(merge=(("Left", "Right"),)), report=report
    )
    assert told(report, "cannot-unite") == [
        (
            "Left and Right cannot be one component: they differ in more than in what is there,"
            " required or null"
        )
    ]


def test_uses_can_be_kept_apart() -> None:
    sex: Any = one_of("f", "m")
    paths = {
        "GET /a": call("getA", thing(sex=sex)),
        "GET /b": call("getB", thing(sex=sex)),
    }
    rules = SchemaRules(keep_apart=(("GetAResponse.sex", "GetBResponse.sex"),))
    spec = canonical(api(paths), schemas=rules)
    assert spec.schemas["GetAResponse"]["properties"]["sex"] == ref("Sex")
    assert spec.schemas["GetBResponse"]["properties"]["sex"] == ref("GetBSex")


def test_names_can_be_chosen() -> None:
    spec = canonical(
        api(VISIT), schemas=SchemaRules(names={"PatientInput": "NewPatient"})
    )
    assert spec.names.schemas["NewPatient"] == ("CreateVisitRequest.patient",)
    assert spec.schemas["CreateVisitRequest"]["properties"]["patient"] == ref(
        "NewPatient"
    )
    again = canonical(
        api(VISIT),
        lock=spec.names,
        schemas=SchemaRules(names={"PatientInput": "NewPatient"}),
    )
    assert again.document == spec.document


def test_a_chosen_name_that_is_taken_is_an_error() -> None:
    report = Report()
    canonical(
        api(VISIT),
        schemas=SchemaRules(names={"PatientInput": "Patient"}),
        report=report,
    )
    assert told(report, "name-clash") == [
        "`schemas: names:` calls PatientInput 'Patient', which is another schema's name"
    ]


def test_a_chosen_name_of_a_component_is_an_error() -> None:
    report = Report()
    spec = canonical(
        api(VISIT, Person=thing("name")),
        schemas=SchemaRules(names={"PatientInput": "Person"}),
        report=report,
    )
    assert told(report, "name-clash") == [
        "`schemas: names:` calls PatientInput 'Person', which is another schema's name"
    ]
    assert spec.schemas["Person"] == thing("name")


def test_rules_about_nothing_are_told() -> None:
    report = Report()
    rules = SchemaRules(
        merge=(("Patient", "Nobody"),), keep_apart=(("A.b", "C.d"),), names={"X": "Y"}
    )
    canonical(api(VISIT), schemas=rules, report=report)
    assert told(report, "unused-schema-rule") == [
        "`schemas: keep_apart:` names 'A.b', and nothing has that name",
        "`schemas: keep_apart:` names 'C.d', and nothing has that name",
        "`schemas: merge:` names 'Nobody', and nothing has that name",
        "`schemas: names:` names 'X', and nothing has that name",
    ]
