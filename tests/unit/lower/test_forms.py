"""Questions about schemas are answered however often a part is there."""

from __future__ import annotations

from typing import Any

import pytest

from generator.lower.forms import asks_for_members
from generator.spec import Provenance, Spec

ITSELF = {"$ref": "#/components/schemas/Itself"}
ASKS = {"required": ["a"], "properties": {"a": {}}}
ANSWERED = {"required": ["a"], "properties": {"a": {"readOnly": True}}}


@pytest.mark.parametrize(
    ("schema", "asks"),
    [
        (ASKS, True),
        (ANSWERED, False),
        ({"properties": {"a": {}}}, False),
        ({"allOf": [{"properties": {"b": {}}}, ASKS]}, True),
        ({"oneOf": [ASKS, ASKS]}, True),
        ({"oneOf": [ASKS, ANSWERED]}, False),
        ({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}]}, False),
        ({"allOf": [ITSELF] * 9}, False),
        ({"allOf": [*[ITSELF] * 9, ASKS]}, True),
        (True, False),
    ],
)
def test_whether_members_are_asked_for(schema: Any, asks: bool) -> None:
    document = {"components": {"schemas": {"Itself": schema}}}
    assert asks_for_members(Spec(document, Provenance()), ITSELF) is asks
