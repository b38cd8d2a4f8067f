"""Names of methods and resources, and which names of models a module of a resource uses otherwise."""

from __future__ import annotations

from ..ir import Resource
from ..naming import RESERVED_ATTRIBUTES, class_name, module, plural, snake, words
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


def resource_class(resource: Resource, owned: frozenset[str]) -> str:
    """The class of a resource; `owned` are names that it cannot have."""
    name = class_name(plural("_".join(words(resource.name))), "Default")
    is_taken = {name, f"Async{name}"} & (owned | RUNTIME_CLASSES)
    return f"{name}Resource" if is_taken else name


def resource_name(resource: Resource) -> str:
    """The attribute of the client, and the module: also a file's name."""
    name = module(resource.name, "default")
    reserved = name in RESERVED_RESOURCES or name in RESERVED_ATTRIBUTES
    return f"{name}_" if reserved else name
