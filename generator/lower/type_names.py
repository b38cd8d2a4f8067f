"""What components are called whose own names say more than they are.

A name stays as published (`names.lock.yaml`), whatever comes later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from ..naming import class_name, pascal, snake
from ..operation_ids import handler
from ..qualified import ends, is_qualified
from ..source import text_at
from ..spec import Spec


def type_names(spec: Spec) -> dict[str, str]:
    """The names of components that are called by a part of their own."""
    published = {id_: n for id_, n in spec.names.classes.items() if id_ in spec.schemas}
    found = {**_body_names(spec), **short_names(spec.schemas, published), **published}
    return {**found, **newcomers(spec.schemas, found, published)}


def newcomers(
    ids: Collection[str], named: Mapping[str, str], published: Mapping[str, str]
) -> dict[str, str]:
    """The names of components whose own name is that of a class which was there before.

    >>> newcomers(["InlinePet", "Pet"], {}, {"InlinePet": "Pet"})
    {'Pet': 'PetSchema'}
    """
    before = set(published.values())
    taken = {_folded({**named, **published}.get(id_, id_)) for id_ in ids}
    found: dict[str, str] = {}
    for id_ in sorted(ids):
        name = named.get(id_, id_)
        if id_ in published or class_name(name, "Model") not in before:
            continue
        while _folded(name) in taken:
            name = pascal(f"{name}_schema")
        taken.add(_folded(name))
        found[id_] = name
    return found


def short_names(ids: Collection[str], published: Mapping[str, str]) -> dict[str, str]:
    """The names of types in namespaces: the shortest end of each that is its own.

    A type within a type keeps the outer one's name. Ends that several have go to none of them, so
    that the names follow from the set of all, in any order.

    >>> short_names(["a.v1.Pod", "a.v1.Event", "b.v1.Event"], {})
    {'a.v1.Pod': 'Pod', 'a.v1.Event': 'AV1Event', 'b.v1.Event': 'BV1Event'}
    """
    ladders = {
        id_: ends(id_, ids) for id_ in ids if id_ not in published and is_qualified(id_)
    }
    others = (published.get(id_, id_) for id_ in ids if id_ not in ladders)
    taken = {_folded(name) for name in others}
    found: dict[str, str] = {}
    while ladders:
        asked = {id_: rungs.pop(0) for id_, rungs in ladders.items()}
        counts = Counter(map(_folded, asked.values()))
        found |= {
            id_: name
            for id_, name in asked.items()
            if counts[_folded(name)] == 1 and _folded(name) not in taken
        }
        taken.update(counts)
        ladders = {id_: r for id_, r in ladders.items() if r and id_ not in found}
    return {id_: found[id_] for id_ in ids if id_ in found}


def _folded(name: str) -> str:
    return snake(class_name(name, "Model"))


def _body_names(spec: Spec) -> dict[str, str]:
    """What FastAPI's components `Body_...` are called: the function that takes it, and `body`.

    Functions of one name keep the whole.
    """
    found: dict[str, str] = {}
    for _, path, operation in spec.operations():
        identifier = text_at(operation, "operationId")
        name = handler(identifier, path)
        if name != identifier and f"Body_{identifier}" in spec.schemas:
            found[f"Body_{identifier}"] = pascal(f"{name}_body")
    counts = Counter([*found.values(), *map(pascal, spec.schemas)])
    return {component: name for component, name in found.items() if counts[name] == 1}
