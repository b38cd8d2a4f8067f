"""Which media types arrive item by item, and what describes an item.

OAS 3.2 describes items by `itemSchema`; there, an event is an object of the fields that it has on
the wire. Before that, descriptions gave `schema` another meaning than the specification does: one
item, and of an event its data. Objects of nothing but an event's fields are events all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..ir import Framing
from ..media_types import essence
from ..source import Document, Json, array_at, is_object, object_at, text_at
from ..spec import SCHEMAS, Spec
from .forms import choice, is_bytes, is_null

FRAMINGS: Mapping[str, Framing] = MappingProxyType(
    {
        "text/event-stream": Framing.EVENTS,
        "application/jsonl": Framing.LINES,
        "application/x-ndjson": Framing.LINES,
        "application/ndjson": Framing.LINES,
        "application/x-jsonlines": Framing.LINES,
        "application/jsonlines": Framing.LINES,
        "application/stream+json": Framing.LINES,
        "application/x-json-stream": Framing.LINES,
        "application/json-seq": Framing.SEQUENCE,
    }
)
FIELDS = ("event", "id", "retry", "data")
"""The fields of a server-sent event."""


@dataclass(frozen=True, slots=True)
class Items:
    """What describes the items of a media type: a schema below it, or None.

    `whole` says that it describes an event with all its fields; `text` are the names of events
    whose data is no JSON, or whether all are such.
    """

    schema: Json
    steps: tuple[str | int, ...]
    whole: bool = False
    text: bool | tuple[str, ...] = False


def framing(media_type: str) -> Framing | None:
    """How a media type tells items apart, None when it has none."""
    name = essence(media_type)
    if name.endswith("+json-seq"):
        return Framing.SEQUENCE
    return FRAMINGS.get(name)


def items(spec: Spec, media: Document, framed: Framing) -> Items | None:
    """What describes the items, None when nothing does."""
    is_event = framed is Framing.EVENTS
    found = _found(spec, media)
    if found is None or not is_event:
        return found
    if "itemSchema" in media:
        variants = _variants(spec, found.schema)
        is_whole = any("data" in _properties(variant) for variant in variants)
    else:
        is_whole = _are_events(spec, found.schema)
    if is_whole:
        return replace(found, whole=True, text=_text_events(spec, found.schema))
    return None if _is_text(spec, found.schema) else found


def sent_items(spec: Spec, media_type: str, media: Document) -> Items | None:
    """What describes the items of a request that is sent one by one, None when it is not.

    A `schema` of text says that the caller writes the lines; events are what servers send.
    """
    if framing(media_type) not in (Framing.LINES, Framing.SEQUENCE):
        return None
    found = _found(spec, media)
    if found is None or found.steps != ("schema",):
        return found
    is_text = _is_text(spec, found.schema) or is_bytes(spec.resolved(found.schema))
    return None if is_text else found


def _found(spec: Spec, media: Document) -> Items | None:
    """`itemSchema`, else `schema`: of all items together (OAS 3.2), or of one."""
    if "itemSchema" in media:
        return Items(media["itemSchema"], ("itemSchema",))
    schema = media.get("schema")
    resolved = spec.resolved(schema)
    if resolved.get("type") == "array" and "items" in resolved:
        return Items(resolved["items"], ("schema", "items"))
    return Items(schema, ("schema",)) if resolved else None


def _are_events(spec: Spec, schema: Json) -> bool:
    """Whether objects have what events have, and nothing else."""
    variants = [_properties(v) for v in _variants(spec, schema)]
    return bool(variants) and all(
        {"event", "data"} <= found.keys() <= {*FIELDS} for found in variants
    )


def _is_text(spec: Spec, schema: Json) -> bool:
    """Whether a schema is of a string: then nobody has said what the data is."""
    return spec.resolved(schema).get("type") == "string"


def _text_events(spec: Spec, schema: Json) -> bool | tuple[str, ...]:
    """Which events have data that is no JSON."""
    said: dict[str, bool] = {}
    for variant in _variants(spec, schema):
        properties = _properties(variant)
        event = spec.resolved(properties.get("event"))
        names = [event["const"]] if "const" in event else array_at(event, "enum")
        data = spec.resolved(properties.get("data"))
        is_text = data.get("type", "string") == "string" and not json_schema(data)
        is_text = is_text and not choice(data)[1]
        said.update(dict.fromkeys(map(str, names or ["message"]), is_text))
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return tuple(sorted(name for name, is_text in said.items() if is_text))


def json_schema(data: Json) -> Document | None:
    """The schema of the JSON that a string holds (JSON Schema, `contentSchema`)."""
    media_type = essence(text_at(data, "contentMediaType"))
    if media_type != "application/json" and not media_type.endswith("+json"):
        return None
    schema = object_at(data, "contentSchema")
    return schema or {"description": text_at(data, "description")}


def with_event_data(spec: Spec) -> Spec:
    """The document with the data of events as what it stands for, not as the text it is."""
    changed: dict[str, Json] = {}
    for media in _event_media(spec):
        found = items(spec, media, Framing.EVENTS)
        if found is None or not found.whole:
            continue
        for name in _components(spec, found.schema):
            schema = spec.schemas[name]
            data = spec.resolved(_properties(schema).get("data"))
            if (inner := json_schema(data)) is not None:
                properties = {**_properties(schema), "data": inner}
                changed[name] = {**schema, "properties": properties}
    if not changed:
        return spec
    components = object_at(spec.document, "components")
    schemas = {**spec.schemas, **changed}
    document = {**spec.document, "components": {**components, "schemas": schemas}}
    return replace(spec, document=document)


def _event_media(spec: Spec) -> Iterator[Document]:
    for _, _, operation in spec.operations():
        for response in object_at(operation, "responses").values():
            content = object_at(spec.resolved(response), "content")
            for media_type, media in content.items():
                if framing(media_type) is Framing.EVENTS:
                    yield spec.resolved(media)


def _components(spec: Spec, schema: Json) -> Iterator[str]:
    """The components that are an item or a variant of it, by name."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        written = waiting.pop()
        reference = text_at(written, "$ref")
        waiting += choice(written)[1][::-1]
        name = reference.removeprefix(SCHEMAS)
        if name != reference and name not in seen and is_object(spec.schemas.get(name)):
            seen.add(name)
            yield name
            waiting.append(spec.schemas[name])


def _variants(spec: Spec, schema: Json) -> Iterator[Document]:
    """The schema, or its alternatives but null and theirs, references followed, each once."""
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        resolved = spec.resolved(waiting.pop())
        if id(resolved) not in seen:
            seen.add(id(resolved))
            members = [m for m in choice(resolved)[1] if not is_null(m)]
            waiting += members[::-1]
            if not members:
                yield resolved


def _properties(schema: Json) -> Document:
    return object_at(schema, "properties")
