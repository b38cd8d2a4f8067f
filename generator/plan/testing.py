"""The package's `testing` module: examples of every model, each written out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..expressions import Anything, ListOf, Nullable, Ref, TupleOf, TypeExpr
from ..ir import Exact, Format, Framing, Operation, Range, Response, Stream
from ..python import WIDTH, FakeAnswer, Lines, ResourceModel
from ..source import Json, is_array, is_object
from .declared import Declared, PlannedModel
from .layout import call, element, indented, signature
from .literals import Code, docstring, exploded, literal
from .types import members


class ExampleTable:
    """Examples as constants that refer to each other where they are equal."""

    def __init__(
        self, models: Mapping[str, PlannedModel], declared: Mapping[str, Declared]
    ) -> None:
        self._models = models
        self._declared = declared

        self._cyclic: set[tuple[str, str]] = set()
        self._order = self._ordered()

    def constant(self, target: str) -> str:
        """The constant that holds the example of a model."""
        return f"_{self._declared[target].module.upper()}"

    def lines(self) -> Lines:
        """All constants, each after those that it refers to."""
        found: list[str] = []
        for target in self._order:
            before = f"{self.constant(target)}: dict[str, Any] = "
            if len(before) >= WIDTH:
                found += [before.removesuffix("str, Any] = "), "    str, Any"]
                before = "] = "
            found.extend(exploded(before, self._object(target), "", 0))
        return tuple(found)

    def factory(self, target: str) -> Lines:
        """The function that makes an example of a model; () when there is no example."""
        if target not in self._order:
            return ()
        name = self._declared[target].name
        head = signature(
            f"def make_{self._declared[target].module}(",
            ["**fields: Any"],
            f") -> models.{name}:",
            0,
        )
        doc = docstring([f"An example `{name}`, with `fields` in place of its own."])
        made = call(f"models.{name}.from_dict(", [self.constant(target)], "),", 8)
        body = call("return replace(", [element(made), "**fields"], ")", 4)
        return (*head, *indented([*doc, *body]))

    def answer(self, operation: Operation, response: Response | None) -> FakeAnswer:
        """What the fake API answers to an operation."""
        value = response.example if response else None
        example: Json = value
        media_type = ""
        if response is not None and response.type is not None:
            example = self._value(response.type, value)
            if response.format is not Format.JSON:
                media_type, example = literal(response.media_type), "example"
        stream = operation.stream
        status_of = stream.status if stream is not None and response is None else None
        match response.status if response is not None else status_of:
            case Exact(status):
                pass
            case Range(hundreds):
                status = hundreds * 100
            case _:
                status = 200
        has_body = response is not None and response.type is not None
        return FakeAnswer(
            status=status,
            example=exploded("example=", example, ",", 8) if has_body else (),
            media_type=media_type,
            stream=self._stream(stream) if stream is not None else (),
        )

    def _stream(self, stream: Stream) -> Lines:
        """The arguments of the fake stream."""
        item: Json = {"data": "data"}
        if stream.item is not None:
            item = self._value(stream.item, stream.example)
        lines = [f"media_type={literal(stream.media_type)},"]
        lines += exploded("example=", item, ",", 12)
        if stream.framing is Framing.EVENTS:
            lines += ["whole=True,"] if stream.whole or stream.item is None else []
            lines += [f"end={literal(stream.end)},"] if stream.end else []
        return tuple(lines)

    def _object(self, target: str) -> Json:
        decl = self._models[target].decl
        types = {field.wire_name: field.type for field in decl.fields}
        return {
            key: self._value(types[key], value, target) if key in types else value
            for key, value in decl.example.items()
        }

    def _value(self, type_: TypeExpr, value: Json, owner: str = "") -> Json:
        """The value, with a model's constant in place of each object of that model."""
        match type_:
            case Nullable(inner):
                return self._value(inner, value, owner)
            case ListOf(item) if is_array(value):
                return [self._value(item, v, owner) for v in value]
            case TupleOf(items, rest) if is_array(value):
                others = [rest or Anything()] * (len(value) - len(items))
                pairs = zip((*items, *others), value, strict=False)
                return [self._value(item, v, owner) for item, v in pairs]
            case Ref(target) if target in self._order and is_object(value):
                return (
                    value
                    if (owner, target) in self._cyclic
                    else Code(self.constant(target))
                )
            case _:
                return value

    def _ordered(self) -> dict[str, None]:
        """Models that have an example, by name, those that one refers to before it."""
        done: dict[str, None] = {}
        for target in sorted(self._models):
            self._visit(target, (), done)
        return done

    def _visit(
        self, target: str, above: tuple[str, ...], done: dict[str, None]
    ) -> None:
        decl = self._models[target].decl
        if target in done or not isinstance(decl.example, dict):
            return
        for field in decl.fields:
            for inner in members(field.type):
                if inner == target or inner in above:
                    self._cyclic.add((target, inner))
                elif inner in self._models:
                    self._visit(inner, (*above, target), done)
        done[target] = None


def fake_imports(resources: Iterable[ResourceModel]) -> Lines:
    """What the module imports for this API."""
    methods = (method for resource in resources for method in resource.methods)
    if any(method.answer.stream for method in methods):
        return ("from ._runtime.fake_stream import FakeStream",)
    return ()
