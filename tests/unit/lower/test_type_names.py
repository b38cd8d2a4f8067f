"""Types in namespaces are called by as much of their names as tells them apart."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from generator import pipeline
from generator.config import Config
from generator.diagnostics import Report
from generator.lower.type_names import short_names
from tests.unit.lower.support import lowered


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
        (["A.B.C.D", "X.B.C.D", "X.C.C.D"], ["ABCD", "XBCD", "CCD"]),
    ],
)
def test_the_shortest_end_that_no_other_has(names: list[str], found: list[str]) -> None:
    assert list(short_names(names, {}).values()) == found


@pytest.mark.parametrize(
    "name",
    ["Pet", "apps.secret", "Chart.Axes", "serverless.v1.service", "a..B", ".a.B", "a.b.2C", "List`1[[A.B.C]]"],
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


def test_a_new_component_renames_no_class(tmp_path: Path) -> None:
    def classes(*names: str) -> dict[str, str]:
        schemas = "".join(
            f"    {n}: {{type: object, properties: {{a: {{}}}}}}\n" for n in names
        )
        head = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\ncomponents:\n  schemas:\n"
        (tmp_path / "api.yaml").write_text(head + schemas, "utf-8")
        config = Config(
            root=tmp_path, inputs=("api.yaml",), names_lock="names.lock.yaml"
        )
        report = Report()
        spec = pipeline.spec(config, report, validate="off")
        model = pipeline.package(pipeline.api(spec, config, report), config, report)
        lock = pipeline.published_names(spec, model)
        (tmp_path / "names.lock.yaml").write_text(lock.to_yaml(), "utf-8")
        return {m.id: m.name for m in model.models}

    assert classes("a.v1.Pet") == {"a.v1.Pet": "Pet"}
    assert classes("a.v1.Pet", "a.v2.Pet", "b.v2.Pet") == {
        "a.v1.Pet": "Pet",
        "a.v2.Pet": "AV2Pet",
        "b.v2.Pet": "BV2Pet",
    }
    assert classes("a.v1.Pet", "b.v2.Pet") == {"a.v1.Pet": "Pet", "b.v2.Pet": "BV2Pet"}
