"""Resources to the classes that offer their methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..api import Api
from ..diagnostics import Report
from ..expressions import TypeExpr
from ..ir import Operation, Resource
from ..python import MethodModel, ResourceModel
from .answer_headers import headers_classes, said_once
from .auth import AuthPlan
from .client import resource_title
from .declared import Declared, PlannedModel
from .imports import Imports
from .literals import wrapped
from .markdown import markdown_line, paragraph
from .names import (
    RUNTIME_CLASSES,
    class_names,
    method_names,
    resource_classes,
    resource_name,
)
from .related import Related
from .resources import OperationPlanner
from .scope import Scope
from .streams import views
from .testing import ExampleTable
from .types import Speller


@dataclass(frozen=True, slots=True)
class _Named:
    """A resource with its names: of the attribute, of the class, and of its methods by operation.

    `streams` are those of the methods that return a stream.
    """

    resource: Resource
    name: str
    class_: str
    methods: Mapping[str, str]
    streams: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResourcePlanner:
    """Spells every resource of an API."""

    api: Api
    declared: Mapping[str, Declared]
    models: Mapping[str, PlannedModel]
    unions: Mapping[str, tuple[TypeExpr, ...]]
    examples: ExampleTable
    auth: AuthPlan
    report: Report

    def plan(self, owned: frozenset[str]) -> tuple[ResourceModel, ...]:
        """Every resource; `owned` are names that its class cannot have, as the client has them."""
        named = self._named(owned)
        related = Related(
            {
                id_: f"client.{one.name}.{method}"
                for one in named
                for id_, method in one.methods.items()
            }
        )
        return tuple(self._resource(one, related) for one in named)

    def _named(self, owned: frozenset[str]) -> list[_Named]:
        resources = self.api.resources
        origins = {r.name: r.operations[0].origin for r in resources}
        names = self._scope("the client").names(
            {r.name: (resource_name(r), origins[r.name]) for r in resources}
        )
        models = frozenset(one.name for one in self.declared.values())
        wanted = resource_classes(resources, models, owned)
        classes = self._scope("resources").names(
            {name: (class_, origins[name]) for name, class_ in wanted.items()}
        )
        return [
            _Named(r, names[r.name], classes[r.name], *method_names(r, scope))
            for r in resources
            for scope in [self._scope(f"resource {r.name!r}")]
        ]

    def _scope(self, what: str) -> Scope:
        return Scope(what, self.api.provenance, self.report)

    def _resource(self, named: _Named, related: Related) -> ResourceModel:
        imports = Imports()
        speller = self._speller(named, imports)
        imports.name(".._runtime.transport", "AsyncTransport")
        imports.name(".._runtime.transport", "SyncTransport")
        planned: list[MethodModel] = []
        constants: list[str] = []
        for operation in named.resource.operations:
            for is_stream in views(operation):
                method, lines = self._method(
                    operation, named, speller, related, streams=is_stream
                )
                planned.append(method)
                constants.extend(lines)
        doc = named.resource.doc
        described = " ".join((doc.description or doc.summary).split())
        return ResourceModel(
            attribute=named.name,
            name=named.class_,
            module=named.name,
            methods=said_once(planned),
            docstring=wrapped(described or resource_title(named.name), 0),
            imports=imports.lines(),
            constants=tuple(constants),
            doc=described,
            summary=paragraph(markdown_line(described)),
        )

    def _speller(self, named: _Named, imports: Imports) -> Speller:
        return Speller(
            self.declared,
            imports,
            imports,
            prefix="..models.",
            runtime=".._runtime",
            wide=True,
            unions=self.unions,
            list_type=("builtins.list" if "list" in named.methods.values() else "list"),
            taken=class_names(named.class_)
            | RUNTIME_CLASSES
            | headers_classes(named.resource, named.methods),
        )

    def _method(
        self,
        operation: Operation,
        named: _Named,
        speller: Speller,
        related: Related,
        *,
        streams: bool,
    ) -> tuple[MethodModel, tuple[str, ...]]:
        """A method, and the constants beside its builder."""
        planner = OperationPlanner(
            related.described(operation, speller),
            (named.streams if streams else named.methods)[operation.id],
            named.name,
            self.models,
            speller,
            self._scope(f"operation {operation.id!r}"),
            self.examples,
            self.auth,
            streams=streams,
        )
        method, constants = planner.plan()
        said = related.reference(operation, speller)
        return replace(method, reference=(*method.reference, *said)), constants
