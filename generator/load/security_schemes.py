"""Security schemes as they are written in places where OpenAPI does not have them.

Some sites write `type: bearer`, which OpenAPI spells `type: http, scheme: bearer`. Others say of
every operation that it takes a header `Authorization` or `X-API-Key`, and nothing of security;
a client has to send that key with every request, and must not make an argument of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..diagnostics import Report
from ..source import (
    Document,
    Fragment,
    Json,
    Place,
    array_at,
    extend,
    is_object,
    object_at,
    text_at,
)
from ..spec import METHODS
from .document import changed
from .text import quoted

_TYPES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "digest": {"type": "http", "scheme": "digest"},
    "apikey": {"type": "apiKey"},
    "oauth": {"type": "oauth2"},
}
_KEY = re.compile(r"(?:.+[-_])?(?:api|access|auth)[-_]?(?:key|token)", re.IGNORECASE)


def with_known_types(fragment: Fragment, report: Report) -> Fragment:
    """The fragment with schemes of a type that OpenAPI does not have read as what was meant."""
    components = object_at(fragment.document, "components")
    schemes = object_at(components, "securitySchemes")
    new: Document = {}
    for name, scheme in schemes.items():
        written = text_at(scheme, "type")
        meant = _TYPES.get(written.lower())
        if meant and written != meant["type"]:
            new[name] = {**scheme, **meant}
            said = ", ".join(f"{key}: {value}" for key, value in meant.items())
            report.warning(
                "invalid-structure",
                fragment.place("/components/securitySchemes").child(name, "type"),
                f"there is no security scheme of type {quoted(written)}; it is read as {said}",
                help=f"write `{said}`",
            )
    if not new:
        return fragment
    changed_components = {**components, "securitySchemes": {**schemes, **new}}
    return changed(fragment, {**fragment.document, "components": changed_components})


def with_header_security(fragment: Fragment, report: Report) -> Fragment:
    """The fragment of a page with keys in header parameters turned into security schemes.

    Only where nothing is said of security: who describes it is believed.
    """
    document = fragment.document
    if "security" in document:
        return fragment
    schemes: Document = {}
    moved: dict[str, Place] = {}
    paths: Document = {}
    for path, item in object_at(document, "paths").items():
        paths[path] = new = dict(item) if is_object(item) else item
        for method in METHODS:
            operation = new.get(method) if is_object(new) else None
            if is_object(operation) and "security" not in operation:
                place = fragment.place(extend("/paths", path, method))
                new[method] = _secured(operation, place, schemes, moved)
    if not schemes:
        return fragment
    components = object_at(document, "components")
    known = {**schemes, **object_at(components, "securitySchemes")}
    whole = {
        **document,
        "paths": paths,
        "components": {**components, "securitySchemes": known},
    }
    report.info(
        "header-security",
        next(iter(moved.values())),
        f"the header {', '.join(map(quoted, schemes))} is a key, and becomes a security scheme",
    )
    moved = {"": fragment.place(), **moved}
    return replace(changed(fragment, whole), moved=moved)


def _secured(
    operation: Document, place: Place, schemes: Document, moved: dict[str, Place]
) -> Document:
    """An operation whose keys are requirements and no longer parameters."""
    kept: list[Json] = []
    names: list[str] = []
    optional = False
    for index, parameter in enumerate(array_at(operation, "parameters")):
        name = text_at(parameter, "name")
        at = place.child("parameters", index)
        if not _is_key(parameter):
            moved[extend(place.pointer, "parameters", len(kept))] = at
            kept.append(parameter)
            continue
        schemes[name] = _scheme(name, text_at(parameter, "description"))
        moved[extend("/components/securitySchemes", name)] = at
        names.append(name)
        optional = optional or parameter.get("required") is not True
    if not names:
        return operation
    requirements: list[Json] = [{name: [] for name in names}]
    if optional:
        requirements.append({})
    return {**operation, "parameters": kept, "security": requirements}


def _is_key(parameter: Json) -> bool:
    name = text_at(parameter, "name")
    return text_at(parameter, "in") == "header" and (
        name.lower() == "authorization" or _KEY.fullmatch(name) is not None
    )


def _scheme(name: str, description: str) -> Document:
    said = {"description": description} if description else {}
    if name.lower() == "authorization":
        for scheme in ("bearer", "basic"):
            if scheme in description.lower():
                return {"type": "http", "scheme": scheme, **said}
    return {"type": "apiKey", "in": "header", "name": name, **said}
