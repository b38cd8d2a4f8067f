"""Which of several media types is taken, and how it is written.

Where a body or a response is described in several media types, the SDK takes the one that it
can type best: JSON, then multipart and plain forms, then items of JSON one by one, then text, then
bytes. JSON comes first because every field of it has a type, unless one of them is a file and there
is a multipart form; a caller who needs another one has the raw request.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..ir import Format, FormField
from ..media_types import FORM, TEXTUAL, essence, sendable
from ..source import Document, Json, array_at, is_object, object_at, text_at
from ..spec import Spec
from .forms import is_bytes
from .framings import sent_items

PREFERENCE = tuple(Format)


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


def written_as(spec: Spec, media_type: str, media: Document, *, sent: bool) -> Format:
    """How a body with this Media Type Object is written; `sent` is for a request."""
    if sent and sent_items(spec, media_type, media) is not None:
        return Format.ITEMS
    return format_of(media_type, spec.resolve(media.get("schema", True)))


def chosen(
    spec: Spec, content: Mapping[str, Document], *, sent: bool = False
) -> tuple[str, Format] | None:
    """The media type that the SDK takes, None when there is none.

    `content` are the Media Type Objects, references followed. `sent` is for a request.
    """
    ranked = [
        (written_as(spec, name, media, sent=sent), name)
        for name, media in content.items()
    ]
    if not ranked:
        return None
    if sent and any(_holds_files(spec, m.get("schema")) for m in content.values()):
        forms = [entry for entry in ranked if entry[0] is Format.MULTIPART]
        ranked = forms or ranked
    found, name = min(ranked, key=lambda entry: PREFERENCE.index(entry[0]))
    return name, found


def _holds_files(spec: Spec, schema: Json) -> bool:
    """Whether a property of an object is bytes, or a list of such: JSON has neither."""
    return any(
        is_bytes(found)
        for part in spec.within(schema)
        for written in object_at(part, "properties").values()
        for member in spec.within(written)
        for found in (member, *spec.within(member.get("items")))
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
