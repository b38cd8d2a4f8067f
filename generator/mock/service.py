"""What to answer a request: route, credentials, parameters, body, then the response.

The checks come in the order in which real services make them, and each refusal is a problem
document (RFC 9457) that says where the fault is and never repeats a value. `Prefer: code=404` and
`Prefer: example=name` (RFC 7240) choose the response; an error status that the description does
not declare is answered with a problem document, for trying out error handling.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from ..examples import NoExampleError
from ..source import Document, Json, extend
from ..servers import base_path
from ..spec import Spec
from ..validation import Validation
from .messages import Answer, Request, problem
from .parameters import given
from .responses import Wish, respond
from .routes import BadPathError, Operation, Route, Routes
from .security import challenge


class Service:
    """Answers requests for one description. Keeps nothing between them."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._routes = Routes(spec, base_path(spec))
        self._validation = Validation(spec)

    def answer(self, request: Request) -> Answer:
        """The answer to one request; every fault of the client is an answer, too."""
        try:
            found = self._routes.find(request.path)
        except BadPathError as fault:
            return problem(400, f"{fault}.")
        if found is None:
            return problem(404, "No operation of the description has this path.")
        route, values = found
        return replace(self._on_route(route, values, request), route=route.path)

    def _on_route(
        self, route: Route, values: dict[str, str], request: Request
    ) -> Answer:
        method = request.method
        if method == "HEAD" and "HEAD" not in route.operations:
            method = "GET"
        operation = route.operations.get(method)
        if operation is None:
            allowed = {"Allow": ", ".join(_allowed(route))}
            if method == "OPTIONS":
                return Answer(204, headers=allowed)
            return replace(
                problem(405, "The path has no such method."), headers=allowed
            )
        wanted = challenge(self._spec, operation.node, request)
        if wanted is not None:
            refused = problem(401, "Credentials are missing or malformed.")
            return replace(refused, headers={"WWW-Authenticate": wanted})
        return self._on_operation(operation, values, request)

    def _on_operation(
        self, operation: Operation, values: dict[str, str], request: Request
    ) -> Answer:
        try:
            parameters = list(given(self._spec, operation, request, values))
        except ValueError:
            return problem(400, "The query has too many fields.")
        errors: list[dict[str, str]] = []
        for parameter in parameters:
            place = f"{parameter.node['in']} parameter"
            if parameter.present:
                faults = self._validation.faults(
                    parameter.schema_pointer, parameter.value
                )
                errors += [
                    _error(place, extend("", parameter.name) + f.pointer, f.message)
                    for f in faults
                ]
            elif parameter.node.get("required"):
                errors.append(
                    _error(
                        place,
                        extend("", parameter.name),
                        "required parameter is missing",
                    )
                )
        body = self._body(operation, request)
        if isinstance(body, Answer):
            return body
        if errors or body:
            return problem(
                422, "The request does not match the description.", errors + body
            )
        in_path = {
            p.name: p.value for p in parameters if p.node["in"] == "path" and p.present
        }
        return self._response(operation, request, in_path)

    def _body(
        self, operation: Operation, request: Request
    ) -> Answer | list[dict[str, str]]:
        """Faults of the body, or the answer when it cannot even be read."""
        pointer = extend(operation.pointer, "requestBody")
        node = operation.node.get("requestBody")
        while node is not None and isinstance(node.get("$ref"), str):
            pointer, node = node["$ref"][1:], self._spec.resolve(node)
        if node is None:
            return []
        if not request.body:
            missing = _error("body", "", "request body is missing")
            return [missing] if node.get("required") else []
        content: Document = node.get("content", {})
        media_type = (
            request.headers.get("content-type", "").partition(";")[0].strip().lower()
        )
        declared = _declared(content, media_type)
        if declared is None:
            return problem(415, "The description declares no such media type.")
        if "json" not in media_type or "schema" not in content[declared]:
            return []
        try:
            value = json.loads(request.body, parse_constant=_refused)
        except (ValueError, RecursionError):
            return problem(400, "The request body is not JSON.")
        place = extend(pointer, "content", declared, "schema")
        return [
            _error("body", f.pointer, f.message) for f in self._faults(place, value)
        ]

    def _faults(self, place: str, value: Json) -> list[Any]:
        try:
            return list(self._validation.faults(place, value))
        except RecursionError:
            return []

    def _response(
        self, operation: Operation, request: Request, in_path: dict[str, Json]
    ) -> Answer:
        wish = _wish(request)
        try:
            answer = respond(
                self._spec, operation, wish, unquote(request.path), in_path
            )
        except NoExampleError as fault:
            return problem(501, f"The response cannot be shown: {fault}.")
        except KeyError:
            return problem(404, "The response has no example of this name.")
        if answer is not None:
            return answer
        if wish.code is not None and 400 <= wish.code <= 599:
            shown = problem(
                wish.code, "Asked for with Prefer; the description does not declare it."
            )
            return (
                replace(shown, headers={"Retry-After": "1"})
                if wish.code in (429, 503)
                else shown
            )
        return problem(404, "The operation declares no such response.")


def _wish(request: Request) -> Wish:
    prefer = request.headers.get("prefer", "")
    found = dict(
        re.findall(r"(?:^|[,;])\s*(code|example)\s*=\s*\"?([\w.-]{1,100})", prefer)
    )
    code = found.get("code", "")
    status = int(code) if re.fullmatch(r"[1-5]\d\d", code) else None
    return Wish(status, found.get("example", ""), request.headers.get("accept", ""))


def _allowed(route: Route) -> list[str]:
    implied = {"OPTIONS", *(["HEAD"] if "GET" in route.operations else [])}
    return sorted({*route.operations, *implied})


def _declared(content: Document, media_type: str) -> str | None:
    family = media_type.partition("/")[0]
    by_name = {name.partition(";")[0].strip().lower(): name for name in content}
    for candidate in (media_type, f"{family}/*", "*/*"):
        if candidate in by_name:
            return by_name[candidate]
    return None


def _error(place: str, pointer: str, message: str) -> dict[str, str]:
    return {"in": place, "pointer": pointer, "message": message}


def _refused(_: str) -> Json:
    raise ValueError("JSON has no NaN and no Infinity")
