"""What a method returns: one type, or one for each status, and how errors are decoded.

The documented answers of success are the 2xx; `default` counts where there is none. Where they
differ, the method returns the union of their types, and the status of an answer decides which
one it is: no answer is ever decoded as what another status means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..expressions import Anything
from ..ir import Default, Exact, Format, Operation, Response
from ..python import Lines
from .layout import call, element, split_type, union
from .literals import literal
from .types import Speller

RUNTIME = ".._runtime"
LONGEST_UNION = 48
"""Columns: a longer union gets a name of its own."""


@dataclass(frozen=True, slots=True)
class Result:
    """The annotation and kind of a method's value.

    `response` is the answer that stands for all of them, None when nothing is documented;
    `alias` defines the annotation where it is a name of its own. `accept` is "" for JSON.
    """

    annotation: str
    kind: str
    response: Response | None
    accept: str = ""
    alias: Lines = ()


def result(operation: Operation, method: str, speller: Speller) -> Result:
    """What the successful answers of an operation come to."""
    responses = successes(operation)
    if not responses:
        return Result("None", speller.codec("NOTHING"), None)
    first = responses[0]
    accept = _accept(responses)
    kinds = {_rank(r): _kind(r, speller) for r in responses}
    if len(set(kinds.values())) == 1:
        return Result(_annotation(first, speller), _kind(first, speller), first, accept)
    # Any takes what the others are, too: they are not spelled, so that nothing is imported.
    free = [r for r in responses if r.format is Format.JSON and r.type == Anything()]
    annotations = dict.fromkeys(
        part
        for r in free or responses
        for part in split_type(_annotation(r, speller), " | ")
    )
    named = [a for a in annotations if a != "None"] + ["None"] * ("None" in annotations)
    annotation = " | ".join(named)
    alias: Lines = ()
    if len(annotation) > LONGEST_UNION and len(annotations.keys() - {"None"}) > 1:
        name = "_" + "".join(word.capitalize() for word in method.split("_")) + "Result"
        type_alias = speller.imports.name("typing", "TypeAlias")
        alias = union(f"{name}: {type_alias} = ", named, 0)
        annotation = name
    by_status = speller.imports.name(f"{RUNTIME}.contents", "ByStatus")
    pairs = [f"{_key(r)}: {_kind(r, speller)}" for r in responses]
    table = "\n".join(call("{", pairs, "}", 88))
    kind = element(call(f"{by_status}[{annotation}](", [table], "),", 8))
    return Result(annotation, kind, first, accept, alias)


def may_be_large(operation: Operation, response: Response | None) -> bool:
    """Whether an answer is worth reading piece by piece: bytes, or text that is asked for."""
    if response is None or response.type is None:
        return False
    if response.format is Format.TEXT:
        return operation.method == "GET"
    return response.format is not Format.JSON


def errors(operation: Operation, speller: Speller) -> str:
    """The `errors=` argument of the call, "" where no error has a schema."""
    succeeded = {id(r) for r in successes(operation)}
    pairs = [
        f"{_key(r)}: {speller.kind(r.type)}"
        for r in in_order(operation)
        if id(r) not in succeeded and r.format is Format.JSON and r.type is not None
        if not (isinstance(r.status, Exact) and r.status.status < 400)
    ]
    return element(call("errors={", pairs, "},", 8)) if pairs else ""


def in_order(operation: Operation) -> list[Response]:
    """The documented answers, the lowest status first, the default last."""
    return sorted(operation.responses, key=_order)


def successes(operation: Operation) -> list[Response]:
    """The documented answers of success, the lowest status first."""
    found = [r for r in operation.responses if _rank(r) is not None]
    named = [r for r in found if not isinstance(r.status, Default)]
    return sorted(named or found, key=_order)


def _annotation(response: Response, speller: Speller) -> str:
    if response.type is None:
        return "None"
    if response.format is Format.JSON:
        return speller.annotation(response.type)
    return "bytes" if response.format is Format.BYTES else "str"


def _kind(response: Response, speller: Speller) -> str:
    if response.type is None:
        return speller.codec("NOTHING")
    if response.format is Format.JSON:
        return speller.kind(response.type)
    name = "BYTES" if response.format is Format.BYTES else "TEXT"
    return speller.imports.name(f"{RUNTIME}.contents", name)


def _accept(responses: Sequence[Response]) -> str:
    """The media types to ask for, "" when JSON is all."""
    found = dict.fromkeys(r.media_type for r in responses if r.media_type)
    if all(r.format is Format.JSON for r in responses) and "application/json" in found:
        return ""
    if not found or list(found) == ["application/json"]:
        return ""
    return ", ".join(found)


def _key(response: Response) -> str:
    match response.status:
        case Exact(status):
            return str(status)
        case Default():
            return literal("default")
        case _:
            return literal(f"{response.status.hundreds}XX")


def _order(response: Response) -> tuple[int, str]:
    match response.status:
        case Exact(status):
            return (status, "")
        case Default():
            return (10_000, "")
        case _:
            return (response.status.hundreds * 100 + 99, "X")


def _rank(response: Response) -> int | None:
    """Which answer stands for the others: the lowest 2xx, else its range, else the default."""
    match response.status:
        case Exact(status) if 200 <= status < 300:
            return status
        case Default():
            return 1000
        case Exact():
            return None
        case _:
            return 900 if response.status.hundreds == 2 else None
