"""Complaints of openapi-core that are not held against a request, each with its reason.

Two kinds: what openapi-core 0.23 gets wrong by the tables and sections of OpenAPI that are named,
and what this project reads otherwise on purpose (the numbers are those of `docs/adr`). A rule says as
narrowly as it can when it applies. Imports nothing of the project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

_MOST_REFERENCES = 8
_NO_PARAMETERS = frozenset({"accept", "authorization", "content-type"})
METHODS = frozenset(
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
)


@dataclass(slots=True)
class Facts:
    """Which names of a description are properties that only the server sets, or that may be null,
    and which are parameters of the query that are objects; `schemes` are those of HTTP.
    """

    read_only: set[str] = field(default_factory=set[str])
    nullable: set[str] = field(default_factory=set[str])
    objects: set[str] = field(default_factory=set[str])
    schemes: set[str] = field(default_factory=set[str])

    def learn(self, root: Any, node: Any) -> None:
        """Look at everything in `node`, a part of the document `root`."""
        if isinstance(node, list):
            for item in node:
                self.learn(root, item)
        if not isinstance(node, dict):
            return
        properties = node.get("properties")
        for name, schema in properties.items() if isinstance(properties, dict) else ():
            text = json.dumps(schema, default=str)
            if '"readOnly": true' in text:
                self.read_only.add(name)
            if '"nullable": true' in text:
                self.nullable.add(name)
        if node.get("in") == "query" and _is_object(root, node.get("schema")):
            self.objects.add(str(node.get("name")))
        if node.get("type") == "http":
            self.schemes.add(str(node.get("scheme")).lower())
        for item in node.values():
            self.learn(root, item)


def _is_object(root: Any, schema: Any) -> bool:
    """Whether a schema, or the one that it refers to, is of objects."""
    for _ in range(_MOST_REFERENCES):
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        schema = root
        for token in reference[2:].split("/"):
            schema = schema.get(token) if isinstance(schema, dict) else None
    return isinstance(schema, dict) and any(
        word in schema
        for word in ("properties", "additionalProperties", "anyOf", "allOf")
    )


@dataclass(frozen=True, slots=True)
class Complaint:
    """What openapi-core said, of which request; `error` is the first of the JSON Schema library.

    `facts` are names of properties and parameters in the whole description.
    """

    said: str
    record: dict[str, Any]
    facts: Facts
    error: Any = None

    @property
    def media_type(self) -> str:
        return str(self.record["headers"].get("content-type", "")).partition(";")[0]

    @property
    def schema(self) -> dict[str, Any]:
        """The schema that was broken."""
        found = getattr(self.error, "schema", None)
        return found if isinstance(found, dict) else {}

    def broke(self, *rules: str) -> bool:
        return self.error is not None and self.error.validator in rules


def _null(c: Complaint) -> bool:
    if c.error is None or c.error.instance is not None:
        return False
    place = c.error.absolute_path
    return "nullable" in c.schema or (bool(place) and place[-1] in c.facts.nullable)


def _absent_read_only(c: Complaint) -> bool:
    if not c.broke("oneOf", "anyOf"):
        return c.error is not None and _requires_read_only(c, c.error)
    branches: dict[Any, list[Any]] = {}
    for error in c.error.context:
        branches.setdefault(error.relative_schema_path[0], []).append(error)
    return any(all(_requires_read_only(c, e) for e in b) for b in branches.values())


def _requires_read_only(c: Complaint, error: Any) -> bool:
    if error.validator != "required" or not isinstance(error.instance, dict):
        return False
    missing = {n for n in error.validator_value if n not in error.instance}
    return missing <= c.facts.read_only


def _read_only_as_a_whole(c: Complaint) -> bool:
    if "Tried to write read-only property" not in c.said or c.error is None:
        return False
    place = c.error.absolute_path
    return not place or isinstance(place[-1], int)


def _field_of_text(c: Complaint) -> bool:
    return (
        c.media_type.startswith("multipart/")
        and c.broke("type", "enum", "format", "anyOf", "oneOf")
        and isinstance(c.error.instance, str | bytes)
    )


def _bytes(c: Complaint) -> bool:
    return (
        not c.media_type.startswith("multipart/")
        and c.error is not None
        and isinstance(c.error.instance, bytes)
        and not c.error.absolute_path
    )


def _absent_list(c: Complaint) -> bool:
    is_form = "form" in c.media_type
    return is_form and c.error is not None and c.error.instance == []


def _path_style(c: Complaint) -> bool:
    return "Missing required path parameter" in c.said


def _styled_part(c: Complaint) -> bool:
    return c.media_type.startswith("multipart/") and "DeserializeError" in c.said


def _exploded_object(c: Complaint) -> bool:
    missing = re.search(r"Missing required query parameter: (\S+)", c.said)
    if missing:
        return missing[1] in c.facts.objects and f"{missing[1]}=" not in c.record["url"]
    return "DeserializeError: ('form'" in c.said and "dictionary update" in c.said


def _json_inside(c: Complaint) -> bool:
    item = getattr(c.error, "instance", None)
    is_item = "query parameter" in c.said and isinstance(item, str) and item[:1] in "{["
    return is_item or "Failed to cast value to object type: {" in c.said


def _empty_form(c: Complaint) -> bool:
    is_empty = "Missing required request body" in c.said and not c.record["body"]
    return is_empty and c.media_type == "application/x-www-form-urlencoded"


def _no_parameter(c: Complaint) -> bool:
    found = re.search(r"Missing required header parameter: (\S+)", c.said)
    return found is not None and found[1].lower() in _NO_PARAMETERS


def _no_type(c: Complaint) -> bool:
    return (
        " parameter" in c.said
        and c.broke("enum")
        and c.error.instance in map(json.dumps, c.error.validator_value)
    )


def _default(c: Complaint) -> bool:
    """Whether it is about a parameter that was not sent."""
    found = re.search(r"Invalid query parameter: (\S+)", c.said)
    return found is not None and f"{found[1]}=" not in c.record["url"]


def _choice_in_header(c: Complaint) -> bool:
    return "Invalid header parameter" in c.said and isinstance(c.error.instance, str)


def _other_method(c: Complaint) -> bool:
    return "OperationNotFound" in c.said and c.record["method"].lower() not in METHODS


def _not_a_path(c: Complaint) -> bool:
    return not {"?", "#"}.isdisjoint(c.record["route"])


def _own_scheme(c: Complaint) -> bool:
    return "SecurityNotFound" in c.said and bool(c.facts.schemes - {"basic", "bearer"})


EXCUSES: Sequence[tuple[str, Callable[[Complaint], bool]]] = (
    (
        (
            "the path of the description has a query or a fragment, by which openapi-core takes"
            " another operation"
        ),
        _not_a_path,
    ),
    (
        "`nullable` means null in every version, beside `enum` and alternatives too (ADR 26)",
        _null,
    ),
    (
        (
            "a required member that is `readOnly` is required of answers alone (OAS 3.0, Schema"
            " Object); openapi-core sees that in the same schema only"
        ),
        _absent_read_only,
    ),
    (
        (
            "openapi-core refuses arguments, items and bodies whose schema is `readOnly`, which is"
            " said of properties alone (OAS 3.0, Schema Object)"
        ),
        _read_only_as_a_whole,
    ),
    (
        "openapi-core converts no fields of multipart forms: each is bytes or text for it",
        _field_of_text,
    ),
    (
        (
            "openapi-core reads no media type but JSON, XML, forms and `text/plain`: others are"
            " bytes for it, which no schema of its allows"
        ),
        _bytes,
    ),
    (
        "openapi-core finds an empty list in a form where there is no field",
        _absent_list,
    ),
    (
        (
            "openapi-core looks for `{.name}` and `{;name}` in paths; the styles label and matrix are"
            " said by the Parameter Object (OAS, Style Values)"
        ),
        _path_style,
    ),
    (
        "openapi-core splits the bytes of a part at text: styles of multipart fields fail in it",
        _styled_part,
    ),
    (
        (
            "openapi-core looks for `name=` of an object that is exploded: its members stand for"
            " themselves (OAS, Style Examples)"
        ),
        _exploded_object,
    ),
    (
        "openapi-core holds the default of a parameter that was not sent against its schema",
        _default,
    ),
    (
        (
            "openapi-core does not read JSON in fields of forms, where objects are JSON (OAS,"
            " Encoding Object), and in lists of a query, which no style defines"
        ),
        _json_inside,
    ),
    (
        "openapi-core compares an argument as text with listed values of another type",
        _no_type,
    ),
    (
        "openapi-core does not take a header apart whose object or list is an alternative",
        _choice_in_header,
    ),
    (
        "openapi-core takes a form without fields for no body; it has no bytes",
        _empty_form,
    ),
    (
        (
            "parameters called `Accept`, `Content-Type` and `Authorization` are ignored (OAS,"
            " Parameter Object)"
        ),
        _no_parameter,
    ),
    (
        "a scheme of HTTP that only the caller's own HTTP client can compute",
        _own_scheme,
    ),
    (
        "openapi-core knows no methods besides those of OAS 3.1",
        _other_method,
    ),
)


def excuse(complaint: Complaint) -> str:
    """Why a complaint is not held against the request, "" when it is."""
    return next((reason for reason, fits in EXCUSES if fits(complaint)), "")
