"""Ties an answer to its request, so that a first try looks sensible.

Path parameters come back in the properties of the same name and in the `id` beside them; filters and
members of the body in the properties of the same name near the root; a list names its own path.
Each change is kept only if the answer stays valid. Nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..examples import conforms
from ..source import Document, Json, is_array, is_object
from ..spec import Spec

_Change: TypeAlias = Callable[[Json, str, Json], Json]


@dataclass(frozen=True, slots=True)
class Tie:
    """What to tie to: the request's path, decoded, its path parameters, and what else it names."""

    path: str
    ids: dict[str, Json]
    fields: Mapping[str, Json]

    def applied(self, spec: Spec, schema: Json, value: Json) -> Json:
        """`value` with the request in it, as far as `schema` accepts that."""
        changes: list[tuple[_Change, str, Json]] = [
            *((_with_id, name, given) for name, given in self.ids.items()),
            *((_near_root, name, given) for name, given in self.fields.items()),
            (_own_url, "", self.path),
        ]
        last = next(reversed(self.ids.values()), None) if self.ids else None
        if last is not None and self.path.endswith(f"/{last}"):
            changes.append((_own_id, "", last))
        for change, name, given in changes:
            changed = change(value, name, given)
            value = changed if conforms(spec, schema, changed) else value
        return value


def _with_id(value: Json, name: str, given: Json) -> Json:
    """Every property `name` set to `given`, and the `id` beside it that said the same."""
    if is_array(value):
        return [_with_id(item, name, given) for item in value]
    if not is_object(value):
        return value
    changed = {key: _with_id(member, name, given) for key, member in value.items()}
    if name in value:
        changed[name] = given
        if value.get("id") == value[name]:
            changed["id"] = given
    return changed


def _own_id(value: Json, _: str, given: Json) -> Json:
    return {**value, "id": given} if is_object(value) and "id" in value else value


def _own_url(value: Json, _: str, given: Json) -> Json:
    is_page = is_object(value) and "has_more" in value and "url" in value
    return {**value, "url": given} if is_page else value


def _near_root(value: Json, name: str, given: Json) -> Json:
    """The property `name` of the root, of its objects and of its lists' items set to `given`."""
    if not is_object(value):
        return value
    below = {key: _set(member, name, given) for key, member in value.items()}
    return _set(below, name, given)


def _set(value: Json, name: str, given: Json) -> Json:
    if is_array(value):
        return [_set(item, name, given) for item in value]
    return _replaced(value, name, given) if is_object(value) else value


def _replaced(value: Document, name: str, given: Json) -> Document:
    return {**value, name: given} if name in value else value
