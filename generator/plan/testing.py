"""The package's `testing` module: examples of every model, each written out once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..expressions import Anything, ListOf, Nullable, Ref, TupleOf, TypeExpr, members
from ..ir import Exact, Format, Framing, Operation, Range, Response, Stream
from ..pages import (
    CursorPagination,
    FieldPath,
    NextUrlPagination,
    NumberPagination,
    OffsetPagination,
    Pagination,
)
from ..python import WIDTH, FakeAnswer, Lines, ResourceModel
from ..source import Json, is_array, is_object
from .declared import Declared, PlannedModel
from .layout import call, indented, signature
from .literals import Code, exploded, literal, wrapped


class ExampleTable:
    """Examples as constants that refer to each other where they are equal."""

    def __init__(
        self, models: Mapping[str, PlannedModel], declared: Mapping[str, Declared]
    ) -> None:
        self._models = models
        self._declared = declared

        self._cyclic: set[tuple[str, str]] = set()
        self._order = self._ordered()
        self._whole = sorted(
            literal(declared[name].name)
            for name in (models if self._order else ())
            if models[name].decl.is_tied
        )

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
        if self._whole:
            found += call("_WHOLE = [", self._whole, "]", 0)
        return tuple(found)

    def factory(self, target: str) -> Lines:
        """The function that makes an example of a model; () when there is no example."""
        if target not in self._order:
            return ()
        name, model = self._declared[target].name, self._models[target]
        # A field may be called `seed`, too.
        only = ["/"] if "seed" in model.names.values() else []
        head = signature(
            f"def make_{self._declared[target].module}(",
            ["seed: int | None = None", *only, "**fields: Any"],
            f") -> models.{name}:",
            0,
        )
        said = f"An example `{name}`, another for each `seed`, with `fields` in place of its own."
        doc = wrapped(said, 4)
        arguments = [f"models.{name}", self.constant(target), "seed", "fields"]
        arguments += ["_WHOLE"] if self._whole else []
        body = call("return make(", arguments, ")", 4)
        return (*head, *indented([*doc, *body]))

    def answer(self, operation: Operation, response: Response | None) -> FakeAnswer:
        """What the fake API answers to an operation."""
        value, pagination = response.example if response else None, operation.pagination
        example: Json = value
        beyond: Lines = ()
        media_type = ""
        if response is not None and response.type is not None:
            example = self._value(response.type, value)
            if place := _next_page(pagination):
                example = self._changed(response.type, value, example, place, None)
            beyond = self._beyond(pagination, response.type, value, example)
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
            beyond=beyond,
            stream=self._stream(stream) if stream is not None else (),
        )

    def _changed(
        self, type_: TypeExpr, value: Json, shown: Json, place: FieldPath, new: Json
    ) -> Json:
        """`shown`, the example `value`, with `new` at a place; None is nothing at all."""
        if not place:
            return new
        model = self._models.get(type_.target) if isinstance(type_, Ref) else None
        fields = model.decl.fields if model else ()
        field = next((f for f in fields if f.wire_name == place[0]), None)
        if model and isinstance(shown, Code):  # the constant of the model
            value = model.decl.example
        if field is None or not is_object(value) or place[0] not in value:
            return shown
        inner, part, below = new, value[place[0]], place[1:]
        if below:
            part_shown = self._value(field.type, part)
            inner = self._changed(field.type, part, part_shown, below, new)
        elif new is None and not field.required:
            rest = {k: v for k, v in value.items() if k != place[0]}
            return rest if is_object(shown) else Code(_but(shown, place[0]))
        elif new is None:
            inner = None if isinstance(field.type, Nullable) else ""
        if is_object(shown):
            return {**shown, place[0]: inner}
        return Code(f"{{**{literal(shown)}, {literal(place[0])}: {literal(inner)}}}")

    def _beyond(
        self, pagination: Pagination | None, type_: TypeExpr, value: Json, shown: Json
    ) -> Lines:
        """What the fake API answers to who asks for more than the one page that it has."""
        match pagination:
            case NumberPagination():
                first = pagination.first
            case OffsetPagination():
                first = 0
            case _:
                return ()
        empty = self._changed(type_, value, shown, pagination.items, [])
        asked = literal(pagination.parameter)
        page = f'beyond=Beyond({asked}, "{first}", '
        return exploded(page, empty, "),", 8)

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
        for root in sorted(self._models):
            # Each model on the way down, with what it refers to and was not looked at.
            way = {root: self._inner(root)} if root not in done else {}
            while way:
                target = next(reversed(way))
                inner = next(way[target], None)
                if inner is None:
                    del way[target]
                    if isinstance(self._models[target].decl.example, dict):
                        done[target] = None
                elif inner in way:
                    self._cyclic.add((target, inner))
                elif inner not in done:
                    way[inner] = self._inner(inner)
        return done

    def _inner(self, target: str) -> Iterator[str]:
        """The models that one with an example refers to."""
        decl = self._models[target].decl
        for field in decl.fields if isinstance(decl.example, dict) else ():
            yield from (m for m in members(field.type) if m in self._models)


def _next_page(pagination: Pagination | None) -> FieldPath:
    """Where a page says what the next one is, () where it does not."""
    match pagination:
        case CursorPagination():
            return pagination.next_cursor
        case NextUrlPagination():
            return pagination.next_url
        case _:
            return ()


def _but(shown: Json, name: str) -> str:
    """An expression for the members of a constant but one."""
    return f"{{k: v for k, v in {literal(shown)}.items() if k != {literal(name)}}}"


def fake_imports(
    resources: Iterable[ResourceModel], models: Collection[object]
) -> Lines:
    """What the module imports for this API; `models` are those that it makes."""
    answers = [method.answer for resource in resources for method in resource.methods]
    beyond = "Beyond, " if any(answer.beyond for answer in answers) else ""
    lines = [f"from ._runtime.fake import {beyond}FakeOperation, FakeTransport"]
    if any(answer.stream for answer in answers):
        lines.append("from ._runtime.fake_stream import FakeStream")
    if models:
        lines.append("from ._runtime.vary import make")
    return tuple(lines)
