"""Two names that fold into one are told apart by a rule that no order can change."""

from __future__ import annotations

from itertools import permutations

from generator.diagnostics import Report
from generator.naming import attribute
from generator.plan.scope import Scope
from generator.spec import Provenance


def names(*wire: str, scope: Scope | None = None) -> dict[str, str]:
    scope = scope or Scope("Thing", Provenance(), Report())
    return scope.names({name: (attribute(name), f"/{name}") for name in wire})


def test_the_name_that_is_spelled_so_keeps_it() -> None:
    for order in permutations(["startsAt", "starts_at", "StartsAt", "starts-at"]):
        assert names(*order) == {
            "starts_at": "starts_at",
            "StartsAt": "starts_at_",
            "starts-at": "starts_at__",
            "startsAt": "starts_at___",
        }


def test_a_clash_is_a_warning_that_names_both() -> None:
    report = Report()
    names("startsAt", "starts_at", scope=Scope("Thing", Provenance(), report))
    (found,) = report
    assert found.rule == "name-clash"
    assert found.message == (
        "'startsAt' and 'starts_at' are one name in Thing: 'startsAt' becomes 'starts_at_'"
    )
    assert found.notes[0].message == "'starts_at' is here"
    assert "x-sdk-name" in found.help


def test_a_name_that_was_given_before_is_taken() -> None:
    scope = Scope("Thing", Provenance(), Report())
    assert names("a", scope=scope) == {"a": "a"}
    assert names("A", scope=scope) == {"A": "a_"}
