"""The classes of resources: called like the resource, or by its plural beside a model."""

from __future__ import annotations

import pytest

from generator.ir import Resource
from generator.plan.names import resource_classes

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
