"""Swagger 2.0 documents to the shape of OpenAPI 3.0.

A converter of our own, because what comes out has to lead back to the line that it came from,
and because nothing may be lost on the way that a client needs. The document is converted before
anything else looks at it, so every other part of the program knows OpenAPI 3 only.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
from .bundle import Grammar, bundle
from .document import digest_of
from .reference_files import ReferenceFiles
from .swagger_parts import METHODS, Converter, schema
from .text import quoted

_PARAMETER = Kind("Parameter Object of 2.0", fields={"schema": SCHEMA})
_RESPONSE = Kind("Response Object of 2.0", fields={"schema": SCHEMA})
_RESPONSES = Kind("map of responses", values=_RESPONSE, extensible=True)
_PARAMETERS = Kind("array of parameters", each=_PARAMETER)
_OPERATION = Kind(
    "Operation Object of 2.0",
    fields={"parameters": _PARAMETERS, "responses": _RESPONSES},
)
_PATH_ITEM = Kind(
    "Path Item Object of 2.0",
    fields={"parameters": _PARAMETERS, **dict.fromkeys(METHODS, _OPERATION)},
)
SWAGGER_2 = Grammar(
    Kind(
        "Swagger Object",
        fields={
            "info": Kind("Info Object"),
            "paths": Kind("Paths Object", values=_PATH_ITEM, extensible=True),
            "definitions": Kind("map of schemas", values=SCHEMA),
            "parameters": Kind("map of parameters", values=_PARAMETER),
            "responses": Kind("map of responses", values=_RESPONSE),
        },
    ),
    {SCHEMA: "/definitions", _PARAMETER: "/parameters", _RESPONSE: "/responses"},
)

_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def openapi_3(
    fragment: Fragment, path: Path, files: ReferenceFiles, report: Report
) -> Fragment | None:
    """The same API as OpenAPI 3.0, other files brought in; None when the version is unknown."""
    version = str(fragment.document["swagger"])
    if version not in ("2.0", "2"):
        report.error(
            "unsupported-version",
            fragment.place("/swagger"),
            f"swagger {quoted(version)} is not supported; 2.0, 3.0, 3.1 and 3.2 are",
            help="convert the description to OpenAPI 3",
        )
        return None
    if _leaves(fragment.document):
        fragment = bundle(fragment, path, files, report, SWAGGER_2)
    old = fragment.document
    moved: dict[str, Place] = {"": fragment.place()}
    converter = Converter(fragment, moved, report)
    new: Document = {"openapi": "3.0.3", "info": old.get("info")}
    if "info" not in old:
        del new["info"]
    new |= {
        key: value
        for key, value in old.items()
        if key in ("tags", "externalDocs", "security") or key.startswith("x-")
    }
    servers = _servers(old)
    if servers:
        new["servers"] = servers
        moved["/servers"] = fragment.place("/host")
    new["paths"] = converter.paths()
    components = _components(old, converter, fragment, moved)
    if components:
        new["components"] = components
    return replace(
        fragment, document=new, digest=digest_of(new) or fragment.digest, moved=moved
    )


def _leaves(document: Json) -> bool:
    """Whether any reference leads out of the document, or stands for a whole path."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if is_object(node):
            reference = node.get("$ref")
            if isinstance(reference, str) and not reference.startswith("#/"):
                return True
            waiting.extend(node.values())
        elif is_array(node):
            waiting.extend(node)
    return False


def _components(
    old: Document, converter: Converter, fragment: Fragment, moved: dict[str, Place]
) -> Document:
    found: Document = {
        "schemas": {n: schema(s) for n, s in object_at(old, "definitions").items()},
        "parameters": {
            name: converter.parameter(node, extend("/components/parameters", name))
            for name, node in object_at(old, "parameters").items()
            if not converter.is_body(node)
        },
        "responses": {
            name: converter.response(
                node,
                fragment.place("/responses").child(name),
                extend("/components/responses", name),
                array_at(old, "produces"),
            )
            for name, node in object_at(old, "responses").items()
        },
        "securitySchemes": {
            name: _security_scheme(node)
            for name, node in object_at(old, "securityDefinitions").items()
        },
    }
    for section, source in (
        ("schemas", "definitions"),
        ("parameters", "parameters"),
        ("responses", "responses"),
        ("securitySchemes", "securityDefinitions"),
    ):
        moved[f"/components/{section}"] = fragment.place(f"/{source}")
    return {section: members for section, members in found.items() if members}


def _security_scheme(node: Json) -> Json:
    if not is_object(node):
        return node
    if node.get("type") == "basic":
        return {**node, "type": "http", "scheme": "basic"}
    if node.get("type") != "oauth2":
        return node
    flow = text_at(node, "flow")
    urls = ("authorizationUrl", "tokenUrl")
    details = {key: node[key] for key in urls if key in node}
    details["scopes"] = object_at(node, "scopes")
    rest = {k: v for k, v in node.items() if k not in (*urls, "flow", "scopes")}
    return {**rest, "flows": {_FLOWS.get(flow, flow): details}}


def _servers(old: Document) -> list[Json]:
    """OAS 2.0: host and basePath, by each of the schemes; https where none is named."""
    host, base = text_at(old, "host"), text_at(old, "basePath").rstrip("/")
    if not host:
        return [{"url": base}] if base else []
    named = [s for s in array_at(old, "schemes") if s in ("http", "https")]
    schemes = sorted(set(named), key=("https", "http").index) or ["https"]
    return [{"url": f"{scheme}://{host}{base}"} for scheme in schemes]
