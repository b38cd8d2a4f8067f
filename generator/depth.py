"""What is said where schemas lead from one to the next further than can be followed.

Most of what reads schemas calls itself for what a schema refers to. Descriptions that people use
lead on a few dozen times; ones that are made to break a reader do it without an end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from operator import itemgetter

from .diagnostics import Report
from .source import Json, array_at, extend, is_array, is_object
from .spec import SCHEMAS, Spec

DEEPEST = 4_000
"""How many calls may be open; Python's own limit is a quarter of that."""

MOST_PARTS = 100_000
"""How many parts all schemas may have together; the largest real descriptions have 3,000."""


@contextmanager
def followed(spec: Spec, report: Report) -> Generator[None]:
    """Report schemas that are too deep, instead of a traceback.

    Raises:
        Stopped: they are.
    """
    try:
        yield
    except RecursionError:
        first, number = longest_way(spec)
        report.error(
            "too-deep",
            spec.provenance.at(extend("/components/schemas", first)),
            f"from here schemas lead from one to the next, {number:,} in a row, which is"
            " further than they can be followed",
            help="let schemas refer to what they need without so many others between",
        )
        report.checkpoint()


def check_parts(spec: Spec, report: Report) -> None:
    """Report schemas that have too many parts together: each class has the fields of all of its own.

    A row of classes that extend each other has half as many parts as the square of its length.
    """
    met = 0
    for name, schema in spec.schemas.items():
        parts = [part for _, part in spec.parts(schema)]
        met += sum(1 + len(array_at(part, "allOf")) for part in parts)
        if met > MOST_PARTS:
            report.error(
                "too-deep",
                spec.provenance.at(extend("/components/schemas", name)),
                f"schemas extend each other so often that they have more than {MOST_PARTS:,}"
                f" parts together; this one has {len(parts):,}",
                help="let schemas extend fewer others by `allOf`",
            )
            return


def longest_way(spec: Spec) -> tuple[str, int]:
    """The longest of the ways along references that a search depth first goes: its first, its length.

    What it met before it does not enter again: no way is longer than there are schemas.
    """
    longest = ("", 0)
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
                longest = max(longest, (root, len(way)), key=itemgetter(1))
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
