"""What the statuses of an operation's answers mean.

The answers of success are the 2xx; `default` is one where there is none. A GET that answers with
redirects only has its content where they lead.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..ir import Default, Exact, Range, Status
from ..source import Document, object_at

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""What sends a client elsewhere (RFC 9110, section 15.4)."""

CONTENT = Range(2)
"""The status of what a redirect leads to."""

_FOLLOWED = frozenset({"GET", "HEAD"})


def status_of(code: str) -> Status | None:
    """The status of a key of the Responses Object; None of one that is none."""
    if code == "default":
        return Default()
    if code[:1].isdigit() and code[1:].upper() == "XX":
        return Range(int(code[0]))
    return Exact(int(code)) if code.isascii() and code.isdigit() else None


def statuses(operation: Document) -> list[tuple[str, Status]]:
    """The statuses of an operation, each with its key."""
    codes = object_at(operation, "responses")
    return [(code, known) for code in codes if (known := status_of(code)) is not None]


def redirect(method: str, operation: Document) -> str:
    """The key of the answer that leads elsewhere, where the client follows; "" without one."""
    found = (code for code, status in statuses(operation) if is_redirect(status))
    return next(found, "") if method in _FOLLOWED else ""


def leads_to_content(method: str, operation: Document) -> bool:
    """Whether the only answers of success that are described are redirects to it."""
    has_success = _has_success(status for _, status in statuses(operation))
    return method == "GET" and not has_success and bool(redirect(method, operation))


def successes(method: str, operation: Document) -> list[tuple[str, Status]]:
    """The answers of success, by their keys; `default` is one where there is no other."""
    found = statuses(operation)
    if leads_to_content(method, operation):
        return []
    has_success = _has_success(status for _, status in found)
    return [(code, s) for code, s in found if not is_error(s, has_success)]


def is_error(status: Status, has_success: bool) -> bool:
    """Whether an answer is never what a call returns: nobody asks for an example of it."""
    match status:
        case Exact(code):
            return not 200 <= code < 300
        case Range(hundreds):
            return hundreds != 2
        case _:
            return has_success


def is_redirect(status: Status) -> bool:
    """Whether an answer leads elsewhere."""
    match status:
        case Exact(code):
            return code in REDIRECTS
        case Range(hundreds):
            return hundreds == 3
        case _:
            return False


def _has_success(found: Iterable[Status]) -> bool:
    return any(not is_error(status, has_success=True) for status in found)
