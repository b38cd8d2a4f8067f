"""What the name of a media type says."""

from __future__ import annotations

FORM = "application/x-www-form-urlencoded"

TEXTUAL = frozenset(
    {
        "application/graphql",
        "application/javascript",
        "application/jwt",
        "application/sdp",
        "application/sql",
        "application/toml",
        "application/x-ndjson",
        "application/jsonl",
        "application/json-seq",
        "application/xml",
        "application/yaml",
        "application/x-yaml",
    }
)
"""Media types of text whose name does not begin with `text/` or end in `+xml`, `+yaml`."""


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_form(media_type: str) -> bool:
    """Whether a body is fields that have names."""
    return essence(media_type) in (FORM, "multipart/form-data")


def sendable(media_type: str) -> str:
    """A media type as a header can hold it: any one where the name cannot stand there.

    Names are tokens (RFC 9110, section 8.3.1); a description may have any text for one.
    """
    return media_type if media_type.isascii() and media_type.isprintable() else "*/*"
