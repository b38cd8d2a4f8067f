"""Names of methods and resources, and which names of models a module of a resource uses otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..english import UNCOUNTABLE, plural
from ..ir import Resource
from ..naming import (
    RESERVED_ATTRIBUTES,
    RESERVED_CLASSES,
    module,
    pascal,
    snake,
    words,
)
from .scope import Scope
from .streams import SUFFIX, views

RESERVED_RESOURCES = frozenset({"close", "with_options"})
RUNTIME_CLASSES = frozenset(
    {
        "AsyncStream",
        "AsyncStreamedResponse",
        "ByStatus",
        "DataEvents",
        "Form",
        "JsonLines",
        "JsonSequence",
    }
    | {"JsonText", "LinkedPages", "Multipart", "NextUrlPages", "NumberedPages"}
    | {
        "FileInput",
        "OffsetPages",
        "Parts",
        "RawEvents",
        "ServerSentEvent",
        "Stream",
        "StreamedResponse",
        "Text",
        "Upload",
        "WholeEvents",
    }
)
"""What modules of resources import where they need it: models of such a name get another there."""

RESERVED_METHODS = frozenset(
    {"with_raw_response", "with_streaming_response", "property", "builtins", "codec"}
    | {"str", "int", "float", "bool", "bytes", "dict", "tuple"}
    | {"datetime", "date", "time", "timedelta"}
)
"""Method names that would hide what the signatures of the same class use."""


def method_names(
    resource: Resource, scope: Scope
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of methods by operation, and those of the ones that return a stream.

    An operation that has both names the second after the first, and after all the others.
    """
    methods = scope.names(
        {o.id: (_method(o.name), o.origin) for o in resource.operations}
    )
    second = scope.names(
        {
            o.id: (methods[o.id].rstrip("_") + SUFFIX, o.origin)
            for o in resource.operations
            if len(views(o)) > 1
        }
    )
    return methods, {**methods, **second}


def class_names(class_: str) -> frozenset[str]:
    """The classes of a resource's module."""
    return frozenset(
        f"{colour}{class_}{kind}"
        for colour in ("", "Async")
        for kind in ("", "WithRawResponse", "WithStreamingResponse")
    )


def _method(name: str) -> str:
    spelled = snake(name) or "call"
    return f"{spelled}_" if spelled in RESERVED_METHODS else spelled


def resource_classes(
    resources: Sequence[Resource], models: frozenset[str], owned: frozenset[str]
) -> dict[str, str]:
    """The classes of the methods, by resource.

    A class is called like its resource; where a model is called so, `models` has its name, the
    class is the plural: `client.pet` is of the class `Pets`, `client.checkout` of `Checkout`.
    `owned` are the names that others have.
    """
    plain = {r.name: pascal("_".join(words(r.name))) or "Default" for r in resources}
    counts = Counter(plain.values())
    given: dict[str, str] = {}
    for resource, name in plain.items():
        said = words(resource)
        many = pascal(plural("_".join(said))) or name
        others = RESERVED_CLASSES | RUNTIME_CLASSES | owned
        if name != many and name in models:
            # The class of a resource that is called by the plural keeps its name.
            name, others = many, others | counts.keys()
            if said[-1] in UNCOUNTABLE:
                others |= {many}
        is_taken = {name, f"Async{name}"} & others
        given[resource] = f"{plain[resource]}Resource" if is_taken else name
    return given


def resource_name(resource: Resource) -> str:
    """The attribute of the client, and the module: also a file's name."""
    name = module(resource.name, "default")
    reserved = name in RESERVED_RESOURCES or name in RESERVED_ATTRIBUTES
    return f"{name}_" if reserved else name
