"""Which declarations are sent and which are received, by walking from the operations and webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ir import Usage
from ..source import Document, Json, array_at, is_array, is_object, object_at
from ..spec import SCHEMAS, Spec


def usages(spec: Spec) -> dict[str, Usage]:
    """For every component schema, by name: whether a request, a response, or both reach it."""
    sent: set[str] = set()
    received: set[str] = set()
    for _, path, operation in spec.operations():
        shared = array_at(spec.document["paths"][path], "parameters")
        for parameter in [*shared, *array_at(operation, "parameters")]:
            node = spec.resolved(parameter)
            _reach(spec, [node.get("schema"), *_schemas(spec, node)], sent)
        _reach(spec, _schemas(spec, spec.resolved(operation.get("requestBody"))), sent)
        for response in object_at(operation, "responses").values():
            _reach(spec, _schemas(spec, spec.resolved(response)), received)
    for item in object_at(spec.document, "webhooks").values():
        for operation in spec.resolved(item).values():
            if is_object(operation):
                body = spec.resolved(operation.get("requestBody"))
                _reach(spec, _schemas(spec, body), received)
    return {
        name: Usage(sent=name in sent, received=name in received)
        for name in spec.schemas
    }


def _schemas(spec: Spec, holder: Document) -> Iterator[Json]:
    for written in object_at(holder, "content").values():
        media = spec.resolved(written)
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
