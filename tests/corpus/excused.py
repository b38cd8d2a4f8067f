"""Complaints of openapi-core that are not held against a request, each with its reason.

These are what openapi-core 0.23 gets wrong by the tables and sections of OpenAPI that are named, and
what cannot be sent at all. A rule looks at the parameter, the field and the value that the complaint
is about, and says as narrowly as it can when it applies. Imports nothing of the project.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .readings import METHODS, Reading

_NO_PARAMETERS = frozenset({"accept", "authorization", "content-type"})
_FORM = "application/x-www-form-urlencoded"
_TIME = r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What openapi-core said, of which request; `error` is that of the JSON Schema library."""

    said: str
    record: dict[str, Any]
    reading: Reading
    error: Any = None

    @property
    def media_type(self) -> str:
        return str(self.record["headers"].get("content-type", "")).partition(";")[0]

    @property
    def is_multipart(self) -> bool:
        return self.media_type.startswith("multipart/")

    @property
    def query(self) -> list[str]:
        """The names in the query, as often as they are there."""
        found = parse_qsl(urlsplit(self.record["url"]).query, keep_blank_values=True)
        return [name for name, _ in found]

    @property
    def operation(self) -> dict[str, Any]:
        return self.reading.operation(self.record["route"], self.record["method"])

    def parameter(self, location: str) -> dict[str, Any]:
        """The Parameter Object that the complaint is about, {} when it is about none such."""
        found = re.search(rf"(?i){location} parameter(?: error)?: (\S+)", self.said)
        parameters = self.reading.parameters(
            self.record["route"], self.record["method"]
        )
        return next(
            (
                p
                for p in parameters
                if found and p.get("name") == found[1] and p.get("in") == location
            ),
            {},
        )

    def schema(self, parameter: dict[str, Any]) -> dict[str, Any]:
        """What a parameter is, references followed."""
        found = self.reading.resolved(parameter.get("schema"))
        return found if isinstance(found, dict) else {}

    def is_of(self, schema: Any, *types: str) -> bool:
        """Whether a schema, or one of its alternatives or parts, is of one of the types."""
        return any(
            part.get("type") in types
            or ("object" in types and "properties" in part)
            or ("array" in types and "items" in part)
            for part in self.reading.family(schema)
        )

    def broke(self, *rules: str) -> bool:
        return self.error is not None and self.error.validator in rules


def _not_a_path(c: Complaint) -> bool:
    return not {"?", "#"}.isdisjoint(c.record["route"])


def _field_of_text(c: Complaint) -> bool:
    """Whether the text of a field is what its schema asks for, read as JSON."""
    if not c.is_multipart or c.error is None or not c.error.absolute_path:
        return False
    return _is_text_for(c.error)


def _is_text_for(error: Any) -> bool:
    text = error.instance
    if isinstance(text, bytes):
        return error.validator in ("type", "anyOf", "oneOf", "enum", "format")
    if not isinstance(text, str):
        return False
    if error.validator in ("anyOf", "oneOf"):
        return any(map(_is_text_for, error.context))
    try:
        value = json.loads(text)
    except ValueError:
        return False
    if error.validator == "type":
        wanted = error.validator_value
        types = [wanted] if isinstance(wanted, str) else wanted
        return any(t in _TYPES and isinstance(value, _TYPES[t]) for t in types)
    return error.validator == "enum" and value in error.validator_value


def _first_alternative(c: Complaint) -> bool:
    """Whether a text of a form or an argument is what a later alternative asks for."""
    is_text = c.media_type == _FORM or any(
        map(c.parameter, ("query", "path", "header", "cookie"))
    )
    if not is_text or not c.broke("anyOf", "oneOf"):
        return False
    first, *_ = c.reading.family(c.error.validator_value[0])
    return first.get("type") == "string" and _is_text_for(c.error)


def _bytes(c: Complaint) -> bool:
    return (
        not c.is_multipart
        and c.error is not None
        and isinstance(c.error.instance, bytes)
        and not c.error.absolute_path
        and not re.search(r"json|xml|form|^text/plain$", c.media_type)
    )


def _absent_list(c: Complaint) -> bool:
    place = c.error.absolute_path if c.error is not None else ()
    is_form = "form" in c.media_type and len(place) == 1
    return is_form and c.error.instance == []


def _path_style(c: Complaint) -> bool:
    found = c.parameter("path")
    missing = "Missing required path parameter" in c.said
    return missing and found.get("style") in ("label", "matrix")


def _no_place(c: Complaint) -> bool:
    found = c.parameter("path")
    return bool(found) and f"{{{found['name']}}}" not in c.record["route"]


def _styled_part(c: Complaint) -> bool:
    if not c.is_multipart or "DeserializeError" not in c.said:
        return False
    body = c.reading.resolved(c.operation.get("requestBody", {}))
    encodings = body.get("content", {}).get(c.media_type, {}).get("encoding", {})
    return any(
        {"style", "explode"} & encoding.keys() for encoding in encodings.values()
    )


def _exploded_object(c: Complaint) -> bool:
    found = c.parameter("query")
    if not c.is_of(found.get("schema"), "object"):
        return False
    if "Missing required query parameter" in c.said:
        return found["name"] not in c.query
    return "DeserializeError: ('form'" in c.said and "dictionary update" in c.said


def _default(c: Complaint) -> bool:
    """Whether it is about a parameter that was not sent."""
    found = c.parameter("query")
    return bool(found) and found["name"] not in c.query and "default" in c.schema(found)


