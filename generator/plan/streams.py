"""Methods that return a stream: the constant beside the builder, and the switch that asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..expressions import Nullable, Primitive, Scalar
from ..ir import Field, Framing, Operation, Parameter, ParameterIn, Stream
from ..python import WIDTH, Lines
from .layout import call
from .literals import literal
from .results import Result
from .types import Speller

RUNTIME = ".._runtime"
SUFFIX = "_stream"
"""What the second method of an operation is called after the first."""

LISTED = (
    "The items, each as it arrives. `with` closes the stream where its block is left."
)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The switch as an argument that a method gives itself; `value` is "" where it is left out."""

    source: Parameter | Field | None = None
    value: str = ""

    @property
    def fields(self) -> list[tuple[Field, str]]:
        """The field of the body and its value, if that is it."""
        source = self.source if self.value else None
        return [(source, self.value)] if isinstance(source, Field) else []

    @property
    def query(self) -> list[str]:
        """The entry of the query, if that is it."""
        source = self.source if self.value else None
        if not isinstance(source, Parameter):
            return []
        return [f"{literal(source.wire_name)}: {self.value}"]


def views(operation: Operation) -> tuple[bool, ...]:
    """The methods of an operation, each by whether it returns a stream."""
    if operation.stream is None:
        return (False,)
    return (False, True) if operation.stream.beside else (True,)


def fixed(operation: Operation, body: Iterable[Field], *, streams: bool) -> Fixed:
    """The switch that asks for a stream, and what it says."""
    stream = operation.stream
    if stream is None:
        return Fixed()
    query = (p for p in operation.parameters if p.location is ParameterIn.QUERY)
    sources: list[Parameter | Field] = [*query, *body]
    for source in sources:
        if source.wire_name == stream.switch and _is_boolean(source):
            must_say = source.required or source.default is True
            return Fixed(source, "True" if streams else "False" if must_say else "")
    return Fixed()


def _is_boolean(source: Parameter | Field) -> bool:
    type_ = source.type.inner if isinstance(source.type, Nullable) else source.type
    return type_ == Primitive(Scalar.BOOLEAN)


def stream_result(stream: Stream, speller: Speller) -> Result:
    """The annotation and kind of an item."""
    if stream.item is None:
        event = speller.imports.name(f"{RUNTIME}.sse", "ServerSentEvent")
        kind = speller.imports.name(f"{RUNTIME}.sse", "EVENT")
        return Result(event, kind, None, stream.media_type)
    annotation, kind = speller.annotation(stream.item), speller.kind(stream.item)
    return Result(annotation, kind, None, stream.media_type)


def framing_constant(
    method: str, stream: Stream, speller: Speller
) -> tuple[str, Lines]:
    """The constant that says how items are told apart: its name and lines."""
    module, name, arguments = _framing(stream)
    made = speller.imports.name(f"{RUNTIME}.{module}", name)
    constant = f"_{method.upper()}_ITEMS"
    indent = WIDTH if arguments else 0
    return constant, call(f"{constant} = {made}(", arguments, ")", indent)


def _framing(stream: Stream) -> tuple[str, str, list[str]]:
    """Module of the runtime, class and arguments."""
    if stream.framing is Framing.LINES:
        return "json_lines", "JsonLines", []
    if stream.framing is Framing.SEQUENCE:
        return "json_lines", "JsonSequence", []
    end = [] if stream.end is None else [f"end={literal(stream.end)}"]
    if stream.item is None:
        return "sse", "RawEvents", end
    if not stream.whole:
        return "sse", "DataEvents", end
    match stream.text:
        case bool():
            text = ["text=True"] if stream.text else []
        case (name,) if len(literal(name)) < WIDTH // 2:
            text = [f"text=({literal(name)},)"]
        case names:
            listed = [literal(name) for name in names]
            text = ["\n".join(call("text=(", listed, ")", 5))]
    return "sse", "WholeEvents", [*text, *end]
