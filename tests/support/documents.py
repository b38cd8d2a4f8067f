"""What the documents of a generated package show as Python, run as a reader would run it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def python_blocks(text: str) -> Iterator[tuple[str, str]]:
    """(the heading above it, the code) of every block that is called Python."""
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(text)]
    for block in _BLOCK.finditer(text):
        above = [title for start, title in headings if start < block.start()]
        yield above[-1].strip("`"), block[1]


def references(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The examples of the reference, by method."""
    for path, text in files.items():
        if path == "reference.md" or path.startswith("reference/"):
            yield from python_blocks(text)


def run_example(package: ModuleType, code: str) -> None:
    """Run one example of the reference against the fake API.

    Raises:
        Exception: whatever the example raises.
        AssertionError: it asked for nothing.
    """
    api = package.testing.FakeAPI()
    with api.client() as client:
        exec(compile(code, "reference.md", "exec"), {"client": client})
    assert api.requests, "the example made no request"
