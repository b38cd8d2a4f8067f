"""Which declarations are sent and which are received, by walking from the operations, webhooks and callbacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ir import Format, Usage
from ..source import Document, Json, array_at, is_array, is_object, object_at
from ..spec import METHODS, SCHEMAS, Spec
from .contents import written_as


def usages(spec: Spec) -> dict[str, Usage]:
    """For every component schema, by name: whether a request, a response, or both reach it."""
    sent: set[str] = set()
    received: set[str] = set()
    in_parts: set[str] = set()
    in_json: set[str] = set()
    for _, path, operation in spec.operations():
        shared = array_at(spec.document["paths"][path], "parameters")
        for parameter in [*shared, *array_at(operation, "parameters")]:
            node = spec.resolved(parameter)
            _reach(spec, [node.get("schema"), *_schemas(spec, node)], sent)
        body = spec.resolved(operation.get("requestBody"))
        _reach(spec, _schemas(spec, body), sent)
        _reach(spec, _schemas(spec, body, of_parts=False), in_json)
        _reach_parts(spec, _schemas(spec, body, of_parts=True), in_parts)
        for response in object_at(operation, "responses").values():
            _reach(spec, _schemas(spec, spec.resolved(response)), received)
    for item in _of_the_service(spec):
        for method in METHODS:  # what else stands there is nobody's, and unchecked
            body = spec.resolved(
                object_at(spec.resolved(item), method).get("requestBody")
            )
            _reach(spec, _schemas(spec, body), received)
    return {
        name: Usage(
            sent=name in sent,
            received=name in received,
            in_parts=name in in_parts,
            in_json=name in in_json or name in received,
        )
        for name in spec.schemas
    }


def _of_the_service(spec: Spec) -> Iterator[Json]:
    """The path items of what the service sends: webhooks and callbacks."""
    yield from object_at(spec.document, "webhooks").values()
    for _, _, operation in spec.operations():
        for callback in object_at(operation, "callbacks").values():
            yield from spec.resolved(callback).values()


def _schemas(
    spec: Spec, holder: Document, *, of_parts: bool | None = None
) -> Iterator[Json]:
    """The schemas of a body; `of_parts`: of those forms of it that are not JSON, or that are."""
    for media_type, written in object_at(holder, "content").items():
        media = spec.resolved(written)
        written = written_as(spec, media_type, media, sent=True)
        if of_parts is (written in (Format.JSON, Format.ITEMS)):
            continue
        yield media.get("schema")
        yield media.get("itemSchema")


def _reach(spec: Spec, roots: Iterable[Json], seen: set[str]) -> None:
    """Add the names of all components that the schemas refer to, directly or not."""
    stack = list(roots)
    while stack:
        node = stack.pop()
        if is_array(node):
            stack.extend(node)
        elif is_object(node):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith(SCHEMAS):
                name = ref.removeprefix(SCHEMAS)
                if name not in seen:
                    seen.add(name)
                    stack.append(spec.schemas.get(name))
            stack.extend(node.values())


def _reach_parts(spec: Spec, roots: Iterable[Json], seen: set[str]) -> None:
    """Add the components that describe bodies or parts of them; a part that is an object is JSON."""
    stack = [(root, False) for root in roots]
    while stack:
        node, is_part = stack.pop()
        if not is_object(node):
            continue
        schema = spec.resolved(node)
        if is_part and schema.get("type") == "object":
            continue
        ref = node.get("$ref")
        if isinstance(ref, str):
            name = ref.removeprefix(SCHEMAS)
            if name in seen:
                continue
            seen.add(name)
        for keyword in ("allOf", "anyOf", "oneOf"):
            stack += ((member, is_part) for member in array_at(schema, keyword))
        values = [*object_at(schema, "properties").values(), schema.get("items")]
        values += array_at(schema, "prefixItems")
        stack += ((value, True) for value in values)
