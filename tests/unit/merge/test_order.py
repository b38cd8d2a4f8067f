"""No output depends on the order in which fragments are given, or on their files."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.config import OnConflict
from generator.diagnostics import Report
from generator.merge import explain
from generator.source import Fragment
from tests.support.fragments import (
    TEXT,
    answers,
    components,
    conflicting,
    lines,
    merged,
    operation,
    page,
)


def test_explain_says_where_everything_comes_from_and_what_was_decided() -> None:
    found = merged(
        [
            page("a.json", "/a", operation("x", summary="S"), **components(S=TEXT)),
            page("b.json", "/a", operation("x", summary="Sum"), **components(S=TEXT)),
        ]
    )
    assert explain(found) == [
        "Shop 1",
        "",
        "GET /a (x)",
        "  a.json:1:15",
        "  b.json:1:15",
        "  decided: annotations differ (summary); the longest text is taken",
        "",
        "schemas/S",
        "  2 places agree",
        "  a.json:1:22",
        "  b.json:1:22",
    ]


def pool() -> list[Fragment]:
    """Fragments with every kind of agreement and disagreement."""
    first, second = conflicting()
    person = [TEXT, {"type": "integer"}, {"type": "boolean", "title": "A person"}]
    order = {"properties": {"by": {"$ref": "#/components/schemas/Person"}}}
    sharing = [
        page(
            f"{i % 2}.md",
            f"/orders/{i % 3}",
            operation(f"order{i % 3}", summary="s" * (i % 3), **answers("Order")),
            **components(Order=order, Person=person[i % 3]),
            servers=[{"url": f"/{i % 2}"}],
            security=[{"key": []}] * (i % 2),
            tags=[{"name": f"t{n}", "description": "d" * i} for n in range(i)],
        )
        for i in range(5)
    ]
    sharing[3].document["info"] = {
        "title": "Shop",
        "version": "2",
        "description": "New",
    }
    return [first, second, *sharing]


POOL = pool()


@given(
    shuffled=st.permutations(POOL),
    size=st.integers(1, len(POOL)),
    rule=st.sampled_from(OnConflict),
)
def test_the_order_of_fragments_changes_nothing(
    shuffled: list[Fragment], size: int, rule: OnConflict
) -> None:
    chosen = [fragment for fragment in POOL if fragment in shuffled[:size]]
    results: list[tuple[str, list[str], list[str]]] = []
    for fragments in (chosen, shuffled[:size]):
        report = Report()
        found = merged(fragments, report, on_conflict=rule)
        results.append((json.dumps(found.document), explain(found), lines(report)))
    assert results[0] == results[1]


@given(shuffled=st.permutations(POOL))
def test_the_files_that_fragments_stand_in_change_no_byte(
    shuffled: list[Fragment],
) -> None:
    moved = [
        Fragment(f.document, f"{i}.yaml", f.digest, f.locate)
        for i, f in enumerate(shuffled)
    ]
    assert json.dumps(merged(moved).document) == json.dumps(merged(POOL).document)
