"""What a page of a listing holds, field by field, however its schema is put together."""

from __future__ import annotations

from ..media_types import essence
from ..pages import (
    FieldPath,
)
from ..source import Document, Json, array_at, is_array, is_object, object_at, text_at
from ..spec import MOST_HOPS, Spec


class PageShape:
    """The first successful JSON answer of an operation, and its query parameters."""

    def __init__(self, spec: Spec, path: str, operation: Document) -> None:
        self._spec = spec
        self._known: dict[int, dict[str, Json]] = {}
        self._response = _success(spec, operation)
        self.schema = _json_schema(spec, self._response)
        shared = array_at(object_at(spec.document["paths"], path), "parameters")
        nodes = [
            spec.resolved(p) for p in [*shared, *array_at(operation, "parameters")]
        ]
        self.parameters = {
            text_at(node, "name"): spec.resolved(node.get("schema"))
            for node in nodes
            if text_at(node, "in") == "query"
        }

    @property
    def has_link_header(self) -> bool:
        """Whether the answer is documented to have a `Link` header."""
        return any(n.lower() == "link" for n in object_at(self._response, "headers"))

    def fields(self, path: FieldPath = ()) -> dict[str, Json]:
        """The properties of the object at `path`, by name; {} when it is none."""
        return self._properties(self.at(path))

    def at(self, path: FieldPath) -> Json:
        """The schema of a field, references followed and null left out; None without one."""
        schema = self._plain(self.schema)
        for name in path:
            found = self._properties(schema)
            if name not in found:
                return None
            schema = self._plain(found[name])
        return schema

    def kind(self, path: FieldPath) -> str:
        """The JSON type of a field, "" when it has none or several."""
        schema = self.at(path)
        types = schema.get("type") if is_object(schema) else None
        some = [t for t in types if t != "null"] if is_array(types) else [types]
        if isinstance(some[0] if len(some) == 1 else None, str):
            return str(some[0])
        return "object" if is_object(schema) and "properties" in schema else ""

    def item_fields(self, items: FieldPath) -> dict[str, Json]:
        """The properties of an item."""
        schema = self.at(items)
        return self._properties(schema.get("items")) if is_object(schema) else {}

    def _plain(self, schema: Json) -> Document:
        for _ in range(MOST_HOPS):
            found = self._spec.resolved(schema)
            members = array_at(found, "anyOf") or array_at(found, "oneOf")
            some = [member for member in members if member != {"type": "null"}]
            if len(some) != 1:
                return found
            schema = some[0]
        return {}

    def _properties(self, schema: Json) -> dict[str, Json]:
        """The properties of an object and of all that it is made of; the last says most."""
        plain = self._plain(schema)
        if id(plain) not in self._known:
            found = self._known[id(plain)] = dict[str, Json]()
            for _, part in self._spec.parts(plain):
                found |= object_at(part, "properties")
        return self._known[id(plain)]


def _success(spec: Spec, operation: Document) -> Document:
    responses = object_at(operation, "responses")
    codes = sorted(code for code in responses if code.startswith("2"))
    return spec.resolved(responses[codes[0]]) if codes else {}


def _json_schema(spec: Spec, response: Document) -> Json:
    content = object_at(response, "content")
    for media_type in content:
        name = essence(media_type)
        if name.endswith(("/json", "+json")) or name == "*/*":
            return spec.resolved(content[media_type]).get("schema")
    return None
