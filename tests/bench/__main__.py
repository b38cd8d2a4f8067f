"""`make bench`: every figure in one run, as tables in Markdown.

Times are CPU seconds. Ratios are taken between works that were done in turns, and their medians
shown: a busy machine changes the times and hardly the ratios.
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from . import counted, generation, start
from .measure import Figures, in_process

PEERS = ("httpx2", "pydantic", "msgspec", "orjson")


def main() -> None:
    """Print all tables."""
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    print(f"Python {platform.python_version()}; {versions}\n")
    for direction in ("decode", "encode"):
        for library in ("orjson", "json"):
            title = f"An appointment, 1.3 kB: {direction} with {library}"
            _table(
                title, in_process("codec", direction, library), "pydantic", 1e6, "µs"
            )
    for kind in ("sync", "async"):
        title = f"A whole call on the loopback interface, decoded: {kind}"
        _table(title, in_process("calls", kind), "httpx2 get", 1e6, "µs")
    if counted.is_possible():
        title = "A whole call, decoded: instructions of the processor"
        _table(title, counted.figures(), "httpx2 get", 1e-6, "10⁶", "instructions")
    for framing, what in (("lines", "JSON Lines"), ("events", "Server-sent events")):
        title = f"An item of a stream, 28 bytes of JSON: {what}"
        base = "httpx2 iter_lines, JSON"
        _table(title, in_process("streams", framing), base, 1e6, "µs")
    _table("A new process", start.own(), "import httpx2", 1e3, "ms")
    github = generation.DESCRIPTIONS["GitHub, 13 MB"]
    if github.exists():
        with TemporaryDirectory() as name:
            options = ("--package", "github", "--client", "GitHub")
            generation.generate(github, Path(name), *options)
            _table(
                "A new process, the package of GitHub's 1,223 operations",
                start.github(Path(name)),
                "import httpx2",
                1e3,
                "ms",
            )
    _generation()


def _table(
    title: str, found: Figures, base: str, scale: float, unit: str, what: str = "CPU"
) -> None:
    print(f"### {title}\n\n| | {what}, {unit} | ratio to {base} |\n|---|---|---|")
    for name, (cpu, ratio) in found.items():
        print(f"| {name} | {cpu * scale:.1f} | {ratio:.2f} |")
    print(flush=True)


def _generation() -> None:
    print("### `undrift generate`\n")
    print(
        "| | first run, CPU s | nothing changed, CPU s | peak, MB |\n|---|---|---|---|"
    )
    for name, (first, again, peak) in generation.figures().items():
        print(f"| {name} | {first:.2f} | {again:.2f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
