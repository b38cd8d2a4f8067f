"""The four spellings of a method: sync and async, its value and its raw response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..ir import Operation
from ..python import WIDTH, Lines, ParameterModel
from . import layout
from .docstrings import method_doc
from .layout import indented, signature
from .literals import docstring
from .paging import Paging
from .streams import LISTED
from .types import Speller

METHOD = 4
"""Columns before a method."""

BODY = 8
GENERIC = frozenset(
    {
        "a successful response",
        "accepted",
        "created",
        "default",
        "default response",
        "no content",
        "ok",
        "response",
        "success",
        "success response",
        "successful operation",
        "successful response",
    }
)
"""Descriptions of answers that say nothing of what is returned."""
REFUSED = "APIStatusError: The API answered with an error status; the class says which."
UNANSWERED = "APIConnectionError: No answer came, or none in time."
UNREPEATED = (
    "APIConnectionError: No answer came, or none in time. The call is not repeated then, unless"
    " it certainly never reached the API."
)
KEYED = (
    "APIConnectionError: No answer came, or none in time. The call is repeated with the same"
    " idempotency key before that."
)
UNREADABLE = "ResponseDecodeError: The answer is not what the API documents."


Builder: TypeAlias = tuple[str, list[str], str]
"""A call: up to its opening bracket, its arguments, its closing bracket."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """What the four spellings of one operation have in common.

    `framing` is the constant that says how the items of its stream are told apart, "" without one.
    `may_be_large` says that its answer can be read piece by piece; `headers` is the class that reads
    the documented headers of its answers, "" without one.
    """

    operation: Operation
    name: str
    parameters: tuple[ParameterModel, ...]
    returns: str
    paging: Paging | None
    framing: str
    response_doc: str
    may_be_large: bool = False
    headers: str = ""


@dataclass(frozen=True, slots=True)
class Methods:
    """The spellings, and the return type of the synchronous one."""

    returns: str
    sync: Lines
    asynchronous: Lines
    raw_sync: Lines
    raw_async: Lines
    streamed_sync: Lines = ()
    streamed_async: Lines = ()


def spell_methods(spelled: Spelled, speller: Speller) -> Methods:
    """Every line of the method in each of the four classes that offer it."""
    if spelled.framing:
        return _streamed(spelled, speller)
    returns = spelled.returns
    raw = f"{speller.imports.name('.._runtime.response', 'RawResponse')}[{returns}]"
    doc = _doc(spelled, returns)
    builder = (f"_{spelled.name}(", [p.name for p in spelled.parameters], ")")
    if spelled.paging:
        sync = _paged(spelled, spelled.paging, "Pager", doc, speller)
        asynchronous = _paged(spelled, spelled.paging, "AsyncPager", doc, speller)
        returns = f"Pager[{spelled.paging.page}, {spelled.paging.item}]"
    else:
        send = "return self._transport.send("
        sync = _method("def", spelled, returns, doc, _nested(send, builder))
        wait = "return await self._transport.send("
        asynchronous = _method(
            "async def", spelled, returns, doc, _nested(wait, builder)
        )
    raw_doc = _raw_doc(spelled)
    send = "return self._transport.send_raw("
    wait = "return await self._transport.send_raw("
    streamed = [
        _streamed_response(name, spelled, speller) if spelled.may_be_large else ()
        for name in ("StreamedResponse", "AsyncStreamedResponse")
    ]
    return Methods(
        returns=returns,
        sync=sync,
        asynchronous=asynchronous,
        raw_sync=_method("def", spelled, raw, raw_doc, _nested(send, builder)),
        raw_async=_method("async def", spelled, raw, raw_doc, _nested(wait, builder)),
        streamed_sync=streamed[0],
        streamed_async=streamed[1],
    )


def _streamed_response(made: str, spelled: Spelled, speller: Speller) -> Lines:
    speller.imports.name(".._runtime.download", made)
    builder = (f"_{spelled.name}(", [p.name for p in spelled.parameters], ")")
    body = _after(f"return {made}(", "self._transport", builder)
    doc = docstring([f"`{spelled.name}`, read piece by piece or saved to a file."])
    return _method("def", spelled, f"{made}[{spelled.returns}]", doc, body)


def _paged(
    spelled: Spelled, paging: Paging, pager: str, doc: Lines, speller: Speller
) -> Lines:
    speller.imports.name(".._runtime.pager", pager)
    returns = f"{pager}[{paging.page}, {paging.item}]"
    body = _lazy(pager, spelled, paging.constant)
    return _method("def", spelled, returns, doc, body)


def _streamed(spelled: Spelled, speller: Speller) -> Methods:
    """A stream is opened by whoever reads it; it has its head and its items, and no raw twin."""
    doc, lines = _doc(spelled, spelled.returns), list[Lines]()
    for stream in ("Stream", "AsyncStream"):
        speller.imports.name(".._runtime.stream", stream)
        returns = f"{stream}[{spelled.returns}]"
        body = _lazy(stream, spelled, spelled.framing)
        lines.append(_method("def", spelled, returns, doc, body))
    return Methods(f"Stream[{spelled.returns}]", lines[0], lines[1], (), ())


def _lazy(made: str, spelled: Spelled, constant: str) -> Lines:
    """Return an object that makes the call when it is used."""
    builder = (f"_{spelled.name}(", [p.name for p in spelled.parameters], ")")
    built = _built(builder, BODY + 4)
    rows = [f"return {made}(", *indented(["self._transport,", *built[:-1]])]
    rows += indented([f"{built[-1]},", f"{constant},"])
    return (*rows, ")")


def _method(
    keyword: str, spelled: Spelled, returns: str, doc: Lines, body: Lines
) -> Lines:
    head = _signature(f"{keyword} {spelled.name}(", spelled.parameters, returns)
    return (*head, *indented(doc), *indented(body))


def _signature(
    before: str, parameters: tuple[ParameterModel, ...], returns: str
) -> Lines:
    written = ["self"]
    named_only = False
    for parameter in parameters:
        if not parameter.positional and not named_only:
            written.append("*")
            named_only = True
        spelled = parameter.name, parameter.annotation, parameter.default
        written.append(layout.parameter(*spelled, METHOD + 4))
    return signature(before, written, f") -> {returns}:", METHOD)


def _nested(before: str, builder: Builder) -> Lines:
    """`before` + a call + `)`, broken as black breaks a call within a call."""
    opening, arguments, closing = builder
    line = f"{before}{opening}{', '.join(arguments)}{closing})"
    if BODY + len(line) <= WIDTH:
        return (line,)
    return (before, *indented(_built(builder, BODY + 4)), ")")


def _after(before: str, first: str, builder: Builder) -> Lines:
    """`before` + an argument, a call + `)`, broken as black breaks it."""
    opening, arguments, closing = builder
    content = f"{first}, {opening}{', '.join(arguments)}{closing}"
    if BODY + len(before) + len(content) + 1 <= WIDTH:
        return (f"{before}{content})",)
    if BODY + 4 + len(content) <= WIDTH:
        return (before, *indented([content]), ")")
    built = _built(builder, BODY + 4)
    return (before, *indented([f"{first},", *built[:-1], f"{built[-1]},"]), ")")


def _built(builder: Builder, indent: int) -> Lines:
    opening, arguments, closing = builder
    line = f"{opening}{', '.join(arguments)}{closing}"
    if indent + len(line) < WIDTH:
        return (line,)
    return (opening, *indented([f"{a}," for a in arguments]), closing)


def _doc(spelled: Spelled, returns: str) -> Lines:
    text = spelled.response_doc.strip()
    is_generic = returns == "None" or text.rstrip(".").lower() in GENERIC
    described = "" if is_generic else text
    if spelled.paging:
        described = "The items of every page, fetched as they are needed."
    if spelled.framing:
        described = f"{LISTED} {described}".strip()
    unanswered = UNANSWERED if spelled.operation.idempotent else UNREPEATED
    if spelled.operation.idempotency_header:
        unanswered = KEYED
    raises = [REFUSED, unanswered]
    if returns != "None":
        raises.append(UNREADABLE)
    return method_doc(spelled.operation, spelled.parameters, described, tuple(raises))


def _raw_doc(spelled: Spelled) -> Lines:
    one_page = ", one page" if spelled.paging else ""
    first = f"`{spelled.name}`{one_page}, with status and headers."
    if not spelled.headers:
        return docstring([first])
    return docstring(
        [first, "", f"`{spelled.headers}(answer)` reads these by their types."]
    )
