"""What changed its shape between Swagger 2.0 and OpenAPI 3.0: parameters, bodies, responses.

Parameters in the body became the request body, and the types that stood directly in a parameter
or a header moved into its schema. Media types stood beside an operation (`consumes`,
`produces`) and stand above each schema now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..diagnostics import Report
from ..grammar import SCHEMA, Kind
from ..source import (
    Document,
    Fragment,
    Json,
    Place,
    array_at,
    extend,
    is_array,
    is_object,
    object_at,
    text_at,
)
from ..spec import lookup

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")

_SECTIONS = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}
_OF_PARAMETER = (
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "deprecated",
)
_OF_HEADER = ("description",)
_STYLES = {
    "csv": ("form", False),
    "tsv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts the parts of one document; `moved` gets where each of them was written."""

    fragment: Fragment
    moved: dict[str, Place]
    report: Report

    def paths(self) -> Document:
        """The Paths Object."""
        items: Document = {}
        for path, item in object_at(self.fragment.document, "paths").items():
            if path.startswith("x-") or not is_object(item):
                items[path] = item
            else:
                place = self.fragment.place("/paths").child(path)
                items[path] = self._path_item(item, place)
        return items

    def _path_item(self, item: Document, place: Place) -> Document:
        shared = array_at(item, "parameters")
        bodies = [
            (p, place.child("parameters", i))
            for i, p in enumerate(shared)
            if self.is_body(p)
        ]
        new: Document = {}
        for key, value in item.items():
            if key == "parameters":
                new[key] = self._parameters(shared, place.child(key))
            elif key in METHODS and is_object(value):
                new[key] = self._operation(value, place.child(key), bodies)
            else:
                new[key] = _reference(value) if key == "$ref" else value
        return new

    def _operation(
        self, old: Document, place: Place, inherited: Sequence[tuple[Json, Place]]
    ) -> Document:
        parameters = array_at(old, "parameters")
        own = [
            (p, place.child("parameters", i))
            for i, p in enumerate(parameters)
            if self.is_body(p)
        ]
        names = {text_at(self._resolved(p), "name") for p, _ in own}
        kept = [
            one
            for one in inherited
            if text_at(self._resolved(one[0]), "name") not in names
        ]
        new: Document = {}
        for key, value in old.items():
            if key == "parameters":
                if len(parameters) > len(own):
                    new[key] = self._parameters(parameters, place.child(key))
            elif key == "responses" and is_object(value):
                new[key] = self._responses(
                    value, place.child(key), self._types(old, "produces")
                )
            elif key not in ("consumes", "produces", "schemes"):
                new[key] = value
        body = self._body([*kept, *own], self._types(old, "consumes"), place)
        return {**new, "requestBody": body} if body else new

    def _types(self, operation: Document, key: str) -> list[Json]:
        own = operation.get(key)
        return own if is_array(own) else array_at(self.fragment.document, key)

    def _resolved(self, node: Json) -> Document:
        reference = text_at(node, "$ref")
        if reference.startswith("#/"):
            try:
                node = lookup(self.fragment.document, reference[1:])
            except KeyError:
                return {}
        return node if is_object(node) else {}

    def is_body(self, parameter: Json) -> bool:
        """Whether a parameter of 2.0 is a part of the request body."""
        return self._resolved(parameter).get("in") in ("body", "formData")

    def _parameters(self, old: Sequence[Json], place: Place) -> list[Json]:
        new: list[Json] = []
        for index, node in enumerate(old):
            if not self.is_body(node):
                at = extend(place.pointer, len(new))
                self.moved[at] = place.child(index)
                new.append(self.parameter(node, at))
        return new

    def parameter(self, node: Json, pointer: str) -> Json:
        """A parameter that is not in the body, which will stand at `pointer`."""
        if not is_object(node) or "$ref" in node:
            return schema(node)
        new = {
            k: v for k, v in node.items() if k in _OF_PARAMETER or k.startswith("x-")
        }
        if node.get("type") == "array":
            style, explode = _STYLES.get(
                text_at(node, "collectionFormat"), ("form", False)
            )
            if new.get("in") in ("path", "header"):
                style = "simple"
            new |= {"style": style, "explode": explode}
            if node.get("collectionFormat") == "tsv":
                self._no_tabs(pointer)
        return {**new, "schema": _typed(node, _OF_PARAMETER)}

    def _no_tabs(self, pointer: str) -> None:
        self.report.warning(
            "left-out",
            self.moved.get(pointer) or self.fragment.place(),
            "OpenAPI 3 has no values separated by tabs; commas are sent",
            help="use another `collectionFormat`",
        )

    def _body(
        self, parts: Sequence[tuple[Json, Place]], types: Sequence[Json], place: Place
    ) -> Document | None:
        """The Request Body Object of the parameters in the body; None when there are none."""
        pointer = extend(place.pointer, "requestBody")
        found = [(self._resolved(node), at) for node, at in parts]
        names = [name for name in types if isinstance(name, str)]
        for node, at in found:
            if node.get("in") == "body":
                self.moved[pointer] = at
                return self._whole_body(node, names)
        if not found:
            return None
        self.moved[pointer] = found[0][1]
        return self._form([node for node, _ in found], names)

    def _whole_body(self, node: Document, names: Sequence[str]) -> Document:
        types = [n for n in names if n not in (_FORM, _MULTIPART)] or list(names)
        media = {"schema": schema(node.get("schema", {}))}
        kept = {k: v for k, v in node.items() if k in ("description", "required")}
        return {
            **kept,
            "content": dict.fromkeys(types or ["application/json"], media),
        }

    def _form(self, fields: Sequence[Document], names: Sequence[str]) -> Document:
        has_file = any(node.get("type") == "file" for node in fields)
        possible = (_MULTIPART,) if has_file else (_FORM, _MULTIPART)
        types = [name for name in names if name in possible] or [possible[0]]
        required = [text_at(n, "name") for n in fields if n.get("required") is True]
        whole: Document = {
            "type": "object",
            "properties": {text_at(n, "name"): _described(n) for n in fields},
        }
        if required:
            whole["required"] = required
        media: Document = {"schema": whole}
        encoding = {
            text_at(node, "name"): {"style": style, "explode": explode}
            for node in fields
            if node.get("type") == "array"
            for style, explode in [
                _STYLES.get(text_at(node, "collectionFormat"), ("form", False))
            ]
            if not explode
        }
        if encoding:
            media["encoding"] = encoding
        content = dict.fromkeys(types, media)
        return (
            {"required": True, "content": content} if required else {"content": content}
        )

    def _responses(
        self, old: Document, place: Place, types: Sequence[Json]
    ) -> Document:
        return {
            status: (
                node
                if status.startswith("x-")
                else self.response(
                    node, place.child(status), extend(place.pointer, status), types
                )
            )
            for status, node in old.items()
        }

    def response(
        self, node: Json, place: Place, pointer: str, types: Sequence[Json]
    ) -> Json:
        """A Response Object, which will stand at `pointer`."""
        if not is_object(node) or "$ref" in node:
            return schema(node)
        new = {
            k: v for k, v in node.items() if k not in ("schema", "examples", "headers")
        }
        headers = object_at(node, "headers")
        if headers:
            new["headers"] = {name: _header(header) for name, header in headers.items()}
        examples = object_at(node, "examples")
        content: Document = {}
        if "schema" in node:
            names = [name for name in types if isinstance(name, str)]
            default = "application/json"
            if text_at(node["schema"], "type") == "file":
                # What is produced in general are objects, and this is none.
                names = [n for n in names if "json" not in n and "xml" not in n]
                default = "application/octet-stream"
            body = schema(node["schema"])
            content = {name: {"schema": body} for name in names or [default]}
            for name in content:
                at = extend(pointer, "content", name, "schema")
                self.moved[at] = place.child("schema")
        for name, value in examples.items():
            if name in content:
                content[name] = {**content[name], "example": value}
        return {**new, "content": content} if content else new


