"""Examples of objects that hold others, and of what a request leaves out."""

from __future__ import annotations

from typing import Any

from generator.examples import Pick, conforms, example
from generator.spec import Provenance, Spec


def spec(**schemas: Any) -> Spec:
    return Spec({"components": {"schemas": schemas}}, Provenance())


def test_objects_of_one_base_hold_each_other() -> None:
    base = {"type": "object", "required": ["id"], "properties": {"id": {"const": 1}}}
    part = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {}}]}
    of = {"required": ["part"], "properties": {"part": part}}
    whole = {"allOf": [{"$ref": "#/components/schemas/Base"}, of]}
    assert example(spec(Base=base), whole) == {"id": 1, "part": {"id": 1}}


def test_what_is_sent_has_no_members_that_only_the_server_sets() -> None:
    by_server = {"type": "string", "readOnly": True}
    schema = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": by_server, "name": {"const": "a"}, "at": by_server},
    }
    assert example(spec(), schema, pick=Pick(sent=True)) == {"name": "a"}
    assert not conforms(spec(), schema, {"name": "a"})
