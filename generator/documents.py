"""What the two documents of the generated package say of its API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Lines: TypeAlias = tuple[str, ...]
"""Lines without their common indentation; the template indents them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What README.md and reference.md say of the API, in Markdown.

    `sample_*` name one call for the examples: a resource, its method, and the operation as a
    Python expression. `sections` and `notes` say what only some APIs need said, `sections` with a
    blank line after each.
    """

    title: str
    version: str
    quick_start: Lines
    overview: Lines
    credentials: Lines
    sample_resource: str
    sample_method: str
    sample_operation: str
    sections: Lines
    notes: Lines
    reference: Lines
