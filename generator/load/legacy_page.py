"""The form in which Mintlify embedded operations before it embedded OpenAPI.

One operation with everything it needs, in words of its own: `schemaArray` for alternatives,
`requiredProperties` for `required`, every property wrapped in an `allOf` of one, and the name of
a schema in `refIdentifier`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..source import (
    Document,
    Fragment,
    Json,
    array_at,
    extend,
    is_array,
    is_object,
    object_at,
    text_at,
)
from .document import changed

_NO_BODY = "_mintlify/placeholder"
_OWN_WORDS = frozenset(("requiredProperties", "refIdentifier"))
_SCHEMAS = "#/components/schemas/"


def is_legacy(value: Json) -> bool:
    """Say whether a value is an operation in this form."""
    return {"path", "method"} <= object_at(value, "paths").keys()


def openapi_of(fragment: Fragment) -> Fragment:
    """The operation as a document of OpenAPI; the title and the version are not known."""
    old = fragment.document
    paths = object_at(old, "paths")
    path, method = text_at(paths, "path"), text_at(paths, "method").lower()
    schemas = _Schemas(dict(object_at(object_at(old, "components"), "schemas")))
    request = object_at(paths, "request")
    requirements, schemes = _security(request)
    operation: Document = {
        "parameters": _parameters(object_at(request, "parameters"), schemas),
        "responses": {
            status: _response(node, schemas)
            for status, node in object_at(paths, "response").items()
        },
    }
    body = _body(object_at(request, "body"), schemas)
    if body:
        operation["requestBody"] = body
    if requirements:
        operation["security"] = requirements
    if paths.get("deprecated") is True:
        operation["deprecated"] = True
    section = "webhooks" if paths.get("type") == "webhook" else "paths"
    document: Document = {
        "openapi": "3.1.0" if section == "webhooks" else "3.0.3",
        "info": {"title": "", "version": "0"},
        "servers": array_at(paths, "servers"),
        section: {path: {method: operation}},
        "components": {"schemas": schemas.named},
    }
    if schemes:
        document["components"]["securitySchemes"] = schemes
    place = fragment.place("/paths")
    above = extend("", section, path)
    moved = {
        "": fragment.place(),
        above: place,
        extend(above, method): place,
        extend(above, method, "requestBody"): place.child("request", "body"),
        extend(above, method, "parameters"): place.child("request", "parameters"),
        extend(above, method, "responses"): place.child("response"),
    }
    return replace(changed(fragment, document), moved=moved)


@dataclass(frozen=True, slots=True)
class _Schemas:
    """Turns schemas into OpenAPI's, and keeps those that have a name."""

    named: Document = field(default_factory=dict[str, Json])

    def one_of(self, alternatives: Json) -> Json:
        found = (
            [self.schema(one) for one in alternatives] if is_array(alternatives) else []
        )
        return found[0] if len(found) == 1 else {"oneOf": found} if found else {}

    def schema(self, node: Json) -> Json:
        if is_array(node):
            return [self.schema(item) for item in node]
        if not is_object(node):
            return node
        if node.keys() == {"allOf"} and len(array_at(node, "allOf")) == 1:
            return self.schema(node["allOf"][0])
        new = {key: self._member(key, value) for key, value in node.items()}
        required = new.get("required")
        if isinstance(required, bool):
            del new["required"]
        if is_array(node.get("requiredProperties")):
            new["required"] = node["requiredProperties"]
        kind = text_at(node, "type")
        if kind == "any":
            del new["type"]
        elif kind.startswith("enum<") and kind.endswith(">"):
            new["type"] = kind[5:-1]
        elif kind == "file":
            new |= {"type": "string", "format": "binary"}
        return self._reference(
            text_at(node, "refIdentifier"),
            {key: value for key, value in new.items() if key not in _OWN_WORDS},
        )

    def _member(self, key: str, value: Json) -> Json:
        if key in ("properties", "patternProperties") and is_object(value):
            return {name: self.schema(one) for name, one in value.items()}
        if key in ("items", "additionalProperties", "not", "allOf", "anyOf", "oneOf"):
            return self.schema(value)
        return value

    def _reference(self, identifier: str, schema: Document) -> Json:
        """A schema that had a name gets it back, unless another one has it."""
        name = identifier.removeprefix(_SCHEMAS)
        if not name or name == identifier or "/" in name:
            return schema
        if self.named.setdefault(name, schema) != schema:
            return schema
        return {"$ref": identifier}


def _parameters(groups: Document, schemas: _Schemas) -> list[Json]:
    found: list[Json] = []
    for location, members in groups.items():
        for name in members if is_object(members) else ():
            own = object_at(members, name)
            alternatives = array_at(own, "schema")
            needed = any(
                is_object(one) and one.get("required") is True for one in alternatives
            )
            parameter: Document = {"name": name, "in": location}
            if location == "path" or needed:
                parameter["required"] = True
            parameter |= {k: own[k] for k in ("style", "explode") if k in own}
            found.append({**parameter, "schema": schemas.one_of(alternatives)})
    return found


def _content(media: Document, schemas: _Schemas) -> Document:
    return {
        name: {"schema": schemas.one_of(array_at(node, "schemaArray"))}
        for name, node in media.items()
        if name != _NO_BODY
    }


def _body(media: Document, schemas: _Schemas) -> Document | None:
    content = _content(media, schemas)
    if not content:
        return None
    needed = any(
        is_object(one) and one.get("required") is True
        for node in media.values()
        for one in array_at(node, "schemaArray")
    )
    return {"required": True, "content": content} if needed else {"content": content}


def _response(media: Json, schemas: _Schemas) -> Document:
    nodes = media if is_object(media) else {}
    texts = [text_at(node, "description") for node in nodes.values()]
    content = _content(nodes, schemas)
    said: Document = {"description": next(filter(None, texts), "")}
    return {**said, "content": content} if content else said


def _security(request: Document) -> tuple[list[Json], Document]:
    """The alternatives of an operation's security, and the schemes that they name."""
    requirements: list[Json] = []
    schemes: Document = {}
    for alternative in array_at(request, "security"):
        requirement: Document = {}
        for location, members in object_at(alternative, "parameters").items():
            for name, node in members.items() if is_object(members) else ():
                schemes[name] = _scheme(node, name, location)
                requirement[name] = []
        requirements.append(requirement)
    return requirements, schemes


def _scheme(node: Json, name: str, location: str) -> Document:
    description = text_at(node, "description")
    said = {"description": description} if description else {}
    if text_at(node, "type") == "http":
        return {"type": "http", "scheme": text_at(node, "scheme") or "bearer", **said}
    return {"type": "apiKey", "in": location, "name": name, **said}
