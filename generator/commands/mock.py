"""`undrift mock`: the API's description, served on this machine until Ctrl-C."""

from __future__ import annotations

from typing import Any

import click

from .. import pipeline
from ..mock import serve
from .project import project_options, read, validation_option
from .run import Run


@click.command()
@project_options
@validation_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="A loopback address."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="Where to listen; the port of the description's own server if that is local, else 4010.",
)
def command(host: str, port: int | None, validate: str, **project: Any) -> None:
    """Serve the API with example answers, on this machine only.

    Requests are held against the description. `Prefer: code=404` or `Prefer: example=NAME`
    chooses the response.
    """
    run = Run()
    with run.stopping():
        spec = pipeline.spec(read(run, **project), run.report, validate=validate)
    run.show()
    try:
        serve(spec, host, port, log=click.echo)
    except ValueError as fault:
        raise click.UsageError(f"{fault}.") from None
    except OSError as fault:
        raise click.ClickException(
            f"cannot listen on {host}: {fault.strerror}; choose another --port."
        ) from None
