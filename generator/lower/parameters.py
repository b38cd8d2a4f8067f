"""Parameter Objects to the arguments of an operation."""

from __future__ import annotations

from dataclasses import replace

from ..diagnostics import Note, Report
from ..examples import Known, conforms
from ..expressions import Primitive, Scalar
from ..ir import Format, Parameter, ParameterIn
from ..source import Document, Json, array_at, extend, is_object, object_at, text_at
from ..spec import Spec, is_sensitive, path_names
from .binary import within_json
from .contents import format_of
from .docs import doc
from .schemas import sample
from .types import TypeReader, unspoken

DEFAULT_STYLES = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
    "querystring": "form",
}
"""OAS 3.2, Parameter Object: `style` when it is not given."""

IGNORED_HEADERS = frozenset({"accept", "content-type"})
"""OAS 3.2, Parameter Object: a header parameter of such a name describes nothing."""


class ParameterReader:
    """Reads the parameters of the operations of one canonical document."""

    def __init__(self, spec: Spec, types: TypeReader, report: Report) -> None:
        self._spec = spec
        self._types = types
        self._report = report
        self._known = Known()

    def read(
        self, item: str, pointer: str, path: str, operation: Document
    ) -> tuple[Parameter, ...]:
        """The parameters of an operation and of its path item, at `pointer` and `item`."""
        # OAS, Path Item Object: an operation overrides parameters by (name, in).
        found: dict[tuple[str, str], Parameter] = {}
        shared = self._spec.document["paths"][path]
        for owner, holder in ((item, shared), (pointer, operation)):
            for i, written in enumerate(array_at(holder, "parameters")):
                where = extend(owner, "parameters", i)
                parameter = self._parameter(written, where)
                if parameter is not None:
                    found[parameter.wire_name, parameter.location.value] = parameter
        return self._as_in_path(path, pointer, list(found.values()))

    def _as_in_path(
        self, path: str, pointer: str, parameters: list[Parameter]
    ) -> tuple[Parameter, ...]:
        """One path parameter for each name in braces, whatever is declared."""
        names = path_names(path)
        kept: list[Parameter] = []
        for parameter in parameters:
            in_path = parameter.location is ParameterIn.PATH
            if in_path and parameter.wire_name not in names:
                self._leave_out(
                    parameter.origin,
                    f"the path parameter {parameter.wire_name!r}, which {path} does not have,",
                )
            else:
                kept.append(parameter)
        declared = {p.wire_name for p in kept if p.location is ParameterIn.PATH}
        missing = [name for name in names if name not in declared]
        return (*kept, *(self._undeclared(name, path, pointer) for name in missing))

    def _undeclared(self, name: str, path: str, pointer: str) -> Parameter:
        self._report.warning(
            "undeclared-path-parameter",
            self._spec.provenance.at(pointer),
            f"the parameter {name!r} of {path} is not declared; it is taken to be a string",
            help="declare it: `in: path`, `required: true`, with its schema",
        )
        return Parameter(
            wire_name=name,
            location=ParameterIn.PATH,
            type=Primitive(Scalar.STRING),
            required=True,
            style="simple",
            explode=False,
            origin=pointer,
            example=sample(self._spec, {"type": "string"}, self._known, name),
        )

    def _parameter(self, written: Json, where: str) -> Parameter | None:
        node = self._spec.described(written)
        origin = text_at(written, "$ref")[1:] or where
        location, name = text_at(node, "in"), text_at(node, "name")
        if location not in DEFAULT_STYLES or not name:
            self._leave_out(where, f"the {location or 'untyped'} parameter {name!r}")
            return None
        if location == "header" and self._is_set_elsewhere(name.lower()):
            return None
        schema, at, is_json = self._schema(node, origin)
        keywords = schema if is_object(schema) else {}
        style = text_at(node, "style") or DEFAULT_STYLES[location]
        return Parameter(
            wire_name=name,
            location=ParameterIn(location),
            type=within_json(self._types.read(schema, at)),
            required=node.get("required") is True or location == "path",
            style=style,
            explode=node.get("explode", style in ("form", "cookie")) is True,
            origin=where,
            allow_reserved=node.get("allowReserved") is True,
            is_json=is_json,
            sdk_name=text_at(node, "x-sdk-name"),
            sensitive=is_sensitive(node) or is_sensitive(keywords),
            default=keywords.get("default"),
            has_default="default" in keywords,
            example=self._example(node, schema, name),
            doc=replace(doc(node), listed=unspoken(self._spec.resolve(schema))),
        )

    def _example(self, node: Document, schema: Json, name: str) -> Json:
        """The parameter's own example where it is valid, else one of its schema."""
        # OAS, Parameter Object: `example` and `examples` override those of the schema.
        offered = [node["example"]] if "example" in node else []
        named = object_at(node, "examples")
        for written in (self._spec.resolved(named[key]) for key in named):
            offered += [written[k] for k in ("dataValue", "value") if k in written]
        valid = (v for v in offered if conforms(self._spec, schema, v, self._known))
        found = next(valid, None)
        if found is not None:
            return found
        return sample(self._spec, schema, self._known, name)

    def _is_set_elsewhere(self, name: str) -> bool:
        """Whether a header follows from the body or from the security schemes.

        OAS has `Authorization` ignored too; where no scheme is declared, an argument of that
        name is the only way to authenticate.
        """
        components = object_at(self._spec.document, "components")
        has_schemes = bool(object_at(components, "securitySchemes"))
        return name in IGNORED_HEADERS or (name == "authorization" and has_schemes)

    def _schema(self, node: Document, origin: str) -> tuple[Json, str, bool]:
        """(schema, its pointer, whether the argument is JSON); without one it is a string."""
        if "schema" in node:
            return node["schema"], extend(origin, "schema"), False
        for media_type in object_at(node, "content"):
            schema = object_at(node["content"], media_type).get("schema", True)
            written = format_of(media_type, self._spec.resolve(schema))
            pointer = extend(origin, "content", media_type, "schema")
            is_form = written is Format.FORM and node.get("in") == "querystring"
            is_typed = is_form or written is Format.JSON
            is_json = written is Format.JSON
            return (schema if is_typed else {"type": "string"}), pointer, is_json
        return {"type": "string"}, origin, False

    def _leave_out(self, pointer: str, what: str) -> None:
        self._report.warning(
            "left-out",
            self._spec.provenance.at(pointer),
            f"{what} is left out of the SDK",
            Note("parameters are in path, query, header, cookie or querystring"),
        )
