"""What of the declarations a user of the package can come to hold or give."""

from __future__ import annotations

from collections.abc import Iterator

from ..api import Api
from ..expressions import Ref, TypeExpr, members
from ..ir import Declaration, EnumDecl, Format, ModelDecl, Operation, UnionDecl
from ..naming import argument
from .bodies import Models
from .declared import PlannedModel


def flattened(operation: Operation, models: Models) -> PlannedModel | None:
    """The model whose fields become arguments; None when the body is one argument."""
    body = operation.body
    if body is None or not isinstance(body.type, Ref):
        return None
    if body.format in (Format.TEXT, Format.BYTES):
        return None
    model = models.get(body.type.target)
    if model is None:
        return None
    taken = {argument(p.sdk_name or p.wire_name) for p in operation.parameters}
    taken |= {p.wire_name for p in operation.parameters} & model.names.keys()
    optional_body = not body.required and any(f.required for f in model.decl.fields)
    clash = taken & {*model.names, *model.names.values()}
    if clash or optional_body:
        return None
    return model if body.format is Format.JSON else model.in_parts()


def accepted(api: Api, models: Models) -> frozenset[str]:
    """The declarations that arguments take, whole or as a part of what they take."""
    declared = {declaration.id: declaration for declaration in api.declarations}
    found: set[str] = set()
    waiting = [
        target
        for operation in _operations(api)
        for type_ in _arguments(operation, models)
        for target in members(type_)
    ]
    while waiting:
        target = waiting.pop()
        if target not in found:
            found.add(target)
            waiting += _within(declared[target])
    return frozenset(found)


def dissolved(api: Api, models: Models) -> frozenset[str]:
    """The models of forms that are written field by field: nothing makes or returns one.

    A schema that its author named is kept, and so is what anything else refers to.
    """
    forms = {
        model.decl.id
        for operation in _operations(api)
        if operation.body is not None and operation.body.format is not Format.JSON
        if (model := flattened(operation, models)) is not None
        if not model.decl.usage.in_json and _is_in_place(api, model.decl)
    }
    if not forms:
        return frozenset()
    kept = {target for decl in api.declarations for target in _within(decl)}
    for operation in _operations(api):
        for type_ in _arguments(operation, models):
            kept.update(members(type_))
    return frozenset(forms - kept)


def _operations(api: Api) -> Iterator[Operation]:
    for resource in api.resources:
        yield from resource.operations


def _arguments(operation: Operation, models: Models) -> Iterator[TypeExpr]:
    for parameter in operation.parameters:
        yield parameter.type
    model = flattened(operation, models)
    if model is not None:
        for field in model.fields:
            yield field.type
    elif operation.body is not None:
        yield operation.body.type


def _within(declaration: Declaration) -> list[str]:
    """The declarations that one refers to."""
    match declaration:
        case ModelDecl():
            types = [f.type for f in (*declaration.fields, *declaration.part_fields)]
            types += [] if declaration.extra is None else [declaration.extra]
        case UnionDecl(tag=tag):
            types = list(declaration.variants)
            if tag is not None:
                types += [type_ for _, type_ in tag.variants]
                types += [] if tag.default is None else [tag.default]
        case EnumDecl():
            types = []
    return [target for type_ in types for target in members(type_)]


def _is_in_place(api: Api, declaration: ModelDecl) -> bool:
    """Whether the schema stood in the body itself, and has its name from the tool."""
    places = api.provenance.places(declaration.origin)
    return all("/content/" in place.pointer for place in places)
