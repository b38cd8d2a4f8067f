"""Everything that a call can raise.

    SDKError
    ├── ConfigurationError          key, environment, base URL, or a closed client
    ├── APIConnectionError          no complete answer arrived
    │   └── APITimeoutError
    ├── APIStatusError              the server answered with an error
    │   ├── BadRequestError             400
    │   ├── AuthenticationError         401
    │   ├── PermissionDeniedError       403
    │   ├── NotFoundError               404
    │   ├── ConflictError               409
    │   ├── UnprocessableEntityError    422
    │   ├── RateLimitError              429
    │   ├── InternalServerError         5xx
    │   └── RedirectError               3xx that was not followed
    ├── ResponseDecodeError         the answer is not what the API documents
    └── PaginationError             the server's pages do not lead anywhere

Messages name the operation, the status and the request id. They never hold bodies,
arguments, query strings or keys: error text ends up in logs, and the bodies behind it
may be personal data. What the server sent is on the attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from . import json as _json

if TYPE_CHECKING:
    from .response import RawResponse


class SDKError(Exception):
    """Anything that this package raises about a call."""

    def __reduce__(
        self,
    ) -> tuple[Callable[..., SDKError], tuple[type[SDKError], str, dict[str, Any]]]:
        # The constructors are keyword-only; the default would call them positionally.
        return (_restore, (type(self), str(self), self.__dict__))


def _restore(cls: type[SDKError], message: str, state: dict[str, Any]) -> SDKError:
    error = cls.__new__(cls)
    error.args = (message,)
    error.__dict__.update(state)
    return error


class ConfigurationError(SDKError):
    """The client cannot be used as it was set up; nothing was sent."""


class APIConnectionError(SDKError):
    """No complete answer arrived.

    Attributes:
        operation: the operationId of the call.
        method: the HTTP method.
        path: the path template, such as `/orders/{id}`.
        may_have_been_processed: False when the request provably never reached the
            server; otherwise look before doing it again.
    """

    def __init__(
        self,
        problem: str,
        *,
        operation: str,
        method: str,
        path: str,
        may_have_been_processed: bool,
    ) -> None:
        super().__init__(f"{operation}: {problem}")
        self.operation = operation
        self.method = method
        self.path = path
        self.may_have_been_processed = may_have_been_processed


class APITimeoutError(APIConnectionError):
    """No complete answer arrived in time."""


class APIStatusError(SDKError):
    """The server answered, and not with success.

    Attributes:
        response: the whole answer: status, headers, bytes, timing.
        retry_after: how many seconds the server asked to wait, when it did.
    """

    def __init__(
        self, response: RawResponse[Any], *, retry_after: float | None = None
    ) -> None:
        super().__init__(_describe_status(response))
        self.response = response
        self.retry_after = retry_after

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The response headers, by case-insensitive name."""
        return self.response.headers

    @property
    def body(self) -> bytes:
        """The response body as it came."""
        return self.response.content

    @property
    def json(self) -> Any:
        """The body as JSON, or None when it is not JSON."""
        try:
            return _json.loads(self.response.content)
        except ValueError:
            return None

    @property
    def parsed(self) -> Any:
        """The error as the API documents it; None when it documents or sends another."""
        return self.response.parse_error()

    @property
    def request_id(self) -> str | None:
        """The server's id for this request: quote it when asking for support."""
        return self.response.request_id

    @property
    def operation(self) -> str:
        """The operationId of the call."""
        return self.response.operation

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.response.method

    @property
    def path(self) -> str:
        """The path template, such as `/orders/{id}`."""
        return self.response.route


class BadRequestError(APIStatusError):
    """400: the request is malformed."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or not accepted."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are fine, and this is not allowed."""


class NotFoundError(APIStatusError):
    """404: there is no such thing, or not for these credentials."""


class ConflictError(APIStatusError):
    """409: the state of the resource does not allow it."""


class UnprocessableEntityError(APIStatusError):
    """422: well-formed, and refused by the server's rules."""


class RateLimitError(APIStatusError):
    """429: too many requests; see `retry_after`."""


class InternalServerError(APIStatusError):
    """5xx: the server failed. For a call that changes something, it may have done so."""


class RedirectError(APIStatusError):
    """3xx that was not followed; credentials are never sent to another origin."""


class ResponseDecodeError(SDKError):
    """The server answered with success, and not with what the API documents.

    A call that changes something has very likely done so.

    Attributes:
        operation: the operationId of the call.
        path: where in the body, such as `$.data[3].start`; `$` is the whole of it.
        problem: what is wrong there, without the value.
        response: the whole answer, as far as it arrived.
    """

    def __init__(self, path: str, problem: str, response: RawResponse[Any]) -> None:
        super().__init__(
            f"{response.operation}: status {response.status_code}, and at {path}"
            f" {problem}{_describe_id(response)}"
        )
        self.operation = response.operation
        self.path = path
        self.problem = problem
        self.response = response


class PaginationError(SDKError):
    """Following the pages would never end, or would skip what is left."""

    def __init__(self, operation: str, problem: str) -> None:
        super().__init__(f"{operation}: {problem}")
        self.operation = operation
        self.problem = problem


class DecodeError(ValueError):
    """JSON that does not have the documented shape.

    Attributes:
        path: where, such as `$.data[3].start`. Keys of maps are data: shown as `[*]`.
        problem: what was expected and the type that was there, never the value.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


# Tracebacks show the public place of a class, whether or not a program has imported it.
for _class in [*globals().values()]:
    if isinstance(_class, type) and issubclass(_class, SDKError | DecodeError):
        _class.__module__ = __name__.replace("._runtime.", ".")

_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error_class(status: int) -> type[APIStatusError]:
    """The class for a status that is not success."""
    if 300 <= status < 400:
        return RedirectError
    if 500 <= status < 600:
        return InternalServerError
    return _BY_STATUS.get(status, APIStatusError)


def _describe_status(response: RawResponse[Any]) -> str:
    status = response.status_code
    try:
        phrase = " " + HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return (
        f"{response.operation}: {status}{phrase} from {response.method}"
        f" {response.route}{_describe_id(response)}"
    )


def _describe_id(response: RawResponse[Any]) -> str:
    return f" (request id {response.request_id})" if response.request_id else ""
