"""The names lock as a file: what is written can be read, and what is broken is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load.document import read_document
from generator.lock import NO_NAMES, NamesLock
from generator.reads import Reads

LOCK = NamesLock(
    schemas={
        "Null": ("B.no", "GET /a/{id} 200 .data[]", 'odd "quoted" \\ key: # x'),
        "Appointment": ("POST /a request",),
    },
    classes={"a.v1.Pet": "Pet"},
    operations={"getA": "as.get", "GET /b": "bs.list"},
    operation_prefix=("partner", "v1"),
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    report = Report()
    (tmp_path / "names.lock.yaml").write_text(LOCK.to_yaml(), "utf-8")
    found = read_document(tmp_path / "names.lock.yaml", tmp_path, report, Reads())
    assert found is not None
    again = NamesLock.from_document(found.document, report, found.place())
    assert not report.diagnostics
    assert again.to_yaml() == LOCK.to_yaml()
    assert again == LOCK


def test_the_text_is_sorted_and_says_what_it_is() -> None:
    text = LOCK.to_yaml()
    assert text.startswith("# Names that are published")
    assert text.index("Appointment") < text.index('"Null"')
    assert NO_NAMES.to_yaml().endswith("schemas: {}\n")


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ([], "the file must hold a mapping"),
        ({"schema": {}}, "unknown key 'schema'"),
        ({"schemas": []}, "'schemas' has a value of the wrong type"),
        ({"schemas": {"A": "x"}}, "'schemas.A' has a value of the wrong type"),
        ({"classes": {"a": []}}, "'classes.a' has a value of the wrong type"),
        ({"operations": {"a": 1}}, "'operations.a' has a value of the wrong type"),
        ({"operation_prefix": "a"}, "'operation_prefix' has a value of the wrong type"),
    ],
)
def test_a_malformed_lock_is_an_error(document: object, problem: str) -> None:
    report = Report()
    assert NamesLock.from_document(document, report, None) == NO_NAMES
    (found,) = report.diagnostics
    assert (found.rule, found.message) == (
        "invalid-names-lock",
        f"the names lock cannot be used: {problem}",
    )


def test_a_component_that_moves_takes_its_places_and_its_class_along() -> None:
    lock = NamesLock(
        schemas={
            "Pet": ("GET /Pet.a 200",),
            "Food": ("Pet.food", "PetFood.food", "Pet[]"),
        },
        classes={"a.v1.Cat": "Cat"},
    )
    assert lock.moved({"Pet": "InlinePet"}, {"Pet": "Pet"}) == NamesLock(
        schemas={
            "InlinePet": ("GET /Pet.a 200",),
            "Food": ("InlinePet.food", "InlinePet[]", "PetFood.food"),
        },
        classes={"a.v1.Cat": "Cat", "InlinePet": "Pet"},
    )
