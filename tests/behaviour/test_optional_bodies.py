"""A body that may be left out, of whose fields none was given."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from tests.support.packages import Built, build_text, install, load_package, reformatted
from tests.support.shop import Shop

API = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
tags: [{name: Rules}]
paths:
  /any:
    post: {operationId: addAny, tags: [Rules], requestBody: &any {content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}, responses: &ok {'204': {description: ok}}}
    delete: {operationId: removeAny, tags: [Rules], requestBody: *any, responses: *ok}
    get: {operationId: findAny, tags: [Rules], requestBody: *any, responses: *ok}
  /needed:
    delete:
      operationId: removeNeeded
      tags: [Rules]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}
      responses: *ok
  /some:
    post:
      operationId: addSome
      tags: [Rules]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Some'}}}}
      responses: *ok
    put:
      operationId: replaceSome
      tags: [Rules]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Some'}}}}
      responses: *ok
    patch:
      operationId: changeSome
      tags: [Rules]
      requestBody: {content: {application/merge-patch+json: {schema: {type: object, minProperties: 1, properties: {a: {type: [string, 'null']}}}}}}
      responses: *ok
  /forms:
    post:
      operationId: addForm
      tags: [Rules]
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Any'}}}}
      responses: *ok
    delete:
      operationId: removeForm
      tags: [Rules]
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Any'}}}}
      responses: *ok
    put:
      operationId: replaceForm
      tags: [Rules]
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, minProperties: 1, properties: {file: {type: string, contentMediaType: image/png}, note: {type: string}}}
            encoding: {note: {contentType: text/markdown}}
      responses: *ok
components:
  schemas:
    Any: {type: object, properties: {a: {type: string}, b: {type: integer}}}
    Some:
      type: object
      properties: {a: {type: string}, b: {type: integer}}
      anyOf: [{required: [a]}, {required: [b]}]
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def shop(built: Built, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load_package(install(built.output, tmp_path_factory.mktemp("package")))


def sent(shop: ModuleType, name: str, **arguments: Any) -> tuple[bytes, str | None]:
    """The body of a call, and how it is announced."""
    api = Shop(shop, base_url="https://shop.test")
    getattr(api.client.rules, name)(**arguments)
    return api.sent.content, api.sent.headers.get("content-type")


JSON = "application/json"
NOTHING = (b"", None)


def test_an_empty_object_is_sent_where_the_schema_allows_it(shop: ModuleType) -> None:
    assert sent(shop, "add_any") == (b"{}", JSON)
    assert sent(shop, "remove_needed") == (b"{}", JSON)
    assert sent(shop, "add_form") == (b"", "application/x-www-form-urlencoded")


def test_no_body_is_sent_where_the_schema_refuses_an_empty_one(
    shop: ModuleType,
) -> None:
    assert sent(shop, "add_some") == NOTHING
    assert sent(shop, "change_some") == NOTHING
    assert sent(shop, "replace_form") == NOTHING


def test_no_body_is_sent_by_methods_that_give_it_no_meaning(shop: ModuleType) -> None:
    for name in ("remove_any", "find_any", "remove_form"):
        assert sent(shop, name) == NOTHING


def test_a_body_that_is_required_is_sent(shop: ModuleType) -> None:
    assert sent(shop, "replace_some") == (b"{}", JSON)


def test_what_is_given_is_sent(shop: ModuleType) -> None:
    for name in ("add_any", "remove_any", "find_any", "add_some"):
        assert sent(shop, name, a="") == (b'{"a":""}', JSON)
    merge = "application/merge-patch+json"
    assert sent(shop, "change_some", a=None) == (b'{"a":null}', merge)
    form = "application/x-www-form-urlencoded"
    assert sent(shop, "remove_form", b=0) == (b"b=0", form)
    body, media_type = sent(shop, "replace_form", note="n")
    assert body.count(b"text/markdown\r\n\r\nn\r\n") == 1
    assert str(media_type).startswith("multipart/form-data; boundary=")


def test_the_output_is_formatted(built: Built) -> None:
    assert not reformatted(built.files)
