"""Arrays described item by item: tuples in Python, read and written position by position."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.packages import Built, build_text, install, load_package, reformatted
from tests.support.shop import Shop

API = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
paths:
  /boxes:
    get:
      operationId: findBoxes
      tags: [boxes]
      parameters:
        - name: corner
          in: query
          schema: {prefixItems: [{type: integer}, {type: string, format: date}], items: false, minItems: 2}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {prefixItems: [{type: string}, {$ref: '#/components/schemas/Box'}], items: false}
    post:
      operationId: makeBox
      tags: [boxes]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Box:
      type: object
      required: [pair]
      properties:
        pair: {type: array, prefixItems: [{type: number}, {type: string}], minItems: 2, maxItems: 2}
        shorter: {type: array, prefixItems: [{type: number}, {type: string}], items: false}
        open: {type: array, prefixItems: [{type: string, format: date}], items: {type: integer}, minItems: 1}
        more: {type: array, prefixItems: [{type: string}]}
        cut: {type: array, prefixItems: [{type: string}, {type: integer}], maxItems: 1}
        null: {type: [array, 'null'], prefixItems: [{type: string}], items: false, minItems: 1}
        rows: {type: array, items: {prefixItems: [{type: integer}, {type: integer}], items: false, minItems: 2}}
        boxes: {type: array, prefixItems: [{$ref: '#/components/schemas/Box'}], items: false, minItems: 1}
        told:
          oneOf:
            - {prefixItems: [{const: at}, {type: integer}], items: false, minItems: 2}
            - {prefixItems: [{const: "on"}, {type: string, format: date}], items: false, minItems: 2}
        draft4: {type: array, items: [{type: string}, {type: boolean}], additionalItems: false, minItems: 2}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("tuples"), API)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("shop")))


def test_a_package_whose_only_tuples_are_of_a_union_imports(tmp_path: Path) -> None:
    schemas = """
components:
  schemas:
    Plugin: {anyOf: [{type: string}, {type: array, prefixItems: [{type: string}, {type: object}]}]}
"""
    found = build_text(tmp_path, API.partition("paths:")[0] + schemas)
    package = load_package(install(found.output, tmp_path / "package"))
    plugin = import_module(f"{package.__name__}.models.plugin")
    assert plugin.PLUGIN_KIND.read(["a", {"b": 1}]) == ("a", {"b": 1})


def read(shop: ModuleType, **members: Any) -> Any:
    """The box, decoded; it must be written back as it came."""
    value = {"pair": [1.5, "a"], **members}
    box = shop.models.Box.from_dict(value)
    assert box.to_dict() == value
    return box


def test_the_types_are_those_of_the_positions(built: Built, shop: ModuleType) -> None:
    types = shop.models.Box.__annotations__
    assert types["pair"] == "tuple[float, str]"
    assert types["open"] == "tuple[date, *tuple[int, ...]] | None"
    assert types["more"] == "tuple[str, *tuple[Any, ...]] | None"
    assert types["cut"] == "tuple[str] | None"
    assert types["rows"] == "list[tuple[int, int]] | None"
    assert types["draft4"] == "tuple[str, bool] | None"
    assert reformatted(built.files) == []


def test_every_position_is_read_and_written(shop: ModuleType) -> None:
    assert read(shop).pair == (1.5, "a")
    assert read(shop, open=["2026-05-29", 1, 2]).open == (date(2026, 5, 29), 1, 2)
    assert read(shop, more=["a", {"b": None}]).more == ("a", {"b": None})
    assert read(shop, null=None).null is None
    assert read(shop, null=["a"]).null == ("a",)
    assert read(shop, rows=[[1, 2], [3, 4]]).rows == [(1, 2), (3, 4)]
    (inner,) = read(shop, boxes=[{"pair": [2, "b"]}]).boxes
    assert inner.pair == (2, "b")
    assert read(shop, told=["on", "2026-05-29"]).told == ("on", date(2026, 5, 29))


def test_an_array_may_be_as_short_as_the_description_permits(shop: ModuleType) -> None:
    assert read(shop, shorter=[1.5]).shorter == (1.5,)
    assert read(shop, shorter=[]).shorter == ()


def test_items_that_nothing_describes_are_left_out(shop: ModuleType) -> None:
    assert shop.models.Box.from_dict({"pair": [1.5, "a", "new"]}).pair == (1.5, "a")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"pair": [1.5]}, "$.pair[1]: required, and left out"),
        ({"pair": ["a", "a"]}, "$.pair[0]: expected a number, got a string"),
        ({"pair": {}}, "$.pair: expected an array, got an object"),
        (
            {"rows": [[1, 2], [1, "b"]]},
            "$.rows[1][1]: expected an integer, got a string",
        ),
        (
            {"open": ["2026-05-29", 1, "b"]},
            "$.open[2]: expected an integer, got a string",
        ),
        ({"boxes": [{"pair": [2, 3]}]}, "$.boxes[0].pair[1]: expected a string, got"),
    ],
)
def test_a_fault_is_named_with_its_position(
    shop: ModuleType, members: dict[str, Any], said: str
) -> None:
    with pytest.raises(shop.errors.DecodeError) as refused:
        shop.models.Box.from_dict({"pair": [1.5, "a"], **members})
    assert str(refused.value).startswith(said)


def test_calls_take_and_give_tuples(shop: ModuleType) -> None:
    answer = httpx2.Response(200, json=["first", {"pair": [1, "a"]}])
    network = Shop(shop, answer, base_url="https://shop.test")
    name, box = network.client.boxes.find(corner=(7, date(2026, 5, 29)))
    assert (name, box.pair) == ("first", (1, "a"))
    assert network.sent.url.params.multi_items() == [
        ("corner", "7"),
        ("corner", "2026-05-29"),
    ]


def test_dicts_within_tuples_become_models(shop: ModuleType) -> None:
    network = Shop(shop, base_url="https://shop.test")
    network.client.boxes.make(pair=(1, "a"), boxes=({"pair": (2, "b")},))
    sent = network.sent.read()
    assert sent == b'{"pair":[1,"a"],"boxes":[{"pair":[2,"b"]}]}'


def test_drift_is_found_at_every_position(shop: ModuleType) -> None:
    seen: list[tuple[str, str]] = []
    answer = httpx2.Response(200, json=["first", {"pair": [1, "a", 2]}, "third"])
    network = Shop(
        shop,
        answer,
        base_url="https://shop.test",
        on_drift=lambda event: seen.append((event.kind, event.path)),
    )
    network.client.boxes.find()
    assert seen == [("unknown-field", "$[1].pair[2]"), ("unknown-field", "$[2]")]
