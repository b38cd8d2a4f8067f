"""What is said where schemas lead from one to the next further than can be followed.

Most of what reads schemas calls itself for what a schema refers to. Descriptions that people use
lead on a few dozen times; ones that are made to break a reader do it without an end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from .diagnostics import Report
from .source import Json, extend, is_array, is_object
from .spec import SCHEMAS, Spec

DEEPEST = 4_000
"""How many calls may be open; Python's own limit is a quarter of that."""


@contextmanager
def followed(spec: Spec, report: Report) -> Generator[None]:
    """Report schemas that are too deep, instead of a traceback.

    Raises:
        Stopped: they are.
    """
    try:
        yield
    except RecursionError:
        way = longest_way(spec)
        at = spec.provenance.at(extend("/components/schemas", way[0])) if way else None
        report.error(
            "too-deep",
            at,
            f"from here schemas lead from one to the next, {len(way):,} in a row, which is"
            " further than they can be followed",
            help="let schemas refer to what they need without so many others between",
        )
        report.checkpoint()


def longest_way(spec: Spec) -> list[str]:
    """The longest of the ways along references that a search depth first goes, by name.

    What it met before it does not enter again: no way is longer than there are schemas.
    """
    longest: list[str] = []
    seen: set[str] = set()
    for root in spec.schemas:
        way: dict[str, Iterator[str]] = {}
        inner: str | None = root
        while inner is not None or way:
            if inner is None:
                way.popitem()
            elif inner not in seen:
                seen.add(inner)
                way[inner] = _targets(spec.schemas.get(inner))
                longest = max(longest, [*way], key=len)
            inner = next(way[next(reversed(way))], None) if way else None
    return longest


def _targets(schema: Json) -> Iterator[str]:
    """The components that a schema refers to, anywhere in it."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if is_array(node):
            waiting += node
        elif is_object(node):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith(SCHEMAS):
                yield reference.removeprefix(SCHEMAS)
            waiting += node.values()
