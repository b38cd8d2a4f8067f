"""Headers that answers are documented to have: read by type, and never a fault of the call."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
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
  /orders:
    get:
      operationId: orders_list
      tags: [orders]
      responses:
        '200':
          description: ok
          headers:
            Content-Type: {schema: {type: string}}
            X-Calls-Left: {description: Calls left this hour., schema: {type: integer}}
            X-Expires: {schema: {type: string, format: date-time}}
            X-Text: {schema: {type: string}}
            X-Ratio: {schema: {type: number}}
            X-Flag: {$ref: '#/components/headers/Flag'}
            X-Kind: {schema: {enum: [a, b]}}
            X-Ids: {schema: {type: array, items: {type: integer}}}
            X-Days: {schema: {type: array, items: {type: string, format: date}}}
            X-Object: {schema: {type: object, properties: {a: {type: string}}}}
            X-Json: {content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}}
          content: {application/json: {schema: {type: array, items: {type: string}}}}
        '429':
          description: Slower
          headers: {Retry-After: {schema: {type: integer}}, x-text: {schema: {type: integer}}}
    post:
      operationId: orders_create
      tags: [orders]
      responses: {'204': {description: ok}}
components:
  headers:
    Flag: {deprecated: true, schema: {type: boolean}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("headers"), API)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("shop")))


def read(shop: ModuleType, headers: dict[str, str], status: int = 200) -> Any:
    """What the class of the headers makes of an answer."""
    answer = httpx2.Response(status, json=["a"], headers=headers)
    network = Shop(shop, answer, base_url="https://shop.test")
    orders = import_module(f"{shop.__name__}.resources.orders")
    try:
        return orders.ListHeaders(network.client.orders.with_raw_response.list())
    except shop.errors.APIStatusError as error:
        return orders.ListHeaders(error.response)


@pytest.mark.parametrize(
    ("attribute", "name", "text", "value"),
    [
        ("x_calls_left", "x-calls-left", "7", 7),
        (
            "x_expires",
            "X-Expires",
            "2026-05-29T08:00:00Z",
            datetime(2026, 5, 29, 8, tzinfo=UTC),
        ),
        ("x_text", "X-Text", "7", "7"),
        ("x_ratio", "X-Ratio", "0.5", 0.5),
        ("x_flag", "X-Flag", "true", True),
        ("x_kind", "X-Kind", "a", "a"),
        ("x_ids", "X-Ids", "1, 2,3", [1, 2, 3]),
        ("x_days", "X-Days", "2026-05-29", [date(2026, 5, 29)]),
        ("x_object", "X-Object", "a,b", "a,b"),
        ("x_json", "X-Json", '{"a": 1}', {"a": 1}),
        ("retry_after", "Retry-After", "3", 3),
    ],
)
def test_headers_have_their_types(
    shop: ModuleType, attribute: str, name: str, text: str, value: object
) -> None:
    found = getattr(read(shop, {name: text}), attribute)
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize("text", ["", "soon", "1e999", "[1", "1,2"])
def test_a_header_that_is_absent_or_not_as_documented_is_none(
    shop: ModuleType, text: str
) -> None:
    headers = read(shop, {"X-Calls-Left": text, "X-Expires": text, "X-Json": text})
    assert (headers.x_calls_left, headers.x_expires, headers.x_json) == (
        None,
        None,
        None,
    )
    assert headers.x_flag is None


def test_the_headers_of_errors_are_read_alike(shop: ModuleType) -> None:
    assert read(shop, {"Retry-After": "3"}, status=429).retry_after == 3


def test_only_methods_whose_answers_have_headers_have_a_class(built: Built) -> None:
    orders = built.source("resources/orders.py")
    assert "class ListHeaders(answer_headers.AnswerHeaders):" in orders
    assert "`ListHeaders(answer)` reads these by their types." in orders
    assert "class CreateHeaders" not in orders
    assert "content_type" not in orders
    assert reformatted(built.files) == []
