"""Types in namespaces are called by as much of their names as tells them apart."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from textwrap import dedent

import pytest

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report
from generator.lower.type_names import newcomers, short_names
from tests.unit.lower.support import lowered
from tests.unit.support import rendered


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["io.k8s.api.core.v1.Pod"], ["Pod"]),
        (["io.k8s.api.core.v1.CSIDriver"], ["CSIDriver"]),
        (["a.core.v1.Event", "a.events.v1.Event"], ["CoreV1Event", "EventsV1Event"]),
        (["Shop.Models.Pet", "Pet"], ["ModelsPet"]),
        (["Shop.Models.Pet", "pet"], ["ModelsPet"]),
        (["Shop.Orders.Create.Command"], ["CreateCommand"]),
        (["Shop.Models.Cart", "Shop.Models.Cart.Line"], ["Cart", "CartLine"]),
        (["App.Page_App.Models.Pet_", "App.Models.Pet"], ["PagePet", "Pet"]),
        (["A.B.C.D", "X.B.C.D", "X.C.C.D"], ["ABCD", "XBCD", "CCD"]),
    ],
)
def test_the_shortest_end_that_no_other_has(names: list[str], found: list[str]) -> None:
    assert list(short_names(names, {}).values()) == found


@pytest.mark.parametrize(
    "name",
    ["Pet", "apps.secret", "Chart.Axes", "serverless.v1.service", "a..B", ".a.B", "a.b.2C", "a.b.C_", "List`1[[A.B.C]]"],
)  # fmt: skip
def test_other_names_stay(name: str) -> None:
    assert short_names([name], {}) == {}


def test_the_order_of_the_components_says_nothing() -> None:
    names = ["a.v1.Pet", "a.v2.Pet", "b.v1.Pet", "a.v1.Owner", "Owner"]
    assert (
        len({str(sorted(short_names(p, {}).items())) for p in permutations(names)}) == 1
    )


def test_a_published_name_stays_and_is_left_to_its_owner() -> None:
    published = {"a.v1.Pet": "Pet"}
    assert short_names(["a.v1.Pet", "a.v2.Pet"], published) == {"a.v2.Pet": "V2Pet"}


def test_every_kind_of_type_is_called_so(tmp_path: Path) -> None:
    api, said = lowered(
        tmp_path,
        """
        paths: {}
        components:
          schemas:
            My.App.Pet: {type: object, properties: {kind: {$ref: '#/components/schemas/My.App.Sort'}}}
            My.App.Sort: {type: string, enum: [a, b]}
            My.App.Any: {oneOf: [{$ref: '#/components/schemas/My.App.Pet'}, {type: array, items: {$ref: '#/components/schemas/My.App.Any'}}]}
            My.App.Own: {type: object, x-sdk-name: Mine, properties: {a: {type: string}}}
        """,
    )
    assert {d.id: d.sdk_name for d in api.declarations} == {
        "My.App.Pet": "Pet",
        "My.App.Sort": "Sort",
        "My.App.Any": "Any",
        "My.App.Own": "Mine",
    }
    assert said == ""


def run(root: Path, document: str) -> dict[str, str]:
    """The classes of a document, by component; the names lock of the folder is in force."""
    head = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"
    (root / "api.yaml").write_text(head + dedent(document), "utf-8")
    config = Config(root=root, inputs=("api.yaml",), names_lock="names.lock.yaml")
    report = Report()
    spec = pipeline.spec(config, report, validate="off")
    model = pipeline.package(pipeline.api(spec, config, report), config, report)
    assert rendered(report, root) == ""
    lock = pipeline.published_names(spec, model)
    (root / "names.lock.yaml").write_text(lock.to_yaml(), "utf-8")
    return {m.id: m.name for m in model.models}


def test_a_new_component_renames_no_class(tmp_path: Path) -> None:
    def classes(*names: str) -> dict[str, str]:
        schemas = "".join(
            f"    {n}: {{type: object, properties: {{a: {{}}}}}}\n" for n in names
        )
        return run(tmp_path, "components:\n  schemas:\n" + schemas)

    assert classes("a.v1.Pet") == {"a.v1.Pet": "Pet"}
    assert classes("a.v1.Pet", "a.v2.Pet", "b.v2.Pet") == {
        "a.v1.Pet": "Pet",
        "a.v2.Pet": "AV2Pet",
        "b.v2.Pet": "BV2Pet",
    }
    assert classes("a.v1.Pet", "b.v2.Pet") == {"a.v1.Pet": "Pet", "b.v2.Pet": "BV2Pet"}
    assert classes("a.v1.Pet", "Pet") == {"a.v1.Pet": "Pet", "Pet": "PetSchema"}


def test_a_component_called_like_an_inline_schema_renames_no_class(
    tmp_path: Path,
) -> None:
    inline = """
        paths:
          /pets:
            get:
              operationId: getPets
              parameters:
                - {name: pet, in: query, schema: {type: object, properties: {id: {type: string}}}}
              responses: {'200': {description: Fine}}
        """
    pet = """
        components:
          schemas:
            Pet: {type: object, properties: {name: {type: string}}}
        """
    assert run(tmp_path, inline) == {"Pet": "Pet"}
    both = {"InlinePet": "Pet", "Pet": "PetSchema"}
    assert run(tmp_path, inline + pet) == both
    lock = (tmp_path / "names.lock.yaml").read_text("utf-8")
    assert run(tmp_path, inline + pet) == both
    assert (tmp_path / "names.lock.yaml").read_text("utf-8") == lock
    assert run(tmp_path, inline) == {"InlinePet": "Pet"}
    assert run(tmp_path, inline + pet) == both
    assert run(tmp_path, pet) == {"Pet": "PetSchema"}


def test_a_component_of_a_published_name_is_called_a_schema() -> None:
    published = {"InlinePet": "Pet", "InlinePetSchema": "PetSchema"}
    ids = ["InlinePet", "InlinePetSchema", "Pet"]
    assert newcomers(ids, {}, published) == {"Pet": "PetSchemaSchema"}
    assert newcomers(["pet-food", "pet_food"], {}, {"pet_food": "PetFood_"}) == {}


@pytest.mark.parametrize(
    ("before", "later"), [("pet", "Pet"), ("pet_food", "pet-food"), ("2fa", "N2fa")]
)
def test_a_component_that_is_spelled_like_a_class_renames_no_class(
    tmp_path: Path, before: str, later: str
) -> None:
    def classes(*names: str) -> dict[str, str]:
        schemas = "".join(
            f"    {n}: {{type: object, properties: {{a: {{}}}}}}\n" for n in names
        )
        return run(tmp_path, "components:\n  schemas:\n" + schemas)

    kept = classes(before)
    assert classes(before, later) == {**kept, later: f"{kept[before]}Schema"}
