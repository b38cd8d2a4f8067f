"""What to answer a request: route, credentials, parameters, body, then the response.

The checks come in the order in which real services make them, and each refusal is a problem
document (RFC 9457) that says where the fault is and never repeats a value. `Prefer: code=404` and
`Prefer: example=name` (RFC 7240) choose the response; an error status that the description does
not declare is answered with a problem document, for trying out error handling.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from ..examples import NoExampleError
from ..servers import base_path
from ..spec import Spec
from ..validation import Validation
from .intake import UnreadableError, read
from .messages import Answer, Request, problem
from .responses import ELSEWHERE, Wish, elsewhere, respond
from .routes import BadPathError, Operation, Route, Routes
from .security import challenge
from .shown import Examples
from .ties import Tie


class Service:
    """Answers requests for one description. Keeps nothing between them."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._routes = Routes(spec, base_path(spec))
        self._validation = Validation(spec)
        self._examples = Examples(spec)

    def answer(self, request: Request) -> Answer:
        """The answer to one request; every fault of the client is an answer, too."""
        if request.path.endswith(ELSEWHERE):
            return elsewhere()
        try:
            found = self._routes.find(request.path, request.method)
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
            intake = read(self._spec, self._validation, operation, request, values)
        except UnreadableError as unreadable:
            return unreadable.answer
        if intake.faults:
            detail = "The request does not match the description."
            return problem(422, detail, list(intake.faults))
        tie = Tie(unquote(request.path), intake.path, intake.fields)
        return self._response(operation, _wish(request), tie)

    def _response(self, operation: Operation, wish: Wish, tie: Tie) -> Answer:
        try:
            answer = respond(self._examples, operation, wish, tie)
        except NoExampleError as fault:
            return problem(501, f"The response cannot be shown: {fault}.")
        except KeyError:
            return problem(404, "The response has no example of this name.")
        if answer is not None:
            return answer
        if wish.code is None or not 400 <= wish.code <= 599:
            return problem(404, "The operation declares no such response.")
        shown = problem(
            wish.code, "Asked for with Prefer; the description does not declare it."
        )
        wait = {"Retry-After": "1"} if wish.code in (429, 503) else {}
        return replace(shown, headers=wait)


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
