"""Operations in both versions: which is which, and what changed about each.

An operation is recognised by method and path with the names of path parameters left out;
what is left over by its operationId, so that a moved operation is one finding, not two.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...source import Document, Json, extend
from ...spec import METHODS, Spec
from .bodies import compare_request, compare_responses
from .ledger import Ledger
from .parameters import compare_parameters
from .walk import Walk


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of one version, where it stands, and its Path Item Object."""

    spec: Spec
    method: str
    path: str
    pointer: str
    node: Document
    item: Document

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def shape(self) -> tuple[str, str]:
        """Method and path, path parameters without their names."""
        return self.method, path_shape(self.path)

    @property
    def id(self) -> str:
        return str(self.node.get("operationId", ""))


def path_shape(path: str) -> str:
    """`/pets/{}` for `/pets/{id}`: two templates that match the same URLs (OAS 3.2, 4.8.2)."""
    return "".join(
        part if index == 0 else "{}" + part.partition("}")[2]
        for index, part in enumerate(path.split("{"))
    )


def operations(spec: Spec) -> list[Operation]:
    """Every operation, in document order."""
    found: list[Operation] = []
    for method, path, node in spec.operations():
        item: Document = spec.document["paths"][path]
        fixed = method.lower() in METHODS and item.get(method.lower()) is node
        steps = (method.lower(),) if fixed else ("additionalOperations", method)
        pointer = extend("/paths", path, *steps)
        found.append(Operation(spec, method, path, pointer, node, item))
    return found


def match(
    base: list[Operation], revision: list[Operation]
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Operations found in both, those gone, and those added."""
    matched: list[tuple[Operation, Operation]] = []
    gone, come = list(base), list(revision)
    for key in (_label, _shape, _id):
        known = {key(op): op for op in reversed(come)}
        for old in tuple(gone):
            new = known.pop(key(old), None) if key(old) else None
            if new is not None:
                matched.append((old, new))
                gone.remove(old)
                come.remove(new)
    return matched, gone, come


def _label(operation: Operation) -> str:
    return operation.label


def _shape(operation: Operation) -> str:
    return " ".join(operation.shape)


def _id(operation: Operation) -> str:
    return operation.id


def compare_operations(walk: Walk) -> None:
    """Compare all operations and, through them, all schemas in use."""
    matched, gone, come = match(operations(walk.base), operations(walk.revision))
    for old in gone:
        deprecated = "with" if old.node.get("deprecated") else "without"
        walk.ledger.removed(
            f"api-removed-{deprecated}-deprecation",
            old.label,
            old.pointer,
            extend("/paths", old.path),
            f"operation `{old.label}` was removed",
        )
    for new in come:
        within = extend("/paths", new.path)
        text = f"operation `{new.label}` was added"
        walk.ledger.added("endpoint-added", new.label, within, new.pointer, text)
    for old, new in matched:
        _compare(walk, old, new)


def _compare(walk: Walk, old: Operation, new: Operation) -> None:
    renames = _identity(walk.ledger, old, new)
    before = [*_listed(old.item), *_listed(old.node)]
    after = [*_listed(new.item), *_listed(new.node)]
    if before or after:
        compare_parameters(walk, old, new, renames)
    compare_request(walk, new.label, old, new)
    compare_responses(walk, new.label, old, new)


def _listed(node: Document) -> list[Json]:
    found: list[Json] = node.get("parameters", [])
    return found


def _identity(ledger: Ledger, old: Operation, new: Operation) -> dict[str, str]:
    """Path, operationId, tag, deprecation; the renamed path parameters come back."""

    def note(rule: str, text: str) -> None:
        message = f"`{old.label}` {text}"
        ledger.changed(rule, new.label, old.pointer, new.pointer, message)

    if old.shape != new.shape:
        note("endpoint-moved", f"became `{new.label}`")
    if old.id != new.id:
        note("operation-id-changed", f"went from operationId `{old.id}` to `{new.id}`")
    if _tag(old) != _tag(new):
        note("operation-tag-changed", f"went from tag `{_tag(old)}` to `{_tag(new)}`")
    if bool(old.node.get("deprecated")) != bool(new.node.get("deprecated")):
        if new.node.get("deprecated"):
            note("endpoint-deprecated", "is deprecated now")
        else:
            note("endpoint-reactivated", "is no longer deprecated")
    return _renamed(old, new)


def _tag(operation: Operation) -> str:
    tags = operation.node.get("tags") or [""]
    return str(tags[0])


def _renamed(old: Operation, new: Operation) -> dict[str, str]:
    """Path parameters that have another name at the same place of the path."""
    if path_shape(old.path) != path_shape(new.path):
        return {}
    pairs = zip(_names(old.path), _names(new.path), strict=True)
    return {before: after for before, after in pairs if before != after}


def _names(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]
