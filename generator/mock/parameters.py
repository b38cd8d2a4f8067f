"""Parameters of a request as JSON values, by their style (OAS 3.2, "Style Values").

Values arrive as text; the schema's type says what they are. A value that cannot be read as its
type stays text, so that validation reports the type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..examples import conforms
from ..examples.flatten import EndlessError, flatten
from ..source import Document, Json, extend, is_array, is_object
from ..spec import Spec, lookup
from .messages import Request
from .routes import Operation
from .styles import Parts, from_pairs, from_path, pairs

_STYLES = {"query": "form", "cookie": "form"}
_NOT_PARAMETERS = frozenset({"accept", "authorization", "content-type"})
"""Headers that say other things: definitions of them are ignored (OAS, Parameter Object)."""
_MOST_SHAPES = 256
_MOST_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    """One declared parameter and what the request says; `present` False when it says nothing."""

    node: Document
    schema_pointer: str
    present: bool
    value: Json = None

    @property
    def name(self) -> str:
        return str(self.node["name"])


def given(
    spec: Spec, operation: Operation, request: Request, path_values: Mapping[str, str]
) -> Iterator[Given]:
    """Every parameter that the operation declares, with its value in `request`."""
    sources = _Sources(request, path_values)
    for pointer, node in declared(spec, operation):
        schema_pointer, schema, encoded = _schema(spec, pointer, node)
        if schema_pointer is None:
            continue
        raw = sources.raw(node, schema)
        if raw is None:
            yield Given(node, schema_pointer, present=False)
            continue
        written = lookup(spec.document, schema_pointer)
        value = _from_json(raw) if encoded else _read(spec, written, schema, raw)
        yield Given(node, schema_pointer, present=True, value=value)


def declared(spec: Spec, operation: Operation) -> Iterator[tuple[str, Document]]:
    """(pointer, Parameter Object) of each; the operation's override the path's by (name, in)."""
    found: dict[tuple[str, str], tuple[str, Document]] = {}
    for owner, node in (
        (extend("/paths", operation.path), operation.shared),
        (operation.pointer, operation.node),
    ):
        for index, parameter in enumerate(node.get("parameters", ())):
            place = extend(owner, "parameters", index)
            pointer, target = spec.located(place, parameter)
            name, where = target.get("name", ""), target.get("in", "")
            if where == "header" and str(name).lower() in _NOT_PARAMETERS:
                continue
            if where != "path" or f"{{{name}}}" in operation.path.partition("?")[0]:
                found[name, where] = (pointer, target)
    yield from found.values()


def _schema(
    spec: Spec, pointer: str, node: Document
) -> tuple[str | None, Document, bool]:
    """(pointer of the schema, its shape, whether the value is JSON text)."""
    if "schema" in node:
        return extend(pointer, "schema"), _shape(spec, node["schema"]), False
    for media_type, content in node.get("content", {}).items():
        if "schema" in content:
            place = extend(pointer, "content", media_type, "schema")
            return place, _shape(spec, content["schema"]), "json" in media_type
    return None, {}, False


def flat(spec: Spec, schema: Json) -> Document:
    """A schema with its references folded in; nothing for one that contains itself."""
    try:
        return flatten(spec, schema)[0]
    except (EndlessError, KeyError):
        return {}


def _shape(
    spec: Spec, schema: Json, known: dict[int, Document] | None = None
) -> Document:
    """How a value may look in any of a schema's alternatives: its types, members and items.

    `known` are the shapes so far, by the `id` of the schema.
    """
    known = {} if known is None else known
    found = id(spec.resolve(schema))
    if found in known or len(known) >= _MOST_SHAPES:
        return known.get(found, {})
    shape = known[found] = dict(flat(spec, schema))
    choices = [b for key in ("anyOf", "oneOf") for b in shape.get(key, ())]
    if not choices:
        return shape
    branches = [_shape(spec, choice, known) for choice in choices]
    if "type" not in shape:
        shape["type"] = sorted({name for b in branches for name in _types(b)})
    properties = dict(shape.get("properties", {}))
    for branch in branches:
        for name, inner in branch.get("properties", {}).items():
            properties[name] = _either(properties.get(name), inner)
        if "items" in branch:
            shape["items"] = _either(shape.get("items"), branch["items"])
    if properties:
        shape["properties"] = properties
    return shape


def _either(one: Json, other: Json) -> Json:
    return other if one is None or one == other else {"anyOf": [one, other]}


class _Sources:
    """The places of a request that parameters are in, each split once.

    Raises:
        ValueError: there are more than 1,000 fields.
    """

    def __init__(self, request: Request, path_values: Mapping[str, str]) -> None:
        self.path = path_values
        self.headers = request.headers
        self.querystring = request.query
        self.query = pairs(request.query)
        self.cookies = pairs(request.headers.get("cookie", ""), ";")
        if max(len(self.query), len(self.cookies)) > _MOST_FIELDS:
            raise ValueError("too many fields")

    def raw(self, node: Document, schema: Document) -> Parts | None:
        """The text of one parameter: split as its style says when it is a list or an object."""
        name, where, types = str(node["name"]), node.get("in"), _types(schema)
        style = node.get("style") or _STYLES.get(str(where), "simple")
        explode = node.get("explode", style in ("form", "cookie")) is True
        if where == "querystring":
            if "json" in "".join(node.get("content", ())) or "object" not in types:
                return unquote(self.querystring) or None
            return self._members(schema)
        if where in ("query", "cookie"):
            given = self.query if where == "query" else self.cookies
            known = schema.get("properties", {})
            return from_pairs(given, name, style, explode, known, types)
        text = self.path.get(name) if where == "path" else None
        if where == "header":
            text = self.headers.get(name.lower())
        return None if text is None else from_path(text, name, style, explode, types)

    def _members(self, schema: Document) -> dict[str, Json] | None:
        """The query as an object; a member that may be an array is always one."""
        properties = schema.get("properties", {})
        found: dict[str, Json] = {}
        for name, value in self.query:
            listed = "array" in _types(properties.get(name, {}))
            found[name] = [*found.get(name, ()), value] if listed else value
        return found or None


def _read(spec: Spec, schema: Json, shape: Document, raw: Parts) -> Json:
    """What was written, read as the alternative that it conforms to.

    One item may be a list of one or that item, digits may be a number or a text.
    """
    single = raw[0] if is_array(raw) and len(raw) == 1 else raw
    value = _valued(spec, shape, raw)
    for other in (value, _valued(spec, shape, single), single):
        if conforms(spec, schema, other):
            return other
    return value


def _valued(spec: Spec, shape: Document, raw: Json) -> Json:
    """Text, and text in lists and objects, as the types that the schema asks for."""
    types = _types(shape)
    if is_object(raw) and not ("array" in types and _is_numbered(raw)):
        properties = shape.get("properties", {})
        return {
            k: _valued(spec, _shape(spec, properties.get(k, {})), v)
            for k, v in raw.items()
        }
    if is_object(raw):  # `a[0]=1` in any order
        raw = [raw[key] for key in sorted(raw, key=lambda key: (len(key), key))]
    if is_array(raw):
        items = _shape(spec, shape.get("items", {}))
        return [_valued(spec, items, item) for item in raw]
    return _of_text(spec, shape, types, str(raw))


def _is_numbered(raw: Document) -> bool:
    return all(key.isdecimal() and key.isascii() for key in raw)


def _of_text(spec: Spec, shape: Document, types: set[str], text: str) -> Json:
    if types & {"array", "object"} and "string" not in types:
        # One member of a value that holds it: JSON, or a list of one.
        value = _from_json(text)
        if "array" not in types or is_array(value) or is_object(value):
            return value
        return [_valued(spec, _shape(spec, shape.get("items", {})), text)]
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if types & {"integer", "number"} and re.fullmatch(
        r"-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?", text
    ):
        return json.loads(text.lstrip("0") or "0") if text.isdigit() else float(text)
    return text


def _types(schema: Document) -> set[str]:
    """The JSON types a schema allows; those of its branches when it does not say itself."""
    named = schema.get("type")
    if named is not None:
        return {named} if isinstance(named, str) else set(named)
    branches = [
        b for key in ("anyOf", "oneOf") for b in schema.get(key, ()) if is_object(b)
    ]
    return {name for branch in branches for name in _types(branch)}


def _from_json(raw: Json) -> Json:
    try:
        return json.loads(raw)
    except (ValueError, TypeError, RecursionError):
        return raw
