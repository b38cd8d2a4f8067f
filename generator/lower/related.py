"""What an operation leads to: calls that its answers link to, and requests that come back later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..expressions import TypeExpr
from ..ir import Callback, Format, Link
from ..routes import Route
from ..source import Document, Json, extend, is_object, object_at, text_at, tokens
from ..spec import METHODS, Spec
from .binary import within_json
from .contents import format_of
from .docs import doc
from .types import TypeReader

_LOCATIONS = frozenset({"path", "query", "header", "cookie"})


@dataclass(frozen=True, slots=True)
class RelatedReader:
    """Reads the Link and Callback Objects of operations.

    `ids` has what each operation is known by, by its method and path.
    """

    spec: Spec
    types: TypeReader
    ids: Mapping[tuple[str, str], str]

    @classmethod
    def of(
        cls, spec: Spec, types: TypeReader, operations: Iterable[Route]
    ) -> RelatedReader:
        """Know an operation by its id, else by method and path.

        An id that several operations have tells none of them from the others.
        """
        found = list(operations)
        counts = Counter(route.identifier for route in found)
        ids = {
            (r.method, r.path): (
                r.identifier
                if r.identifier and counts[r.identifier] == 1
                else f"{r.method} {r.path}"
            )
            for r in found
        }
        return cls(spec, types, ids)

    def links(self, operation: Document) -> tuple[Link, ...]:
        """The calls that the answers lead to, each once; what leads nowhere is none."""
        found: list[Link] = []
        for response in object_at(operation, "responses").values():
            for written in object_at(self.spec.resolved(response), "links").values():
                link = self.spec.described(written)
                if target := self._target(link):
                    found.append(_link(link, target))
        return tuple(one for i, one in enumerate(found) if one not in found[:i])

    def _target(self, link: Document) -> str:
        """The operation that a link names by its id, or by a reference within the document."""
        named = text_at(link, "operationId")
        if named in self.ids.values():
            return named
        place, _, fragment = text_at(link, "operationRef").partition("#")
        match [] if place else tokens(unquote(fragment)):
            case ["paths", path, method]:
                return self.ids.get((method.upper(), path), "")
            case _:
                return ""

    def callbacks(self, operation: Document, pointer: str) -> tuple[Callback, ...]:
        """The requests that the service makes because of an operation."""
        found: list[Callback] = []
        for name, written in object_at(operation, "callbacks").items():
            where, callback = self.spec.located(
                extend(pointer, "callbacks", name), written
            )
            for url, item in callback.items():
                if not url.startswith("x-") and is_object(item):
                    found += self._requests(url, extend(where, url), item)
        return tuple(found)

    def _requests(self, url: str, pointer: str, item: Document) -> Iterator[Callback]:
        where, fields = self.spec.located(pointer, item)
        for method in METHODS:
            if is_object(operation := fields.get(method)):
                yield Callback(
                    method=method.upper(),
                    url=url,
                    type=self._payload(operation, extend(where, method)),
                    doc=doc(operation),
                )

    def _payload(self, operation: Document, pointer: str) -> TypeExpr | None:
        where, body = self.spec.located(
            extend(pointer, "requestBody"), operation.get("requestBody")
        )
        for media_type, written in object_at(body, "content").items():
            schema = self.spec.resolved(written).get("schema", True)
            if format_of(media_type, self.spec.resolve(schema)) is Format.JSON:
                at = extend(where, "content", media_type, "schema")
                return within_json(self.types.read(schema, at))
        return None


def _link(link: Document, target: str) -> Link:
    body: tuple[Json, ...] = (link["requestBody"],) if "requestBody" in link else ()
    return Link(
        operation=target,
        parameters=tuple(
            (_name(key), value) for key, value in object_at(link, "parameters").items()
        ),
        body=body,
        doc=doc(link),
    )


def _name(key: str) -> str:
    """The name of a parameter, which may be qualified by its place: `path.id`."""
    place, dot, name = key.partition(".")
    return name if dot and place in _LOCATIONS else key