def _json_inside(c: Complaint) -> bool:
    if "form" in c.media_type and "Failed to cast value to object type: {" in c.said:
        return True
    field = re.search(r"DeserializeError: \('form', '([^']+)'\)", c.said)
    if field and c.media_type == _FORM:
        sent = dict(parse_qsl(b64decode(c.record["body"]).decode()))
        return sent.get(field[1], "")[:1] in ("{", "[")
    found = c.parameter("query")
    is_list = c.is_of(found.get("schema"), "array")
    item = getattr(c.error, "instance", "")
    is_json = isinstance(item, str) and item[:1] in ("{", "[")
    cast = re.search(r"Failed to cast value to (?:array|object) type: [\[{]", c.said)
    return is_list and (is_json or cast is not None)


def _same_name(c: Complaint) -> bool:
    found = c.parameter("query")
    return (
        bool(found)
        and c.query.count(found["name"]) > 1
        and any(
            found["name"] in part.get("properties", {})
            for other in c.reading.parameters(c.record["route"], c.record["method"])
            for part in c.reading.family(other.get("schema"))
        )
    )


def _no_type(c: Complaint) -> bool:
    return (
        any(map(c.parameter, ("query", "path", "header", "cookie")))
        and c.broke("enum")
        and "type" not in c.error.schema
        and c.error.instance in map(json.dumps, c.error.validator_value)
    )


def _choice_in_header(c: Complaint) -> bool:
    found = c.parameter("header")
    schema = c.schema(found)
    return bool({"anyOf", "oneOf"} & schema.keys()) and c.is_of(
        schema, "array", "object"
    )


def _empty_form(c: Complaint) -> bool:
    is_empty = "Missing required request body" in c.said and not c.record["body"]
    return is_empty and c.media_type == _FORM


def _form_without_names(c: Complaint) -> bool:
    no_fields = c.broke("type") and c.error.validator_value in ("string", "array")
    is_form = c.media_type in (_FORM, "multipart/form-data")
    return no_fields and is_form and not c.error.absolute_path


def _nothing_in_form(c: Complaint) -> bool:
    """Whether a required field is absent whose value was null or a list without items."""
    if "form" not in c.media_type or not c.broke("required"):
        return False
    name = re.match(r"'(.*)' is a required property", c.error.message)
    field = c.error.schema.get("properties", {}).get(name[1] if name else "", {})
    return any(
        part.get("nullable") is True
        or part.get("type") in ("null", "array")
        or None in (part.get("enum") or ())
        for part in c.reading.family(field)
    )


def _no_parameter(c: Complaint) -> bool:
    is_missing = "Missing required header parameter" in c.said
    return (
        is_missing and c.parameter("header").get("name", "").lower() in _NO_PARAMETERS
    )


def _time(c: Complaint) -> bool:
    is_time = c.broke("format") and c.error.validator_value == "time"
    return is_time and re.fullmatch(_TIME, c.error.instance) is not None


def _other_method(c: Complaint) -> bool:
    return "OperationNotFound" in c.said and c.record["method"].lower() not in METHODS


EXCUSES: Sequence[tuple[str, Callable[[Complaint], bool]]] = (
    (
        (
            "the path of the description has a query or a fragment, by which openapi-core takes another"
            " operation"
        ),
        _not_a_path,
    ),
    (
        (
            "openapi-core converts no fields of multipart forms: each is bytes or text for it, which as JSON"
            " is what the schema asks for"
        ),
        _field_of_text,
    ),
    (
        (
            "openapi-core reads no media type but JSON, XML, forms and `text/plain`: others are bytes for it,"
            " which no schema of its allows"
        ),
        _bytes,
    ),
    (
        (
            "openapi-core takes a text for the first alternative of a text, whatever that allows, and not for"
            " the number that a later one asks for"
        ),
        _first_alternative,
    ),
    (
        "openapi-core finds an empty list in a form where there is no field",
        _absent_list,
    ),
    (
        (
            "openapi-core looks for `{.name}` and `{;name}` in paths; the styles label and matrix are said by"
            " the Parameter Object (OAS, Style Values)"
        ),
        _path_style,
    ),
    (
        "a parameter in a path that has no place for it cannot be sent (OAS, Path Templating)",
        _no_place,
    ),
    (
        "openapi-core splits the bytes of a part at text: styles of multipart fields fail in it",
        _styled_part,
    ),
    (
        (
            "openapi-core looks for `name=` of an object that is exploded: its members stand for themselves"
            " (OAS, Style Examples)"
        ),
        _exploded_object,
    ),
    (
        "openapi-core holds the default of a parameter that was not sent against its schema",
        _default,
    ),
    (
        (
            "openapi-core does not read JSON in fields of forms, where objects are JSON (OAS, Encoding"
            " Object), and in lists of a query, which no style defines"
        ),
        _json_inside,
    ),
    (
        (
            "a member of an exploded object and another argument of one name: nobody can tell which is which"
            " (ADR 26)"
        ),
        _same_name,
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
        "a form has fields with names, also where its schema is of a text or a list (ADR 33)",
        _form_without_names,
    ),
    (
        (
            "a form has no null and no list without items: a required field of such a value is absent"
            " (ADR 13)"
        ),
        _nothing_in_form,
    ),
    (
        (
            "parameters called `Accept`, `Content-Type` and `Authorization` are ignored (OAS, Parameter"
            " Object)"
        ),
        _no_parameter,
    ),
    (
        (
            "`time` has an offset, and may have a fraction (RFC 3339, section 5.6, full-time): openapi-core"
            " knows `hh:mm:ss` alone"
        ),
        _time,
    ),
    ("openapi-core knows no methods besides those of OAS 3.1", _other_method),
)


def excuse(complaint: Complaint) -> str:
    """Why a complaint is not held against the request, "" when it is."""
    return next((reason for reason, fits in EXCUSES if fits(complaint)), "")
