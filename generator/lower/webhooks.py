"""Webhooks to events: what each one carries, and what tells a receiver which one it is.

The description names webhooks, and messages need not say these names. What does, in this order:

1. properties that are required and constant, where not all events have the same constant;
2. a required property whose values name the webhook, or that is called like a name of events;
3. a header that is called like one, such as `X-GitHub-Event`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..api import Tags, Webhook
from ..diagnostics import Report
from ..ir import Format
from ..naming import snake
from ..source import Document, Json, array_at, extend, is_object, object_at, text_at
from ..spec import METHODS, Spec
from .binary import within_json
from .contents import format_of
from .docs import doc
from .forms import choice
from .types import TypeReader

NAMES_OF_EVENTS = ("type", "event", "event_type", "event_name", "topic")
"""Properties that hold the name of the event, where every event has one of them as plain text."""


@dataclass(slots=True)
class _Shape:
    """The properties of a payload, those of all its variants together."""

    properties: dict[str, list[Document]] = field(
        default_factory=dict[str, list[Document]]
    )
    required: set[str] = field(default_factory=set[str])

    def add(self, properties: dict[str, list[Document]]) -> None:
        """Add descriptions of properties, each once."""
        for name, schemas in properties.items():
            own = self.properties.setdefault(name, [])
            known = set(map(id, own))
            own += [schema for schema in schemas if id(schema) not in known]

    def texts(self) -> Iterator[str]:
        """The required properties that are plain text."""
        for name, schemas in self.properties.items():
            plain = all(s.get("type") == "string" and "enum" not in s for s in schemas)
            if name in self.required and plain:
                yield name


@dataclass(slots=True)
class _Found:
    """A webhook on the way to its event."""

    webhook: Webhook
    shape: _Shape
    headers: dict[str, Document]


def webhooks(spec: Spec, types: TypeReader, report: Report) -> tuple[Webhook, ...]:
    """The events of a document, in its order; what carries no JSON is left out, and said."""
    found: list[_Found] = []
    for name, written in object_at(spec.document, "webhooks").items():
        item, pointer = spec.resolved(written), extend("/webhooks", name)
        for method in METHODS:
            if is_object(item.get(method)):
                where = extend(pointer, method)
                one = _read(spec, types, name, method, item, where, report)
                found += [one] if one is not None else []
    return tuple(_told_apart(found))


def _read(
    spec: Spec,
    types: TypeReader,
    name: str,
    method: str,
    item: Document,
    where: str,
    report: Report,
) -> _Found | None:
    operation: Document = item[method]
    body = spec.described(operation.get("requestBody"))
    content = object_at(body, "content")
    for media_type in content:
        media = spec.resolved(content[media_type])
        schema = media.get("schema", True)
        if format_of(media_type, spec.resolve(schema)) is not Format.JSON:
            continue
        at = extend(where, "requestBody", "content", media_type, "schema")
        said, payload = doc(operation), doc(body)
        webhook = Webhook(
            name=name,
            method=method.upper(),
            type=within_json(types.read(schema, at)),
            origin=where,
            sdk_name=text_at(operation, "x-sdk-name"),
            doc=said if said.summary or said.description else payload,
        )
        shape = _shape(spec, schema, {})
        return _Found(webhook, shape, _headers(spec, item, operation))
    report.info(
        "left-out",
        spec.provenance.at(where),
        f"the webhook {name!r} ({method.upper()}) carries no JSON: it is no event of the SDK",
    )
    return None


def _shape(spec: Spec, schema: Json, known: dict[int, _Shape]) -> _Shape:
    """The properties of an object, of all that it is made of, and of its variants.

    `known` are the shapes so far: a variant may be there often, or be one of its own variants.
    """
    whole = spec.resolved(schema)
    if id(whole) in known:
        return known[id(whole)]
    shape = known[id(whole)] = _Shape()
    for _, part in spec.parts(whole):
        properties = object_at(part, "properties").items()
        shape.add({name: [spec.resolved(value)] for name, value in properties})
        shape.required.update(map(str, array_at(part, "required")))
        _, members = choice(part)
        variants = [_shape(spec, member, known) for member in members]
        for variant in variants:
            shape.add(variant.properties)
        if variants:
            first, *others = (variant.required for variant in variants)
            shape.required |= first.intersection(*others)
    return shape


def _headers(spec: Spec, item: Document, operation: Document) -> dict[str, Document]:
    """Header parameters that are called like a name of events, by name."""
    found: dict[str, Document] = {}
    written = [*array_at(item, "parameters"), *array_at(operation, "parameters")]
    for node in map(spec.resolved, written):
        name = text_at(node, "name")
        last = snake(name).removeprefix("x_")
        if text_at(node, "in") == "header" and last.endswith(NAMES_OF_EVENTS):
            found[name] = spec.resolved(node.get("schema"))
    return found


def _told_apart(found: list[_Found]) -> Iterator[Webhook]:
    tags = [_constants(one.shape) for one in found]
    for name in {name for own in tags for name in own}:
        if len(found) > 1 and len({own.get(name) for own in tags}) == 1:
            for own in tags:
                del own[name]
    for own, one in zip(tags, found, strict=True):
        own.update(_naming(one))
    if len(found) > 1 and not any(tags):
        for own, called in zip(tags, _called(found), strict=True):
            own.update(called)
    for own, one in zip(tags, found, strict=True):
        header = _header(one, own) if len(found) > 1 else None
        yield replace(one.webhook, tags=tuple(sorted(own.items())), header=header)


def _constants(shape: _Shape) -> dict[str, Tags]:
    found: dict[str, Tags] = {}
    for name, schemas in shape.properties.items():
        values = [_constant(schema) for schema in schemas]
        if name in shape.required and all(value is not None for value in values):
            found[name] = tuple(dict.fromkeys(v for v in values if v is not None))
    return found


def _constant(schema: Document) -> str | int | bool | None:
    enum = array_at(schema, "enum")
    value = enum[0] if len(enum) == 1 else schema.get("const")
    return value if isinstance(value, str | int | bool) else None


def _naming(found: _Found) -> dict[str, Tags]:
    """The property one of whose values is the webhook's name."""
    wanted = found.webhook.name
    for name, schemas in found.shape.properties.items():
        known = all(wanted in array_at(schema, "enum") for schema in schemas)
        if name in found.shape.required and known:
            return {name: (wanted,)}
    return {}


