"""Different example values of one schema: the shapes worth testing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from ..source import Json
from ..spec import Spec
from .conform import same
from .context import Context
from .pick import Pick
from .values import Maker, NoExampleError

_MOST_WORK = 20_000
"""How many values, those inside others too, are made for the variants of one schema."""


def variants(
    spec: Spec, schema: Json, *, sent: bool = False, overlapping: bool = False
) -> Iterator[tuple[str, Json]]:
    """Different valid values with a label each: full, minimal, nulls, and every alternative.

    Together they show every property present and absent, null wherever it is allowed, and each
    enum value at least once. A variant that no value exists for, or equal to an earlier one, is
    left out. With `sent` they are ones for a request, with `overlapping` ones that may be of several
    alternatives (`Pick`).
    """
    given: list[Json] = []
    widest, work = 1, 0
    for label, pick in _picks(Pick(sent=sent, overlapping=overlapping)):
        if pick.turn and (pick.turn >= widest or work > _MOST_WORK):
            return
        maker = Maker(spec, pick)
        try:
            value = maker.value(schema, Context())
        except NoExampleError:
            continue
        finally:
            widest = max(widest, maker.widest)
            work += pick.most - maker.budget.left
        if maker.fits(schema, value) and not any(same(value, known) for known in given):
            given.append(value)
            yield label, value


def _picks(plain: Pick) -> Iterator[tuple[str, Pick]]:
    yield "full", plain
    yield "minimal", replace(plain, optional=False)
    yield "nulls", replace(plain, nulls=True)
    for turn in count(1):
        yield f"alternative-{turn}", replace(plain, turn=turn)
