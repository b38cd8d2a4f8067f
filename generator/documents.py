"""What the two documents of the generated package say of its API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Lines: TypeAlias = tuple[str, ...]
"""Lines without their common indentation; the template indents them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What README.md and reference.md say of the API, in Markdown.

    `needed` are the arguments that a client cannot be made without, each with a comma after it.
    `sample` is one call for the examples, `sample_raw` the same for its raw response, and
    `sample_operation` its operation as a Python expression. `origins` are those besides
    the API's own that get its credentials. `sections` and `notes` say what only some APIs need said,
    `sections` with a blank line after each.
    """

    title: str
    article: str
    version: str
    quick_start: Lines
    needed: str
    overview: Lines
    credentials: Lines
    origins: str
    sample: Lines
    sample_raw: Lines
    sample_operation: str
    sections: Lines
    notes: Lines
    reference: Lines
