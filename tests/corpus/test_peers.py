"""The table with other generators: what is counted, and what a line says. None of them is run
where their environment, which `make corpus PEERS=1` makes, is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import peers
from .beside import beside, ours_of
from .documents import Document
from .gates import Result
from .peers import PEERS, Beside, cell

TYPING = Path(__file__).parents[1] / "typing"
OPERATIONS = [("GET", "/pets/{petId}"), ("POST", "/pets"), ("GET", "/owners")]


@pytest.mark.parametrize(
    "code",
    [
        '"method": "get",\n        "url": "/pets/{pet_id}".format(',
        "method='GET',\n    path='/pets/{petId}',",
        "method='GET',\n    path=(\n        '/pets/{petId}'\n    ),",
        "method='GET',\n            resource_path='/pets/{petId}',",
    ],
)
def test_an_operation_is_counted_by_its_method_and_its_path(code: str) -> None:
    counts = [peers.written(peer, [code, "x = 1", code], OPERATIONS) for peer in PEERS]
    assert sorted(counts) == [0, 0, 1]


def test_what_nobody_declared_is_not_counted() -> None:
    code = "method='PUT', resource_path='/pets' method='GET', resource_path='/cats'"
    assert peers.written(PEERS[2], [code], OPERATIONS) == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Beside("a", "b", 0, 3, written=2, imports=True, mypy=0), "2 ✓ 0"),
        (Beside("a", "b", 0, 3, written=3, imports=False), "3 ✗ ."),
        (Beside("a", "b", 0, 3, written=3), "3 . ."),
        (Beside("a", "b", 7, 3), "exit 7"),
        (Beside("a", "b", None, 3), "time"),
    ],
)
def test_a_cell_says_how_it_ended_or_what_is_there(
    found: Beside, expected: str
) -> None:
    assert cell(found) == expected


def test_the_part_of_the_page_has_a_summary_and_a_line_for_each_description() -> None:
    ours = Result("a.json", "ok", operations=3, complete=True, imports=True, mypy=0)
    others = [
        Beside("a.json", PEERS[0].name, 0, 3, written=2, imports=True, mypy=4),
        Beside("a.json", PEERS[1].name, None, 3),
        Beside("a.json", PEERS[2].name, 1, 3),
    ]
    lines = beside([ours, Result("b.json", "ok", operations=1)], {"a.json": others})
    assert "| undrift | 1 of 1 | 1 | 3 of 3 | 1 | 1 of 1 |" in lines
    first = f"{PEERS[0].name} {peers.versions()[PEERS[0].name]}"
    assert f"| {first} | 1 of 1 | 0 | 2 of 3 | 1 | 0 of 1 |" in lines
    assert "| a.json | 3 | 3 ✓ 0 | 2 ✓ 4 | time | exit 1 |" in lines
    assert beside([ours], {}) == []


def test_a_package_that_lacks_something_has_no_operations_to_boast_of() -> None:
    assert ours_of(Result("a", "ok", operations=3, complete=False)).written == 0


@pytest.mark.skipif(not peers.is_ready(), reason="make corpus PEERS=1 makes them")
def test_each_of_them_runs(tmp_path: Path) -> None:
    entry = "api.json"
    (tmp_path / entry).write_text(
        '{"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths":'
        ' {"/a/{b}": {"get": {"operationId": "b", "parameters": [{"name": "b", "in":'
        ' "path", "required": true, "schema": {"type": "string"}}], "responses":'
        ' {"200": {"description": "b"}}}}}}'
    )
    found = peers.measure(Document("api", tmp_path, entry, "ok"))
    assert [(one.code, one.written, one.imports) for one in found] == [(0, 1, True)] * 3
    assert all(one.mypy is not None for one in found)
