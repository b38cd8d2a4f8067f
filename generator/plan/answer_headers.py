"""Headers of answers to a class whose attributes read them, one for each method that has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..ir import AnswerHeader, Operation, Resource
from ..naming import attribute, class_name
from ..python import Lines, MethodModel
from .docstrings import parameter_doc
from .layout import call, indented
from .literals import docstring, literal, wrapped
from .results import successes
from .scope import Scope
from .types import Speller


def headers_class(method: str) -> str:
    """The class of the headers of a method's answers: `ListHeaders`."""
    return class_name(f"{method}_headers", "Headers")


def headers_classes(resource: Resource, methods: Mapping[str, str]) -> frozenset[str]:
    """The classes of all methods; `methods` are their names by operation."""
    return frozenset(
        headers_class(methods[operation.id])
        for operation in resource.operations
        if _documented(operation)
    )


def spell_headers(
    operation: Operation, method: str, speller: Speller, scope: Scope
) -> Lines:
    """The class, () where no header is documented."""
    headers = _documented(operation)
    if not headers:
        return ()
    speller.imports.name(speller.runtime, "answer_headers")
    own = Scope(f"headers of {operation.id!r}", scope.provenance, scope.report)
    wanted = {h.wire_name: (attribute(h.wire_name), h.origin) for h in headers}
    names = own.names(wanted)
    about = f"The documented headers of the answers to `{method}`."
    rows = [*docstring([about]), ""]
    for header in headers:
        arguments = [literal(header.wire_name), speller.kind(header.type)]
        arguments += ["is_json=True"] if header.is_json else []
        before = f"{names[header.wire_name]} = answer_headers.Header("
        doc = parameter_doc(header.doc)
        rows += [*call(before, arguments, ")", 4), *(wrapped(doc, 4) if doc else ())]
    head = f"class {headers_class(method)}(answer_headers.AnswerHeaders):"
    return (head, *indented(rows))


def said_once(methods: Iterable[MethodModel]) -> tuple[MethodModel, ...]:
    """The methods with classes that hold no more than the first of the same headers.

    Many APIs document the headers of a rate limit for each answer.
    """
    first: dict[Lines, str] = {}
    found: list[MethodModel] = []
    for method in methods:
        _, *rows = method.headers or ("",)
        own = tuple(rows[1:])  # without the docstring, which names the method
        other = first.setdefault(own, method.name) if own else method.name
        if other != method.name:
            head = f"class {headers_class(method.name)}({headers_class(other)}):"
            about = f"The headers of `{other}`, of the answers to `{method.name}`."
            method = replace(method, headers=(head, *indented(docstring([about]))))
        found.append(method)
    return tuple(found)


def _documented(operation: Operation) -> list[AnswerHeader]:
    """Each header once: what an answer of success says of it goes first."""
    first = successes(operation)
    rest = [r for r in operation.responses if r not in first]
    found: dict[str, AnswerHeader] = {}
    for response in (*first, *rest):
        for header in response.headers:
            found.setdefault(header.wire_name.lower(), header)
    if operation.pagination is not None:
        found.pop("link", None)  # the pager follows it
    return list(found.values())
