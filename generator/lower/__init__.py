"""Canonical document -> Api: what the service offers, free of OpenAPI's vocabulary."""

from __future__ import annotations

from dataclasses import replace

from ..api import Api, Server, ServerVariable
from ..config import Config
from ..diagnostics import Report
from ..ir import Doc, Operation, Resource
from ..source import Json, array_at, object_at, text_at
from ..spec import Spec
from .docs import doc
from .framings import with_event_data
from .names import distinct, group, of_tag, one_resource_each
from .operations import OperationReader
from .schemas import declarations
from .security import schemes
from .streams import StreamReader
from .types import TypeReader
from .usage import usages
from .webhooks import webhooks


def lower(spec: Spec, config: Config, report: Report) -> Api:
    """Read the canonical document.

    Every operation and every schema comes out; where the SDK cannot express a part, that part
    alone is left out or untyped, with a warning that names its place.
    """
    written, spec = spec, with_event_data(spec)
    types = TypeReader(spec)
    streams = StreamReader(written, spec, types, report)
    auth = schemes(spec, report)
    info = spec.document["info"]
    return Api(
        title=text_at(info, "title"),
        version=text_at(info, "version"),
        resources=_resources(
            spec, types, frozenset(a.id for a in auth), streams, report
        ),
        declarations=declarations(spec, types, usages(spec)),
        servers=tuple(map(_server, array_at(spec.document, "servers"))),
        auth=auth,
        webhooks=webhooks(spec, types, report),
        doc=replace(doc(info), url=config.docs_url),
        provenance=spec.provenance,
    )


def _resources(
    spec: Spec,
    types: TypeReader,
    auth: frozenset[str],
    streams: StreamReader,
    report: Report,
) -> tuple[Resource, ...]:
    """The operations, grouped and named as `names` has it."""
    operations = list(spec.operations())
    reader = OperationReader(spec, types, auth, streams, report)
    described = {
        of_tag(text_at(tag, "name")): doc(tag)
        for tag in array_at(spec.document, "tags")
    }
    groups = (group(path, operation) for _, path, operation in operations)
    names = one_resource_each(groups, tuple(described))
    grouped: dict[str, list[Operation]] = {}
    pinned: dict[str, str] = {}
    for method, path, operation in operations:
        name = names[group(path, operation)]
        read = reader.read(method, path, operation, name)
        grouped.setdefault(name, []).append(read)
        if reader.is_pinned(operation, read.id, name):
            pinned[read.id] = read.name
    return tuple(
        Resource(
            name=name,
            operations=distinct(operations, name, pinned),
            doc=described.get(name, Doc()),
        )
        for name, operations in sorted(grouped.items())
    )


def _server(server: Json) -> Server:
    """A Server Object; variables that its URL does not have are none."""
    url = text_at(server, "url")
    variables = object_at(server, "variables")
    return Server(
        url=url,
        variables=tuple(
            ServerVariable(
                name=name,
                default=text_at(variables[name], "default"),
                values=tuple(map(str, array_at(variables[name], "enum"))),
                doc=doc(variables[name]),
            )
            for name in variables
            if f"{{{name}}}" in url
        ),
        doc=doc(server),
    )
