"""Component schemas to declarations."""

from __future__ import annotations

from dataclasses import replace

from ..examples import Known, NoExampleError, Pick, shown
from ..ir import Declaration, ModelDecl, Usage
from ..naming import snake
from ..source import Document, Json, extend, text_at
from ..spec import Spec
from .binary import as_it_travels
from .choices import Choices
from .docs import doc
from .enums import enumeration
from .forms import is_enum
from .objects import ObjectReader
from .type_names import type_names
from .types import TypeReader

SHALLOW = Pick(depth=2, most=1_000)
TIES = frozenset(
    {"oneOf", "anyOf", "not", "if", "minProperties", "const", "enum"}
    | {"dependentRequired", "dependentSchemas", "dependencies"}
)
SCHEMA_POINTER = "/components/schemas"


def declarations(
    spec: Spec, types: TypeReader, usage: dict[str, Usage]
) -> tuple[Declaration, ...]:
    """One declaration for every object, enumeration, union and type that refers to itself,
    sorted by name."""
    found: list[Declaration] = []
    choices, known = Choices(spec, types), Known()
    named = type_names(spec)
    for name in sorted(types.declared):
        schema, pointer = spec.schemas[name], extend(SCHEMA_POINTER, name)
        used = usage.get(name, Usage())
        if name in types.unions:
            found.append(choices.read(name, pointer, used, doc(schema)))
        elif is_enum(schema):
            found.append(enumeration(name, schema, pointer, used))
        else:
            found.append(_model(spec, types, name, schema, pointer, used, known))
    spoken = (replace(d, sdk_name=d.sdk_name or named.get(d.id, "")) for d in found)
    return tuple(map(as_it_travels, spoken))


def sample(
    spec: Spec, schema: Json, known: Known | None = None, name: str = ""
) -> Json:
    """An example value, None when none can be made.

    Models within it are filled from their own examples later, so that it need not be deep.
    """
    try:
        return shown(spec, schema, name=name, pick=SHALLOW, known=known)
    except NoExampleError:
        return None


def _model(
    spec: Spec,
    types: TypeReader,
    name: str,
    schema: Document,
    pointer: str,
    used: Usage,
    known: Known,
) -> ModelDecl:
    fields, extra = ObjectReader(spec, types).read(schema, pointer)
    return ModelDecl(
        id=name,
        fields=fields,
        origin=pointer,
        usage=used,
        extra=extra,
        sdk_name=text_at(schema, "x-sdk-name"),
        example=sample(spec, schema, known, snake(name)),
        is_tied=_is_tied(spec, schema),
        doc=doc(schema),
    )


def _is_tied(spec: Spec, schema: Json) -> bool:
    """Whether it depends on the other members of an object which may be absent."""
    return any(not TIES.isdisjoint(part) for _, part in spec.parts(schema))
