"""Which of several media types is taken, and how it is written.

Where a body or a response is described in several media types, the SDK takes the one that it
can type best: JSON, then multipart and plain forms, then text, then bytes. JSON comes first
because every field of it has a type, unless one of them is a file and there is a multipart form; a
caller who needs another one has the raw request.
"""

from __future__ import annotations

from ..ir import Format, FormField
from ..source import Document, Json, array_at, is_object, object_at, text_at
from .forms import is_bytes

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

PREFERENCE = tuple(Format)
FORM = "application/x-www-form-urlencoded"


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def sendable(media_type: str) -> str:
    """A media type as a header can hold it: any one where the name cannot stand there.

    Names are tokens (RFC 9110, section 8.3.1); a description may have any text for one.
    """
    return media_type if media_type.isascii() and media_type.isprintable() else "*/*"


def format_of(media_type: str, schema: Json) -> Format:
    """How a body of this media type is written.

    A range such as `*/*` is JSON where the schema says more than that there are bytes or text.
    """
    name = essence(media_type)
    if name in ("application/json", "text/json") or name.endswith("+json"):
        return Format.JSON
    if name in ("*/*", "application/*", ""):
        return Format.JSON if _is_structured(schema) else Format.BYTES
    if name == FORM:
        return Format.FORM
    if name.startswith("multipart/"):
        return Format.MULTIPART
    if name.startswith("text/") or name in TEXTUAL or name.endswith(("+xml", "+yaml")):
        return Format.TEXT
    return Format.BYTES


def _is_structured(schema: Json) -> bool:
    if not is_object(schema) or not schema:
        return False
    return schema.get("type") != "string" or "enum" in schema


def chosen(
    content: Document, resolved: Document, *, sent: bool = False
) -> tuple[str, Format] | None:
    """The media type that the SDK takes, None when there is none.

    `resolved` maps each media type to its schema, references followed. `sent` is for a request.
    """
    ranked = [(format_of(name, resolved.get(name)), name) for name in content]
    if not ranked:
        return None
    if sent and any(_holds_files(resolved.get(name)) for _, name in ranked):
        forms = [entry for entry in ranked if entry[0] is Format.MULTIPART]
        ranked = forms or ranked
    found, name = min(ranked, key=lambda entry: PREFERENCE.index(entry[0]))
    return name, found


def _holds_files(schema: Json) -> bool:
    """Whether a property of an object is bytes, or a list of such: JSON has neither."""
    properties = object_at(schema, "properties").values()
    return any(
        is_object(found) and is_bytes(found)
        for each in properties
        for found in (each, object_at(each, "items"))
    )


def form_fields(media: Document) -> tuple[FormField, ...]:
    """What the Encoding Objects of a form say, by name."""
    found: list[FormField] = []
    for name, written in object_at(media, "encoding").items():
        if not is_object(written):
            continue
        is_styled = not {"style", "explode", "allowReserved"}.isdisjoint(written)
        style = text_at(written, "style") or "form"
        found.append(
            FormField(
                wire_name=name,
                media_type=_content_type(written),
                style=style if is_styled else "",
                explode=written.get("explode", style == "form") is True,
                allow_reserved=written.get("allowReserved") is True,
            )
        )
    return tuple(found)


def part_types(media: Document) -> tuple[tuple[str, ...], str]:
    """The media types of parts by position, and that of all after them (OAS, Media Type Object)."""
    first = array_at(media, "prefixEncoding")
    return tuple(map(_content_type, first)), _content_type(media.get("itemEncoding"))


def _content_type(encoding: Json) -> str:
    """The first of an Encoding Object's media types, "" without one or where any will do."""
    return sendable(text_at(encoding, "contentType").partition(",")[0].strip())