def schema(node: Json) -> Json:
    """A schema, or a reference, in the words of 3.0."""
    return _schema(node, SCHEMA)


def _schema(node: Json, kind: Kind) -> Json:
    if is_array(node) and kind.each is not None:
        return [_schema(item, kind.each) for item in node]
    if not is_object(node):
        return node
    new: Document = {}
    for key, value in node.items():
        child = kind.child(key)
        new[key] = value if child is None else _schema(value, child)
    if kind.values is None:
        if isinstance(new.get("$ref"), str):
            new["$ref"] = _reference(new["$ref"])
        if isinstance(new.get("discriminator"), str):
            new["discriminator"] = {"propertyName": new["discriminator"]}
        if isinstance(new.get("x-nullable"), bool):
            new["nullable"] = new.pop("x-nullable")
        if new.get("type") == "file":
            new |= {"type": "string", "format": "binary"}
        new.pop("collectionFormat", None)
    return new


def _reference(reference: Json) -> Json:
    for old, new in _SECTIONS.items():
        if isinstance(reference, str) and reference.startswith(old):
            return new + reference[len(old) :]
    return reference


def _typed(node: Document, own: Sequence[str]) -> Json:
    """The schema of a parameter, header or form field: what stands in it beside its own fields."""
    apart = (*own, "collectionFormat")
    return schema(
        {
            k: v
            for k, v in node.items()
            if k not in apart and (not k.startswith("x-") or k == "x-nullable")
        }
    )


def _described(node: Document) -> Json:
    """The schema of a form field, with what was said about the field."""
    found = _typed(node, _OF_PARAMETER)
    return (
        {**found, "description": node["description"]}
        if "description" in node
        else found
    )


def _header(node: Json) -> Json:
    if not is_object(node):
        return node
    kept = {k: v for k, v in node.items() if k in _OF_HEADER or k.startswith("x-")}
    return {**kept, "schema": _typed(node, _OF_HEADER)}
