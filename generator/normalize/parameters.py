"""Hoists parameters that several operations repeat into `components.parameters`.

Two parameters are one when everything but their description is equal; a description of its own
stays beside the reference, where OpenAPI allows it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..naming import pascal
from ..operation_ids import NO_IDS
from ..source import Document, Json, extend, is_array, is_object
from ..spec import METHODS

PARAMETERS = "#/components/parameters/"


@dataclass(slots=True)
class _Repeated:
    """One parameter, and every list of parameters that it stands in."""

    node: Document
    first_operation: str
    places: list[tuple[list[Json], int]] = field(
        default_factory=list[tuple[list[Json], int]]
    )
    pointers: list[str] = field(default_factory=list[str])
    descriptions: list[str] = field(default_factory=list[str])


def hoist_parameters(document: Document) -> dict[str, list[str]]:
    """Replace repeated parameters; the pointers that each new component came from, by name."""
    components = document.get("components", {})
    existing: Document = components.get("parameters", {})
    repeated = [r for r in _collect(document) if len(r.places) > 1]
    if not repeated:
        return {}
    origins: dict[str, list[str]] = {}
    hoisted: Document = dict(existing)
    for name, parameter in _named(repeated, existing).items():
        if name not in existing:
            origins[name] = parameter.pointers
            hoisted[name] = _component(parameter)
        for (siblings, index), description in zip(
            parameter.places, parameter.descriptions, strict=True
        ):
            reference = {"$ref": f"{PARAMETERS}{name}"}
            if description and description != hoisted[name].get("description"):
                reference["description"] = description
            siblings[index] = reference
    document.setdefault("components", {})["parameters"] = dict(sorted(hoisted.items()))
    return origins


def _collect(document: Document) -> list[_Repeated]:
    found: dict[str, _Repeated] = {}
    for pointer, node in _holders(document):
        siblings = node.get("parameters")
        if not is_array(siblings):
            continue
        for index, parameter in enumerate(siblings):
            if not is_object(parameter) or "$ref" in parameter:
                continue
            operation = str(node.get("operationId", pointer))
            same = found.setdefault(_key(parameter), _Repeated(parameter, operation))
            same.first_operation = min(same.first_operation, operation)
            same.places.append((siblings, index))
            same.pointers.append(f"{pointer}/parameters/{index}")
            same.descriptions.append(str(parameter.get("description", "")))
    return list(found.values())


def _holders(document: Document) -> Iterator[tuple[str, Document]]:
    """Every path item and operation: what can hold parameters."""
    components: Document = document.get("components", {})
    sections = (
        ("/paths", document.get("paths")),
        ("/webhooks", document.get("webhooks")),
        ("/components/pathItems", components.get("pathItems")),
        *(
            (f"/components/callbacks/{k}", v)
            for k, v in components.get("callbacks", {}).items()
        ),
    )
    for pointer, items in sections:
        yield from _path_items(pointer, items)


def _path_items(pointer: str, items: Json) -> Iterator[tuple[str, Document]]:
    if not is_object(items):
        return
    for name, item in items.items():
        if not is_object(item):
            continue
        here = extend(pointer, name)
        yield here, item
        for method, operation in item.items():
            if method in METHODS and is_object(operation):
                yield from _operation(f"{here}/{method}", operation)
        for method, operation in item.get("additionalOperations", {}).items():
            yield from _operation(
                extend(here, "additionalOperations", method), operation
            )


def _operation(pointer: str, operation: Document) -> Iterator[tuple[str, Document]]:
    yield pointer, operation
    for name, callback in operation.get("callbacks", {}).items():
        yield from _path_items(extend(pointer, "callbacks", name), callback)


def _key(parameter: Document) -> str:
    rest = {key: value for key, value in parameter.items() if key != "description"}
    return json.dumps(rest, sort_keys=True, ensure_ascii=False)


def _component(parameter: _Repeated) -> Document:
    """The parameter with its most common description; none where some place has none."""
    counts = Counter(parameter.descriptions)
    node = {k: v for k, v in parameter.node.items() if k != "description"}
    if "" in counts:
        return node
    said = max(counts, key=lambda text: (counts[text], len(text), text))
    return node | {"description": said}


def _named(repeated: list[_Repeated], existing: Document) -> dict[str, _Repeated]:
    """Give every parameter its name: plain when it is the only one, else with its place."""
    equal = {_key(node): name for name, node in existing.items() if is_object(node)}
    named: dict[str, _Repeated] = {}
    waiting: list[_Repeated] = []
    for parameter in repeated:
        known = equal.get(_key(parameter.node))
        if known is None:
            waiting.append(parameter)
        else:
            named[known] = parameter
    for ladder in (_plain, _with_place, _with_operation):
        asked: dict[str, list[_Repeated]] = {}
        for parameter in waiting:
            asked.setdefault(ladder(parameter), []).append(parameter)
        waiting = []
        for name, askers in asked.items():
            if len(askers) == 1 and name and name not in named and name not in existing:
                named[name] = askers[0]
            else:
                waiting += askers
    return named


def _plain(parameter: _Repeated) -> str:
    return pascal(str(parameter.node.get("name", "")))


def _with_place(parameter: _Repeated) -> str:
    return pascal(f"{parameter.node.get('name', '')} {parameter.node.get('in', '')}")


def _with_operation(parameter: _Repeated) -> str:
    words = NO_IDS.words(parameter.first_operation, "", "")
    return pascal("_".join([*words, _with_place(parameter)]))
