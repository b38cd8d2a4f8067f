"""Finds the operation of a request by its path, the way OAS says: concrete paths before templates.

A path is split at its slashes before it is decoded, so that an encoded slash stays inside its
parameter. Nothing here touches a file; dot segments are refused all the same, because whoever
sent them meant another path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from ..source import Document
from ..spec import Spec, operation_pointer

_MOST_TEXT = 10_000


class BadPathError(ValueError):
    """The path of a request is malformed."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation and where it stands in the canonical document."""

    method: str
    path: str
    pointer: str
    node: Document
    shared: Document
    """Its Path Item Object."""


@dataclass(frozen=True, slots=True)
class Route:
    """All operations of one path."""

    path: str
    segments: tuple[re.Pattern[str] | str, ...]
    operations: dict[str, Operation]

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The path parameters, decoded; None when this is another path."""
        values: dict[str, str] = {}
        for wanted, given in zip(self.segments, segments, strict=True):
            if isinstance(wanted, str):
                if wanted != given:
                    return None
            elif (found := wanted.fullmatch(given)) is not None:
                names = _names(self.path)[len(values) :]
                values.update(zip(names, found.groups(), strict=False))
            else:
                return None
        return values


class Routes:
    """All paths of a document below `base` (`/v1`), by the number of their segments."""

    def __init__(self, spec: Spec, base: str) -> None:
        self.base = base
        self._by_size: dict[int, list[Route]] = {}
        for route in sorted(_routes(spec), key=_concreteness):
            self._by_size.setdefault(len(route.segments), []).append(route)

    def find(self, path: str, method: str) -> tuple[Route, dict[str, str]] | None:
        """The route of a percent-encoded path and its parameters: the first that has the method.

        Templates that differ in the names of their parameters are one path, and descriptions
        spread the methods over them. Where none has the method, it is the first.

        Raises:
            BadPathError: the encoding is broken, or a segment is `.` or `..`.
        """
        segments = [_decoded(segment) for segment in path.split("/")]
        if any(segment in (".", "..") for segment in segments):
            raise BadPathError("the path has a dot segment")
        below = self.base.split("/")
        if segments[: len(below)] != below:
            return None
        rest = segments[len(below) :]
        matching = (
            (route, values)
            for route in self._by_size.get(len(rest), ())
            if (values := route.match(rest)) is not None
        )
        first = next(matching, None)
        methods = {"HEAD", "GET"} if method == "HEAD" else {method}
        if first is None or not methods.isdisjoint(first[0].operations):
            return first
        having = (m for m in matching if not methods.isdisjoint(m[0].operations))
        return next(having, first)


def _routes(spec: Spec) -> Iterable[Route]:
    found: dict[str, dict[str, Operation]] = {}
    for method, path, node in spec.operations():
        shared = spec.document["paths"][path]
        operation = Operation(
            method, path, operation_pointer(shared, path, method), node, shared
        )
        found.setdefault(path, {})[method] = operation
    for path, operations in found.items():
        # Some descriptions write a query into their paths.
        segments = path.partition("?")[0].split("/")[1:]
        yield Route(path, tuple(map(_segment, segments)), operations)


def _segment(template: str) -> re.Pattern[str] | str:
    parts = re.split(r"\{[^{}]*\}", template)
    return (
        template
        if len(parts) == 1
        else re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)
    )


def _names(path: str) -> list[str]:
    return re.findall(r"\{([^{}]*)\}", path)


def _concreteness(route: Route) -> tuple[list[int], str]:
    """Text in a segment is more than none: `/{id}:cancel` before `/{id}`."""
    return [_openness(segment) for segment in route.segments], route.path


def _openness(segment: re.Pattern[str] | str) -> int:
    """0 for a segment without a parameter, else the less the more text it has around it."""
    if isinstance(segment, str):
        return 0
    return _MOST_TEXT - min(len(segment.pattern.replace("(.+?)", "")), _MOST_TEXT - 1)


def _decoded(segment: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", segment):
        raise BadPathError("the path has a broken percent-encoding")
    try:
        return unquote_to_bytes(segment).decode()
    except UnicodeDecodeError:
        raise BadPathError("the path is not UTF-8") from None
