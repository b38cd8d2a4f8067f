"""Lines of a run that is not about them stay: what was measured outlives the run."""

from __future__ import annotations

from pathlib import Path

from .ledger import Ledger


def test_a_line_takes_the_place_of_an_earlier_one_and_others_stay(
    tmp_path: Path,
) -> None:
    ledger = Ledger("run", tmp_path / "measured")
    assert ledger.read() == {}
    for line in ({"name": "b", "n": 1}, {"name": "ä", "n": 2}, {"name": "b", "n": 3}):
        ledger.keep(line)
    assert ledger.file.read_text("utf-8").splitlines() == [
        '{"name": "b", "n": 3}',
        '{"name": "ä", "n": 2}',
    ]
    again = Ledger("run", tmp_path / "measured")
    assert again.read() == {"b": {"name": "b", "n": 3}, "ä": {"name": "ä", "n": 2}}
