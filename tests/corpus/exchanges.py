"""Writes `docs/exchanges.md` from what the runs over the corpus kept (`make exchanges`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .results import Outcome, kept

PAGE = Path(__file__).parents[2] / "docs/exchanges.md"
_MOST_FAULTS = 12
"""How many faults of one description the page shows."""

HEAD = """\
# Exchanges

What generated packages send and read, over the descriptions of `docs/conformance.md`; written by
`make exchanges`. Judges share no code with this project.

| run | what is asked |
|---|---|
| `make roundtrip` | jsonschema-rs says which values of a type are valid. Do they come back as they were, by both ways of reading? Does a new value of an enumeration, and is it reported? Is a value with one violation of type or of requiredness refused, with its path? |
| `make calls` | Every operation is called with up to three examples of its arguments. Does the package send them, is the request what the mock server asks for, are the answers of the mock and of the fake API read? |
| `make judge` | Is each of those requests valid for openapi-core, which reads the original description? |

`parts` are the fields of all types there, left out and null, and the alternatives of unions; `unseen` are those
that no value showed: the description forbids them, or an example was too short.

A value is as it was when it is the same JSON; date-times are instants and durations are lengths.
Faults are what nobody has explained. What has a reason is counted with it below: a thing that
the description makes impossible, or that a judge gets wrong by the tables of OpenAPI
(`tests/corpus/excused.py`). Where this project reads a description otherwise on purpose, openapi-core is given the
description in other words (`tests/corpus/readings.py`, `docs/adr`), and judges all of the request.
"""

_RUNS: Sequence[tuple[str, Sequence[str]]] = (
    ("roundtrip", ("types", "values", "new", "violations", "parts", "unseen")),
    ("calls", ("operations", "calls")),
    ("judge", ("requests", "valid")),
)


def markdown(runs: dict[str, dict[str, Outcome]]) -> str:
    """The page: totals, the reasons, the faults that are left, and a line for each description."""
    parts = [HEAD, *_totals(runs), "", "## Reasons", "", *_reasons(runs), ""]
    parts += [
        "## Readings",
        "",
        *_readings(runs["judge"].values()),
        "",
        "## Faults",
        "",
        *(list(_faults(runs)) or ["None.", ""]),
        "",
        "## Descriptions",
        "",
        *_rows(runs),
        "",
    ]
    return "\n".join(parts)


def _totals(runs: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    for run, names in _RUNS:
        outcomes = runs[run].values()
        numbers = [f"{_sum(outcomes, name)} {name}" for name in names]
        kinds: Counter[str] = Counter()
        for outcome in outcomes:
            kinds.update(outcome.by_kind())
        faults = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
        excused = sum(sum(o.reasons.values()) for o in outcomes)
        yield (
            f"- {run}: {len(runs[run])} documents, {', '.join(numbers)};"
            f" faults: {faults or 'none'}; {excused} with a reason."
        )


def _sum(outcomes: Iterable[Outcome], name: str) -> int:
    return sum(outcome.numbers.get(name, 0) for outcome in outcomes)


def _reasons(runs: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    yield "| run | times | reason |"
    yield "| --- | --: | --- |"
    for run, _ in _RUNS:
        for reason, times in _counted(o.reasons for o in runs[run].values()):
            yield f"| {run} | {times} | {_cell(reason)} |"


def _readings(outcomes: Iterable[Outcome]) -> Iterator[str]:
    yield "| places | what openapi-core is told |"
    yield "| --: | --- |"
    for reading, places in _counted(outcome.readings for outcome in outcomes):
        yield f"| {places} | {_cell(reading)} |"


def _counted(each: Iterable[dict[str, int]]) -> list[tuple[str, int]]:
    """How often each text was counted, the most often first."""
    counted: Counter[str] = Counter()
    for counts in each:
        counted.update(counts)
    return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))


def _faults(runs: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    for run, _ in _RUNS:
        for name, outcome in sorted(runs[run].items()):
            if outcome.faults:
                shown = [_plain(fault) for fault in outcome.faults[:_MOST_FAULTS]]
                rest = len(outcome.faults) - len(shown)
                more = [f"and {rest} more"] if rest else []
                yield "\n".join(
                    [f"**{name}**, {run}", "", "```", *shown, *more, "```", ""]
                )


def _rows(runs: dict[str, dict[str, Outcome]]) -> Iterator[str]:
    columns = [name for _, names in _RUNS for name in (*names, "faults")]
    yield f"| document | {' | '.join(columns)} |"
    yield f"| --- |{' --: |' * len(columns)}"
    for document in sorted({name for run in runs.values() for name in run}):
        cells: list[str] = []
        for run, names in _RUNS:
            outcome = runs[run].get(document)
            if outcome is None:
                cells += ["."] * (len(names) + 1)
                continue
            cells += [str(outcome.numbers.get(name, ".")) for name in names]
            cells.append(str(len(outcome.faults)))
        yield f"| {document} | {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A fault in one short line that cannot end a block of code."""
    return " ".join(text.split()).replace("`", "'")[:150]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(markdown({run: kept(run) for run, _ in _RUNS}), "utf-8")
    print(f"wrote {PAGE.name}")
