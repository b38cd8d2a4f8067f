"""Recordings: the committed ones hold, every way to break one is found, and recording scrubs."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.checks.fixtures import NoAnswerError, check, record
from generator.checks.fixtures.cassette import BY_HAND, Cassette, Received, read, text
from generator.checks.fixtures.sdk import Sdk
from generator.diagnostics import Report
from generator.mock import Mock
from tests.support.packages import Built

ROOT = Path(__file__).parents[2]
RECORDED = ROOT / "tests/recorded"
GET = "partnerV1GetAppointment"
CONFIRM = "partnerV1ConfirmAppointment"


@pytest.fixture(scope="module")
def driver(dronline: Built, dronline_folder: Path) -> Sdk:
    return Sdk(dronline_folder, dronline.model, dronline.spec)


def rules(folder: Path, sdk: Sdk) -> list[str]:
    report = Report()
    check(folder, sdk, report, str)
    return [found.rule for found in report if found.rule != "fixture-missing"]


def test_the_committed_recordings_hold_and_show_everything(driver: Sdk) -> None:
    report = Report()
    coverage = check(RECORDED, driver, report, str)
    assert list(report) == []
    assert coverage.missing == []


def test_every_operation_is_recorded_with_the_errors_that_callers_meet(
    driver: Sdk,
) -> None:
    statuses: dict[str, set[int]] = {operation: set() for operation in driver.methods}
    for path in RECORDED.glob("*/*.yaml"):
        cassette = read(path)
        statuses[cassette.call.operation].add(cassette.response.status)
    for seen in statuses.values():
        assert {200, 401, 404, 429, 500} <= seen
    assert {409, 422} <= set().union(*statuses.values())


def test_no_recording_holds_a_secret() -> None:
    for path in RECORDED.glob("*/*.yaml"):
        content = path.read_text("utf-8")
        assert not re.search(
            r"sk_(live|sandbox)_|not-a-real-key|cookie|user-agent", content
        ), path
        assert set(re.findall(r"Bearer (\S+)", content)) <= {"scrubbed"}


def test_what_no_server_answered_says_so() -> None:
    servers = Counter(read(path).recorded_by for path in RECORDED.glob("*/*.yaml"))
    assert set(servers) == {"prism 5.14.2", BY_HAND}
    for path in RECORDED.glob("*/*.yaml"):
        assert (read(path).recorded_by == BY_HAND) == path.name.startswith(
            "by-hand-"
        ), path


def with_body(cassette: Cassette, change: Callable[[Any], None]) -> Cassette:
    body = cassette.response.json
    change(body)
    return replace(
        cassette, response=replace(cassette.response, body=json.dumps(body).encode())
    )


def with_call(cassette: Cassette, **arguments: Any) -> Cassette:
    return replace(cassette, call=replace(cassette.call, arguments=arguments))


BROKEN: dict[str, tuple[Callable[[Cassette], Cassette], list[str]]] = {
    "unknown enum value": (
        lambda c: with_body(c, lambda body: body.update(status="teleported")),
        ["fixture-response"],
    ),
    "undeclared field": (
        lambda c: with_body(c, lambda body: body.update(later="2027")),
        ["fixture-response", "fixture-round-trip"],
    ),
    "missing field": (
        lambda c: with_body(c, lambda body: body.pop("start")),
        ["fixture-decode", "fixture-response"],
    ),
    "wrong type": (
        lambda c: with_body(c, lambda body: body.update(rescheduled="no")),
        ["fixture-decode", "fixture-response"],
    ),
    "not a date-time": (
        lambda c: with_body(c, lambda body: body.update(start="soon")),
        ["fixture-decode", "fixture-response"],
    ),
    "another instant is written the same way": (
        lambda c: with_body(
            c, lambda body: body.update(start="2026-06-10T11:00:00+01:00")
        ),
        [],
    ),
    "another URL": (
        lambda c: replace(c, request=replace(c.request, url=c.request.url + "/more")),
        ["fixture-request"],
    ),
    "another method": (
        lambda c: replace(c, request=replace(c.request, method="POST")),
        ["fixture-request"],
    ),
    "another argument": (
        lambda c: with_call(c, appointment_id="other"),
        ["fixture-request"],
    ),
    "no authorization": (
        lambda c: replace(
            c, request=replace(c.request, headers={"accept": "application/json"})
        ),
        ["fixture-request"],
    ),
    "argument that is gone": (
        lambda c: with_call(c, appointment_id="a", colour="red"),
        ["fixture-call"],
    ),
    "operation that is gone": (
        lambda c: replace(c, call=replace(c.call, operation="nothing")),
        ["fixture-call"],
    ),
    "body that is not JSON": (
        lambda c: replace(c, response=replace(c.response, body=b"<html>")),
        ["fixture-decode", "fixture-response"],
    ),
    "error that the package takes for a result": (
        lambda c: replace(c, response=Received(status=404, headers={}, body=b"{}")),
        [],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_recording_that_does_not_hold_is_reported(
    driver: Sdk, tmp_path: Path, case: str
) -> None:
    break_it, expected = BROKEN[case]
    cassette = break_it(read(RECORDED / GET / "full.yaml"))
    path = tmp_path / GET / "broken.yaml"
    path.parent.mkdir()
    path.write_text(text(cassette), "utf-8")
    assert sorted(rules(tmp_path, driver)) == expected


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "a: b",
        "interactions: []",
        "{",
        "interactions: []\nversion: 1\nmetadata: {}\n",
    ],
)
def test_a_file_that_is_no_cassette_is_reported(
    driver: Sdk, tmp_path: Path, content: str
) -> None:
    path = tmp_path / GET / "broken.yaml"
    path.parent.mkdir()
    path.write_text(content, "utf-8")
    assert rules(tmp_path, driver) == ["fixture-unreadable"]


def test_an_operation_without_a_recording_is_named(driver: Sdk, tmp_path: Path) -> None:
    shutil.copytree(RECORDED / GET, tmp_path / GET)
    report = Report()
    check(tmp_path, driver, report, str)
    missing = [found.message for found in report if found.rule == "fixture-missing"]
    assert len(missing) == len(driver.methods) - 1


def test_recording_a_server_gives_recordings_that_hold(
    driver: Sdk, tmp_path: Path
) -> None:
    with Mock(driver.spec) as mock:
        recording = record(driver, mock.url, "a mock")
    assert recording.problems == []
    assert list(tmp_path.iterdir()) == []
    recording.save(tmp_path)
    report = Report()
    coverage = check(tmp_path, driver, report, str)
    assert list(report) == []
    assert {
        fact for fact in coverage.missing if fact.kind in ("operation", "status")
    } == set()
    content = "".join(path.read_text("utf-8") for path in tmp_path.glob("*/*.yaml"))
    assert "not-a-real-key" not in content
    assert f":{mock.port}" not in content


def test_recording_again_replaces_what_was_recorded_but_nothing_by_hand(
    driver: Sdk, tmp_path: Path
) -> None:
    folder = tmp_path / CONFIRM
    shutil.copytree(RECORDED / CONFIRM, folder)
    (folder / "notes.yaml").write_text("mine: 1\n", "utf-8")
    stale = folder / "stale.yaml"
    shutil.copy(folder / "full.yaml", stale)
    with Mock(driver.spec) as mock:
        record(driver, mock.url, "a mock").save(tmp_path)
    assert not stale.exists()
    assert (folder / "notes.yaml").exists()
    assert read(folder / "by-hand-409.yaml").recorded_by == BY_HAND
    assert read(folder / "full.yaml").recorded_by == "a mock"


def test_a_server_that_is_not_there_is_told_about(driver: Sdk) -> None:
    mock = Mock(driver.spec)
    mock.stop()
    with pytest.raises(NoAnswerError, match="127"):
        record(driver, mock.url, "a mock")


def test_a_server_that_refuses_is_told_about(driver: Sdk) -> None:
    with Mock(driver.spec) as mock:
        recording = record(driver, mock.url + "/elsewhere", "a mock")
    assert any(
        problem.endswith("the server answered 404") for problem in recording.problems
    )
