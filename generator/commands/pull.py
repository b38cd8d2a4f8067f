"""`undrift pull`: fetches the project's sources again, and says what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from ..checks import fetch
from ..checks.pull import Pulled, State, pull, written
from ..presentation import Format, plural
from .project import project_options, read
from .run import DRIFT, Run, report_options


@click.command()
@project_options
@click.option(
    "--allow-remote-refs",
    is_flag=True,
    help="Also make copies of what references to other servers name.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 3 when something changed."
)
@report_options
def command(
    allow_remote_refs: bool, check: bool, format: str, strict: bool, **project: Any
) -> None:
    """Fetch the sources of undrift.yaml, and copies for references, and show what changed."""
    run = Run(Format(format), strict)
    with run.stopping():
        config = read(run, **project)
        found = pull(config, run.report, fetch.fetch, follow=allow_remote_refs)
        run.refuse_warnings()
    if not check:
        try:
            written(config, found)
        except OSError as fault:
            reason = f"{fault.filename} cannot be written: {fault.strerror}"
            raise click.ClickException(reason) from None
    result = [
        {"file": p.file, "url": p.url, "state": p.state.value} for p in found.sources
    ]
    lines = [line for one in found.sources for line in _lines(one)]
    changed = sum(one.state is not State.UNCHANGED for one in found.sources)
    total = f"{plural(len(found.sources), 'source')} pulled, {changed} changed"
    if found.has_changes and not check:
        total += "; review the changes, then run `undrift generate`"
    code = DRIFT if check and found.has_changes and not run.report.failed else 0
    run.end([*lines, total], result, code)


def _lines(one: Pulled) -> Iterator[str]:
    counts = (
        "" if one.state is State.UNCHANGED else f" (+{one.added} -{one.removed} lines)"
    )
    yield f"  {one.file}: {one.state.value}{counts}"
