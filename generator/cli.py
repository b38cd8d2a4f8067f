"""The `undrift` command. This layer alone prints, reads the environment and exits.

Exit codes: 0 fine, 1 faults in the input, 2 usage, 3 drift or a protected file; 130 interrupted.
A command's module is imported when it runs, so that each starts fast.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from . import __version__
from .depth import DEEPEST

COMMANDS = {
    "pull": "Fetch the published sources again, and show what changed.",
    "generate": "Generate the Python package and the merged OpenAPI document.",
    "merge": "Print the merged, normalised OpenAPI document.",
    "inspect": "Print what the tool understood, at one of three stages.",
    "check": "Check that the generated package is up to date.",
    "diff": "Say what breaks between two versions of an API.",
    "verify": "Check that a copy of a generated package is unmodified.",
    "mock": "Serve the API with example answers, on this machine only.",
    "fixtures": "Record what a service answers, and check recordings.",
}
"""Each is a module of `commands` with a `command`; the help text lists them like this."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f".commands.{cmd_name}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="undrift", message="%(prog)s %(version)s")
@click.pass_context
def undrift(ctx: click.Context) -> None:
    """OpenAPI fragments in, one typed Python SDK out, and nothing drifts silently.

    Without INPUT, a command works on the nearest undrift.yaml: in this folder, above it, or
    the only one in specs/*/ below it.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    ctx.default_map = {
        name: {
            "format": "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
        }
        for name in COMMANDS
    }


def main() -> NoReturn:
    """Run the command line and exit. Faults of the input or the usage never show a traceback."""
    # A large document is some million objects that nearly all live to the end: looking
    # through them for cycles at the usual pace takes a fifth of the whole run.
    gc.set_threshold(1_000_000, 50, 100)
    sys.setrecursionlimit(max(DEEPEST, sys.getrecursionlimit()))
    try:
        sys.exit(undrift.main(prog_name="undrift", standalone_mode=False))
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.Abort:
        click.echo("undrift: interrupted", err=True)
        sys.exit(130)
