"""Which JSON type stands where in an OpenAPI document: the objects of the specification.

One table for 3.0, 3.1 and 3.2, with the fields that later stages read and those that lead to
schemas or references. What is not in it (extensions, examples, default values, constants)
is data that nothing is expected of: a `$ref` in there refers to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..spec import METHODS


@dataclass(slots=True, eq=False)
class Shape:
    """The types that a value may have, and what is expected of its children.

    `fields` are the members with names of their own and `others` what every other member
    is (a map); `items` is for arrays. `extensible`: members that start with `x-` are data.
    """

    words: str
    types: tuple[type, ...] = (dict,)
    fields: dict[str, Shape] = field(default_factory=dict)
    others: Shape | None = None
    items: Shape | None = None
    extensible: bool = True

    def child(self, key: str) -> Shape | None:
        """What is expected under a key, None when nothing is."""
        if self.items is not None:
            return self.items
        if key in self.fields:
            return self.fields[key]
        return None if self.extensible and key[:2] == "x-" else self.others


def _array(items: Shape | None) -> Shape:
    return Shape("an array", (list,), items=items)


def _map(values: Shape) -> Shape:
    """Any names, also ones that start with `x-`."""
    return Shape("an object", others=values, extensible=False)


def _patterned(values: Shape) -> Shape:
    """Patterned fields, with room for extensions: paths, responses, callbacks."""
    return Shape("an object", others=values)


def _strings(names: str) -> dict[str, Shape]:
    return dict.fromkeys(names.split(), STRING)


STRING = Shape("a string", (str,))
BOOLEAN = Shape("a boolean", (bool,))
NUMBER = Shape("a number", (int, float))
BOUND = Shape("a number", (int, float, bool))
"""Exclusive bounds: booleans in OpenAPI 3.0."""
STRINGS = _array(STRING)
MAPPING = _map(STRING)
"""A discriminator's: names of components, or references to schemas."""

_SIZES = (
    "minimum maximum multipleOf minLength maxLength minItems maxItems minContains maxContains"
    " minProperties maxProperties"
)
_FLAGS = "nullable readOnly writeOnly deprecated uniqueItems"

SCHEMA = Shape("an object or a boolean", (dict, bool))
SCHEMAS = _map(SCHEMA)

SCHEMA.fields.update(
    _strings(
        "$ref $anchor $dynamicAnchor $dynamicRef $id format title description pattern"
        " contentEncoding contentMediaType"
    ),
    **dict.fromkeys(_SIZES.split(), NUMBER),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), BOUND),
    **dict.fromkeys(_FLAGS.split(), BOOLEAN),
    dependentRequired=_map(STRINGS),
    type=Shape("a string or an array", (str, list), items=STRING),
    required=STRINGS,
    enum=_array(None),
    discriminator=Shape(
        "an object", fields={"propertyName": STRING, "mapping": MAPPING}
    ),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _array(SCHEMA)),
    **dict.fromkeys(
        ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        SCHEMAS,
    ),
    **dict.fromkeys(("not", "if", "then", "else", "items", "contains"), SCHEMA),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), SCHEMA),
    **dict.fromkeys(("propertyNames", "unevaluatedItems", "contentSchema"), SCHEMA),
)

SERVER = Shape(
    "an object",
    fields={
        **_strings("url name description"),
        "variables": _map(
            Shape("an object", fields={"default": STRING, "enum": _array(None)})
        ),
    },
)
SERVERS = _array(SERVER)
SECURITY = _array(_patterned(STRINGS))
EXAMPLE = Shape("an object", fields=_strings("$ref summary description"))
EXAMPLES = _map(EXAMPLE)

HEADER = Shape("an object")
ENCODING = Shape("an object")
MEDIA_TYPE = Shape("an object")
CONTENT = _map(MEDIA_TYPE)

ENCODING.fields.update(
    _strings("contentType style"),
    explode=BOOLEAN,
    headers=_map(HEADER),
    encoding=_map(ENCODING),
    prefixEncoding=_array(ENCODING),
    itemEncoding=ENCODING,
)
MEDIA_TYPE.fields.update(
    _strings("$ref"),
    schema=SCHEMA,
    itemSchema=SCHEMA,
    examples=EXAMPLES,
    encoding=_map(ENCODING),
    prefixEncoding=_array(ENCODING),
    itemEncoding=ENCODING,
)
HEADER.fields.update(
    _strings("$ref description style"),
    required=BOOLEAN,
    deprecated=BOOLEAN,
    explode=BOOLEAN,
    schema=SCHEMA,
    content=CONTENT,
    examples=EXAMPLES,
)
PARAMETER = Shape("an object", fields={**HEADER.fields, **_strings("name in")})

REQUEST_BODY = Shape(
    "an object",
    fields={**_strings("$ref description"), "content": CONTENT, "required": BOOLEAN},
)
LINK = Shape(
    "an object",
    fields={**_strings("$ref operationId operationRef description"), "server": SERVER},
)
RESPONSE = Shape(
    "an object",
    fields={
        **_strings("$ref summary description"),
        "headers": _map(HEADER),
        "content": CONTENT,
        "links": _map(LINK),
    },
)
PATH_ITEM = Shape("an object")
CALLBACK = _patterned(PATH_ITEM)
CALLBACK.fields.update(_strings("$ref"))
OPERATION = Shape(
    "an object",
    fields={
        **_strings("operationId summary description"),
        "tags": STRINGS,
        "parameters": _array(PARAMETER),
        "requestBody": REQUEST_BODY,
        "responses": _patterned(RESPONSE),
        "callbacks": _map(CALLBACK),
        "deprecated": BOOLEAN,
        "security": SECURITY,
        "servers": SERVERS,
    },
)
PATH_ITEM.fields.update(
    _strings("$ref summary description"),
    **dict.fromkeys(METHODS, OPERATION),
    parameters=_array(PARAMETER),
    servers=SERVERS,
    additionalOperations=_map(OPERATION),
)

FLOW = Shape(
    "an object",
    fields={
        **_strings("authorizationUrl tokenUrl refreshUrl deviceAuthorizationUrl"),
        "scopes": _map(STRING),
    },
)
SECURITY_SCHEME = Shape(
    "an object",
    fields={
        **_strings(
            "$ref type description name in scheme bearerFormat openIdConnectUrl"
        ),
        "flows": _patterned(FLOW),
    },
)
TAG = Shape("an object", fields=_strings("name summary description parent kind"))
INFO = Shape("an object", fields=_strings("title version summary description"))

COMPONENTS = Shape(
    "an object",
    fields={
        "schemas": SCHEMAS,
        "responses": _map(RESPONSE),
        "parameters": _map(PARAMETER),
        "examples": EXAMPLES,
        "requestBodies": _map(REQUEST_BODY),
        "headers": _map(HEADER),
        "securitySchemes": _map(SECURITY_SCHEME),
        "links": _map(LINK),
        "callbacks": _map(CALLBACK),
        "pathItems": _map(PATH_ITEM),
        "mediaTypes": CONTENT,
    },
)
OPENAPI = Shape(
    "an object",
    fields={
        **_strings("openapi $self jsonSchemaDialect"),
        "info": INFO,
        "servers": SERVERS,
        "paths": _patterned(PATH_ITEM),
        "webhooks": _map(PATH_ITEM),
        "components": COMPONENTS,
        "security": SECURITY,
        "tags": _array(TAG),
    },
)
