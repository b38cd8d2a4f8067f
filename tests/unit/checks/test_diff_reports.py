"""The three reports, and spec text that tries to break out of them."""

from __future__ import annotations

import json
import re

from generator.checks.diff import Findings
from generator.checks.diff.json_text import json_report
from generator.checks.diff.markdown import markdown_report
from generator.checks.diff.text import text_report
from tests.unit.checks.diff_versions import attribute, compared, model, package

BASE = """
paths:
  /pets:
    get:
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
"""
REVISION = BASE.replace(
    "name: {type: string}, age: {type: integer}", "age: {type: integer}, tag: {}"
)
HOSTILE = "a|b`c<script>*_[x](http://evil)@everyone #1 www.evil.example \x1b[2J\u202e\n| row |"


def findings() -> Findings:
    fields = [attribute("Pet", name, "str") for name in ("name", "age", "tag")]
    old = package(models=(model("Pet", fields[0], fields[1]),))
    new = package(models=(model("Pet", fields[1], fields[2]),))
    return compared(BASE, REVISION, old, new)


def hostile() -> Findings:
    name = json.dumps(HOSTILE)
    return compared(
        BASE, BASE.replace("{name: {type: string}", f"{{{name}: {{type: string}}")
    )


def test_text_says_worst_first_and_ends_with_the_verdict() -> None:
    assert text_report(findings()) == [
        "api.yaml:1:1: breaking[sdk-field-removed]: `pets.models.Pet.name` was removed",
        "  breaking[response-required-property-removed]: `Pet.name` was removed from responses",
        "  was: api.yaml:1:1 /components/schemas/Pet/properties/name",
        "  python: pets.models.Pet.name",
        "  affects: GET /pets",
        "api.yaml:1:1: info[sdk-field-added]: `pets.models.Pet.tag` was added",
        "  info[response-optional-property-added]: `Pet.tag` was added to responses",
        "  now: api.yaml:1:1 /components/schemas/Pet/properties/tag",
        "  python: pets.models.Pet.tag",
        "  affects: GET /pets",
        "api.yaml:2:1: info[api-version-not-bumped]: something breaks and info.version is still `1`",
        "  was: api.yaml:2:1 /info/version",
        "  now: api.yaml:2:1 /info/version",
        "2 breaking, 3 info from base to revision: needs a major version",
    ]


def test_text_of_equal_versions() -> None:
    assert text_report(compared(BASE, BASE)) == ["no changes from base to revision"]


def test_markdown_has_a_table_of_what_breaks_and_folds_the_rest() -> None:
    report = markdown_report(findings())
    breaking, rest = report.split("<details>")
    assert breaking.startswith(
        "### API changes: needs a major version\n\n**2 breaking**, **3 info**"
    )
    assert breaking.count("| breaking |") == 1
    assert (
        "<code>pets.models.Pet.name</code> was removed (<code>sdk-field-removed</code>)"
        in breaking
    )
    assert "| info |" not in breaking
    assert rest.startswith("<summary>2 other changes</summary>")
    assert rest.count("| info |") == 2


def test_markdown_of_equal_versions() -> None:
    report = markdown_report(compared(BASE, BASE))
    assert report.startswith("### API changes: no new version needed")
    assert "No changes from <code>base</code> to <code>revision</code>." in report
    assert "|" not in report


def test_markdown_stays_a_table_whatever_the_description_says() -> None:
    report = markdown_report(hostile())
    rows = [line for line in report.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {6}
    tags = set(re.findall(r"</?([a-z]+)", report))
    assert tags <= {"code", "br", "details", "summary"}
    for mark in ("`", "@e", "](", "http:", "www.", "\x1b", "\u202e", "*_"):
        assert mark not in report


def test_markdown_fits_into_a_comment() -> None:
    many = ", ".join(f"p{n}: {{type: string}}" for n in range(2000))
    revised = BASE.replace("age: {type: integer}", many)
    report = markdown_report(compared(revised, BASE))
    assert len(report) < 65_536
    assert re.search(r"and \d+ more \|", report)


def test_text_has_no_character_that_moves_the_cursor() -> None:
    report = text_report(hostile())
    assert all(line.isprintable() for line in report)
    assert any("\\x1b" in line for line in report)


def test_json_has_everything_under_stable_names() -> None:
    report = json.loads(json_report(findings()))
    assert list(report) == [
        "version",
        "base",
        "revision",
        "level",
        "semver",
        "counts",
        "changes",
    ]
    assert report["base"] == {"name": "base", "api_version": "1"}
    assert (report["level"], report["semver"]) == ("breaking", "major")
    assert report["counts"] == {"breaking": 2, "warning": 0, "info": 3}
    assert report["changes"][0]["findings"][1] == {
        "rule": "response-required-property-removed",
        "level": "breaking",
        "side": "wire",
        "semver": "major",
        "message": "`Pet.name` was removed from responses",
        "symbols": ["pets.models.Pet.name"],
        "operations": ["GET /pets"],
        "base": {
            "file": "api.yaml",
            "line": 1,
            "column": 1,
            "pointer": "/components/schemas/Pet/properties/name",
            "exact": True,
        },
        "revision": {
            "file": "api.yaml",
            "line": 1,
            "column": 1,
            "pointer": "/components/schemas/Pet",
            "exact": False,
        },
    }


def test_json_of_equal_versions() -> None:
    report = json.loads(json_report(compared(BASE, BASE)))
    assert (report["level"], report["semver"], report["changes"]) == (None, "none", [])
