"""The arguments of a method: where their values go, and names that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..ir import Field, Parameter, ParameterIn
from ..python import ParameterModel

Source: TypeAlias = Parameter | Field | None
"""A parameter, a field of a flattened body, or None for the body as a whole."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method and where its value goes."""

    model: ParameterModel
    source: Source


def source_key(source: Source) -> str:
    """What tells arguments apart: parameters of one name may stand in several places."""
    if source is None:
        return "the body"
    if isinstance(source, Field) or source.location is ParameterIn.QUERY:
        return source.wire_name
    return f"{source.wire_name} ({source.location.value})"


def told_apart(
    wanted: dict[str, tuple[str, str]], sources: list[Source]
) -> dict[str, tuple[str, str]]:
    """Arguments of one name in several places: the path's keeps it, the others say theirs."""
    found = dict(wanted)
    places: dict[str, set[object]] = {}
    keyed = list(zip(wanted, sources, strict=True))
    for key, source in keyed:
        place = source.location if isinstance(source, Parameter) else None
        places.setdefault(wanted[key][0], set()).add(place)
    for key, source in keyed:
        name, origin = wanted[key]
        if len(places[name]) == 1 or not isinstance(source, Parameter):
            continue
        if source.location is not ParameterIn.PATH:
            # `from` is `from_` only where nothing follows.
            found[key] = (f"{name.rstrip('_')}_{source.location.value}", origin)
    return found
