"""The factories of `testing`: valid by the schema, the same for a seed, different for another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.diagnostics import Report
from generator.examples import conforms
from generator.load import load_config
from tests.support.packages import Built, build, build_text, install, load_package
from tests.test_cases import GENERATED

SEEDS = range(12)


def factories(built: Built, package: ModuleType) -> Iterator[tuple[str, Any]]:
    """(component, function) for every model that has one."""
    for model in built.model.models:
        if model.factory:
            yield model.id, getattr(package.testing, f"make_{model.module}")


def invalid(built: Built, package: ModuleType) -> list[str]:
    """What factories make that the schema does not allow, and cannot be read."""
    found: list[str] = []
    for id, make in factories(built, package):
        if "contentSchema" in str(built.spec.schemas[id]):
            continue  # a model holds what is text on the wire
        for seed in (None, *SEEDS):
            value = make(seed).to_dict()
            if not conforms(
                built.spec, built.spec.schemas[id], value, overlapping=True
            ):
                found.append(f"{id} {seed}: {value}")
            assert make(seed) == make(seed)
    return found


def test_models_of_the_worked_example_are_valid_and_differ(
    sdk: ModuleType, dronline: Built
) -> None:
    assert invalid(dronline, sdk) == []
    made = [sdk.testing.make_appointment(seed=seed) for seed in SEEDS]
    assert len({repr(each) for each in made}) == len(SEEDS)
    assert {each.status.is_known for each in made} == {True}
    assert len({each.status for each in made}) > 1
    assert {each.end > each.start for each in made} == {True}
    assert any(each.cancelled_at is None for each in made)
    assert any(each.questionnaire is sdk.UNSET for each in made)


def test_what_is_given_goes_before_the_seed(sdk: ModuleType) -> None:
    for seed in SEEDS:
        made = sdk.testing.make_patient(seed=seed, patient_id="mine", email=None)
        assert (made.patient_id, made.email) == ("mine", None)
    with pytest.raises(TypeError, match="nothing"):
        sdk.testing.make_patient(seed=1, nothing=1)


@pytest.mark.parametrize("folder", GENERATED, ids=lambda folder: folder.name)
def test_models_of_the_cases_are_valid(folder: Path, tmp_path: Path) -> None:
    built = build(load_config(folder / "undrift.yaml", Report()))
    package = load_package(install(built.output, tmp_path))
    assert invalid(built, package) == []


TIED = """
openapi: 3.1.0
info: {title: Trips, version: '1'}
paths:
  /trip:
    get:
      operationId: getTrip
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Trip'}}}}}
components:
  schemas:
    Trip:
      type: object
      dependentRequired: {seed: [size]}
      properties:
        seed: {type: integer}
        size: {type: integer}
        stop: {$ref: '#/components/schemas/Stop'}
    Stop:
      type: object
      properties: {a: {type: string}, b: {type: [string, 'null']}, all: {type: boolean}}
"""


def test_fields_that_depend_on_others_are_all_there(tmp_path: Path) -> None:
    built = build_text(tmp_path, TIED)
    testing = load_package(install(built.output, tmp_path)).testing
    assert invalid(built, load_package(tmp_path / "trips")) == []
    trips = [testing.make_trip(seed) for seed in SEEDS]
    assert {None not in (trip.seed, trip.size, trip.stop) for trip in trips} == {True}
    assert {trip.stop.all for trip in trips} == {None, False, True}
    assert {type(trip.stop.b).__name__ for trip in trips} == {
        "str",
        "NoneType",
        "Unset",
    }
    assert testing.make_trip(1, seed=7).seed == 7
