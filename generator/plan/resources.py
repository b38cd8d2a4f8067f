"""Operations to methods: one builder a call, and a line a method in each class that offers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..expressions import Constant, ListOf, Nullable, Ref, TypeExpr, has_null
from ..ir import Doc, Field, Format, Operation, Parameter, ParameterIn, RequestBody
from ..media_types import essence
from ..naming import argument
from ..python import Lines, MethodModel, ParameterModel
from ..spec import path_names
from . import bodies
from .answer_headers import headers_class, spell_headers
from .arguments import Argument, Source, source_key, told_apart
from .auth import AuthPlan
from .declared import OTHERS, PlannedModel
from .docstrings import example_text, parameter_doc
from .layout import (
    call,
    element,
    indented,
    parameter,
    signature,
    statement,
)
from .literals import literal
from .markdown import first_sentence, markdown_line
from .methods import Spelled, spell_methods
from .paging import pages
from .reference import section
from .results import Result, errors, may_be_large, result
from .routes import route
from .samples import SampleCall
from .scope import Scope
from .streams import fixed, framing_constant, stream_result
from .testing import ExampleTable
from .types import Speller
from .used import flattened

RUNTIME = ".._runtime"


class OperationPlanner:
    """Spells one operation."""

    def __init__(
        self,
        operation: Operation,
        name: str,
        resource: str,
        models: Mapping[str, PlannedModel],
        speller: Speller,
        scope: Scope,
        examples: ExampleTable,
        auth: AuthPlan,
        *,
        streams: bool = False,
    ) -> None:
        """Spell the method called `name`; `streams` says whether it returns a stream."""
        self._operation = operation
        self._stream = operation.stream if streams else None
        self._name = name
        self._call = f"client.{resource}.{name}"
        self._models = models
        self._spell = speller
        self._scope = scope
        self._examples = examples
        self._auth = auth
        self._body = flattened(operation, models)
        body_fields = self._body.fields if self._body else ()
        self._fixed = fixed(operation, body_fields, streams=streams)
        self._arguments = self._plan_arguments()

    def plan(self) -> tuple[MethodModel, tuple[str, ...]]:
        """The method, and the constants beside its builder."""
        operation = self._operation
        returned = self._result()
        response = returned.response
        paging, framing, items = None, "", tuple[str, ...]()
        if self._stream is not None:
            framing, items = framing_constant(self._name, self._stream, self._spell)
        else:
            paging = pages(operation, self._name, returned, self._models, self._spell)
        parameters = tuple(argument.model for argument in self._arguments)
        described = operation.doc.summary.strip() or operation.doc.description
        headers: Lines = ()
        if self._stream is None:
            headers = spell_headers(operation, self._name, self._spell, self._scope)
        spelled = Spelled(
            operation=operation,
            name=self._name,
            parameters=parameters,
            returns=returned.annotation,
            paging=paging,
            framing=framing,
            response_doc=response.doc.description if response else "",
            may_be_large=may_be_large(operation, response),
            headers=headers_class(self._name) if headers else "",
        )
        methods = spell_methods(spelled, self._spell)
        method = MethodModel(
            id=operation.id,
            name=self._name,
            call=self._call,
            http_method=operation.method,
            path=operation.path,
            parameters=parameters,
            returns=methods.returns,
            paginated=paging is not None,
            streams=self._stream is not None,
            is_second=self._stream is not None and self._stream.beside,
            builder=self._builder(parameters, returned),
            headers=headers,
            sync_method=methods.sync,
            async_method=methods.asynchronous,
            raw_sync=methods.raw_sync,
            raw_async=methods.raw_async,
            streamed_sync=methods.streamed_sync,
            streamed_async=methods.streamed_async,
            answer=self._examples.answer(operation, response),
            summary=markdown_line(first_sentence(described) or operation.title),
            origin=operation.origin,
        )
        sample = SampleCall(operation, method, self._models, self._spell)
        example = sample.lines(self._arguments, self._body)
        said = section(method, operation, example, self._spell)
        constants = (*returned.alias, *(paging.lines if paging else items))
        return replace(method, example=example, reference=said), constants

    def _result(self) -> Result:
        if self._stream is not None:
            return stream_result(self._stream, self._spell)
        return result(self._operation, self._name, self._spell)

    def _plan_arguments(self) -> tuple[Argument, ...]:
        """Path parameters in the order of the path, then the required, then the optional."""
        order = path_names(self._operation.path)
        path = sorted(self._path(), key=lambda p: order.index(p.wire_name))
        rest: list[Source] = []
        if self._operation.body is not None:
            body_fields = self._body.fields if self._body else (None,)
            rest.extend(f for f in body_fields if not (f and f.read_only))
        rest.extend(
            p for p in self._operation.parameters if p.location is not ParameterIn.PATH
        )
        given = self._fixed.source
        rest = [source for source in rest if source is None or source is not given]
        names = self._argument_names([*path, *rest])
        found = [
            self._argument(source, name, positional=True)
            for source, name in zip(path, names, strict=False)
        ]
        keyword = [
            self._argument(source, name)
            for source, name in zip(rest, names[len(path) :], strict=True)
        ]
        found.extend(sorted(keyword, key=lambda a: bool(a.model.default)))
        return tuple(found)

    def _path(self) -> list[Parameter]:
        return [p for p in self._operation.parameters if p.location is ParameterIn.PATH]

    def _argument_names(self, sources: list[Source]) -> list[str]:
        """A name for each source, in the same order."""
        wanted: dict[str, tuple[str, str]] = {}
        for source in sources:
            name, origin = "body", self._operation.origin
            if source is not None:
                name = argument(source.sdk_name or source.wire_name)
                origin = source.origin
            key = source_key(source)
            while key in wanted:
                key += "'"
            wanted[key] = (name, origin)
        names = self._scope.names(told_apart(wanted, sources))
        return [names[key] for key in wanted]

    def _argument(
        self, source: Parameter | Field | None, name: str, *, positional: bool = False
    ) -> Argument:
        if source is None:
            return Argument(self._whole_body(name), None)
        return Argument(self._value(source, name, positional=positional), source)

    def _value(
        self, source: Parameter | Field, name: str, *, positional: bool
    ) -> ParameterModel:
        body = self._operation.body if isinstance(source, Field) else None
        annotation = bodies.annotation(source.type, body, self._spell)
        default = ""
        if source.required and isinstance(source.type, Constant) and not positional:
            default = literal(source.type.value)
        elif not source.required:
            # In a query or a form, null and absent are the same: there is no null to send.
            is_json = body is not None and body.format is Format.JSON
            can_be_null = is_json and has_null(source.type)
            annotation, default = self._optional(annotation, is_told=can_be_null)
        example = example_text(source) if isinstance(source, Field) else ""
        return ParameterModel(
            name=name,
            wire_name=source.wire_name,
            annotation=annotation,
            default=default,
            positional=positional,
            doc=parameter_doc(self._told(source.doc, source.type), example),
            origin=source.origin,
        )

    def _told(self, doc: Doc, type_: TypeExpr) -> Doc:
        """What is said of an argument; where its place says nothing, what its type says of itself."""
        inner = type_.inner if isinstance(type_, Nullable) else type_
        inner = inner.item if isinstance(inner, ListOf) else inner
        if doc.description or not isinstance(inner, Ref):
            return doc
        said = self._spell.declared[inner.target].doc
        described = first_sentence(said.summary or said.description)
        return replace(doc, description=described)

    def _optional(self, annotation: str, *, is_told: bool) -> tuple[str, str]:
        """Annotation and default of an argument whose absence may be told from null."""
        if is_told:
            imports, home = self._spell.imports, f"{RUNTIME}.unset"
            unset = imports.name(home, "Unset")
            return f"{annotation} | {unset}", imports.name(home, "UNSET")
        more = "" if annotation.endswith(("None", "Any")) else " | None"
        return annotation + more, "None"

    def _whole_body(self, name: str) -> ParameterModel:
        body = self._operation.body
        assert body is not None
        annotation = bodies.annotation(body.type, body, self._spell)
        default = ""
        if not body.required:
            is_json = body.format is Format.JSON
            annotation, default = self._optional(annotation, is_told=is_json)
        return ParameterModel(
            name=name,
            wire_name="",
            annotation=annotation,
            default=default,
            doc=parameter_doc(self._told(body.doc, body.type)),
            origin=body.origin,
        )

    def _builder(
        self,
        parameters: tuple[ParameterModel, ...],
        returned: Result,
    ) -> tuple[str, ...]:
        """The function that makes the `Call`."""
        annotated = [parameter(p.name, p.annotation, "", 4) for p in parameters]
        call_type = self._spell.imports.name(f"{RUNTIME}.call", "Call")
        returns = returned.annotation
        head = signature(
            f"def _{self._name}(", annotated, f") -> {call_type}[{returns}]:", 0
        )
        body, json = self._body_lines()
        arguments = [
            literal(self._operation.id),
            literal(self._operation.method),
            literal(route(self._operation.path)),
            returned.kind,
            *self._locations(),
            *json,
        ]
        if returned.accept:
            arguments.append(f"accept={literal(returned.accept)}")
        if described := errors(self._operation, self._spell):
            arguments.append(described)
        if self._operation.server:
            arguments.append(f"server={literal(self._operation.server)}")
        if self._operation.follows:
            arguments.append("follows=True")
        if header := self._operation.idempotency_header:
            arguments.append(f"idempotency_header={literal(header)}")
        arguments += self._auth.of_call(self._operation, self._spell.imports)
        rows = call("return Call(", arguments, ")", 88)
        return (*head, *indented([*body, *rows]))

    def _locations(self) -> list[str]:
        """`path=`, `query=`, `headers=`, `cookies=` and `querystring=` of the call."""
        found: list[str] = []
        groups = {
            "path": (ParameterIn.PATH,),
            "query": (ParameterIn.QUERY,),
            "headers": (ParameterIn.HEADER,),
            "cookies": (ParameterIn.COOKIE,),
        }
        for keyword, locations in groups.items():
            pairs = [
                bodies.entry(
                    a.source.wire_name,
                    bodies.parameter(a.source, a.model.name, self._spell),
                )
                for a in self._arguments
                if isinstance(a.source, Parameter) and a.source.location in locations
            ]
            if keyword == "query":
                pairs += self._fixed.query
            if pairs:
                found.append(element(call(f"{keyword}={{", pairs, "},", 8)))
        whole = ParameterIn.QUERYSTRING
        for one in self._arguments:
            if isinstance(one.source, Parameter) and one.source.location is whole:
                value = bodies.parameter(one.source, one.model.name, self._spell)
                found.append(element(statement("querystring=", value, ",", 8)))
        return found

    def _body_lines(self) -> tuple[list[str], list[str]]:
        """(statements that make the body, the `body=` argument)."""
        operation_body = self._operation.body
        if operation_body is None:
            return [], []
        if operation_body.format is not Format.JSON:
            return [], [self._content(operation_body)]
        announced = []
        if essence(operation_body.media_type) not in ("application/json", "*/*"):
            announced = [f"content_type={literal(operation_body.media_type)}"]
        if self._body is None:
            name = next(a.model.name for a in self._arguments if a.source is None)
            spell = bodies.json if operation_body.required else bodies.optional_json
            sent = spell(operation_body.type, name, self._models, self._spell)
            return [], [element(statement("body=", sent, ",", 8)), *announced]
        values = [
            self._assigned(self._body, a.source, a.model.name)
            for a in self._arguments
            if isinstance(a.source, Field)
        ]
        names = self._body.names
        values += [f"{names[f.wire_name]}={value}" for f, value in self._fixed.fields]
        local = "body"
        while any(a.model.name == local for a in self._arguments):
            local += "_"
        name = self._spell.symbol(self._body.decl.id)
        rows = call(f"{local} = {name}(", values, ")", 4)
        sent = f"{local}.to_dict()"
        if operation_body.left_out:
            sent += f" or {self._spell.imports.name(f'{RUNTIME}.unset', 'UNSET')}"
        return list(rows), [f"body={sent}", *announced]

    def _content(self, body: RequestBody) -> str:
        """The `content=` argument for a body that is not JSON."""
        if self._body is None:
            name = next(a.model.name for a in self._arguments if a.source is None)
            return bodies.whole(body, name, self._spell)
        values = [
            (a.source, a.model.name)
            for a in self._arguments
            if isinstance(a.source, Field)
        ]
        values += self._fixed.fields
        return bodies.flattened(body, values, self._spell)

    def _assigned(self, body: PlannedModel, field: Field, name: str) -> str:
        """The keyword that gives the body's attribute its value."""
        if field.wire_name == OTHERS:
            return f"{body.extra}={self._spell.kind(field.type)}.adopt({name}) or {{}}"
        return f"{body.names[field.wire_name]}={self._adopted_field(field, name)}"

    def _adopted_field(self, field: Field, name: str) -> str:
        """The argument as the model's attribute takes it."""
        assert self._body is not None
        is_model = isinstance(field.type, Ref) and field.type.target in self._models
        if field.required and is_model:
            return bodies.as_models(field.type, name, self._models, self._spell)
        usage = self._body.decl.usage
        scratch = self._spell.scratch()
        taken = scratch.annotation(field.type, sent=True, dicts=True)
        kept = scratch.annotation(field.type, sent=usage.sent and not usage.received)
        return (
            name if taken == kept else f"{self._spell.kind(field.type)}.adopt({name})"
        )
