"""The part of `docs/conformance.md` about other generators: what they make of the same descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .gates import Result
from .peers import MOST_LINES, PEERS, SECONDS, Beside, cell, versions

OURS = "undrift"
TITLE = "## Other generators"


def beside(
    results: Sequence[Result], others: Mapping[str, Sequence[Beside]]
) -> list[str]:
    """A summary, and a line for each description that was measured in all of them."""
    ours = {result.name: ours_of(result) for result in results if result.operations}
    names = [name for name in sorted(others) if name in ours]
    if not names:
        return []
    table = {name: [ours[name], *others[name]] for name in names}
    pinned = versions()
    titles = [OURS, *(f"{peer.name} {pinned[peer.name]}" for peer in PEERS)]
    columns = list(zip(*table.values(), strict=True))
    return [
        *_head(),
        *_rows(
            ["", "packages", "every operation", "operations", "all import", "mypy 0"],
            [
                [title, *_summary(column)]
                for title, column in zip(titles, columns, strict=True)
            ],
        ),
        "",
        *_rows(
            ["document", "operations", *titles],
            [
                [name, str(row[0].declared), *map(cell, row)]
                for name, row in table.items()
            ],
        ),
        "",
    ]


def ours_of(result: Result) -> Beside:
    """What the gates say of one description, in the terms of the others."""
    declared = result.operations or 0
    return Beside(
        result.name,
        OURS,
        result.code,
        declared,
        # `complete` says whether any operation or schema is missing, not how many.
        written=declared if result.complete else 0,
        imports=result.imports,
        mypy=result.mypy,
        cpu=result.cpu,
        lines=result.lines,
    )


def _head() -> list[str]:
    text = f"""\
{TITLE}

The same descriptions in other generators of Python clients, each in its pinned version and as its
documentation says, by `make corpus PEERS=1`; it takes `DOCUMENTS` as well. A cell has how many of the declared
operations there is code for (by HTTP method and path), whether every module imports (✓, ✗, `.` when the
time was up), and how many errors `mypy --strict` finds (`.` for packages of more than {MOST_LINES:,} lines,
except our own, and when the time was up). `time` is {SECONDS} seconds of CPU, enough for each step of any of
them on most descriptions. Where OpenAPI Generator refuses a description as invalid it is asked again without
validation, as its message proposes; datamodel-code-generator is asked for pydantic models and an
httpx2 client, is given a server where the description has none, and a folder for models where it wants one. Whether what
is there works is not held against anybody here. Some of the descriptions are invalid: a refusal may be right.
Descriptions without a line were not run yet.
"""
    return [*text.splitlines(), ""]


def _summary(column: Iterable[Beside]) -> list[str]:
    """Of how many documents is there a package, with all operations, that imports, that types."""
    found = list(column)
    there = [one for one in found if one.code == 0]
    checked = [one for one in there if one.mypy is not None]
    whole = sum(one.written == one.declared for one in there)
    operations = sum(one.written for one in there)
    return [
        f"{len(there)} of {len(found)}",
        str(whole),
        f"{operations} of {sum(one.declared for one in found)}",
        str(sum(one.imports is True for one in there)),
        f"{sum(one.mypy == 0 for one in checked)} of {len(checked)}",
    ]


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    rule = ["---", *["--:"] * (len(head) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
