"""The classes of resources: called like the resource, or by its plural beside a model."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from generator.ir import Resource
from generator.naming import RESERVED_CLASSES
from generator.plan.client import IMPORTED
from generator.plan.names import resource_classes
from tests.support.packages import build_text

NOTHING = frozenset[str]()


def classes(
    *resources: str,
    models: frozenset[str] = NOTHING,
    owned: frozenset[str] = NOTHING,
) -> list[str]:
    named = [Resource(name=name, operations=()) for name in resources]
    return list(resource_classes(named, models, owned).values())


@pytest.mark.parametrize(
    ("resource", "class_"),
    [
        ("calculate", "Calculate"),
        ("billing", "Billing"),
        ("apps_v1", "AppsV1"),
        ("Emojis", "Emojis"),
        ("audit logs", "AuditLogs"),
        ("DNS", "Dns"),
        ("%", "Default"),
    ],
)
def test_a_class_is_called_like_its_resource(resource: str, class_: str) -> None:
    assert classes(resource) == [class_]


def test_beside_a_model_of_its_name_it_is_the_plural() -> None:
    assert classes("pet", "store", models=frozenset({"Pet"})) == ["Pets", "Store"]
    assert classes("Pets", models=frozenset({"Pets"})) == ["Pets"]
    assert classes("Vehicle Data", models=frozenset({"VehicleData"})) == [
        "VehicleDataResource"
    ]


def test_a_plural_belongs_to_the_resource_that_is_called_so() -> None:
    found = classes("account", "accounts", models=frozenset({"Account"}))
    assert found == ["AccountResource", "Accounts"]


def test_names_that_the_module_needs_are_not_taken() -> None:
    assert classes("stripe", owned=frozenset({"Stripe"})) == ["StripeResource"]
    assert classes("call", "stream") == ["CallResource", "StreamResource"]
    assert classes("pager") == ["PagerResource"]


SCHEMES = """
openapi: 3.2.0
info: {title: Shop, version: '1'}
servers: [{url: https://a.example}, {url: https://b.example}]
security: [{key: []}, {login: []}, {digest: []}, {tls: []}, {token: []}, {oauth: []}, {openid: []}]
paths:
  /a: {get: {operationId: getA, responses: {'204': {description: ''}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    tls: {type: mutualTLS}
    token: {type: http, scheme: bearer}
    openid: {type: openIdConnect, openIdConnectUrl: https://a.example/id}
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://a.example/t, scopes: {}}
        authorizationCode: {authorizationUrl: https://a.example/a, tokenUrl: https://a.example/t, scopes: {}}
        deviceAuthorization: {deviceAuthorizationUrl: https://a.example/d, tokenUrl: https://a.example/t, scopes: {}}
"""


def test_a_class_is_called_like_nothing_that_the_client_needs(tmp_path: Path) -> None:
    client = ast.parse(build_text(tmp_path, SCHEMES).source("_client.py"))
    needed = {
        alias.name
        for node in ast.walk(client)
        if isinstance(node, ast.ImportFrom) and "resources" not in (node.module or "")
        for alias in node.names
        if alias.name[0].isupper()
    }
    assert {"ApiKey", "Basic", "BearerToken", "DeviceLogin", "OAuth2"} <= needed
    assert needed <= IMPORTED | RESERVED_CLASSES
    assert classes("api key", owned=IMPORTED) == ["ApiKeyResource"]
