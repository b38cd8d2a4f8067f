"""The table of `docs/conformance.md`: one line a description, and what falls short in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from .gates import Result

GATES: Sequence[tuple[str, Callable[[Result], bool | None]]] = (
    ("complete", lambda r: r.complete),
    ("imports", lambda r: r.imports),
    ("mypy", lambda r: _none(r.mypy)),
    ("pyright", lambda r: _none(r.pyright)),
    ("black", lambda r: r.black),
    ("repeat", lambda r: r.repeat),
    ("shuffled", lambda r: r.shuffled),
)

HEAD = """\
# Conformance

Real descriptions through every gate, written by `make corpus`; a line each. They are not part of the
project: it was measured on descriptions of public APIs, on test documents of other generators
and on pages of documentation sites. ✓ passes, ✗ falls short, `.` was not reached or does not apply.

| gate | what must hold |
|---|---|
| result | the package is generated, or a diagnostic names the place of the fault; never a traceback |
| complete | every operation and every component schema that the description declares is there |
| imports | every module compiles and imports, under two dotted paths in one process, warnings being errors |
| mypy, pyright | `mypy --strict` and `basedpyright` strict find nothing |
| black | black finds nothing to change in what was written |
| repeat | a second run gives the same bytes |
| shuffled | another order of paths and components gives the same bytes |

Operations and schemas are those declared, counted without the generator. Smaller parts that are left
out (a parameter without a name, an unknown security scheme) are warnings with their place. CPU
seconds and MiB (peak) are those of the first run, validation included. Very large descriptions are
measured with `--without black --without types` unless somebody has the minutes.
"""


def _none(errors: int | None) -> bool | None:
    return None if errors is None else errors == 0


def short(result: Result) -> str:
    """One line for the terminal."""
    passed = [f"{n}={_mark(gate(result))}" for n, gate in GATES]
    end = result.refused or f"exit {result.code}"
    cost = f"{result.cpu:.1f} s, {result.memory} MiB"
    return f"{result.name}: {end}, {' '.join(passed)}, {cost}"


def markdown(results: Sequence[Result], others: Sequence[str] = ()) -> str:
    """The page as a whole, results in the order of their names; `others` is its last part."""
    ordered = sorted(results, key=lambda r: r.name)
    lines = [HEAD, *_summary(ordered), "", *_rows(ordered), "", *_faults(ordered)]
    return "\n".join([*lines, *others, ""])


def _summary(results: Sequence[Result]) -> list[str]:
    generated = [r for r in results if r.code == 0]
    refused = [r for r in results if r.refused]
    neither = len(results) - len(generated) - len(refused)
    operations = sum(result.operations or 0 for result in generated)
    schemas = sum(result.schemas or 0 for result in generated)
    left_out = sum(result.left_out for result in generated)
    outcome = f"{len(generated)} generated, {len(refused)} refused with a diagnostic"
    declared = f"{operations} operations and {schemas} schemas"
    lines = [
        f"- {len(results)} documents: {outcome}, {neither} neither.",
        f"- {declared} declared in the generated ones, {left_out} smaller parts left out.",
    ]
    for name, gate in GATES:
        marks = Counter(gate(result) for result in generated)
        short = f", {marks[False]} fall short" if marks[False] else ""
        unknown = f", {marks[None]} not held against it" if marks[None] else ""
        lines.append(f"- {name}: {marks[True]} pass{short}{unknown}.")
    return lines


def _rows(results: Sequence[Result]) -> list[str]:
    gates = [name for name, _ in GATES]
    head = ["document", "OpenAPI", "result", "operations", "schemas", "left out"]
    head += ["warnings", *gates, "lines", "CPU s", "MiB"]
    lines = [
        _row(head),
        _row(["---"] * 3 + ["--:"] * 4 + [":-:"] * len(gates) + ["--:"] * 3),
    ]
    for result in results:
        cells = [
            result.name,
            result.version,
            result.refused or ("ok" if result.code == 0 else f"exit {result.code}"),
            _number(result.operations),
            _number(result.schemas),
            str(result.left_out),
            str(result.warnings),
            *(_mark(gate(result)) for _, gate in GATES),
            str(result.lines),
            f"{result.cpu:.1f}",
            str(result.memory),
        ]
        lines.append(_row(cells))
    return lines


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _mark(passed: bool | None) -> str:
    return {True: "✓", False: "✗", None: "."}[passed]


def _faults(results: Sequence[Result]) -> list[str]:
    lines = ["## What falls short", ""]
    for result in results:
        if result.faults:
            lines += [f"**{result.name}**", "", "```"]
            lines += [fault[:200] for fault in result.faults[:8]]
            if len(result.faults) > 8:
                lines.append(f"... {len(result.faults) - 8} more lines")
            lines += ["```", ""]
    return (
        lines if len(lines) > 2 else [*lines, "Nothing that these gates look at.", ""]
    )
