"""The events of a stream as alternatives, one for each that the description names.

OAS 3.2 ("Sequential Media Types") describes a server-sent event as an object whose `event` says
what `data` holds: fields that all events have, beside alternatives with one value of `event` each.
Written as alternatives alone they say the same, and each becomes a type, named after its event.
"""

from __future__ import annotations

from ..media_types import essence
from ..source import Document, Json, array_at, is_object, object_at
from ..spec import Spec

EVENT_STREAM = "text/event-stream"
CHOICES = ("oneOf", "anyOf")
KEPT = frozenset({"title", "description", "discriminator", "$comment"})
"""Keywords that say something of the alternatives together."""


def spread_events(spec: Spec) -> None:
    """Rewrite the schemas of all events in place."""
    for _, _, operation in spec.operations():
        for response in object_at(operation, "responses").values():
            content = object_at(spec.resolved(response), "content")
            for name, media in content.items():
                if essence(name) == EVENT_STREAM:
                    schema = spec.resolved(spec.resolved(media).get("itemSchema"))
                    _spread(schema)


def _spread(schema: Document) -> None:
    keyword = next((k for k in CHOICES if array_at(schema, k)), "")
    variants = array_at(schema, keyword)
    names = [_event(variant) for variant in variants]
    if not names or not all(names):
        return
    shared = {
        k: schema.pop(k)
        for k in tuple(schema)
        if k not in KEPT | {keyword} and not k.startswith("x-")
    }
    schema[keyword] = [
        _joined(shared, variant, f"{name} event")
        for variant, name in zip(variants, names, strict=True)
    ]


def _event(variant: Json) -> str:
    """The only event that an inline alternative is about, "" without one."""
    event = object_at(object_at(variant, "properties"), "event")
    values = [event["const"]] if "const" in event else array_at(event, "enum")
    return str(values[0]) if len(values) == 1 else ""


def _joined(shared: Document, variant: Document, title: str) -> Document:
    properties = dict(object_at(shared, "properties"))
    for name, own in object_at(variant, "properties").items():
        common = properties.get(name)
        if is_object(common) and is_object(own):
            own = {**common, **own}
        properties[name] = own
    required = [*array_at(shared, "required"), *array_at(variant, "required"), "event"]
    return {
        "title": title,
        **shared,
        **variant,
        "type": "object",
        "properties": properties,
        "required": list(dict.fromkeys(required)),
    }
