"""Classes and typed dicts that nobody can hold or give are not written."""

from __future__ import annotations

import pytest

from tests.support.packages import build_text

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://a.example}]
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [size]
              properties:
                size: {type: integer}
                address: {$ref: '#/components/schemas/Address'}
      responses: {'204': {description: ''}}
  /refunds:
    post:
      operationId: createRefund
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [amount]
              properties:
                amount: {type: integer}
                payee: {$ref: '#/components/schemas/Payee'}
      responses: {'204': {description: ''}}
  /drafts:
    put:
      operationId: saveDraft
      requestBody:
        required: false
        content:
          application/json: {schema: {$ref: '#/components/schemas/Draft'}}
      responses: {'204': {description: ''}}
  /forms:
    post:
      operationId: sendForm
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/NamedForm'}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Address: {type: object, properties: {street: {type: string}}}
    Payee: {type: object, properties: {iban: {type: string}}}
    Draft: {type: object, required: [text], properties: {text: {type: string}}}
    NamedForm: {type: object, properties: {a: {type: string}}}
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    built = build_text(tmp_path_factory.mktemp("shop"), SHOP)
    return {export.name for export in built.model.model_exports}


def test_a_form_written_by_its_fields_has_no_class(models: set[str]) -> None:
    assert "CreateOrderRequest" not in models
    assert "CreateOrderRequestDict" not in models


def test_a_form_that_its_author_named_has_its_class(models: set[str]) -> None:
    assert "NamedForm" in models


def test_a_body_whose_fields_are_arguments_has_no_typed_dict(models: set[str]) -> None:
    assert "CreateRefundRequest" in models, "the method makes one"
    assert "CreateRefundRequestDict" not in models
    assert "NamedFormDict" not in models


def test_what_an_argument_takes_has_one(models: set[str]) -> None:
    taken = {"AddressDict", "PayeeDict", "DraftDict"}
    assert taken <= models
