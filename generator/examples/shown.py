"""Examples to be looked at, where the description is not as exact as JSON Schema."""

from __future__ import annotations

from dataclasses import replace

from ..source import Json
from ..spec import Spec
from .known import Known
from .pick import FULL, Pick
from .values import NoExampleError, example


def shown(
    spec: Spec,
    schema: Json,
    *,
    pick: Pick = FULL,
    name: str = "",
    known: Known | None = None,
) -> Json:
    """An example, or failing that one whose alternatives overlap.

    Raises:
        NoExampleError: there is none of these either.
    """
    try:
        return example(spec, schema, pick=pick, name=name, known=known)
    except NoExampleError:
        return example(spec, schema, pick=replace(pick, overlapping=True), name=name)