def _called(found: list[_Found]) -> list[dict[str, Tags]]:
    """For each event the property that holds its name as plain text, if all have one."""
    named: list[dict[str, Tags]] = []
    for one in found:
        texts = {snake(name): name for name in one.shape.texts()}
        held = next((texts[name] for name in NAMES_OF_EVENTS if name in texts), None)
        named.append({} if held is None else {held: (one.webhook.name,)})
    return named if all(named) else [{} for _ in found]


def _header(found: _Found, tags: dict[str, Tags]) -> tuple[str, str] | None:
    """The header that goes with the event, and its value in plain words.

    Where the description does not say the value, it is the webhook's name, without what a
    constant of the payload adds to it: `branch-protection-rule-created` has the `action`
    `created`, and comes as `branch_protection_rule`.
    """
    for name, schema in found.headers.items():
        value = _constant(schema)
        if isinstance(value, str):
            return name.lower(), _plain(value)
        stem = _plain(found.webhook.name)
        for values in tags.values():
            ends = [f"-{_plain(str(v))}" for v in values]
            stem = next((stem.removesuffix(e) for e in ends if stem.endswith(e)), stem)
        return name.lower(), stem
    return None


def _plain(text: str) -> str:
    """As the package's runtime reads names: see `_runtime/webhook.py`."""
    return text.strip().lower().replace("_", "-").replace(".", "-")
